import os

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from stage import StageBridge, spiral  # noqa: E402

from playground.ui.canvas.view import CanvasView  # noqa: E402


@pytest.fixture
def bridge(qapp):
    return StageBridge(spiral())


@pytest.fixture
def view(bridge, qtbot):
    view = CanvasView(bridge)
    view.resize(1200, 700)
    with qtbot.waitExposed(view):
        view.show()
    yield view
    view.close()
    view.deleteLater()
