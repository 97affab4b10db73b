"""Chooses what is painted: a class by its colour, or a value."""

from collections.abc import Callable, Sequence
from functools import lru_cache

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QDoubleSpinBox,
    QHBoxLayout,
    QMenu,
    QToolButton,
    QWidget,
)

from playground.ui.icons import icon
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
    rename_wanted(int), remove_wanted(int)
        The class of this code is to be called something else, or to go with its points.
    """

    picked = Signal(float)
    class_wanted = Signal()
    rename_wanted = Signal(int)
    remove_wanted = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.mark, self._folded, self._values = 0.0, False, False
        self.classes: tuple[str, ...] = ()
        self.chips: list[ToolButton] = []
        self._group = QButtonGroup(self)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(px(2))
        self.list = QComboBox(self)
        self.list.setAccessibleName("Class that is painted")
        self.list.setToolTip("Class that is painted (1 to 9); right-click: rename (F2), remove")
        self.list.activated.connect(lambda code: self.pick(float(code)))
        self._open_menu_on(self.list, lambda: int(self.mark))
        self.one = ToolButton("", "Class that is painted (1 to 9)", self)
        self.one.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.one.setMenu(QMenu(self.one))
        self.more = ToolButton("+", "Add a class (+)", self)
        self.more.clicked.connect(self.class_wanted)
        self.value = QDoubleSpinBox(self)
        self.value.setRange(-1e6, 1e6)
        self.value.setDecimals(2)
        self.value.setSingleStep(0.1)
        self.value.lineEdit().setTextMargins(px(5), 0, px(5), 0)
        self.value.setAccessibleName("Value that is painted")
        self.value.setToolTip("Value of the points that are painted (arrow keys, wheel)")
        self.value.valueChanged.connect(self.pick)
        for widget in (self.list, self.one, self.more, self.value):
            self._row.addWidget(widget)
        themes().changed.connect(self._tint)
        self._tint(None)

    def offer(self, classes: Sequence[str], values: bool) -> None:
        """Offer classes by their names, or a value, or neither."""
        self._values = values
        if tuple(classes) != self.classes:
            self.classes = tuple(classes)
            self._fill()
        if self.classes and not 0 <= self.mark < len(self.classes):
            self.pick(0.0)
        self._share()

    def wanted(self) -> int:
        """Return the width that it would like to have, in pixels."""
        if self._values:
            return px(64)
        return (len(self.chips) + 1) * px(27) if len(self.classes) <= MOST_CHIPS else px(140)

    def fold(self, folded: bool) -> None:
        """Show one chip with a menu of all classes instead, or the other way."""
        if folded != self._folded:
            self._folded = folded
            self._share()

    def _share(self) -> None:
        """Show what there is room for."""
        classed, few = bool(self.classes), len(self.classes) <= MOST_CHIPS
        self.value.setVisible(self._values)
        self.one.setVisible(classed and self._folded)
        self.more.setVisible(classed and not self._folded)
        self.list.setVisible(not few and not self._folded)
        for chip in self.chips:
            chip.setVisible(few and not self._folded)

    def pick(self, mark: float) -> None:
        """Paint with this class or value from now on."""
        self.mark = mark
        if self.classes and mark < len(self.classes):
            self.list.setCurrentIndex(int(mark))
            if int(mark) < len(self.chips):
                self.chips[int(mark)].setChecked(True)
            self.one.setIcon(dot(int(mark)))
        self.picked.emit(mark)

    def rename(self) -> None:
        """Ask for another name of the class that is painted."""
        if self.classes:
            self.rename_wanted.emit(int(self.mark))

    def menu_of(self, code: int) -> QMenu:
        """Return the menu of a class."""
        menu, name = QMenu(self), self.classes[code]
        menu.setAccessibleName(f"Class {name}")
        menu.addAction(f"Rename “{name}” …", lambda: self.rename_wanted.emit(code))
        menu.addAction(
            icon("erase"), f"Remove “{name}” and its points",
            lambda: self.remove_wanted.emit(code),
        )  # fmt: skip
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def _open_menu_on(self, widget: QWidget, code: Callable[[], int]) -> None:
        widget.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        widget.customContextMenuRequested.connect(
            lambda at: self.menu_of(code()).popup(widget.mapToGlobal(at))
        )

    def _fill(self) -> None:
        for chip in self.chips:
            self._group.removeButton(chip)
            self._row.removeWidget(chip)
            chip.deleteLater()
        self.chips = []
        self.list.clear()
        menu = self.one.menu()
        menu.clear()
        for code, name in enumerate(self.classes):
            self.list.addItem(dot(code), name)
            menu.addAction(dot(code), name, lambda code=code: self.pick(float(code)))
            if code < MOST_CHIPS:
                tip = f"Paint {name} ({code + 1}); right-click: rename (F2), remove"
                chip = ToolButton("", tip, self)
                self._open_menu_on(chip, lambda code=code: code)
                chip.setCheckable(True)
                chip.setIcon(dot(code))
                chip.clicked.connect(lambda _=False, code=code: self.pick(float(code)))
                self._group.addButton(chip)
                # The group sees to it that one is chosen only of those that it has already.
                chip.setChecked(code == int(self.mark))
                self._row.insertWidget(code, chip)
                self.chips.append(chip)
        menu.addSeparator()
        menu.addAction("Add a class", self.class_wanted.emit)
        menu.addAction("Rename this class …", self.rename)
        menu.addAction("Remove this class", lambda: self.remove_wanted.emit(int(self.mark)))
        self.one.setIcon(dot(int(self.mark)))

    def _tint(self, _theme: object) -> None:
        self.value.setFixedSize(px(64), px(24))
        self.value.setStyleSheet(f"min-height: 0; padding: 0 {px(5)}px; font-size: {px(11)}px;")
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
