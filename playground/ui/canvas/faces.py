"""Faces of cards: the points of a data set, the units of a layer, the score of a learner."""

import math
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF

from playground.ui.canvas.cells import cells_of
from playground.ui.canvas.decision_face import FOOT, paint_decision, paint_foot, picture_area
from playground.ui.canvas.decision_face import Sketch as Picture
from playground.ui.canvas.facts import Facts
from playground.ui.canvas.function_face import FunctionSketch, paint_function
from playground.ui.canvas.live import Fields, Score
from playground.ui.canvas.picture_sheet import PictureSheet, paint_sheet
from playground.ui.canvas.preview import Preview, Sketch
from playground.ui.canvas.ranges import Ranges, paint_ranges
from playground.ui.canvas.type import figures, small
from playground.ui.canvas.units import Marks, paint_thumbnails
from playground.ui.plots.goals import PREDICTED
from playground.ui.plots.wording import score_title
from playground.ui.theme import mix, theme


@dataclass
class Looks:
    """What a face draws from; None where nothing is known yet."""

    preview: Sketch = None
    fields: Fields | None = None
    score: Score | None = None
    decision: Picture | None = None
    numbers: str = ""
    end: str = ""
    marks: Marks = field(default_factory=Marks)


def paint_points(painter: QPainter, area: QRectF, facts: Facts, looks: Looks) -> None:
    """Draw the points of a data set at equal scale, coloured by class or value, or pictures."""
    shown = looks.preview
    if isinstance(shown, PictureSheet):
        paint_sheet(painter, area, shown, _label_colors(shown.label))
    if not isinstance(shown, Preview):
        return
    tones, dot = theme(), dot_size(len(shown.xy))
    reach = np.array([area.width(), area.height()]) / 2 - dot / 2 - 1
    scale = float(np.min(reach / np.maximum(np.abs(shown.xy).max(axis=0), 1e-9)))
    middle = np.array([area.center().x(), area.center().y()])
    spots = middle + shown.xy * [scale, -scale]
    for color, chosen in colored(shown.label, tones.color):
        pen = QPen(color, dot, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawPoints(QPolygonF([QPointF(x, y) for x, y in spots[chosen]]))


def dot_size(count: int) -> float:
    """Return the width of a dot: the fewer there are, the larger."""
    return min(max(45.0 / math.sqrt(max(count, 1)), 2.6), 11.0)


def paint_spans(painter: QPainter, area: QRectF, facts: Facts, looks: Looks) -> None:
    """Draw how far the features reach before and after a transform."""
    if isinstance(looks.preview, Ranges):
        paint_ranges(painter, area, looks.preview, facts.family)


def paint_map(painter: QPainter, area: QRectF, facts: Facts, looks: Looks) -> None:
    """Draw a test function from above, or its curve."""
    if isinstance(looks.preview, FunctionSketch):
        paint_function(painter, area, looks.preview)


def colored(label: np.ndarray, color: Callable[[str], QColor]) -> list[tuple[QColor, np.ndarray]]:
    """Return colours and, for each, which points of such labels have it."""
    if label.dtype.kind != "f":
        kinds = np.unique(label)
        return [(color(f"class {int(kind)}"), label == kind) for kind in kinds]
    step = np.clip(np.round((label + 1) * 4), 0, 8).astype(int)
    neutral = mix(color("field"), color("text"), 0.35)
    result = []
    for level in np.unique(step):
        t = level / 4 - 1
        end = color("class 1") if t > 0 else color("class 0")
        result.append((mix(neutral, end, abs(t) ** 0.6), step == level))
    return result


def _label_colors(label: np.ndarray) -> list[QColor]:
    """Return the colour of each label, or none where they are all of one kind."""
    found = colored(label, theme().color)
    if len(found) < 2:
        return []
    return [next(color for color, chosen in found if chosen[i]) for i in range(len(label))]


def paint_units(painter: QPainter, area: QRectF, facts: Facts, looks: Looks) -> None:
    """Draw a thumbnail of what each unit of this page sees."""
    paint_thumbnails(painter, facts, looks.fields, looks.marks)


def paint_score(painter: QPainter, area: QRectF, facts: Facts, looks: Looks) -> None:
    """Draw a learner's last score and the curve of its loss."""
    area = area.adjusted(4, 0, -4, 0)
    if paint_top(painter, area, looks.score, what_is_next(facts)):
        taken = paint_read_out(painter, facts, looks)
        curve = looks.score.curve if looks.score else []
        sparkline(painter, area.adjusted(0, 20, -taken, -3), curve, theme().color(facts.family))


def paint_model(painter: QPainter, area: QRectF, facts: Facts, looks: Looks) -> None:
    """Draw a model's last score, the curve of its loss, what it decides, and its end."""
    area = area.adjusted(4, 0, -4, 2)
    told = paint_top(painter, area, looks.score, what_is_next(facts))
    if looks.decision is not None:
        paint_decision(painter, picture_area(area), looks.decision)
    if told and looks.score is not None:
        taken = area.right() - picture_area(area).left() + 8 if looks.decision else 0.0
        line = area.adjusted(0, 22, -taken, -FOOT - 5)
        sparkline(painter, line, looks.score.curve, theme().color(facts.family))
    paint_foot(painter, area, looks.numbers, looks.end)


def what_is_next(facts: Facts) -> str:
    """Say how to come by a score; a block that cannot learn yet must be mended first."""
    if any(problem.severity == "error" for problem in facts.problems):
        return "not ready: see the red mark"
    return "press Play to begin" if facts.family == "lab" else "press Play to train"


def paint_top(
    painter: QPainter, area: QRectF, score: Score | None, missing: str = "press Play to train"
) -> bool:
    """Write a learner's last score over its face; returns whether there is one.

    Parameters
    ----------
    missing
        What to write as long as there is none.
    """
    tones = theme()
    line = QRectF(area.left(), area.top() - 2, area.width(), 18)
    painter.setFont(small())
    painter.setPen(tones.color("secondary"))
    if score is None or score.value is None:
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, missing)
        base = area.bottom() - 6
        painter.setPen(QPen(tones.color("border"), 1))
        painter.drawLine(QPointF(area.left(), base), QPointF(area.right(), base))
        return False
    text, token = score_words(score)
    bold = figures(QFont.Weight.DemiBold)
    if token != "error":
        room = line.width() - QFontMetricsF(bold).horizontalAdvance(text) - 6
        name = "loss" if score.alone else metric_words(score.metric)
        words = QFontMetricsF(small()).elidedText(
            name, Qt.TextElideMode.ElideRight, room
        )
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, words)
    painter.setPen(tones.color(token))
    painter.setFont(bold)
    side = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
    painter.drawText(line, side, text)
    return True


def metric_words(name: str) -> str:
    """Write the name of a metric.

    Examples
    --------
    >>> metric_words("test_r2"), metric_words("ari"), metric_words("explained_variance")
    ('test R²', 'ARI', 'explained variance')
    """
    part, _, metric = name.partition("_")
    return f"{part} {score_title(metric)}" if name.startswith(PREDICTED) else score_title(name)


def score_words(score: Score) -> tuple[str, str]:
    """Return a score in words and the colour token they are written in."""
    if score.value is None or not math.isfinite(score.value):
        # What a learner reports of itself need not be known yet.
        return ("diverged", "error") if score.metric.startswith(PREDICTED) else ("–", "text")
    return f"{'~' * score.median}{written(score.value)}", "text"


def paint_read_out(painter: QPainter, facts: Facts, looks: Looks) -> float:
    """Draw what a head's first outputs say over the plane; returns the width this takes."""
    if looks.fields is None:
        return 0.0
    squares = list(cells_of(facts, min(len(looks.fields.units), facts.cells)))
    if not squares:
        return 0.0
    paint_thumbnails(painter, facts, looks.fields, looks.marks)
    return max(square.right() for square in squares) - squares[0].left() + 8


def written(value: float) -> str:
    """Return a score in four significant figures or fewer."""
    small, large = 0 < abs(value) < 0.001, abs(value) >= 100
    return f"{value:{'.1e' if small else '.4g' if large else '.3f'}}".replace("-", "−")


def sparkline(painter: QPainter, area: QRectF, curve: list[float], color: QColor) -> None:
    """Draw a small curve, logarithmic where it is positive and spans more than a decade."""
    values = np.array(curve, dtype=float)
    values = values[np.isfinite(values)]
    if len(values) < 2:
        return
    if values.min() > 0 and values.max() > 10 * values.min():
        values = np.log10(values)
    low, high = values.min(), values.max()
    x = np.linspace(area.left(), area.right(), len(values))
    y = area.bottom() - (values - low) / max(high - low, 1e-12) * area.height()
    painter.setPen(QPen(color, 1.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.drawPolyline(QPolygonF([QPointF(a, b) for a, b in zip(x, y, strict=True)]))


def no_face(painter: QPainter, area: QRectF, facts: Facts, looks: Looks) -> None:
    """Draw nothing: a block without a face is its title and settings."""


Face = Callable[[QPainter, QRectF, Facts, Looks], None]
FACES: dict[str, Face] = {
    "points": paint_points, "ranges": paint_spans, "units": paint_units, "score": paint_score,
    "model": paint_model, "map": paint_map, "none": no_face,
}  # fmt: skip
LIVE = frozenset({"units", "score", "model"})
"""Faces that change while learning goes on, which a card draws over its cached picture."""
