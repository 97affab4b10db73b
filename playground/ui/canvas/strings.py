"""Single weights drawn as lines between the units they join: width by size, colour by sign."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from playground.kernels.array import Array
from playground.ui.theme import theme

REACH = 5.0
"""How far from a line the pointer still takes hold of it, in scene units."""


@dataclass(frozen=True)
class Weight:
    """Which weight of which block: the name of its array and the place in it."""

    block: str
    name: str
    index: tuple[int, ...]


class Strings(QGraphicsItem):
    """Lines between units over the canvas.

    Attributes
    ----------
    weights
        What each line stands for.
    held
        Number of the line under the pointer, or -1.
    """

    def __init__(self) -> None:
        super().__init__()
        self.weights: tuple[Weight, ...] = ()
        self.held = -1
        self._ends = np.empty((0, 2, 2))
        self._values = np.empty(0)
        self._bounds = QRectF()
        self.setZValue(50)

    def boundingRect(self) -> QRectF:
        """Return the box of all lines."""
        return self._bounds

    def span(self, weights: tuple[Weight, ...], ends: Array) -> None:
        """Draw other lines; they are plain until their values are known.

        Parameters
        ----------
        ends
            Both ends of each line in the scene, ``(k, 2, 2)``.
        """
        self.prepareGeometryChange()
        self.weights, self._ends, self.held = weights, ends, -1
        self._values = np.zeros(len(weights))
        self._bounds = QRectF()
        if len(weights):
            (x0, y0), (x1, y1) = ends.min(axis=(0, 1)), ends.max(axis=(0, 1))
            self._bounds = QRectF(QPointF(x0, y0), QPointF(x1, y1)).adjusted(-8, -8, 8, 8)
        self.update()

    def show_values(self, values: Array) -> None:
        """Show the weights ``(k,)`` of the lines."""
        self._values = np.nan_to_num(values, nan=0.0, posinf=0.0, neginf=0.0)
        self.update()

    def value(self, line: int) -> float:
        """Return the weight of a line."""
        return float(self._values[line])

    def covers(self, at: QPointF) -> bool:
        """Say whether a point of the scene lies among the lines."""
        return bool(self.weights) and self._bounds.contains(at)

    def near(self, at: QPointF) -> int:
        """Return the number of the line at a point of the scene, the nearest, or -1."""
        if not self.covers(at):
            return -1
        start, along = self._ends[:, 0], self._ends[:, 1] - self._ends[:, 0]
        to = np.array([at.x(), at.y()]) - start
        share = (to * along).sum(axis=1) / np.maximum((along**2).sum(axis=1), 1e-9)
        # Close to their ends all lines meet, and the thumbnails there are to be pointed at.
        inside = (share > 0.1) & (share < 0.9)
        far = np.linalg.norm(to - share.clip(0, 1)[:, None] * along, axis=1)
        far = np.where(inside, far, np.inf)
        best = int(far.argmin())
        return best if far[best] <= REACH else -1

    def hold(self, line: int) -> None:
        """Make one line stand out; -1 for none."""
        if line != self.held:
            self.held = line
            self.update()

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Draw the lines, the one that is held last."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tones = theme()
        strength = np.abs(self._values) / (np.abs(self._values) + 1)
        # Many lines are drawn thinner, or they would make one plain surface.
        thin = min(1.0, 5 / max(len(self._values), 1) ** 0.5)
        for line in np.argsort(strength):
            if line != self.held:
                share = float(strength[line])
                token = "class 1" if self._values[line] > 0 else "class 0"
                pen = QPen(tones.color(token, 0.2 + 0.75 * share), 0.4 + 3 * share * thin)
                painter.setPen(pen)
                self._draw(painter, int(line))
        if self.held >= 0:
            width = 1.5 + 3 * float(strength[self.held])
            painter.setPen(QPen(tones.color("text"), width + 2, c=Qt.PenCapStyle.RoundCap))
            self._draw(painter, self.held)
            token = "class 1" if self._values[self.held] > 0 else "class 0"
            painter.setPen(QPen(tones.color(token), width, c=Qt.PenCapStyle.RoundCap))
            self._draw(painter, self.held)

    def _draw(self, painter: QPainter, line: int) -> None:
        (x0, y0), (x1, y1) = self._ends[line].tolist()
        painter.drawLine(QPointF(x0, y0), QPointF(x1, y1))

