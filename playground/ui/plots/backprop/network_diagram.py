"""A small network with the numbers of one training step, as far as a stage has come."""

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QWidget

from playground.ui.plots.backprop.brief import brief
from playground.ui.plots.backprop.diagram_layout import (
    DiagramLayout,
    EdgeKey,
    UnitKey,
    edge_near,
    lay_out,
)
from playground.ui.plots.backprop.diagram_numbers import (
    bias_label,
    edge_label,
    is_active,
    unit_numbers,
)
from playground.ui.plots.backprop.step_words import place_name
from playground.ui.plots.backprop.told_step import Stage, ToldStep
from playground.ui.plots.lettering import font, number
from playground.ui.plots.painted import Painted
from playground.ui.theme import mix, px, theme

PLACES = (0.3, 0.66, 0.5, 0.4, 0.58, 0.22, 0.75)
"""Where on a connection its number may stand, the best first."""


class NetworkDiagram(Painted):
    """Units as plates with their values, connections with their weights, gradients and changes.

    Signals
    -------
    hovered(object)
        The `UnitKey` or `EdgeKey` under the cursor, or None.
    """

    likes = (320, 180)

    hovered = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._told: ToldStep | None = None
        self._stage = 0
        self._under: UnitKey | EdgeKey | None = None
        self._taken: list[QRectF] = []
        self.setMouseTracking(True)
        self.setAccessibleName("Network with the numbers of one step")

    def show_step(self, told: ToldStep, stage: int) -> None:
        """Show the numbers of a step up to a place in its stages."""
        self._told, self._stage = told, stage
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Tell what is under the cursor."""
        self._point_at(self.key_at(event.position()))

    def leaveEvent(self, event: object) -> None:  # noqa: N802 - Qt's name
        """Point at nothing."""
        self._point_at(None)

    def key_at(self, at: QPointF) -> UnitKey | EdgeKey | None:
        """Return what is at a point of the widget."""
        if self._told is None:
            return None
        made = self._layout(self._told)
        for key, plate in made.units.items():
            if plate.contains(at):
                return key
            if plate.adjusted(0, 0, 0, px(14)).contains(at) and key.layer >= 0:
                return EdgeKey(key.layer, -1, key.unit)
        return edge_near(made, at, px(9))

    def _point_at(self, key: UnitKey | EdgeKey | None) -> None:
        if key != self._under:
            self._under = key
            self.hovered.emit(key)
            self.update()

    def _layout(self, told: ToldStep) -> DiagramLayout:
        return lay_out(told, QRectF(self.rect()))

    def paint(self, painter: QPainter, vector: bool = False) -> None:
        """Paint the picture."""
        painter.fillRect(self.rect(), theme().color("field"))
        told = self._told
        if told is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        made, stage = self._layout(told), told.stages[self._stage]
        self._paint_captions(painter, told, made, stage)
        for key, ends in made.edges.items():
            self._paint_edge(painter, told, stage, key, ends)
        line = px(12 * made.scale)
        above = line if made.roomy else 0
        self._taken = [p.adjusted(1, -above, -1, 0) for p in made.units.values()]
        side = px(26 * made.scale)
        self._taken += [
            QRectF(p.center().x() - side, p.bottom(), 2 * side, line) for p in made.units.values()
        ]
        for key, ends in self._labelled(told, made).items():
            self._paint_label(painter, told, key, ends, made.scale)
        for key, plate in made.units.items():
            self._paint_unit(painter, told, key, plate, made)

    def _labelled(
        self, told: ToldStep, made: DiagramLayout
    ) -> dict[EdgeKey, tuple[QPointF, QPointF]]:
        """Return the connections that show their number: where they crowd, those pointed at."""
        fit = (self.height() - px(20)) / px(13 * made.scale)
        crowds = {
            at
            for at, layer in enumerate(told.layers)
            if len(layer.units) * len(layer.source_units) > fit
        }
        return {
            key: ends
            for key, ends in made.edges.items()
            if key.layer not in crowds or self._touches(key)
        }

    def _touches(self, key: EdgeKey) -> bool:
        """Say whether a connection is pointed at, or one of its ends."""
        under = self._under
        ends = (UnitKey(key.layer - 1, key.source), UnitKey(key.layer, key.unit))
        return under is not None and (under == key or under in ends)

    def _paint_captions(
        self, painter: QPainter, told: ToldStep, made: DiagramLayout, stage: Stage
    ) -> None:
        painter.setFont(font(10.5 * made.scale))
        names = ["input"]
        for i, layer in enumerate(told.layers):
            bent = layer.activation if layer.activation != "linear" else ""
            names.append(" · ".join(x for x in (place_name(told, i), bent) if x))
        for at, (name, box) in enumerate(zip([*names, "loss"], made.captions, strict=True)):
            about = {"input": 0, "loss": len(names)}.get(stage.kind, stage.layer + 1)
            now = about == at and stage.phase != "step"
            painter.setPen(theme().color(stage.token if now else "secondary"))
            metrics = QFontMetricsF(painter.font())
            shown = metrics.elidedText(name, Qt.TextElideMode.ElideRight, box.width() - 4)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, shown)

    def _paint_edge(
        self, painter: QPainter, told: ToldStep, stage: Stage, key: EdgeKey,
        ends: tuple[QPointF, QPointF],
    ) -> None:  # fmt: skip
        active = is_active(told, stage, key)
        weight = 0.0
        if key.layer < len(told.layers):
            matrix = told.layers[key.layer].matrix
            weight = float(matrix[""][key.source, key.unit]) if matrix is not None else 0.0
        color = theme().color("class 1" if weight > 0 else "class 0") if weight else None
        color = color or theme().color("secondary")
        color.setAlphaF(0.55 if weight else 0.35)
        thick = 1.0 + min(abs(weight), 2.5) * 0.9 if weight == weight else 1.0
        if active:
            color = theme().color(stage.token)
        painter.setPen(QPen(color, (thick + 0.4 * active) * px(10) / 10))
        painter.drawLine(*ends)
        if active and stage.phase != "step":
            _arrow(painter, *(ends if stage.phase != "backward" else ends[::-1]), color)
        if key == self._under:
            painter.setPen(QPen(theme().color("text", 0.5), px(5)))
            painter.drawLine(*ends)

    def _paint_label(
        self, painter: QPainter, told: ToldStep, key: EdgeKey, ends: tuple[QPointF, QPointF],
        scale: float,
    ) -> None:  # fmt: skip
        label = edge_label(told, self._stage, key)
        if label is None:
            return
        painter.setFont(font(10.5 * scale))
        for text in (f"{label.sign}{number(label.value)}", brief(label.value, 5)):
            plate = self._free_plate(QFontMetricsF(painter.font()), text, ends)
            if plate is not None:
                break
        else:
            return
        self._taken.append(plate)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().color("field", 0.88))
        painter.drawRoundedRect(plate, px(3), px(3))
        painter.setPen(theme().color(label.token))
        painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, text)

    def _free_plate(
        self, metrics: QFontMetricsF, text: str, ends: tuple[QPointF, QPointF]
    ) -> QRectF | None:
        """Return where a text may stand on a connection, or None where everything is taken."""
        width, height = metrics.horizontalAdvance(text) + px(3), metrics.height() - px(2)
        for share in PLACES:
            at = ends[0] + (ends[1] - ends[0]) * share
            plate = QRectF(at.x() - width / 2, at.y() - height / 2, width, height)
            if not any(plate.intersects(other) for other in self._taken):
                return plate
        return None

    def _paint_unit(
        self, painter: QPainter, told: ToldStep, key: UnitKey, plate: QRectF, made: DiagramLayout
    ) -> None:
        stage = told.stages[self._stage]
        shown = unit_numbers(told, self._stage, key)
        active = is_active(told, stage, key)
        painter.setBrush(_ground(shown.value))
        token = stage.token if active else "text" if key == self._under else "border"
        painter.setPen(QPen(theme().color(token), (2.0 if active else 1.2) * px(10) / 10))
        painter.drawRoundedRect(plate, plate.height() / 2, plate.height() / 2)
        painter.setFont(font((11.5 if plate.width() >= px(46) else 9.5) * made.scale, bold=active))
        painter.setPen(theme().color("text" if shown.value is not None else "secondary"))
        text = brief(shown.value) if shown.value is not None else shown.name
        painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, text)
        painter.setFont(font(10 * made.scale))
        height = QFontMetricsF(painter.font()).height()
        wide = plate.adjusted(-px(40), 0, px(40), 0)
        if made.roomy and shown.value is not None:
            above = QRectF(wide.left(), plate.top() - height, wide.width(), height)
            painter.setPen(theme().color("secondary"))
            painter.drawText(above, Qt.AlignmentFlag.AlignCenter, shown.name)
        below = QRectF(wide.left(), plate.bottom() + 1, wide.width(), height)
        text, token = shown.below or bias_label(told, self._stage, key)
        painter.setPen(theme().color(token))
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, text)


def _ground(value: float | None) -> QColor:
    """Return the colour of a plate: grey without a value, tinted by sign and size with one."""
    tones = theme()
    if value is None or value != value:
        return tones.color("panel")
    strength = 0.12 + 0.33 * min(abs(value), 1.5) / 1.5
    return mix(tones.color("panel"), tones.color("class 1" if value > 0 else "class 0"), strength)


def _arrow(painter: QPainter, start: QPointF, end: QPointF, color: QColor) -> None:
    """Paint an arrow's head at the end of a line."""
    line = end - start
    length = QPointF.dotProduct(line, line) ** 0.5 or 1.0
    along = line / length
    across = QPointF(-along.y(), along.x())
    foot, half = end - along * px(8), across * px(4)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawPolygon([end, foot + half, foot - half])
