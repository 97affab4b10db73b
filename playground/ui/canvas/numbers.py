"""Badges at the cards with the numbers of the stage that the back-propagation panel is at."""

from typing import Any

from PySide6.QtCore import QObject, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from playground.ui.canvas import geometry as g
from playground.ui.canvas.scene import CanvasScene
from playground.ui.canvas.type import small
from playground.ui.stage_numbers import stage_numbers
from playground.ui.theme import mix, theme

LEAST_ZOOM = 0.5
HEIGHT = 20.0


class Numbers(QObject):
    """A small plate below every card that has a number to show; gone at low zoom.

    Parameters
    ----------
    scene
        The cards; it lives as long as they do.
    bridge
        Whose `stage_numbers` are shown.
    """

    def __init__(self, scene: CanvasScene, bridge: Any) -> None:
        super().__init__(scene)
        self._scene, self._numbers = scene, stage_numbers(bridge)
        self.item = Badges()
        scene.addItem(self.item)
        self._numbers.changed.connect(self.refresh)
        scene.rearranged.connect(self.refresh)

    def refresh(self) -> None:
        """Place the badges anew."""
        texts = self._numbers.texts
        if not texts and not self.item.badges:
            return
        metrics = QFontMetricsF(small())
        badges = []
        for id, text in texts.items():
            card = self._scene.blocks.get(id)
            if card is None:
                continue
            width = min(metrics.horizontalAdvance(text) + 16, g.WIDTH + 24)
            left, top = card.x() + (g.WIDTH - width) / 2, card.y() + card.facts.height + 5
            badges.append((QRectF(left, top, width, HEIGHT), text))
        self.item.show_badges(badges, self._numbers.token)


class Badges(QGraphicsItem):
    """Plates with a short text.

    Attributes
    ----------
    badges
        Their places in scene coordinates, and texts.
    """

    def __init__(self) -> None:
        super().__init__()
        self.badges: list[tuple[QRectF, str]] = []
        self._token, self._bounds = "text", QRectF()
        self.setZValue(90)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    def show_badges(self, badges: list[tuple[QRectF, str]], token: str) -> None:
        """Show other plates, with rims in a colour token."""
        self.prepareGeometryChange()
        self.badges, self._token, self._bounds = badges, token, QRectF()
        for plate, _ in badges:
            self._bounds = self._bounds.united(plate.adjusted(-2, -2, 2, 2))
        self.update()

    def boundingRect(self) -> QRectF:
        """Return the box of all badges."""
        return self._bounds

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Paint the badges."""
        zoom = QStyleOptionGraphicsItem.levelOfDetailFromTransform(painter.worldTransform())
        if zoom < LEAST_ZOOM:
            return
        tones = theme()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(small())
        metrics = QFontMetricsF(small())
        for plate, text in self.badges:
            painter.setPen(QPen(tones.color(self._token), 1.2))
            painter.setBrush(mix(tones.color("raised"), tones.color(self._token), 0.12))
            painter.drawRoundedRect(plate, HEIGHT / 2, HEIGHT / 2)
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, plate.width() - 12)
            painter.setPen(tones.color("text"))
            painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, shown)
