"""From the start of the process to the first painted window, against an empty window."""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec

from playground.bench.row import Row
from playground.ui.display import missing_display

PATIENCE = 60.0
PEER = "PySide6 + pyqtgraph, empty window"

OURS = """
from playground.ui.first_paint import print_first_paint
print_first_paint()
from playground.cli import main
raise SystemExit(main(["circle"]))
"""

BARE = """
import json, time
from PySide6.QtCore import QEvent, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
import pyqtgraph

class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, self.tell)

    def tell(self):
        print(json.dumps({"painted": time.time()}), flush=True)
        app.quit()

app = QApplication([])
window = Window()
window.resize(1440, 860)
window.show()
app.exec()
"""


def run(rounds: int = 7) -> list[Row]:
    """Start both programs in turn, after one start of each that warms the disk.

    Parameters
    ----------
    rounds
        Pairs of starts.
    """
    with tempfile.TemporaryDirectory() as home:
        environment = _environment(home)
        both = find_spec("pyqtgraph") is not None
        scripts = [OURS, BARE] if both else [OURS]
        for script in scripts:
            _started(script, environment)
        told = [[_started(script, environment) for script in scripts] for _ in range(rounds)]
    ours = statistics.median(pair[0]["painted"] for pair in told)
    theirs = statistics.median(pair[1]["painted"] for pair in told) if both else None
    wait = statistics.median(max(pair[0]["ready"] - pair[0]["painted"], 0.0) for pair in told)
    note = (
        f"{environment.get('QT_QPA_PLATFORM', 'on the display')}; at least 0.67 x wanted; "
        f"worker ready {1e3 * wait:.0f} ms later, of 1000"
    )
    ratio = theirs / ours if theirs else None
    return [Row("start: first paint", ours * 1e6, PEER, theirs and theirs * 1e6, ratio, note)]


def _environment(home: str) -> dict[str, str]:
    """Return an environment with a folder of its own and with compiled modules, as installed."""
    environment = os.environ | {"PLAYGROUND_HOME": home, "PYTHONPYCACHEPREFIX": f"{home}/compiled"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    if missing_display() is not None:
        environment["QT_QPA_PLATFORM"] = "offscreen"
    return environment


def _started(script: str, environment: dict[str, str]) -> dict[str, float]:
    """Return what a script told, in seconds since its process was started."""
    begin = time.time()
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True,
        timeout=PATIENCE, check=True,
    )  # fmt: skip
    told: dict[str, float] = json.loads(done.stdout.strip().splitlines()[-1])
    return {name: at - begin for name, at in told.items()}
