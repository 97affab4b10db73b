"""Tiles of all learners, as large as fit."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.ui.plots.compare.tile import Tile
from playground.ui.theme import px, theme, themes

GAP = 5
BEST_SHAPE = 1.15
"""Width over height that a tile's card looks best at."""


class TileGrid(QWidget):
    """Lays out a tile for each learner, all of one size.

    Signals
    -------
    added(Tile)
        There is one more tile.
    """

    added = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tiles: dict[str, Tile] = {}
        self._order: tuple[str, ...] = ()
        self._spare: list[Tile] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        themes().changed.connect(self._lay)

    @property
    def order(self) -> tuple[str, ...]:
        """Ids of the learners from the first tile on."""
        return self._order

    def arrange(self, order: Sequence[str]) -> None:
        """Show a tile for each of these learners, in this order."""
        if tuple(order) == self._order:
            return
        for gone in [id for id in self.tiles if id not in order]:
            tile = self.tiles.pop(gone)
            tile.setVisible(False)
            tile.pane.learner = ""
            tile.pane.forget()
            self._spare.append(tile)
        for id in order:
            if id not in self.tiles:
                self.tiles[id] = self._spare.pop() if self._spare else self._made()
                self.tiles[id].pane.learner = id
                self.tiles[id].setVisible(True)
        self._order = tuple(order)
        self._lay()
        for before, after in zip(self._order[:-1], self._order[1:], strict=True):
            QWidget.setTabOrder(self.tiles[before], self.tiles[after])

    def tile_size(self, count: int | None = None) -> QSize:
        """Return the size of a tile where there are so many."""
        wanted = count if count is not None else len(self._order)
        columns, rows = split(self.width(), self.height(), max(wanted, 1))
        gap = px(GAP)
        return QSize((self.width() - gap * (columns + 1)) // columns,
                     (self.height() - gap * (rows + 1)) // rows)  # fmt: skip

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return a comfortable size."""
        return QSize(px(480), px(320))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Lay the tiles out anew."""
        self._lay()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the ground."""
        with QPainter(self) as painter:
            self.paint(painter)

    def paint(self, painter: QPainter, vector: bool = False) -> None:
        """Paint the ground between the tiles, which paint themselves."""
        painter.fillRect(self.rect(), theme().color("panel"))

    def _made(self) -> Tile:
        tile = Tile(self)
        self.added.emit(tile)
        return tile

    def _lay(self, _: object = None) -> None:
        if not self._order:
            return
        columns, _ = split(self.width(), self.height(), len(self._order))
        size, gap = self.tile_size(), px(GAP)
        for place, id in enumerate(self._order):
            row, column = divmod(place, columns)
            at = QPoint(gap + column * (size.width() + gap), gap + row * (size.height() + gap))
            self.tiles[id].setGeometry(at.x(), at.y(), size.width(), size.height())


def split(width: int, height: int, count: int) -> tuple[int, int]:
    """Return columns and rows in which tiles come nearest to their best shape and fill the room.

    Examples
    --------
    >>> split(900, 560, 8), split(350, 200, 8), split(300, 700, 3)
    ((4, 2), (4, 2), (1, 3))
    """

    def cost(columns: int) -> float:
        rows = -(-count // columns)
        shape = (width / columns) / max(height / rows, 1.0) / BEST_SHAPE
        left_over = columns * rows - count
        return max(shape, 1 / max(shape, 1e-9)) * (1 + left_over / count)

    columns = min(range(1, count + 1), key=cost)
    return columns, -(-count // columns)
