"""A window killed at any moment of a session loses no edit that it had taken, and is offered."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from editing_session import summed
from patience import PATIENCE
from PySide6.QtWidgets import QMessageBox
from stand_in import circle

from playground.core.folders import folder
from playground.document.bundle import save_bundle
from playground.document.files import load, save
from playground.document.journal import recovered
from playground.ui.recovery import offer_recovery

SCRIPT = Path(__file__).with_name("editing_session.py")
SESSION = 2.0
"""Seconds of a session within which it is killed."""

MOMENTS = [
    pytest.param(moment, marks=() if moment < 5 else pytest.mark.long) for moment in range(50)
]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")


def alive(pid):
    """Say whether a process runs; one that has ended and is not yet buried does not."""
    try:
        told = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return told.rpartition(")")[2].split()[0] != "Z"


def killed_session(path, seed):
    """Let a person edit a file and kill the window; return what it said."""
    moment = random.Random(seed).uniform(0.0, SESSION)
    child = subprocess.Popen(
        [sys.executable, str(SCRIPT), str(path), str(seed)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=os.environ, text=True,
    )  # fmt: skip
    try:
        first = child.stdout.readline()
        assert first.startswith("worker"), child.stderr.read()
        time.sleep(moment)
        assert child.poll() is None, child.stderr.read()
    finally:
        os.kill(child.pid, signal.SIGKILL)
        told, _ = child.communicate(timeout=PATIENCE)
    whole, _, torn = told.rpartition("\n")
    assert torn == ""
    return int(first.split()[1]), [line.split() for line in whole.splitlines()]


@pytest.mark.parametrize("moment", MOMENTS)
def test_no_edit_is_lost_when_the_window_is_killed(moment, tmp_path, window, monkeypatch):
    project = circle()
    path = tmp_path / ("mine.zip" if moment % 2 else "mine.json")
    save(project, path) if moment % 2 == 0 else save_bundle(project, {"fit-1": {}}, path)
    worker, told = killed_session(path, moment)
    done = [sum for word, sum in told if word == "done"]
    last = done[-1] if done else summed(project)
    # One that was under way may have been kept already.
    wanted = {last, told[-1][1]} if told else {last}
    on_disk = load(path)
    assert os.listdir(tmp_path) in ([path.name], sorted([path.name])) or _torn_part(tmp_path)
    found = recovered(folder("journal"))
    assert len(found) <= 1
    now = found[0].project if found else on_disk
    assert summed(now) in wanted
    asked = []
    open_it = QMessageBox.StandardButton.Open
    monkeypatch.setattr(QMessageBox, "question", lambda *a: asked.append(a) or open_it)
    offered = offer_recovery(window)
    assert offered == bool(asked) == (bool(found) and on_disk != now)
    if offered:
        assert summed(window.bridge.store.value) == summed(now)
        assert window.documents.path == path
    end = time.monotonic() + PATIENCE
    while alive(worker) and time.monotonic() < end:
        time.sleep(0.02)
    assert not alive(worker)


def _torn_part(folder):
    """Say whether all that lies beside the file is what a save that was under way had written."""
    others = [name for name in os.listdir(folder) if not name.startswith("mine.")]
    return len(others) <= 1 and all(name.endswith(".part") for name in others)
