"""Chooses what is painted: a class by its colour, or a value."""

from collections.abc import Sequence
from functools import lru_cache

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QButtonGroup, QComboBox, QDoubleSpinBox, QHBoxLayout, QWidget

from playground.ui.plots.colors import class_color
from playground.ui.plots.painting.tool_button import ToolButton
from playground.ui.theme import px, theme, themes

MOST_CHIPS = 5
"""More classes than this are in a list."""


class MarkPicker(QWidget):
    """A chip for each class, and one that adds a class; a number where values are painted.

    Signals
    -------
    picked(float)
        Code of the class, or the value, that is painted from now on.
    class_wanted()
        There is to be one more class.
    """

    picked = Signal(float)
    class_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.mark = 0.0
        self.classes: tuple[str, ...] = ()
        self.chips: list[ToolButton] = []
        self._group = QButtonGroup(self)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(px(2))
        self.list = QComboBox(self)
        self.list.setAccessibleName("Class that is painted")
        self.list.setToolTip("Class that is painted (1 to 9)")
        self.list.activated.connect(lambda code: self.pick(float(code)))
        self.more = ToolButton("+", "Add a class (+)", self)
        self.more.clicked.connect(self.class_wanted)
        self.value = QDoubleSpinBox(self)
        self.value.setRange(-1e6, 1e6)
        self.value.setDecimals(2)
        self.value.setSingleStep(0.1)
        self.value.setAccessibleName("Value that is painted")
        self.value.setToolTip("Value of the points that are painted")
        self.value.valueChanged.connect(self.pick)
        for widget in (self.list, self.more, self.value):
            self._row.addWidget(widget)
        themes().changed.connect(self._tint)

    def offer(self, classes: Sequence[str], values: bool) -> None:
        """Offer classes by their names, or a value, or neither."""
        self.value.setVisible(values)
        self.more.setVisible(bool(classes))
        if tuple(classes) != self.classes:
            self.classes = tuple(classes)
            self._fill()
        if self.classes and not 0 <= self.mark < len(self.classes):
            self.pick(0.0)
        self.list.setVisible(len(self.classes) > MOST_CHIPS)
        for chip in self.chips:
            chip.setVisible(len(self.classes) <= MOST_CHIPS)

    def pick(self, mark: float) -> None:
        """Paint with this class or value from now on."""
        self.mark = mark
        if self.classes and mark < len(self.classes):
            self.list.setCurrentIndex(int(mark))
            if int(mark) < len(self.chips):
                self.chips[int(mark)].setChecked(True)
        self.picked.emit(mark)

    def _fill(self) -> None:
        for chip in self.chips:
            self._group.removeButton(chip)
            self._row.removeWidget(chip)
            chip.deleteLater()
        self.chips = []
        self.list.clear()
        for code, name in enumerate(self.classes):
            self.list.addItem(dot(code), name)
            if code < MOST_CHIPS:
                chip = ToolButton("", f"Paint {name} ({code + 1})", self)
                chip.setCheckable(True)
                chip.setIcon(dot(code))
                chip.setChecked(code == int(self.mark))
                chip.clicked.connect(lambda _=False, code=code: self.pick(float(code)))
                self._group.addButton(chip)
                self._row.insertWidget(code, chip)
                self.chips.append(chip)

    def _tint(self, _theme: object) -> None:
        for code, chip in enumerate(self.chips):
            chip.setIcon(dot(code))
        for code in range(self.list.count()):
            self.list.setItemIcon(code, dot(code))


def dot(code: int) -> QIcon:
    """Return a disc in the colour of a class."""
    return _disc(class_color(theme(), code).rgba(), px(16))


@lru_cache(maxsize=256)
def _disc(color: int, size: int) -> QIcon:
    ratio = 2.0
    pixmap = QPixmap(QSize(round(size * ratio), round(size * ratio)))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor.fromRgba(color))
    painter.drawEllipse(QPointF(size / 2, size / 2), size * 0.36, size * 0.36)
    painter.end()
    return QIcon(pixmap)
