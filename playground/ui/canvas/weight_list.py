"""The weights of one unit as a list: name, a bar by size and sign, value."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from playground.kernels.array import Array
from playground.ui.canvas.strings import Weight
from playground.ui.plots.lettering import font, number
from playground.ui.theme import px, theme

ROW, BAR, VALUE = 22, 60, 56


class WeightModel(QAbstractListModel):
    """Weights with their names and newest values, in order or the largest first."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.weights: tuple[Weight, ...] = ()
        self.by_size = False
        self._names: tuple[str, ...] = ()
        self._values: Array = np.empty(0)
        self._order: list[int] = []

    def rowCount(self, parent: QModelIndex | None = None) -> int:
        """Return how many weights there are."""
        return len(self._order)

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a weight's name with its value, for those who read aloud."""
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{self.name(index.row())}: {number(self.value(index.row()))}"
        return None

    def name(self, row: int) -> str:
        """Return the name in a row."""
        return self._names[self._order[row]]

    def value(self, row: int) -> float:
        """Return the value in a row."""
        return float(self._values[self._order[row]])

    def weight(self, row: int) -> Weight:
        """Return the weight in a row."""
        return self.weights[self._order[row]]

    def row_of(self, weight: Weight) -> int:
        """Return the row of a weight, or -1."""
        places = [row for row, i in enumerate(self._order) if self.weights[i] == weight]
        return places[0] if places else -1

    def fill(self, weights: Sequence[Weight], names: Sequence[str], values: Array) -> None:
        """Hold other weights, or other values of the same ones."""
        same = tuple(weights) == self.weights
        self._values = np.asarray(values, float)
        if same:
            last = self.index(len(self._order) - 1)
            self.dataChanged.emit(self.index(0), last)
            return
        self.beginResetModel()
        self.weights, self._names = tuple(weights), tuple(names)
        self._sort()
        self.endResetModel()

    def sort_by_size(self, by_size: bool) -> None:
        """Put the largest first as they are now, or all in the order of the layer."""
        self.beginResetModel()
        self.by_size = by_size
        self._sort()
        self.endResetModel()

    def _sort(self) -> None:
        size = -np.abs(np.nan_to_num(self._values))
        order = np.argsort(size, kind="stable") if self.by_size else np.arange(len(size))
        self._order = order.tolist()


class WeightPainter(QStyledItemDelegate):
    """Paints a row: the name, a bar to the left or right by sign, the value."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        """Return the height of a row."""
        return QSize(px(150), px(ROW))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex
    ) -> None:
        """Paint a row."""
        model, tones = index.model(), theme()
        if not isinstance(model, WeightModel):
            return
        row, area = index.row(), QRectF(option.rect)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, tones.color("accent", 0.22))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(area, tones.color("raised"))
        area = area.adjusted(px(8), 0, -px(8), 0)
        value = model.value(row)
        painter.setFont(font(12))
        painter.setPen(tones.color("text"))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(area, right, number(value, full=True))
        name = QRectF(area.left(), area.top(), area.width() - px(BAR + VALUE), area.height())
        text = painter.fontMetrics().elidedText(
            model.name(row), Qt.TextElideMode.ElideMiddle, int(name.width())
        )
        painter.setPen(tones.color("secondary"))
        painter.drawText(name, Qt.AlignmentFlag.AlignVCenter, text)
        middle = area.right() - px(VALUE) - px(BAR) / 2 + px(4)
        painter.fillRect(QRectF(middle, area.top() + px(3), 1, area.height() - px(6)),
                         tones.color("border"))  # fmt: skip
        size = np.nan_to_num(value) / (abs(np.nan_to_num(value)) + 1) * (px(BAR) / 2 - px(4))
        bar = QRectF(middle, area.center().y() - px(3), size, px(6)).normalized()
        painter.fillRect(bar, tones.color("class 1" if value > 0 else "class 0"))


class WeightList(QListView):
    """The list; a click or the arrow keys choose a weight.

    Signals
    -------
    picked(Weight)
        A weight was chosen.
    """

    picked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.weights = WeightModel(self)
        self.setModel(self.weights)
        self._painter = WeightPainter(self)
        self.setItemDelegate(self._painter)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Weights of the unit")
        self.setToolTip("Choose a weight to change it above")
        self.selectionModel().currentChanged.connect(self._choose)

    def choose(self, weight: Weight) -> None:
        """Make a weight the one that is chosen."""
        row = self.weights.row_of(weight)
        if row >= 0 and row != self.currentIndex().row():
            self.setCurrentIndex(self.weights.index(row))

    def _choose(self, current: QModelIndex, _before: QModelIndex) -> None:
        if current.isValid():
            self.picked.emit(self.weights.weight(current.row()))
