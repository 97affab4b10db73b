"""Balls that roll over a function, with glowing tails."""

from dataclasses import dataclass, field

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from playground.kernels.array import Array
from playground.ui.plots.polygon import lines, runs
from playground.ui.plots.surface.paths import paint_ball, path_color
from playground.ui.theme import px

MANY = 12
"""From so many balls on they are smaller."""
NEAR = 2.0
"""Pixels within which points of a tail are one."""
GLOWING = 0.7
"""Part of a tail, from its start, that does not glow."""
REACH = 1e5
"""Pixels beyond which nothing is painted: Qt cannot count so far."""


@dataclass(frozen=True, eq=False)
class Balls:
    """What the probe `functions` tells of a learner's members.

    Attributes
    ----------
    path
        Places ``(k, members, d)`` from the start to now.
    value, gone, group
        Value, whether it has diverged, and number of its rule, for each member.
    member
        The one looked at.
    colors
        One for each rule.
    marked
        Whether the one looked at has a ring.
    """

    path: Array
    value: Array
    gone: Array
    group: Array
    member: int
    colors: tuple[QColor, ...] = field(default=())
    marked: bool = False

    @classmethod
    def of(cls, arrays: dict[str, Array], marked: bool = False) -> "Balls":
        """Return the balls of a snapshot."""
        group = arrays["group"]
        rules = int(group.max(initial=0)) + 1
        colors = tuple(path_color(i, rules) for i in range(rules))
        member = int(arrays["member"][0])
        return cls(arrays["path"], arrays["value"], arrays["gone"], group, member, colors, marked)

    @property
    def members(self) -> int:
        """How many there are."""
        return len(self.group)

    @property
    def radius(self) -> float:
        """Radius of a ball, in pixels of the design."""
        return 6.0 if self.members < MANY else 4.2

    def color(self, member: int) -> QColor:
        """Return the colour of a member's ball."""
        return self.colors[int(self.group[member])]


def paint_tail(painter: QPainter, points: Array, color: QColor, strong: bool) -> None:
    """Paint a tail through pixels ``(n, 2)``, glowing, fainter where it is long ago."""
    points = np.where(np.abs(points) < REACH, points, np.nan)
    for run in runs(points):
        run = _spaced(run)
        if len(run) < 2:
            continue
        segments = np.stack([run[:-1], run[1:]], axis=1)
        pieces = np.array_split(segments, min(10 if strong else 5, len(segments)))
        for i, piece in enumerate(pieces):
            share = (i + 1) / len(pieces)
            drawn = lines(piece)
            for width, ink, alpha in _layers(color, strong, share > GLOWING):
                shade = QColor(ink)
                shade.setAlphaF(alpha * (0.25 + 0.75 * share))
                pen = QPen(shade, width * px(10) / 10)
                pen.setCapStyle(Qt.PenCapStyle.FlatCap)
                painter.setPen(pen)
                painter.drawLines(drawn)


def _layers(
    color: QColor, strong: bool, glowing: bool
) -> tuple[tuple[float, QColor, float], ...]:
    if not strong:
        return ((1.0, color, 0.8),)
    if not glowing:
        return ((1.8, color, 1.0),)
    return ((5.5, color, 0.2), (3.2, QColor("#0B0D10"), 0.4), (1.8, color, 1.0))


def _spaced(points: Array) -> Array:
    """Leave out points that lie next to the pixel of the one before them."""
    if len(points) < 3:
        return points
    moved = (np.diff(np.rint(points / NEAR), axis=0) != 0).any(axis=1)
    moved[-1] = True
    return points[np.concatenate([[True], moved])]


def paint_balls(painter: QPainter, balls: Balls, at: Array) -> None:
    """Paint balls at pixels ``(members, 2)``, the one looked at last, with a ring."""
    sprites = [_sprite(painter, color, balls.radius) for color in balls.colors]
    order = [m for m in range(balls.members) if m != balls.member] + [balls.member]
    for member in order:
        x, y = at[member]
        if balls.gone[member] or not np.isfinite([x, y]).all() or max(abs(x), abs(y)) > REACH:
            continue
        spot = QPointF(float(x), float(y))
        sprite = sprites[int(balls.group[member])]
        side = sprite.deviceIndependentSize().width() / 2
        painter.drawPixmap(spot - QPointF(side, side), sprite)
        if member == balls.member and balls.marked and balls.members > 1:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor("#FFFFFF"), px(10) / 7))
            painter.drawEllipse(spot, px(balls.radius + 2.6), px(balls.radius + 2.6))


def _sprite(painter: QPainter, color: QColor, radius: float) -> QPixmap:
    # What is painted into a finer picture needs finer sprites than the screen.
    ratio, side = max(painter.deviceTransform().m11(), 1.0), 2 * px(radius) * 2.6
    sprite = QPixmap(int(np.ceil(side * ratio)), int(np.ceil(side * ratio)))
    sprite.setDevicePixelRatio(ratio)
    sprite.fill(Qt.GlobalColor.transparent)
    inner = QPainter(sprite)
    inner.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint_ball(inner, QPointF(side / 2, side / 2), color, radius)
    inner.end()
    return sprite


def paint_minimum(painter: QPainter, at: QPointF) -> None:
    """Paint the mark of a minimum: a small cross in a ring."""
    for ink, width in ((QColor("#0B0D10"), 3.4), (QColor("#FFFFFF"), 1.5)):
        painter.setPen(QPen(ink, width * px(10) / 10))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(at, px(5), px(5))
        for dx, dy in ((px(8), 0), (0, px(8))):
            painter.drawLine(at - QPointF(dx, dy), at + QPointF(dx, dy))
