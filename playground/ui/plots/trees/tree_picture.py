"""A tree as a diagram: fitted to its room, zoomed by the wheel, walked by the arrow keys."""

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from playground.ui.plots.lettering import chip, font
from playground.ui.plots.painted import Painted
from playground.ui.plots.trees.branches import Branches
from playground.ui.plots.trees.node_marks import TALL, paint_node
from playground.ui.plots.trees.ways import way_to
from playground.ui.theme import px, theme

MOST_ZOOM = 40.0


class TreePicture(Painted):
    """Paints a tree, the root on top.

    Signals
    -------
    pointed(object)
        The number of the node under the cursor, or None when it leaves.
    turned(int)
        The next tree is wanted (1), or the one before (-1).
    """

    likes = (340, 220)

    pointed = Signal(object)
    turned = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.branches: Branches | None = None
        self.node: int | None = None
        self._way: frozenset[int] = frozenset()
        self._zoom, self._pan, self._grip = 1.0, QPointF(), QPointF()
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Diagram of the tree")
        self.setToolTip("")

    def show_branches(self, branches: Branches | None) -> None:
        """Show a tree, or the same one grown further."""
        self.branches = branches
        if branches is None or (self.node is not None and self.node >= branches.count):
            self.node = None
        self.update()

    def light(self, way: list[int]) -> None:
        """Light up the way from the root to a leaf."""
        if frozenset(way) != self._way:
            self._way = frozenset(way)
            self.update()

    def fit(self) -> None:
        """Show the whole tree."""
        self._zoom, self._pan = 1.0, QPointF()
        self.update()

    def room_of(self, node: int) -> QRectF:
        """Return the room of a node, in pixels."""
        assert self.branches is not None
        unit, level = self._spacing()
        depth = float(self.branches.arrays["depth"][node])
        span = float(self.branches.aside.max(initial=0.0))
        x = self.width() / 2 + (self.branches.aside[node] - span / 2) * unit
        deepest = float(self.branches.arrays["depth"].max(initial=0))
        top = max((self.height() / self._zoom - (deepest + 1) * level / self._zoom) / 2, 0.0)
        y = (depth + 0.5) * level + top * self._zoom + px(2)
        return QRectF(
            x - unit / 2 + self._pan.x(), y - level / 2 + self._pan.y(), unit, level
        )

    def node_at(self, place: QPointF) -> int | None:
        """Return the node at a place, if there is one."""
        for node in range(self.branches.count if self.branches else 0):
            room = self.room_of(node)
            least = QRectF(0, 0, max(room.width(), px(7)), min(room.height(), px(44)))
            least.moveCenter(room.center())
            if least.contains(place):
                return node
        return None

    def _spacing(self) -> tuple[float, float]:
        """Return the width of a leaf's room and the height of a level."""
        assert self.branches is not None
        span = float(self.branches.aside.max(initial=0.0))
        deepest = float(self.branches.arrays["depth"].max(initial=0))
        unit = min((self.width() - px(8)) / (span + 1), px(150))
        level = min((self.height() - px(6)) / (deepest + 1), px(92))
        return unit * self._zoom, level * self._zoom

    def point_at(self, node: int | None) -> None:
        """Take a node for the one pointed at, or none."""
        if node != self.node:
            self.node = node
            self.pointed.emit(node)
            self.update()

    # Qt --------------------------------------------------------------------------

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Point at the node under the cursor, or drag the picture."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._pan += event.position() - self._grip
            self._grip = event.position()
            self.update()
            return
        self.point_at(self.node_at(event.position()))

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Take hold of the picture."""
        self._grip = event.position()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Show the whole tree."""
        self.fit()

    def leaveEvent(self, event: object) -> None:  # noqa: N802 - Qt's name
        """Point at nothing."""
        self.point_at(None)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """Zoom where the cursor is."""
        before = self._zoom
        self._zoom = min(max(before * 1.0015 ** event.angleDelta().y(), 1.0), MOST_ZOOM)
        at = event.position() - QPointF(self.width() / 2, 0)
        self._pan = at - (at - self._pan) * (self._zoom / before)
        if self._zoom == 1.0:
            self._pan = QPointF()
        self.update()
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Walk to the children and up again, Esc to nothing, Page up and down to other trees."""
        turns = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
        if event.key() in turns:
            self.turned.emit(turns[Qt.Key(event.key())])
            return
        key, names = event.key(), {Qt.Key.Key_Left: "left", Qt.Key.Key_Down: "left",
                                   Qt.Key.Key_Right: "right", Qt.Key.Key_Up: "parent"}  # fmt: skip
        if self.branches is None or (key not in names and key != Qt.Key.Key_Escape):
            super().keyPressEvent(event)
        elif key == Qt.Key.Key_Escape:
            self.point_at(None)
        elif self.node is None:
            self.point_at(0)
        else:
            self.point_at(max(int(self.branches.arrays[names[Qt.Key(key)]][self.node]), 0))

    def paint(self, painter: QPainter, vector: bool = False) -> None:
        """Paint the tree."""
        painter.fillRect(self.rect(), theme().color("field"))
        if self.branches is None or not self.branches.count:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rooms = [self.room_of(node) for node in range(self.branches.count)]
        lit = self._way or frozenset(
            way_to(self.branches, self.node) if self.node is not None else ()
        )
        self._paint_edges(painter, rooms, lit)
        visible = QRectF(self.rect())
        for node, room in enumerate(rooms):
            if room.intersects(visible):
                paint_node(painter, self.branches, node, room, node in lit,
                           bool(self.branches.cut[node]))  # fmt: skip
        self._paint_sides(painter, rooms)

    def _paint_edges(
        self, painter: QPainter, rooms: list[QRectF], lit: frozenset[int]
    ) -> None:
        """Paint the lines to the children, as wide as the rows that go there."""
        assert self.branches is not None
        arrays, color = self.branches.arrays, theme().color
        painter.setBrush(Qt.BrushStyle.NoBrush)
        thickest = max(min(rooms[0].width() * 0.5, px(9)), 1.0)
        for node in range(1, self.branches.count):
            a, b = rooms[int(arrays["parent"][node])].center(), rooms[node].center()
            line = QPainterPath(a)
            half = (b.y() - a.y()) / 2
            line.cubicTo(a.x(), a.y() + half, b.x(), b.y() - half, b.x(), b.y())
            faint = self.branches.cut[node]
            width = 1.0 if faint else max(thickest * float(arrays["share"][node]), 0.8)
            pen = QPen(color("secondary", 0.18 if faint else 0.42), width)
            if node in lit:
                pen = QPen(color("accent"), max(width, 2.0))
            if faint:
                pen.setStyle(Qt.PenStyle.DotLine)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            painter.setPen(pen)
            painter.drawPath(line)

    def _paint_sides(self, painter: QPainter, rooms: list[QRectF]) -> None:
        """Write once which way is yes."""
        assert self.branches is not None
        if self.branches.count < 3 or rooms[0].height() < px(TALL):
            return
        root, first, second = rooms[0], rooms[1], rooms[2]
        painter.setFont(font(10))
        for room, word, align in ((first, "yes", "right"), (second, "no", "left")):
            aside = 0.5 * (room.center().x() - root.center().x())
            gap = -px(8) if align == "right" else px(8)
            at = QPointF(root.center().x() + aside + gap, root.bottom() - px(14))
            chip(painter, word, at, align, QRectF(self.rect()))
