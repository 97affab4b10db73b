"""What the stages probe measured, as pictures and charts."""

from collections.abc import Mapping

import numpy as np
from PySide6.QtGui import QColor, QImage

from playground.kernels.array import Array
from playground.kernels.contours import borders, contour
from playground.ui.plots.boosting.plane_picture import PlanePicture
from playground.ui.plots.chart import Drawing, Line
from playground.ui.plots.colors import class_color, signed_colors
from playground.ui.plots.decisions.plate import Samples
from playground.ui.plots.field import class_pixels, image_of, limits_of, value_pixels
from playground.ui.theme import theme

SHADES = 24


def vote_picture(arrays: Mapping[str, Array], brushed: frozenset[int]) -> PlanePicture:
    """Return the plane of AdaBoost's stage: points as large as their weight, its copy's cut."""
    weight = arrays["weight"]
    # Areas tell weights; the average point is as large as in other pictures.
    radii = np.clip(4.0 * np.sqrt(np.maximum(weight, 0.0)), 0.9, 26.0)
    shades, colors = _colouring(arrays)
    cuts = np.empty((0, 2, 2))
    if "choice" in arrays:
        cuts = _placed(arrays, _label_borders(arrays["choice"]), arrays["choice"].shape)
    return PlanePicture(
        _extent(arrays), "", _image(arrays, 0), _borders(arrays, 0), cuts,
        arrays["points"], radii, shades, colors, arrays.get("wrong", np.empty(0, bool)),
        np.isin(arrays["rows"], list(brushed)),
    )  # fmt: skip


def sum_pictures(arrays: Mapping[str, Array], brushed: frozenset[int]) -> list[PlanePicture]:
    """Return the planes of gradient boosting's sums after some numbers of stages."""
    shades, colors = _colouring(arrays)
    count = len(arrays["points"])
    radii = np.full(count, float(np.clip(26.0 / np.sqrt(max(count, 1)) + 1.2, 1.8, 3.6)))
    marked = np.isin(arrays["rows"], list(brushed))
    return [
        PlanePicture(
            _extent(arrays), _after(stage), _image(arrays, k), _borders(arrays, k),
            np.empty((0, 2, 2)), arrays["points"], radii, shades, colors,
            np.empty(0, bool), marked,
        )
        for k, stage in enumerate(arrays["after"].tolist())
    ]  # fmt: skip


def _after(stage: int) -> str:
    if not stage:
        return "the best constant"
    return "after 1 stage" if stage == 1 else f"after {stage} stages"


def sum_drawing(arrays: Mapping[str, Array], name: str) -> Drawing:
    """Return the chart of the sum so far, fainter sums before it, and the samples."""
    grid, points = arrays["grid"], arrays["points"]
    low, high = float(points[:, 1].min()), float(points[:, 1].max())
    room = 0.12 * ((high - low) or 1.0)
    lines = []
    sums = arrays.get("sums", np.empty((0, len(grid))))
    for place, curve in enumerate(sums[:-1]):
        faint = QColor(theme().color("class 1"))
        faint.setAlphaF(0.25 + 0.35 * place / max(len(sums) - 1, 1))
        lines.append(Line(grid, curve, faint, 1.4))
    if len(sums):
        lines.append(Line(grid, sums[-1], theme().color("class 1"), 2.4))
    return Drawing(
        tuple(lines), samples=_samples(points, arrays["rows"]),
        x_range=(float(grid[0]), float(grid[-1])), y_range=(low - room, high + room),
        x_name=name, y_name="the sum of all trees so far",
    )  # fmt: skip


def tree_drawing(arrays: Mapping[str, Array], name: str) -> Drawing:
    """Return the chart of the newest tree on the residuals that it was fitted to."""
    grid = arrays["grid"]
    known = np.isfinite(arrays["residual"])
    left, rows = arrays["residual"][known], arrays["rows"][known]
    # The range of the data's own values: residuals are seen to shrink.
    values = arrays["points"][:, 1]
    size = 0.56 * (float(np.ptp(values)) or 1.0)
    if len(left):
        size = min(max(size * 0.2, 1.15 * float(np.abs(left).max())), size)
    lines = [Line(grid, np.zeros(len(grid)), theme().color("secondary", 0.5), 1.0)]
    if "tree" in arrays:
        lines.append(Line(grid, arrays["tree"], theme().color("class 2"), 2.2))
    points = np.stack([arrays["points"][known, 0], left], axis=1)
    return Drawing(
        tuple(lines), samples=_samples(points, rows),
        x_range=(float(grid[0]), float(grid[-1])), y_range=(-size, size),
        x_name=name, y_name="what was left, and its tree",
    )  # fmt: skip


def _samples(at: Array, rows: Array) -> Samples:
    count = len(at)
    plain = np.zeros(count, int)
    return Samples(at, plain, plain, [class_color(theme(), 0)], rows)


def _colouring(arrays: Mapping[str, Array]) -> tuple[Array, tuple[QColor, ...]]:
    """Return the number of each point's colour, and the colours."""
    if "labels" in arrays:
        labels = arrays["labels"].astype(int)
        count = max([len(arrays.get("classes", ())), *(labels + 1).tolist()])
        return labels, tuple(class_color(theme(), c) for c in range(count))
    low, high = limits_of(arrays["values"])
    share = np.clip((arrays["values"] - low) / (high - low), 0, 1)
    return np.rint(share * (SHADES - 1)).astype(int), tuple(signed_colors(theme(), SHADES))


def _image(arrays: Mapping[str, Array], place: int) -> QImage | None:
    if "fields" not in arrays:
        return None
    field = arrays["fields"][place]
    if "labels" in arrays:
        return image_of(class_pixels(theme(), field))
    return image_of(value_pixels(theme(), field[..., 0], limits_of(arrays["values"])))


def _borders(arrays: Mapping[str, Array], place: int) -> Array:
    if "fields" not in arrays or "labels" not in arrays:
        return np.empty((0, 2, 2))
    field = arrays["fields"][place]
    two = field.shape[-1] == 2
    found = contour(field[..., 1] - field[..., 0], 0.0) if two else borders(field)
    return _placed(arrays, found, field.shape)


def _label_borders(labels: Array) -> Array:
    return borders(np.eye(int(labels.max()) + 1)[labels]) if labels.max() else np.empty((0, 2, 2))


def _extent(arrays: Mapping[str, Array]) -> tuple[float, float, float, float]:
    x0, x1, y0, y1 = arrays["extent"].tolist()
    return x0, x1, y0, y1


def _placed(arrays: Mapping[str, Array], segments: Array, shape: tuple[int, ...]) -> Array:
    """Return segments in cells as segments of the plane."""
    if not len(segments):
        return np.empty((0, 2, 2))
    x0, x1, y0, y1 = _extent(arrays)
    step = np.array([(x1 - x0) / shape[1], (y1 - y0) / shape[0]])
    placed: Array = np.array([x0, y0]) + (segments + 0.5) * step
    return placed
