"""Plots as picture files: pixels as they are seen, or shapes for print."""

import os
from pathlib import Path

from PySide6.QtCore import QMarginsF, QPoint, QSize, QSizeF, Qt
from PySide6.QtGui import QImage, QPageSize, QPainter, QPdfWriter, QPixmap
from PySide6.QtWidgets import QWidget

from playground.ui.theme import theme

SCALE = 2.0


def save_picture(widget: QWidget, path: Path) -> None:
    """Save a widget as PNG, or the plots in it as SVG or PDF, by the file's ending.

    Raises
    ------
    ValueError
        For another ending.
    OSError
        If the file cannot be written.
    """
    kind = path.suffix.lower()
    if path.exists() and not os.access(path, os.W_OK):
        raise OSError(f'cannot write "{path}": the file is protected')
    if kind == ".png":
        _save_pixels(widget, path)
    elif kind == ".svg":
        _save_svg(widget, path)
    elif kind == ".pdf":
        _save_pdf(widget, path)
    else:
        raise ValueError(f'cannot save "{path.name}": choose a name ending in .png, .svg or .pdf')
    if not path.exists():
        raise OSError(f'cannot write "{path}": choose a folder that you may write to')


def save_widget(widget: QWidget, to: Path, scale: float = 1.0) -> None:
    """Save a widget as a picture.

    Raises
    ------
    OSError
        If the file cannot be written.
    """
    size = QSize(round(widget.width() * scale), round(widget.height() * scale))
    image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(scale)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    widget.render(painter, QPoint(0, 0))
    painter.end()
    if not image.save(str(to)):
        raise OSError(f"{to}: the picture cannot be written here")


def _save_pixels(widget: QWidget, path: Path) -> None:
    picture = QPixmap(widget.size() * SCALE)
    picture.setDevicePixelRatio(SCALE)
    picture.fill(theme().color("window"))
    widget.render(picture)
    if not picture.save(str(path)):
        raise OSError(f'cannot write "{path}": choose a folder that you may write to')


def _save_svg(widget: QWidget, path: Path) -> None:
    from PySide6.QtSvg import QSvgGenerator  # a file that is rarely needed

    file = QSvgGenerator()
    file.setFileName(str(path))
    file.setSize(widget.size())
    file.setViewBox(widget.rect())
    painter = QPainter()
    if not painter.begin(file):
        raise OSError(f'cannot write "{path}": choose a folder that you may write to')
    paint_plots(widget, painter)
    painter.end()


def _save_pdf(widget: QWidget, path: Path) -> None:
    file = QPdfWriter(str(path))
    file.setResolution(96)
    size = QSizeF(QSize(widget.size())) * 72 / 96
    file.setPageSize(QPageSize(size, QPageSize.Unit.Point))
    file.setPageMargins(QMarginsF())
    painter = QPainter()
    if not painter.begin(file):
        raise OSError(f'cannot write "{path}": choose a folder that you may write to')
    paint_plots(widget, painter)
    painter.end()


def paint_plots(widget: QWidget, painter: QPainter) -> None:
    """Paint a widget's ground, and its visible plots as shapes where they stand."""
    painter.fillRect(widget.rect(), theme().color("panel"))
    for plot in widget.findChildren(QWidget):
        if hasattr(plot, "paint") and plot.isVisibleTo(widget):
            painter.save()
            painter.translate(plot.mapTo(widget, QPoint(0, 0)))
            painter.setClipRect(plot.rect())
            plot.paint(painter, vector=True)
            painter.restore()
