"""The rounded rim of a panel lies over whatever the panel shows."""

import pytest

from playground.ui.panel import PANELS
from playground.ui.theme import themes


@pytest.mark.parametrize("name", ["boundary", "curves"])
def test_the_rim_covers_the_corners_once_there_is_something_to_see(qtbot, bench, name):
    bridge = bench()
    panel = PANELS[name](bridge)
    qtbot.addWidget(panel)
    panel.resize(350, 230)
    panel.show()
    panel.show_empty("nothing")
    bridge.run(5)
    assert panel.body.isVisible()
    corner = panel.grab().toImage().pixelColor(1, panel.height() - 2)
    assert corner == themes().theme.color("window")
