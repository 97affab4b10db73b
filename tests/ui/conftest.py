import pytest
from stand_in import StandIn, circle

from playground.document.store import Store
from playground.engine.catalogue import catalogue
from playground.ui.app import build
from playground.ui.bridge import Bridge
from playground.ui.theme import DARK, set_scale, themes


@pytest.fixture
def trainer():
    return StandIn()


@pytest.fixture
def bridge(qtbot, trainer):
    made = Bridge(Store(circle()), trainer, catalogue())
    yield made
    made.close()


@pytest.fixture
def window(qtbot, trainer):
    from playground.ui.app import build

    made = build(circle(), trainer=trainer)
    made.show()
    yield made
    made.bridge.store.mark_saved()
    made.close()
    made.deleteLater()
    themes().choose(DARK)
    set_scale(1.0)


@pytest.fixture
def running(qtbot):
    """Open a window with a real worker behind it."""
    made = build(circle(), device="cpu", remember=False)
    made.show()
    qtbot.waitUntil(lambda: bool(made.bridge.infos), timeout=20_000)
    yield made
    made.bridge.store.mark_saved()
    made.close()
    made.deleteLater()
