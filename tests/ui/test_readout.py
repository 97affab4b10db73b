"""A number that changes often: it is shown, and nothing around it is laid out anew."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QHBoxLayout, QWidget

from playground.ui.readout import Readout


class Layouts(QObject):
    """Counts how often a widget is laid out."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def eventFilter(self, watched, event):  # noqa: N802 - Qt's name
        self.count += event.type() == QEvent.Type.LayoutRequest
        return False


def pixels(widget):
    return widget.grab().toImage()


def test_a_number_is_painted_and_told(qtbot):
    readout = Readout("step")
    qtbot.addWidget(readout)
    readout.resize(120, 24)
    before = pixels(readout)
    readout.show_value("12 345")
    assert pixels(readout) != before
    assert readout.accessibleName() == "step"
    assert readout.accessibleDescription() == readout.value == "12 345"


def test_only_a_longer_number_moves_its_neighbours(qtbot):
    around = QWidget()
    qtbot.addWidget(around)
    readout = Readout("step")
    QHBoxLayout(around).addWidget(readout)
    readout.show_value("10 000 000 000")
    with qtbot.waitExposed(around):
        around.show()
    layouts = Layouts()
    around.installEventFilter(layouts)
    for value in ("5", "99 999 999 999"):
        readout.show_value(value)
    qtbot.wait(20)
    assert layouts.count == 0
    readout.show_value("1" * 40)
    qtbot.waitUntil(lambda: layouts.count > 0)
