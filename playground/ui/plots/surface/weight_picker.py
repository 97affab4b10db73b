"""Chooses the two weights along which a loss surface is drawn."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QWidget

from playground.ui.theme import px, themes


class WeightPicker(QWidget):
    """Two lists of weights.

    Signals
    -------
    picked(object, object)
        The weights on the x and y axis, each as block, name and place.
    """

    picked = Signal(object, object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.first = self._list("Weight on the x axis")
        self.second = self._list("Weight on the y axis")
        self._names: list[str] = []
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(4))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        row.addWidget(self.first)
        row.addWidget(self.second)
        themes().changed.connect(self._dress)
        self._dress(None)

    def offer(
        self, names: Sequence[str], first: tuple[str, str, int], second: tuple[str, str, int]
    ) -> None:
        """Offer weights by ``block/name/place`` and show which are chosen."""
        fresh = list(names) != self._names
        self._names = list(names)
        for number, (box, which) in enumerate(((self.first, first), (self.second, second))):
            box.blockSignals(True)
            if fresh:
                box.clear()
                box.addItems([_said(name) for name in names])
            key = "/".join(str(part) for part in which)
            at = self._names.index(key) if key in self._names else number
            box.setCurrentIndex(min(at, box.count() - 1))
            box.blockSignals(False)

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
        x, y = self.first.currentIndex(), self.second.currentIndex()
        if min(x, y) < 0:
            return
        if x == y:
            y = (x + 1) % len(self._names)
        self.picked.emit(_parted(self._names[x]), _parted(self._names[y]))

    def _dress(self, _: object) -> None:
        for box in (self.first, self.second):
            box.setFixedWidth(px(96))


def _parted(name: str) -> tuple[str, str, int]:
    block, weight, place = name.rsplit("/", 2)
    return block, weight, int(place)


def _said(name: str) -> str:
    block, weight, place = _parted(name)
    return f"{block} {weight} {place + 1}"
