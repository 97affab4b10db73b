"""A dendrogram that grows, with a cut that is dragged through it."""

from collections.abc import Collection

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from playground.kernels.array import Array
from playground.ui.plots.axes import Axes
from playground.ui.plots.hierarchy.branch_paths import BranchPaths
from playground.ui.plots.hierarchy.cut import Cut
from playground.ui.plots.hierarchy.cut_line import paint_cut, paint_gap, paint_gap_words
from playground.ui.plots.hierarchy.leaf_strip import paint_marks, paint_strip
from playground.ui.plots.hierarchy.tree_shape import TreeShape
from playground.ui.plots.lettering import chip, number
from playground.ui.plots.painted import Painted
from playground.ui.theme import px, theme, themes

GRIP = 8
"""How near the cursor must be to the cut to take hold of it, in pixels."""


class DendrogramView(Painted):
    """Paints a tree of groups and the cut through it.

    Signals
    -------
    cut_moved(object, int)
        The person moved the `Cut` there, and the number of the gesture that does so.
    pointed(object)
        The node under the cursor, or None when it leaves.
    """

    likes = (340, 220)

    cut_moved = Signal(object, int)
    pointed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shape: TreeShape | None = None
        self.cut = Cut()
        self.log = False
        self.node: int | None = None
        self.y_name = "height"
        self._colors: Array | None = None
        self._marked: frozenset[int] = frozenset()
        self._held, self._gesture = False, 0
        self._kept: tuple[tuple[object, ...], QPixmap] | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Dendrogram with a movable cut")
        self.setAccessibleDescription("The arrow keys up and down move the cut.")
        themes().changed.connect(self.forget)

    def show_tree(self, shape: TreeShape | None, colors: Array | None, y_name: str) -> None:
        """Show a tree, or the same one grown further; pixels ``(n,)`` colour its rows."""
        before = self.shape.leaves if self.shape is not None else 0
        self.shape, self._colors, self.y_name = shape, colors, y_name
        if shape is None or shape.leaves != before:
            # Nodes have other numbers now.
            self.point_at(None)
        self.forget()

    def show_cut(self, cut: Cut, log: bool) -> None:
        """Show where the tree is cut, on a logarithmic axis or an even one."""
        if (cut, log) != (self.cut, self.log):
            self.cut, self.log = cut, log
            self.update()

    def mark(self, rows: Collection[int]) -> None:
        """Mark the leaves of these rows."""
        if frozenset(rows) != self._marked:
            self._marked = frozenset(rows)
            self.update()

    def forget(self, _theme: object = None) -> None:
        """Paint everything anew."""
        self._kept = None
        self.update()

    def axes(self) -> Axes | None:
        """Return the axes at the present size, or None as long as nothing can be joined."""
        shape = self.shape
        if shape is None or shape.tallest <= 0:
            return None
        low = 0.7 * shape.lowest if self.log else 0.0
        high = shape.tallest * (1.3 if self.log else 1.1)
        around = QRectF(self.rect()).adjusted(0, 0, 0, -px(5))
        axes = Axes(around, (0.0, float(shape.rows)), (low, high), self.log, y_name=self.y_name)
        axes.x_ticks = []
        return axes

    def height_at(self, y: float) -> float:
        """Return the height at a pixel row."""
        axes = self.axes()
        assert axes is not None
        share = (axes.area.bottom() - y) / max(axes.area.height(), 1.0)
        low, high = axes.y_range
        return float(low * (high / low) ** share) if self.log else low + share * (high - low)

    def cut_y(self) -> float | None:
        """Return the pixel row of the cut, or None where there is none."""
        axes = self.axes()
        if axes is None or self.shape is None:
            return None
        at = np.array(self.cut.at(self.shape, self.log))
        return float(min(max(axes.y_pixels(at), axes.area.top()), axes.area.bottom()))

    def point_at(self, node: int | None) -> None:
        """Take a node for the one pointed at, or none."""
        if node != self.node:
            self.node = node
            self.pointed.emit(node)
            self.update()

    # Qt --------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Take hold of the cut."""
        if event.button() == Qt.MouseButton.LeftButton and self._near_cut(event.position()):
            self._held, self._gesture = True, self._gesture + 1
            self.point_at(None)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Drag the cut, or point at a branch."""
        if self._held and self.shape is not None:
            self._move(self.cut.moved_to(self.shape, self.height_at(event.position().y())))
            return
        near = self._near_cut(event.position())
        self.setCursor(Qt.CursorShape.SplitVCursor if near else Qt.CursorShape.ArrowCursor)
        self.point_at(None if near else self._node_under(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Let go of the cut."""
        self._held = False
        self.update()

    def leaveEvent(self, event: object) -> None:  # noqa: N802 - Qt's name
        """Point at nothing."""
        self.point_at(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Move the cut."""
        keys = {Qt.Key.Key_Up: True, Qt.Key.Key_Down: False}
        if self.shape is None or event.key() not in keys:
            super().keyPressEvent(event)
            return
        if not event.isAutoRepeat():
            self._gesture += 1
        far = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        self._move(self.cut.stepped(self.shape, keys[Qt.Key(event.key())], far))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the tree, which is kept, and what changes with the cursor."""
        scale = self.devicePixelRatioF()
        key = (self.size(), scale, self.cut, self.log)
        if self._kept is None or self._kept[0] != key:
            picture = QPixmap(self.size() * scale)
            picture.setDevicePixelRatio(scale)
            with QPainter(picture) as inner:
                self._paint_tree(inner)
            self._kept = (key, picture)
        with QPainter(self) as painter:
            painter.drawPixmap(0, 0, self._kept[1])
            self._paint_over(painter)

    def paint(self, painter: QPainter, vector: bool = False) -> None:
        """Paint everything."""
        self._paint_tree(painter)
        self._paint_over(painter)

    def _move(self, cut: Cut) -> None:
        if cut != self.cut:
            self.cut = cut
            self.update()
            self.cut_moved.emit(cut, self._gesture)

    def _near_cut(self, place: QPointF) -> bool:
        y = self.cut_y()
        return y is not None and abs(place.y() - y) <= px(GRIP)

    def _node_under(self, place: QPointF) -> int | None:
        axes, shape = self.axes(), self.shape
        if axes is None or shape is None or not axes.area.left() <= place.x() <= axes.area.right():
            return None
        return shape.node_at(axes.x_at(place.x()), self.height_at(place.y()))

    def _branches(self, axes: Axes) -> BranchPaths:
        assert self.shape is not None
        return BranchPaths(
            self.shape, axes, self.cut.joins(self.shape), self.cut.at(self.shape, self.log)
        )

    def _paint_tree(self, painter: QPainter) -> None:
        painter.fillRect(self.rect(), theme().color("field"))
        axes = self.axes()
        if axes is None or self.shape is None:
            return
        axes.paint(painter)
        if self.shape.gap is not None:
            paint_gap(painter, axes, self.shape.gap)
        self._branches(axes).paint(painter)
        paint_strip(painter, self.shape, axes, self._colors)

    def _paint_over(self, painter: QPainter) -> None:
        """Paint the cut, the branch under the cursor and marked rows."""
        axes, shape, y = self.axes(), self.shape, self.cut_y()
        if axes is None or shape is None or y is None:
            return
        paint_marks(painter, shape, axes, self._marked)
        if self.node is not None:
            self._paint_pointed(painter, axes, shape, self.node)
        if shape.gap is not None and self.node is None:
            paint_gap_words(painter, axes, shape.gap, y)
        bold = self._held or self.hasFocus()
        paint_cut(painter, axes, y, self.cut, shape, bold)

    def _paint_pointed(
        self, painter: QPainter, axes: Axes, shape: TreeShape, node: int
    ) -> None:
        """Paint the branches under the cursor once more, brightly, and say what they hold."""
        lines = self._branches(axes)
        left = float(axes.x_pixels(np.array(shape.start[node])))
        top = float(lines.y[node])
        painter.fillRect(QRectF(left, top, lines.wide[node], lines.base - top),
                         theme().color("text", 0.06))  # fmt: skip
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme().color("text"), 1.6 * px(1)))
        for path in lines.of(shape.below(node)):
            painter.drawPath(path)
        rows = int(shape.size[node])
        what = "1 row" if rows == 1 else f"{rows} rows"
        if rows == 1:
            what = f"row {int(shape.rows_of(node)[0])}"
        elif shape.level[node] > 0:
            what += f" · {self.y_name} {number(float(shape.level[node]))}"
        at = QPointF(float(lines.x[node]), top - px(24))
        chip(painter, what, at, "center", axes.area)
