"""What a latent view shows, and the painting of its three parts."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from playground.kernels.array import Array
from playground.ui.plots.coding.small_picture import paint_sample
from playground.ui.plots.decisions.plate import Samples
from playground.ui.plots.legend import Legend, paint_legend
from playground.ui.plots.lettering import chip
from playground.ui.plots.points import paint_points, paint_rings, radius_for
from playground.ui.theme import px, theme


@dataclass(frozen=True, eq=False)
class Reproduced:
    """Samples and what came back: features ``(k, d)`` and their rows, side and limits."""

    rows: Array
    original: Array
    remade: Array
    side: int
    limits: tuple[float, float]


@dataclass(frozen=True, eq=False)
class LatentPicture:
    """Codes in a window of the plane.

    Attributes
    ----------
    samples
        Places ``(n, 2)`` with their colours and rows.
    window
        Corners ``(2, 2)``.
    names
        Of the two axes; the second is "" where the code is a single number.
    mosaic
        Decoded places over the whole window, or None; for a single number one line of them.
    reproduced
        What is reproduced, or None.
    """

    samples: Samples
    window: Array
    names: tuple[str, str]
    legend: Legend
    mosaic: QImage | None = None
    reproduced: Reproduced | None = None

    def pixels(self, area: QRectF, places: Array) -> Array:
        """Return where places ``(k, 2)`` lie in an area of the screen."""
        low, high = self.window
        share = (np.asarray(places, float) - low) / np.maximum(high - low, 1e-12)
        x = area.left() + share[:, 0] * area.width()
        return np.stack([x, area.bottom() - share[:, 1] * area.height()], axis=1)

    def place(self, area: QRectF, at: QPointF) -> tuple[float, float]:
        """Return the place of the plane under a point of the screen."""
        low, high = self.window
        share = np.array([at.x() - area.left(), area.bottom() - at.y()])
        share = np.clip(share / [max(area.width(), 1), max(area.height(), 1)], 0, 1)
        x, y = (low + share * (high - low)).tolist()
        return x, y


def paint_map(
    painter: QPainter, area: QRectF, picture: LatentPicture, marked: frozenset[int],
    ratio: float | None, legend: bool = True, brushed: frozenset[int] = frozenset(),
) -> None:  # fmt: skip
    """Paint the plane: the mosaic behind, samples, rings around those shown or brushed."""
    painter.save()
    painter.setClipRect(area)
    painter.fillRect(area, theme().color("field"))
    free = QRectF(area)
    if picture.mosaic is not None:
        shown = QRectF(area)
        if not picture.names[1]:
            tall = area.width() * picture.mosaic.height() / picture.mosaic.width()
            shown.setTop(area.bottom() - min(tall, area.height() / 4))
            free.setBottom(shown.top())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, True)
        painter.drawImage(shown, picture.mosaic)
    samples = picture.samples
    at = picture.pixels(area, samples.at)
    radius = radius_for(len(at), area.width(), area.height())
    radius = min(radius, px(29) / 10 if legend else px(2)) if picture.mosaic is not None else radius
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint_points(painter, at, samples.shades, samples.parts, samples.colors, radius, ratio)
    _paint_marks(painter, samples, at, marked, radius)
    if samples.rows is not None and brushed:
        paint_rings(painter, at[np.isin(samples.rows, list(brushed))], radius)
    taken = _paint_axes(painter, area, picture)
    if legend:
        paint_legend(painter, picture.legend, free, area.width() - taken - px(20), at)
    painter.restore()


def _paint_axes(painter: QPainter, area: QRectF, picture: LatentPicture) -> float:
    """Name the axes and return the width that the name at the lower right takes."""
    inner = area.adjusted(px(6), px(6), -px(6), -px(6))
    taken = chip(painter, f"{picture.names[0]} →", inner.bottomRight(), "right", inner).width()
    if picture.names[1]:
        chip(painter, f"{picture.names[1]} ↑", inner.topLeft(), "left", inner)
    return taken


def _paint_marks(
    painter: QPainter, samples: Samples, at: Array, marked: frozenset[int], radius: float
) -> None:
    if samples.rows is None or not marked:
        return
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for i in np.flatnonzero(np.isin(samples.rows, list(marked))).tolist():
        middle = QPointF(*at[i].tolist())
        for color, width in ((theme().color("canvas"), 4.5), (theme().color("accent"), 2.0)):
            painter.setPen(QPen(color, width))
            painter.drawEllipse(middle, radius + px(3), radius + px(3))


def pair_places(area: QRectF, count: int, wide: float = 1.0) -> list[tuple[QRectF, QRectF]]:
    """Return a place for each original with that of its reproduction below it.

    As many bands of pairs as make the pictures largest.

    Parameters
    ----------
    wide
        Width of a picture over its height.
    """
    if not count or area.width() < 8 or area.height() < 16:
        return []
    gap, best, bands = float(px(5)), 0.0, 1
    for tried in range(1, count + 1):
        columns = -(-count // tried)
        high = min((area.height() - (tried - 1) * 2 * gap) / tried / 2 - gap / 2,
                   ((area.width() + gap) / columns - gap) / wide)  # fmt: skip
        if high > best:
            best, bands = high, tried
    columns, high = -(-count // bands), best
    left = area.center().x() - (columns * (high * wide + gap) - gap) / 2
    found = []
    for i in range(count):
        band, column = divmod(i, columns)
        x = left + column * (high * wide + gap)
        y = area.top() + band * (2 * high + 2.5 * gap)
        upper = QRectF(x, y, high * wide, high)
        found.append((upper, upper.translated(0, high + gap / 2)))
    return found


def paint_pairs(
    painter: QPainter, area: QRectF, told: Reproduced, colors: dict[int, QColor]
) -> None:
    """Paint originals over reproductions, each under a line in the colour of its class."""
    wide = 1.0 if told.side else 1.6
    for i, (upper, lower) in enumerate(pair_places(area, len(told.rows), wide)):
        color = colors.get(int(told.rows[i]), theme().color("secondary"))
        paint_sample(painter, upper, told.original[i], told.side, told.limits)
        bars = theme().color("fit")
        paint_sample(painter, lower, told.remade[i], told.side, told.limits, bars)
        painter.fillRect(QRectF(lower.left(), lower.bottom() + 1, lower.width(), px(2)), color)


def paint_here(
    painter: QPainter, area: QRectF, features: Array, told: Reproduced, words: str
) -> None:
    """Paint the picture that one place of the plane decodes to, with words below."""
    wide = 1.0 if told.side else 1.6
    high = min(area.height() - px(20), area.width() / wide)
    place = QRectF(area.center().x() - high * wide / 2, area.top(), high * wide, high)
    paint_sample(painter, place, features, told.side, told.limits, theme().color("fit"))
    painter.setPen(QPen(theme().color("accent"), px(2)))
    painter.drawRect(place)
    below = QPointF(area.center().x(), place.bottom() + px(3))
    chip(painter, words, below, "center", area)
