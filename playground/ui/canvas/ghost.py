"""The picture of a block while it is dragged from the palette."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPixmap

from playground.core.block import Block, title_of
from playground.ui.canvas import geometry as g
from playground.ui.canvas.card import paint_header, paint_plate, paint_ports
from playground.ui.canvas.facts import Facts, height, ports_of

RATIO = 2.0


def ghost(cls: type[Block]) -> QPixmap:
    """Return the outline of a block's card: header, plate and ports."""
    ports = ports_of("", cls)
    tall = height("none", 0, ports)
    facts = Facts(
        "", title_of(cls), "", cls.family, "", "", "none", 0, 0, ports, tall
    )
    picture = QPixmap(int((g.WIDTH + 16) * RATIO), int((tall + 16) * RATIO))
    picture.setDevicePixelRatio(RATIO)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setOpacity(0.85)
    painter.translate(8, 8)
    paint_plate(painter, facts)
    paint_header(painter, facts)
    paint_ports(painter, facts)
    painter.end()
    return picture
