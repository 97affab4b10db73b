"""The lines of a dendrogram, by colour: what is narrower than a pixel is one line.

Every branch is a path of its own: Qt finds the outline of a path wider than a pixel as a whole,
which takes a fifth of a second for some hundred branches, and a fortieth of that one by one.
"""

from collections.abc import Iterable

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from playground.ui.plots.axes import Axes
from playground.ui.plots.groups.colors import group_color
from playground.ui.plots.hierarchy.tree_shape import TreeShape
from playground.ui.theme import mix, px, theme

THIN = 1.5
"""Width in pixels below which the branches of a node are one line."""

ABOVE_CUT = -1
"""Stands for the colour of branches above the cut, among numbers of groups."""


class BranchPaths:
    """Makes the lines of a dendrogram on some axes.

    Parameters
    ----------
    axes
        Rows on x, height on y.
    joins
        How many joins lie below the cut, and
    cut
        the cut's height: there the colour of a branch ends.
    """

    def __init__(self, shape: TreeShape, axes: Axes, joins: int, cut: float) -> None:
        self.shape, self.axes = shape, axes
        self.owner = shape.owners(joins)
        self.x = axes.x_pixels(shape.place)
        self.base = axes.area.bottom()
        self.y = np.minimum(axes.y_pixels(shape.level), self.base)
        self.cut = float(axes.y_pixels(np.array(cut)))
        row = axes.area.width() / max(shape.rows, 1)
        self.wide = shape.size * row
        # A join of rows is a line without branches where it is too narrow for two.
        thin = (np.arange(len(self.y)) >= shape.leaves) & (self.wide < THIN)
        self.foot = np.where(thin, self.base, self.y)
        self.thin = thin

    def colored(self) -> dict[int, list[QPainterPath]]:
        """Return the lines of every group number, and of what is above the cut."""
        paths: dict[int, list[QPainterPath]] = {}
        for join in range(min(self.shape.done, len(self.shape.height))):
            node = self.shape.leaves + join
            if not self.thin[node]:
                self._fork(paths, node)
        self._stubs(paths)
        return paths

    def of(self, nodes: Iterable[int]) -> list[QPainterPath]:
        """Return the lines between some nodes."""
        return [
            self._arm(child, node, float(self.foot[child]))
            for node in nodes
            if node >= self.shape.leaves and not self.thin[node]
            for child in self.shape.pairs[node - self.shape.leaves].tolist()
        ]

    def _group(self, node: int) -> int:
        owner = int(self.owner[node])
        return int(self.shape.number[owner]) if owner >= 0 else ABOVE_CUT

    def _fork(self, paths: dict[int, list[QPainterPath]], node: int) -> None:
        """Add the two branches of a node."""
        own = self._group(node)
        for child in self.shape.pairs[node - self.shape.leaves].tolist():
            group, foot = self._group(child), float(self.foot[child])
            if group != own and self.y[node] < self.cut < foot:
                paths.setdefault(group, []).append(self._stem(child, foot, self.cut))
                foot = self.cut
            paths.setdefault(own, []).append(self._arm(child, node, foot))

    def _stem(self, node: int, low: float, high: float) -> QPainterPath:
        """Return the way straight up over a node."""
        path = QPainterPath(QPointF(float(self.x[node]), low))
        path.lineTo(float(self.x[node]), high)
        return path

    def _arm(self, child: int, node: int, foot: float) -> QPainterPath:
        """Return the way from a child up and over to the middle of its parent, round the corner."""
        x, y, middle = float(self.x[child]), float(self.y[node]), float(self.x[node])
        bend = min(px(4), abs(middle - x), max(foot - y, 0.0))
        path = QPainterPath(QPointF(x, foot))
        path.lineTo(x, y + bend)
        path.quadTo(x, y, x + (bend if middle > x else -bend), y)
        path.lineTo(middle, y)
        return path

    def _stubs(self, paths: dict[int, list[QPainterPath]]) -> None:
        """Add short stems to what is not joined yet, and one to the root."""
        parent = self.shape.parent[: self.shape.leaves].tolist()
        loose = [leaf for leaf, up in enumerate(parent) if not self.shape.is_made(up)]
        for node in loose if self.axes.area.width() > px(4) * self.shape.rows else []:
            low = float(self.y[node])
            paths.setdefault(ABOVE_CUT, []).append(self._stem(node, low, low - px(5)))
        root = len(self.y) - 1
        if self.shape.is_made(root) and self.shape.leaves > 1:
            low = float(self.y[root])
            paths.setdefault(self._group(root), []).append(self._stem(root, low, low - px(6)))

    def tints(self) -> list[tuple[QRectF, int]]:
        """Return the room below the top of every group of two or more, and its number."""
        found = []
        for top in np.flatnonzero(self.owner == np.arange(len(self.owner))).tolist():
            if self.shape.size[top] > 1:
                left = self.axes.x_pixels(np.array(self.shape.start[top]))
                room = QRectF(left, self.y[top], self.wide[top], self.base - self.y[top])
                found.append((room, int(self.shape.number[top])))
        return found

    def wedges(self) -> list[tuple[QPolygonF, int]]:
        """Return a triangle over the rows of each leaf that could be split further."""
        found = []
        for leaf in np.flatnonzero(self.shape.floor > 0).tolist():
            left = float(self.axes.x_pixels(np.array(self.shape.start[leaf])))
            corners = [
                QPointF(self.x[leaf], self.y[leaf]), QPointF(left + px(1), self.base),
                QPointF(left + self.wide[leaf] - px(1), self.base),
            ]  # fmt: skip
            found.append((QPolygonF(corners), self._group(leaf)))
        return found

    def paint(self, painter: QPainter) -> None:
        """Paint everything in the colours of the groups."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for room, group in self.tints():
            painter.fillRect(room, _tint(group, 0.07))
        for wedge, group in self.wedges():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(_tint(group, 0.28))
            painter.drawPolygon(wedge)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        dense = self.axes.area.width() < px(3) * self.shape.rows
        # Lines end in each other: a colour that could be seen through would be stronger there.
        above = mix(theme().color("field"), theme().color("secondary"), 0.75)
        for group, paths in sorted(self.colored().items()):
            color = above if group == ABOVE_CUT else group_color(group)
            wide = 1.0 if dense or group == ABOVE_CUT else 1.6
            painter.setPen(QPen(color, px(1) * wide))
            for path in paths:
                painter.drawPath(path)


def _tint(group: int, strength: float) -> QColor:
    color = group_color(group) if group >= 0 else theme().color("secondary")
    color.setAlphaF(strength)
    return color
