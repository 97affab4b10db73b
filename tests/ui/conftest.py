import pytest
from patience import PATIENCE
from pytestqt.qtbot import QtBot
from stand_in import StandIn, circle

from playground.document.store import Store
from playground.engine.catalogue import catalogue
from playground.ui.app import build
from playground.ui.bridge import Bridge
from playground.ui.theme import DARK, set_scale, themes


class PatientBot(QtBot):
    """Waits as long as all tests do."""

    def waitUntil(self, callback, *, timeout=1000 * PATIENCE):  # noqa: N802 - Qt's manner
        super().waitUntil(callback, timeout=timeout)

    def waitSignal(self, signal, *, timeout=1000 * PATIENCE, **how):  # noqa: N802 - Qt's manner
        return super().waitSignal(signal, timeout=timeout, **how)


@pytest.fixture
def qtbot(qapp, request):
    """Return the driver of widgets, patient on slow machines."""
    return PatientBot(request)


@pytest.fixture
def trainer():
    return StandIn()


@pytest.fixture
def bridge(qtbot, trainer):
    made = Bridge(Store(circle()), trainer, catalogue())
    yield made
    made.close()


def end(made):
    """Close a window that asks nothing: not about changes, nor about what was learned since."""
    made.bridge.store.mark_saved()
    made.documents.file.kept = None
    made.close()
    made.deleteLater()


@pytest.fixture
def window(qtbot, trainer):
    from playground.ui.app import build

    made = build(circle(), trainer=trainer)
    made.show()
    yield made
    end(made)
    themes().choose(DARK)
    set_scale(1.0)


@pytest.fixture
def running(qtbot):
    """Open a window with a real worker behind it."""
    made = build(circle(), device="cpu", remember=False)
    made.show()
    qtbot.waitUntil(lambda: bool(made.bridge.infos))
    yield made
    end(made)
