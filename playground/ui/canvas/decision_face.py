"""The face of a model's card: its score, a small picture of what it decides, and how far it is."""

from collections.abc import Mapping
from typing import TypeAlias

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QImage, QPainter, QPainterPath, QPen, QPolygonF

from playground.kernels.array import Array
from playground.ui.canvas.group_face import GroupSketch, MapSketch
from playground.ui.canvas.matrix_face import MatrixSketch
from playground.ui.canvas.type import small
from playground.ui.theme import Theme, theme

THUMBNAIL = (27, 20)
"""Cells of the picture, (columns, rows)."""
WIDE, HIGH = 66.0, 49.0
"""Its size on the card."""
FOOT = 15.0
"""Height of the line below."""
PARTS = ("train_", "validation_", "test_")
QUALITIES = frozenset({
    "ari", "calinski_harabasz", "changed", "cophenetic", "core", "davies_bouldin",
    "explained_variance", "inertia", "neighbours_kept", "noise", "reconstruction_error",
    "silhouette",
})  # fmt: skip
"""Shares and scores: that one of them happens to be whole makes it no count."""


class Decision:
    """What a model decides over the plane of its data, or along its only feature.

    Parameters
    ----------
    arrays
        What the probe ``members`` gives of one member: ``fields`` or ``curves``, and the
        ``range`` of values.
    """

    def __init__(self, arrays: Mapping[str, Array]) -> None:
        self._arrays = arrays
        self._theme: Theme | None = None
        self._picture: QImage | None = None

    @property
    def curve(self) -> Array | None:
        """Heights from 0 to 1 along the only feature, NaN where it diverged; None over a plane."""
        if "curves" not in self._arrays:
            return None
        curve = np.asarray(self._arrays["curves"][0, :, -1], float)
        low, high = self._limits()
        return np.clip((curve - low) / (high - low), -0.05, 1.05)

    def _limits(self) -> tuple[float, float]:
        from playground.ui.plots.field import limits_of

        return limits_of(self._arrays["range"]) if "range" in self._arrays else (0.0, 1.0)

    def paint(self, painter: QPainter, area: QRectF) -> None:
        """Draw the picture into an area."""
        tones, curve = theme(), self.curve
        if curve is None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(area, self.painted(tones))
            return
        painter.fillRect(area, tones.color("field"))
        inside = area.adjusted(2, 4, -2, -4)
        x = np.linspace(inside.left(), inside.right(), len(curve))
        y = inside.bottom() - curve * inside.height()
        good = np.isfinite(y)
        spots = zip(x[good].tolist(), y[good].tolist(), strict=True)
        painter.setPen(QPen(tones.color("accent"), 1.6))
        painter.drawPolyline(QPolygonF([QPointF(a, b) for a, b in spots]))

    def painted(self, tones: Theme) -> QImage:
        """Return the picture of a field in a theme's colours."""
        from playground.ui.plots.field import class_pixels, image_of, value_pixels

        if self._picture is None or tones is not self._theme:
            field = np.nan_to_num(self._arrays["fields"][0].astype(np.float32))
            if "range" in self._arrays:
                pixels = value_pixels(tones, field[..., 0], self._limits())
            else:
                pixels = class_pixels(tones, field)
            self._theme, self._picture = tones, image_of(pixels)
        return self._picture


Sketch: TypeAlias = Decision | GroupSketch | MapSketch | MatrixSketch
"""A small picture of what a learner has found."""


def decision_of(arrays: Mapping[str, Array]) -> Sketch | None:
    """Return what can be drawn of a probe's arrays, or None."""
    if "matrix" in arrays:
        return MatrixSketch(arrays)
    if "group" in arrays:
        return GroupSketch(arrays)
    if "places" in arrays:
        return MapSketch(arrays)
    drawn = len(arrays.get("fields", ())) or len(arrays.get("curves", ()))
    return Decision(arrays) if drawn else None


def own_numbers(metrics: Mapping[str, Array]) -> str:
    """Return the whole numbers that a model reports of itself, such as ``"7 leaves"``."""
    told = []
    for name, values in metrics.items():
        if name.startswith(PARTS) or name in QUALITIES or not len(values):
            continue
        value = float(values[0] if len(values) == 1 else np.median(np.asarray(values, float)))
        if not np.isfinite(value) or value != round(value):
            continue
        words = name.replace("_", " ")
        if not words.endswith("s"):
            told.append(f"{words} {value:g}")
        else:
            told.append(f"{value:g} {words if value != 1 else _single(words)}")
    return " · ".join(told[:2])


def _single(words: str) -> str:
    return "leaf" if words == "leaves" else words.removesuffix("s")


def paint_decision(painter: QPainter, area: QRectF, shown: Sketch) -> None:
    """Draw what a model decides into a rounded frame."""
    tones = theme()
    frame = QPainterPath()
    frame.addRoundedRect(area, 4, 4)
    painter.save()
    painter.setClipPath(frame, Qt.ClipOperation.IntersectClip)
    shown.paint(painter, area)
    painter.restore()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(tones.color("border"), 1))
    painter.drawRoundedRect(area, 4, 4)


def picture_area(area: QRectF) -> QRectF:
    """Return where the picture stands in a face, right above the line at its foot."""
    return QRectF(area.right() - WIDE, area.bottom() - FOOT - 3 - HIGH, WIDE, HIGH)


def paint_foot(painter: QPainter, area: QRectF, numbers: str, end: str) -> None:
    """Write what a model says of itself, and why it has ended, on one line."""
    line = QRectF(area.left(), area.bottom() - FOOT, area.width(), FOOT)
    wrong = end.startswith(("diverged", "stopped"))
    if not (numbers or end):
        return
    tones, metrics = theme(), QFontMetricsF(small())
    painter.setFont(small())
    left = line.left()
    if end and not wrong:
        painter.setPen(tones.color("ok"))
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, "✓")
        left += metrics.horizontalAdvance("✓ ")
    painter.setPen(tones.color("error" if wrong else "secondary"))
    room = QRectF(left, line.top(), line.right() - left, FOOT)
    told = [end] if wrong else foot_words(numbers, end)
    # A sentence that is too long says less than how much was found.
    forms = [*told, numbers] if numbers and not wrong else told
    fitting = (words for words in forms if metrics.horizontalAdvance(words) <= room.width())
    cut = metrics.elidedText(told[-1], Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, next(fitting, cut))


def foot_words(numbers: str, end: str) -> list[str]:
    """Return what the line at the foot may say, from the longest to the most telling.

    Examples
    --------
    >>> foot_words("depth 3 · 7 leaves", "every leaf is pure")[1:]
    ['7 leaves · every leaf is pure', 'every leaf is pure']
    """
    if not (numbers and end):
        return [numbers or end]
    *_, last = numbers.split(" · ")
    return [f"{numbers} · {end}", f"{last} · {end}", end]
