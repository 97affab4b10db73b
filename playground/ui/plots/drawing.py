"""Widgets as SVG drawings, cut off where they end.

Qt writes where a drawing is cut off in coordinates of the wrong widget, or leaves it out. So what
has to be cut off is drawn by itself, and stands in the drawing around it with an edge of its own.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import count

from PySide6.QtCore import QBuffer, QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget

from playground.ui.panel_rim import Rim
from playground.ui.theme import theme


def svg_of(widget: QWidget) -> bytes:
    """Return a widget as shapes and text, as the bytes of an SVG file."""
    text = _drawn(widget, count(1), ground=True)
    text = text.replace('version="1.2" baseProfile="tiny"', 'version="1.1"', 1)
    # Where that font is missing, the reader's own takes its place.
    own = QApplication.font().family()
    text = text.replace(f'font-family="{own}"', f'font-family="{own}, sans-serif"')
    return text.encode()


def _drawn(widget: QWidget, numbers: Iterator[int], ground: bool = False) -> str:
    """Return the drawing of a widget, with those inside it that are cut off."""
    pieces = list(_pieces(widget))
    buffer = QBuffer()
    file = QSvgGenerator()
    file.setOutputDevice(buffer)
    file.setSize(widget.size())
    file.setResolution(96)
    file.setViewBox(widget.rect())
    file.setTitle(widget.accessibleName() or widget.windowTitle())
    filter_ = _Painting(pieces)
    with QPainter(file) as painter, filter_.over(widget):
        if ground:
            painter.fillRect(widget.rect(), theme().color("window"))
        QWidget.render(widget, painter, QPoint(0, 0), widget.rect(), _FLAGS[ground])
    text = bytes(buffer.data().data()).decode()
    own = next(numbers)
    text = re.sub(r'(\bid="|url\(#)', rf"\g<1>d{own}-", text)
    inner = "".join(
        _nested(piece, piece.mapTo(widget, QPoint(0, 0)), numbers) for piece in pieces
    )
    return text[: text.rindex("</svg>")] + inner + "</svg>\n"


_FLAGS = {
    True: QWidget.RenderFlag.DrawWindowBackground | QWidget.RenderFlag.DrawChildren,
    False: QWidget.RenderFlag.DrawChildren,
}
"""A piece has the ground of what it lies on, unless it paints its own."""


def _nested(piece: QWidget, at: QPoint, numbers: Iterator[int]) -> str:
    """Return a piece as an element that stands at a place of the drawing around it."""
    text = _drawn(piece, numbers)
    start = text.index("<svg")
    inside = text[text.index(">", start) + 1 : text.rindex("</svg>")]
    inside = re.sub(r"<(title|desc)>.*?</\1>", "", inside, count=2, flags=re.DOTALL)
    edge = f"edge-{next(numbers)}"
    shape = f'<rect width="{piece.width()}" height="{piece.height()}"/>'
    return (
        f'<clipPath id="{edge}">{shape}</clipPath>\n'
        f'<g transform="translate({at.x()},{at.y()})" clip-path="url(#{edge})">{inside}</g>\n'
    )


def _pieces(widget: QWidget) -> Iterator[QWidget]:
    """Yield what is to be drawn by itself, from the lowest to the topmost."""
    covered: list[QRect] = []
    for child in _children(widget):
        place = child.geometry()
        if _is_cut(child) or any(place.intersects(other) for other in covered):
            covered.append(place)
            yield child
            continue
        found = list(_pieces(child))
        covered += [place] if found else []
        yield from found


def _children(widget: QWidget) -> list[QWidget]:
    known = widget.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
    return [child for child in known if child.isVisibleTo(widget) and not child.isWindow()]


def _is_cut(widget: QWidget) -> bool:
    around = widget.parentWidget()
    inside = isinstance(around, QAbstractScrollArea) and around.viewport() is widget
    return inside or hasattr(widget, "paint") or isinstance(widget, Rim)


class _Painting(QObject):
    """Has plots paint shapes, and pieces nothing while what they lie on is drawn."""

    def __init__(self, pieces: Sequence[QWidget]) -> None:
        super().__init__()
        self._left = {id(one) for p in pieces for one in (p, *p.findChildren(QWidget))}
        self._watched: list[QWidget] = []

    def over(self, widget: QWidget) -> "_Painting":
        """Watch a widget and all that is inside it."""
        self._watched = [widget, *widget.findChildren(QWidget)]
        return self

    def __enter__(self) -> None:
        for one in self._watched:
            one.installEventFilter(self)

    def __exit__(self, *_error: object) -> None:
        for one in self._watched:
            one.removeEventFilter(self)

    def eventFilter(self, plot: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() != QEvent.Type.Paint:
            return False
        if id(plot) in self._left:
            return True
        if hasattr(plot, "paint"):
            with QPainter(plot) as painter:  # type: ignore[call-overload]
                plot.paint(painter, vector=True)
            return True
        return False
