"""Where the thumbnails of units stand on a card, and the controls that turn its pages."""

from collections.abc import Iterator

from PySide6.QtCore import QPointF, QRectF

from playground.ui.canvas import geometry as g
from playground.ui.canvas.facts import READ_OUT_ROW, Facts, columns_of

GAP = 3.0
READ_OUT_TOP = 20.0
READ_OUT_WIDE = 92.0
"""Width that thumbnails of outputs may take beside the curve of the loss."""
PAGER = 86.0
"""Width of the controls that turn pages."""


def face_area(facts: Facts) -> QRectF:
    """Return the part of a card that its face may use, in the card's coordinates."""
    top = g.HEADER + g.SUMMARY
    return QRectF(g.PAD, top, g.WIDTH - 2 * g.PAD, facts.height - top - g.PAD)


def cells_of(facts: Facts, shown: int) -> Iterator[QRectF]:
    """Yield the squares of a card's thumbnails in the order of their units.

    Parameters
    ----------
    shown
        How many thumbnails there are.
    """
    area = face_area(facts)
    if facts.face == "units":
        columns = columns_of(facts.cells)
        side = (area.width() - GAP * (columns - 1)) / columns
        for place in range(min(shown, facts.cells)):
            down, across = divmod(place, columns)
            x, y = area.left() + across * (side + GAP), area.top() + down * (side + GAP)
            yield QRectF(x, y, side, side)
    elif facts.face == "score":
        area = area.adjusted(4, 0, -4, 0)
        yield from _read_out(area.adjusted(0, READ_OUT_TOP, 0, 0), min(shown, facts.cells))


def _read_out(area: QRectF, count: int) -> Iterator[QRectF]:
    """Yield squares at the right of an area, in two rows where there are many."""
    rows = 1 if count <= READ_OUT_ROW else 2
    columns = max(-(-count // rows), 1)
    high = (area.height() - GAP * (rows - 1)) / rows
    side = min(high, (READ_OUT_WIDE - GAP * (columns - 1)) / columns)
    left = area.right() - columns * (side + GAP) + GAP
    top = area.bottom() - rows * (side + GAP) + GAP
    for place in range(count):
        down, across = divmod(place, columns)
        yield QRectF(left + across * (side + GAP), top + down * (side + GAP), side, side)


def cell_at(facts: Facts, shown: int, at: QPointF) -> int:
    """Return the place of the thumbnail at a point of a card, or -1."""
    squares = enumerate(cells_of(facts, shown))
    return next((place for place, square in squares if square.contains(at)), -1)


def pager_area(facts: Facts) -> QRectF:
    """Return where a card has the controls of its pages, in the card's coordinates."""
    return QRectF(g.WIDTH - g.PAD - PAGER, g.HEADER + 3, PAGER + 2, g.SUMMARY - 6)


def pager_parts(facts: Facts) -> dict[str, QRectF]:
    """Return the controls of a card's pages by name: ``back page on sort``."""
    area = pager_area(facts)
    widths = {"back": 15.0, "page": 32.0, "on": 15.0, "sort": 26.0}
    parts, x = {}, area.left()
    for name, width in widths.items():
        parts[name] = QRectF(x, area.top(), width, area.height())
        x += width
    return parts


def pager_at(facts: Facts, at: QPointF) -> str:
    """Return the control of a card's pages at a point, or ""."""
    if facts.face != "units" or facts.count <= facts.cells:
        return ""
    parts = pager_parts(facts).items()
    return next((name for name, part in parts if part.contains(at)), "")
