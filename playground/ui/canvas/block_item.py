"""The item of one block: a card kept as a picture, its live face and its frame."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPaintEngine, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from playground.document.problem import Problem
from playground.ui.canvas import geometry as g
from playground.ui.canvas.afar import paint_afar
from playground.ui.canvas.card import badge_area, paint_badge, paint_card, paint_ports
from playground.ui.canvas.cells import cell_at, face_area, pager_at
from playground.ui.canvas.faces import FACES, LIVE, Looks
from playground.ui.canvas.facts import Facts
from playground.ui.canvas.units import PAGES, paint_pager, unit_help
from playground.ui.theme import theme

AFAR = 0.5
"""Scale on the screen below which a card is drawn without text and thumbnails."""


def afar(scale: float) -> bool:
    """Say whether cards drawn at a scale are too small for text."""
    return scale < AFAR


def explained(problems: tuple[Problem, ...]) -> str:
    """Return problems as a tooltip, with what a click would do."""
    lines = [problem.message for problem in problems]
    fix = next((problem.fix for problem in problems if problem.fix), None)
    return "\n".join([*lines, f"Click: {fix.label}"] if fix else lines)


class BlockItem(QGraphicsItem):
    """A card on the canvas.

    The card is drawn once into a picture at the scale of the view and then only copied; while
    `hasty` says that the view zooms, the picture is stretched and drawn anew afterwards.

    Parameters
    ----------
    facts
        What the card shows.
    looks
        What its face draws from.
    hasty
        A list of one flag shared by all cards of a scene: whether the view is zooming.
    """

    def __init__(self, facts: Facts, looks: Looks, hasty: list[bool]) -> None:
        super().__init__()
        self.facts, self.looks = facts, looks
        self.selected = self.hovered = self.pointed = False
        self._hasty = hasty
        self._picture: QPixmap | None = None
        self._scale = 0.0
        self.setZValue(1)

    def boundingRect(self) -> QRectF:
        """Return the card with room for its ports, badge and frame."""
        m = g.MARGIN
        return QRectF(-m, -m, g.WIDTH + 2 * m, self.facts.height + 2 * m)

    def show_facts(self, facts: Facts) -> None:
        """Show something else, if it differs from what is shown."""
        if facts != self.facts:
            if facts.height != self.facts.height:
                self.prepareGeometryChange()
            self.facts = facts
            self.forget()

    def mark(self, *, selected: bool | None = None, hovered: bool | None = None,
             pointed: bool | None = None) -> None:  # fmt: skip
        """Show whether the card is selected, under the pointer, or pointed at by a lesson."""
        before = self.selected, self.hovered, self.pointed
        self.selected = self.selected if selected is None else selected
        self.hovered = self.hovered if hovered is None else hovered
        self.pointed = self.pointed if pointed is None else pointed
        if before != (self.selected, self.hovered, self.pointed):
            self.setZValue(2 if self.selected else 1)
            self.update()

    def forget(self) -> None:
        """Drop the picture of the card, so that it is drawn anew when it is next seen."""
        self._picture = None
        self.update()

    def port_near(self, at: QPointF) -> g.Port | None:
        """Return the port within reach of a point of the scene, the nearest, or None."""
        x, y = at.x() - self.x(), at.y() - self.y()
        far = [(p.at[0] - x) ** 2 + (p.at[1] - y) ** 2 for p in self.facts.ports]
        if not far or min(far) > g.REACH**2:
            return None
        return self.facts.ports[far.index(min(far))]

    def badge_at(self, at: QPointF) -> bool:
        """Say whether a point of the scene lies on the problem badge."""
        return bool(self.facts.problems) and badge_area(self.facts).contains(at - self.pos())

    def unit_at(self, at: QPointF) -> int:
        """Return the unit whose thumbnail is at a point of the scene, or -1."""
        fields = self.looks.fields
        if fields is None:
            return -1
        place = cell_at(self.facts, len(fields.units), at - self.pos())
        return fields.units[place] if place >= 0 else -1

    def pager_at(self, at: QPointF) -> str:
        """Return the control of the pages at a point of the scene, or ""; see `pager_parts`."""
        return pager_at(self.facts, at - self.pos())

    def help(self, at: QPointF) -> str:
        """Return the tooltip at a point of the scene: problems on the badge, else the block."""
        if self.badge_at(at):
            return explained(self.facts.problems)
        unit = self.unit_at(at)
        if unit >= 0:
            return unit_help(self.facts, unit)
        if self.pager_at(at):
            return PAGES[self.pager_at(at)]
        port = self.port_near(at)
        if port is not None:
            return f"{port.label}: drag to wire it"
        looks = self.looks
        lines = (self.facts.id, self.facts.summary, self.facts.note, looks.numbers, looks.end)
        return "\n".join(line for line in lines if line)

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Copy the card's picture and draw what is live or passing over it."""
        scale = painter.worldTransform().m11()
        if afar(scale) or (self._hasty[0] and self._picture is None):
            paint_afar(painter, self.facts, self.looks, scale, self._hasty[0])
        elif painter.paintEngine().type() != QPaintEngine.Type.Raster:
            paint_card(painter, self.facts, self.looks)
            self._paint_live(painter)
        else:
            self._paint_picture(painter, scale)
            self._paint_live(painter)
        if self.selected or self.hovered or self.pointed:
            self._paint_frame(painter, scale)

    def _paint_picture(self, painter: QPainter, scale: float) -> None:
        ratio = painter.device().devicePixelRatioF()
        stale = self._picture is None or (scale * ratio != self._scale and not self._hasty[0])
        if stale:
            self._scale = scale * ratio
            self._picture = self._drawn(self._scale)
        assert self._picture is not None
        if self._scale != scale * ratio:
            painter.drawPixmap(self.boundingRect(), self._picture, QRectF(self._picture.rect()))
            return
        transform = painter.worldTransform()
        corner = transform.map(QPointF(-g.MARGIN, -g.MARGIN))
        self._picture.setDevicePixelRatio(ratio)
        painter.resetTransform()
        painter.drawPixmap(corner.toPoint(), self._picture)
        painter.setWorldTransform(transform)

    def _drawn(self, scale: float) -> QPixmap:
        size = self.boundingRect().size() * scale
        picture = QPixmap(size.toSize())
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.scale(scale, scale)
        painter.translate(g.MARGIN, g.MARGIN)
        paint_card(painter, self.facts, self.looks)
        painter.end()
        return picture

    def _paint_live(self, painter: QPainter) -> None:
        if self.facts.face in LIVE:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            FACES[self.facts.face](painter, face_area(self.facts), self.facts, self.looks)
            if self.hovered and self.facts.count > self.facts.cells and self.facts.face == "units":
                paint_pager(painter, self.facts, self.looks.marks)

    def _paint_frame(self, painter: QPainter, scale: float) -> None:
        tones = theme()
        color: QColor = tones.color("secondary", 0.6)
        width = 1.0
        if self.selected or self.pointed:
            color, width = tones.color("accent" if self.selected else "warning"), 2.0
        pen = QPen(color, width)
        pen.setCosmetic(True)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        room = 1.5 / max(scale, 0.1)
        frame = g.card(self.facts.height).adjusted(-room, -room, room, room)
        painter.drawRoundedRect(frame, g.RADIUS + 1, g.RADIUS + 1)
        paint_ports(painter, self.facts)
        if self.facts.problems and not afar(scale):
            paint_badge(painter, self.facts)
