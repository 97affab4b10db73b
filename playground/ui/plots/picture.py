"""Widgets as picture files: pixels as they are seen, or shapes and text for print."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QBuffer, QEvent, QIODevice, QMarginsF, QObject, QPoint, QSize, QSizeF
from PySide6.QtGui import QImage, QPageSize, QPaintDevice, QPainter, QPdfWriter, QPicture
from PySide6.QtWidgets import QWidget

from playground.core.disk import write_atomic
from playground.ui.posing import posed
from playground.ui.theme import theme

SCALE = 2.0
LARGEST = 16384
"""Pixels at most on each side of a picture."""

ENDINGS = (".png", ".svg", ".pdf")


def save_picture(widget: QWidget, path: Path, scale: float = SCALE) -> None:
    """Save a widget as PNG, SVG or PDF, by the file's ending.

    Parameters
    ----------
    scale
        Pixels of a PNG for each of the screen; the other kinds have no pixels.

    Raises
    ------
    ValueError
        For another ending, or a picture too large.
    FileError
        If the file cannot be written; what was there before is still there.
    """
    kind = path.suffix.lower()
    if kind not in ENDINGS:
        raise ValueError(f'cannot save "{path.name}": choose a name ending in .png, .svg or .pdf')
    with posed(widget):
        picture = _pictured(widget, kind, scale)
    write_atomic(path, picture)


def _pictured(widget: QWidget, kind: str, scale: float) -> bytes:
    if kind == ".png":
        return png_of(widget, scale)
    if kind == ".pdf":
        return _pdf_of(widget)
    from playground.ui.plots.drawing import svg_of  # a file that is rarely needed

    return svg_of(widget)


def pixels_of(widget: QWidget, scale: float = 1.0) -> QImage:
    """Return what a widget looks like.

    Raises
    ------
    ValueError
        If that would be too large.
    """
    size = QSize(round(widget.width() * scale), round(widget.height() * scale))
    if max(size.toTuple()) > LARGEST:
        raise ValueError(f"a picture has at most {LARGEST} pixels a side: choose a smaller scale")
    image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(scale)
    image.fill(theme().color("window"))
    with posed(widget), QPainter(image) as painter:
        if scale == widget.devicePixelRatioF():
            _paint(widget, painter)
        else:
            # What widgets keep as pixels is as sharp as the screen, and no sharper.
            shapes = QPicture()
            _render(widget, shapes)
            painter.drawPicture(0, 0, shapes)
    return image


def png_of(widget: QWidget, scale: float = SCALE) -> bytes:
    """Return what a widget looks like as the bytes of a PNG file."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    pixels_of(widget, scale).save(buffer, "PNG")
    return bytes(buffer.data().data())


def _pdf_of(widget: QWidget) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    file = QPdfWriter(buffer)
    file.setResolution(96)
    file.setTitle(widget.accessibleName() or widget.windowTitle())
    size = QSizeF(QSize(widget.size())) * 72 / 96
    exact = QPageSize.SizeMatchPolicy.ExactMatch
    file.setPageSize(QPageSize(size, QPageSize.Unit.Point, "", exact))
    file.setPageMargins(QMarginsF())
    _render(widget, file)
    return bytes(buffer.data().data())


def _paint(widget: QWidget, painter: QPainter) -> None:
    # A view of a scene has a `render` of its own, which leaves out what lies over the scene.
    QWidget.render(widget, painter, QPoint(0, 0))


def _render(widget: QWidget, device: QPaintDevice) -> None:
    with QPainter(device) as painter, _as_shapes(widget):
        painter.fillRect(widget.rect(), theme().color("window"))
        _paint(widget, painter)


@contextmanager
def _as_shapes(widget: QWidget) -> Iterator[None]:
    """Have plots paint shapes where they would stamp pixels."""
    painted = _Shapes()
    plots = [plot for plot in (widget, *widget.findChildren(QWidget)) if hasattr(plot, "paint")]
    for plot in plots:
        plot.installEventFilter(painted)
    try:
        yield
    finally:
        for plot in plots:
            plot.removeEventFilter(painted)


class _Shapes(QObject):
    """Paints plots without pixmaps."""

    def eventFilter(self, plot: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() != QEvent.Type.Paint:
            return False
        with QPainter(plot) as painter:  # type: ignore[call-overload]
            plot.paint(painter, vector=True)  # type: ignore[attr-defined]
        return True
