"""The program's own icons: strokes of one width, tinted with a colour token."""

from functools import lru_cache
from importlib.resources import files

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from playground.ui.theme import px, theme


@lru_cache
def _source(name: str) -> str:
    return (files("playground.assets") / "icons" / f"{name}.svg").read_text("utf-8")


@lru_cache(maxsize=512)
def _painted(name: str, color: str, size: int, ratio: float) -> QPixmap:
    renderer = QSvgRenderer(QByteArray(_source(name).replace("currentColor", color).encode()))
    pixmap = QPixmap(QSize(round(size * ratio), round(size * ratio)))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, size * ratio, size * ratio))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def pixmap(name: str, token: str = "secondary", size: float = 16, ratio: float = 2.0) -> QPixmap:
    """Return an icon painted in a colour token, at a size in design pixels."""
    return _painted(name, theme().color(token).name(), px(size), ratio)


def icon(name: str, token: str = "secondary", disabled: str = "border") -> QIcon:
    """Return an icon in a colour token, fainter where its action is disabled.

    Parameters
    ----------
    name
        File name in `assets/icons`, without its ending.
    token, disabled
        Colour tokens of the two states.
    """
    result = QIcon()
    for size in (16, 32):
        result.addPixmap(pixmap(name, token, size), QIcon.Mode.Normal)
        result.addPixmap(pixmap(name, token, size), QIcon.Mode.Active)
        result.addPixmap(pixmap(name, disabled, size), QIcon.Mode.Disabled)
    return result


def painted_icon(name: str, color: str) -> QIcon:
    """Return an icon in any colour, given as ``#RRGGBB``."""
    result = QIcon()
    for size in (16, 32):
        result.addPixmap(_painted(name, color, px(size), 2.0))
    return result
