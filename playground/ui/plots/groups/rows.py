"""Rows of groups on a plot: discs in the midst, small ones at the edge, crosses, hollow rings."""

from dataclasses import dataclass, field

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from playground.engine.clusterer import BORDER, NOISE, OPEN
from playground.kernels.array import Array
from playground.ui.plots.decisions.plate import Samples
from playground.ui.plots.points import ROOM, TEST, TRAIN, paint_mark
from playground.ui.plots.stamps import Kind, stamp_marks
from playground.ui.theme import theme

CROSS = 0.75
"""Half the size of a cross over the radius of a disc."""

EDGE = 0.72
"""Radius of a row at the edge of its group over that of one in the midst."""


@dataclass(frozen=True, eq=False)
class GroupedRows(Samples):
    """Rows of the plane with what each of them is to its group.

    Attributes
    ----------
    kinds
        See `playground.engine.clusterer`, ``(n,)``.
    """

    kinds: Array = field(default_factory=lambda: np.empty(0, np.int8))


def paint_rows(
    painter: QPainter, at: Array, rows: GroupedRows, radius: float, ratio: float | None
) -> None:
    """Paint rows at pixels ``(n, 2)``, those outside of groups first.

    Parameters
    ----------
    ratio
        Device pixels per pixel, to stamp sprites; None paints shapes, as vector formats need.
    """

    def mark(painter: QPainter, place: QPointF, kind: Kind) -> None:
        shade, what = kind
        paint_row(painter, place, radius, rows.colors[shade], what)

    order = np.argsort(rows.kinds, kind="stable")
    kinds = list(zip(rows.shades[order].tolist(), rows.kinds[order].tolist(), strict=True))
    stamp_marks(painter, at[order], kinds, mark, radius * ROOM + 1.0, ratio)


def paint_row(painter: QPainter, at: QPointF, radius: float, color: QColor, kind: int) -> None:
    """Paint one row."""
    if kind == OPEN:
        paint_mark(painter, at, radius * 0.85, color, TEST)
    elif kind == NOISE:
        reach = radius * CROSS
        painter.setPen(QPen(color, max(radius * 0.45, 1.2), Qt.PenStyle.SolidLine,
                            Qt.PenCapStyle.RoundCap))  # fmt: skip
        painter.drawLine(at + QPointF(-reach, -reach), at + QPointF(reach, reach))
        painter.drawLine(at + QPointF(-reach, reach), at + QPointF(reach, -reach))
    else:
        paint_mark(painter, at, radius * (EDGE if kind == BORDER else 1.0), color, TRAIN)


def paint_centre(
    painter: QPainter, at: QPointF, color: QColor, radius: float, hollow: bool = False
) -> None:
    """Paint the centre of a group as a large mark that stands out from rows and regions.

    Parameters
    ----------
    hollow
        Whether it is only where a centre was put at first.
    """
    tones = theme()
    dark, light = tones.color("canvas"), tones.color("text")
    if tones.name == "light":
        dark, light = tones.color("text"), tones.color("panel")
    painter.setBrush(Qt.BrushStyle.NoBrush if hollow else color)
    painter.setPen(QPen(dark, radius * 0.8))
    painter.drawEllipse(at, radius, radius)
    painter.setPen(QPen(color if hollow else light, radius * 0.35))
    painter.drawEllipse(at, radius, radius)
    if hollow:
        return
    painter.setPen(QPen(dark if tones.name == "dark" else light, max(radius * 0.24, 1.4)))
    reach = radius * 0.5
    painter.drawLine(at + QPointF(-reach, 0), at + QPointF(reach, 0))
    painter.drawLine(at + QPointF(0, -reach), at + QPointF(0, reach))
