"""The item of one wire: a curve between two ports, and a pill with the size that flows."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPainterPath, QPainterPathStroker, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from playground.document.problem import Problem
from playground.document.project import Wire
from playground.ui.canvas import geometry as g
from playground.ui.canvas.block_item import afar, explained
from playground.ui.canvas.tones import wire_color
from playground.ui.canvas.type import small
from playground.ui.theme import theme

GRIP = 12.0
"""Width of the band around a wire that takes hold of it."""
SPREAD = 36.0
"""How far the controls of the outermost strands lie apart."""
ROOM = 62.0
"""Length below which a wire shows no pill."""


class WireItem(QGraphicsItem):
    """A wire on the canvas; its position is that of its start.

    Parameters
    ----------
    wire
        The project's wire.
    family
        Family of the block it leaves, which colours it.
    """

    def __init__(self, wire: Wire, family: str) -> None:
        super().__init__()
        self.wire, self.family = wire, family
        self.selected = self.hovered = False
        self.label = ""
        self.problems: tuple[Problem, ...] = ()
        self.strands: tuple[float, ...] = ()
        self._delta: QPointF | None = None
        self._path = QPainterPath()
        self._grip: QPainterPath | None = None
        self._pill = QRectF()
        self._bounds = QRectF()

    def boundingRect(self) -> QRectF:
        """Return the box of the curve and its pill."""
        return self._bounds

    def shape(self) -> QPainterPath:
        """Return the band around the curve that takes hold of it."""
        if self._grip is None:
            stroker = QPainterPathStroker()
            stroker.setWidth(GRIP)
            self._grip = stroker.createStroke(self._path)
        return self._grip

    def span(self, start: QPointF, end: QPointF) -> None:
        """Run from one point of the scene to another; a mere shift keeps the curve."""
        delta = end - start
        if delta != self._delta:
            self.prepareGeometryChange()
            self._delta = delta
            self._path = g.curve(QPointF(0, 0), delta)
            self._grip = None
            self._measure()
        self.setPos(start)

    def say(self, label: str, problems: tuple[Problem, ...] = ()) -> None:
        """Show the size that flows, and what is wrong with the wire."""
        if (label, problems) != (self.label, self.problems):
            self.prepareGeometryChange()
            self.label, self.problems = label, problems
            self._measure()
            self.update()

    def show_strands(self, strands: tuple[float, ...]) -> None:
        """Show weights as strands: width by size, colour by sign; () shows a plain wire."""
        if strands != self.strands:
            if bool(strands) != bool(self.strands):
                self.prepareGeometryChange()
                self.strands = strands
                self._measure()
            self.strands = strands
            self.update()

    def on_pill(self, at: QPointF) -> bool:
        """Say whether a point of the scene lies on the pill."""
        return self._pill.contains(at - self.pos())

    def help(self, at: QPointF) -> str:
        """Return the tooltip: what flows, or what is wrong."""
        if self.problems:
            return explained(self.problems)
        return f"{self.wire.source} → {self.wire.target}" + (
            f": {self.label} numbers a sample" if self.label else ""
        )

    def mark(self, *, selected: bool | None = None, hovered: bool | None = None) -> None:
        """Show whether the wire is selected, or would take what is dropped."""
        self.selected = self.selected if selected is None else selected
        self.hovered = self.hovered if hovered is None else hovered
        self.setZValue(0.5 if self.selected or self.hovered else 0)
        self.update()

    def _measure(self) -> None:
        delta = self._delta or QPointF()
        self._pill = QRectF()
        text = self.label or ("!" if self.problems else "")
        if text and abs(delta.x()) + abs(delta.y()) > ROOM:
            middle = self._path.pointAtPercent(0.5) if self._delta else QPointF()
            wide = max(QFontMetricsF(small()).horizontalAdvance(text) + 14, 24.0)
            lift = SPREAD / 2 + 16 if self.strands else 9.0
            self._pill = QRectF(middle.x() - wide / 2, middle.y() - lift, wide, 18)
        around = 8 + SPREAD / 2 if self.strands else 8
        box = self._path.controlPointRect().adjusted(-8, -around, 8, around)
        self._bounds = box.united(self._pill.adjusted(-2, -2, 2, 2))

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Draw the curve or its strands, and the pill."""
        far = afar(painter.worldTransform().m11())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, not far)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self.strands and not far and self._mark != "error":
            self._paint_strands(painter)
        else:
            painter.setPen(self._pen(far))
            painter.drawPath(self._path)
        if self._pill.width() and not far:
            self._paint_pill(painter)

    @property
    def _mark(self) -> str:
        """Token of the gravest problem, or ""."""
        return min((problem.severity for problem in self.problems), default="")

    def _pen(self, far: bool) -> QPen:
        tones = theme()
        color = wire_color(self.family)
        if self._mark == "error":
            color = tones.color("error")
        if self.selected or self.hovered:
            color = tones.color("accent")
        pen = QPen(color, 3.0 if self.selected or self.hovered else 2.0)
        if far:
            pen.setWidth(1)
            pen.setCosmetic(True)
        return pen

    def _paint_strands(self, painter: QPainter) -> None:
        tones = theme()
        delta = self._delta or QPointF()
        pull = max(abs(delta.x()) / 2, 24.0)
        spread = SPREAD / max(len(self.strands) - 1, 1)
        for place, weight in enumerate(self.strands):
            bow = (place - (len(self.strands) - 1) / 2) * spread
            path = QPainterPath()
            end = QPointF(delta.x() - pull, delta.y() + bow)
            path.cubicTo(QPointF(pull, bow), end, delta)
            color = tones.color("accent" if self.selected or self.hovered else
                                "class 1" if weight > 0 else "class 0", 0.8)
            painter.setPen(QPen(color, 0.4 + 2.8 * abs(weight)))
            painter.drawPath(path)

    def _paint_pill(self, painter: QPainter) -> None:
        tones = theme()
        edge = tones.color(self._mark or ("accent" if self.selected else "border"))
        painter.setPen(QPen(edge, 1))
        painter.setBrush(tones.color("canvas"))
        painter.drawRoundedRect(self._pill, 9, 9)
        painter.setFont(small())
        painter.setPen(tones.color(self._mark or "secondary"))
        painter.drawText(self._pill, Qt.AlignmentFlag.AlignCenter, self.label or "!")
