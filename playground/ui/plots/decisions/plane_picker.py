"""Chooses which plane of a many-dimensional feature space is shown."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QWidget

from playground.ui.theme import px, themes

AUTO = "principal axes"


class PlanePicker(QWidget):
    """Two lists of features, or the principal axes; hidden where there is nothing to choose.

    Signals
    -------
    picked(str, int, int)
        ``"auto"`` or ``"pair"``, and the features on the x and y axis.
    """

    picked = Signal(str, int, int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.first = self._list("Feature on the x axis, or the two directions of largest variance")
        self.second = self._list("Feature on the y axis")
        self._names: tuple[str, ...] = ()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(4))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        row.addWidget(self.first)
        row.addWidget(self.second)
        themes().changed.connect(self._dress)
        self._dress(None)

    def offer(self, names: Sequence[str], view: str, x: int, y: int) -> None:
        """Offer the features of a data set and show what is chosen."""
        self.setVisible(len(names) > 2)
        if tuple(names) != self._names:
            self._names = tuple(names)
            for box, items in ((self.first, [AUTO, *names]), (self.second, list(names))):
                box.blockSignals(True)
                box.clear()
                box.addItems(items)
                box.blockSignals(False)
        pair = view == "pair"
        for box, index in ((self.first, x + 1 if pair else 0), (self.second, y)):
            box.blockSignals(True)
            box.setCurrentIndex(min(index, box.count() - 1))
            box.blockSignals(False)
        self.second.setVisible(pair)

    def _list(self, what: str) -> QComboBox:
        box = QComboBox(self)
        box.setAccessibleName(what)
        box.setToolTip(what)
        box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(6)
        box.currentIndexChanged.connect(self._choose)
        return box

    def _choose(self, _: int) -> None:
        x, y = self.first.currentIndex() - 1, self.second.currentIndex()
        if x < 0:
            self.picked.emit("auto", 0, 1)
        else:
            if x == y:
                y = (x + 1) % max(len(self._names), 1)
            self.picked.emit("pair", x, y)

    def _dress(self, _: object) -> None:
        for box in (self.first, self.second):
            box.setFixedWidth(px(112 if box is self.first else 84))
