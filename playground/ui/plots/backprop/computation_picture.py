"""A computation as a graph: every vertex with its value and slope, and what each mode costs."""

from collections.abc import Mapping

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QWidget

from playground.kernels.array import Array
from playground.ui.plots.backprop.brief import brief
from playground.ui.plots.backprop.check_table import paint_check
from playground.ui.plots.backprop.graph_layout import place_vertices
from playground.ui.plots.lettering import font, number
from playground.ui.plots.painted import Painted
from playground.ui.plots.wording import grouped
from playground.ui.theme import mix, px, theme

TINTS = {
    "input": "data", "weight": "layer", "times": "secondary", "plus": "secondary",
    "function": "transform", "loss": "fit",
}  # fmt: skip
SIGNS = {"times": "×", "plus": "+"}


class ComputationPicture(Painted):
    """Vertices from the inputs and weights on the left to the loss on the right.

    Signals
    -------
    hovered(object)
        The number of the vertex under the cursor, or None.
    """

    likes = (320, 180)

    hovered = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._graph: Mapping[str, Array] = {}
        self._phase = "forward"
        self._under: int | None = None
        self.setMouseTracking(True)
        self.setAccessibleName("Computation graph")

    def show_graph(self, graph: Mapping[str, Array]) -> None:
        """Show what the probe `computation-graph` has found."""
        self._graph = graph
        if self._under is not None and self._under >= len(graph["kinds"]):
            self._under = None
        self.update()

    def show_phase(self, phase: str) -> None:
        """Show values only on the way forward, and derivatives too after it."""
        if phase != self._phase:
            self._phase = phase
            self.update()

    def words(self) -> tuple[str, str, str]:
        """Return a heading, a text about the vertex under the cursor or the cost, and a token."""
        g = self._graph
        if not g:
            return "Computation graph", "", "text"
        if self._under is not None:
            return self._vertex_words(self._under)
        reverse, forward = (grouped(int(n)) for n in g["passes"])
        weights = grouped(int(g["weights"]))
        about = " at most" if "sizes" in g else ""
        text = (
            f"Reverse mode: 1 pass, {reverse} multiplications for every derivative. Forward mode:"
            f" {weights} passes, one a weight, {forward}{about}."
        )
        worst = float(np.max(g["error"])) if len(g["error"]) else 0.0
        count = int(g["count"])
        of = "one sample" if count == 1 else f"a batch of {count} samples"
        return f"Computation graph of {of}", f"{text} {_verdict(worst)}", "accent"

    def _vertex_words(self, i: int) -> tuple[str, str, str]:
        g = self._graph
        name, value = str(g["names"][i]), number(float(g["values"][i]))
        slope = number(float(g["derivatives"][i]))
        if "sizes" in g:
            what = f"{name}: {grouped(int(g['sizes'][i]))} numbers"
            return what, f"norm {value}, norm of the loss's gradient {slope}", "accent"
        parents = [
            f"by {g['names'][p]} {number(float(s))}"
            for (p, child), s in zip(g["edges"].tolist(), g["slopes"], strict=True)
            if child == i
        ]
        local = f" Local derivatives: {', '.join(parents)}." if parents else ""
        kind = str(g["kinds"][i])
        title = {"weight": f"weight {name}", "times": "product", "plus": "sum"}.get(kind, name)
        return title, f"value {value}, ∂loss/∂this = {slope}.{local}", "accent"

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Tell what is under the cursor."""
        at = event.position()
        found = [i for i, plate in enumerate(self._plates()) if plate.contains(at)]
        self._point_at(found[0] if found else None)

    def leaveEvent(self, event: object) -> None:  # noqa: N802 - Qt's name
        """Point at nothing."""
        self._point_at(None)

    def _point_at(self, vertex: int | None) -> None:
        if vertex != self._under:
            self._under = vertex
            self.hovered.emit(vertex)
            self.update()

    def _areas(self) -> tuple[QRectF, QRectF]:
        """Return where graph and check stand; the check goes where there is no room for it."""
        area = QRectF(self.rect())
        wide = area.width() > px(620)
        table = QRectF(area.right() - px(236), area.top(), px(236), area.height())
        if not wide:
            return area, QRectF()
        return area.adjusted(0, 0, -px(240), 0), table

    def _plates(self) -> list[QRectF]:
        if not self._graph:
            return []
        area, _ = self._areas()
        places = place_vertices(self._graph["kinds"].tolist(), self._graph["edges"])
        columns = places[:, 0].max() + 1
        inner = area.adjusted(px(6), px(6), -px(6), -px(6))
        width = min(px(92), inner.width() / columns * 0.8)
        plates = []
        count = np.bincount(places[:, 0].astype(int))
        height = min(px(32), max(px(9), inner.height() / max(count.max(), 1) - px(3)))
        for column, share in places:
            x = inner.left() + inner.width() * (column + 0.5) / columns
            y = inner.top() + inner.height() * share
            plates.append(QRectF(x - width / 2, y - height / 2, width, height))
        return plates

    def paint(self, painter: QPainter, vector: bool = False) -> None:
        """Paint the picture."""
        painter.fillRect(self.rect(), theme().color("field"))
        if not self._graph:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        plates = self._plates()
        self._paint_edges(painter, plates)
        for i, plate in enumerate(plates):
            self._paint_vertex(painter, i, plate)
        _, table = self._areas()
        if not table.isEmpty():
            paint_check(painter, table, self._graph)

    def _paint_edges(self, painter: QPainter, plates: list[QRectF]) -> None:
        g = self._graph
        slopes = g.get("slopes")
        back = self._phase != "forward"
        labels = []
        for k, (parent, child) in enumerate(g["edges"].tolist()):
            a, b = plates[parent], plates[child]
            start, end = QPointF(a.right(), a.center().y()), QPointF(b.left(), b.center().y())
            lit = self._under in (parent, child)
            color = theme().color("ensemble" if back else "accent") if lit else None
            color = color or theme().color("secondary", 0.45)
            painter.setPen(QPen(color, 1.8 if lit else 1.0))
            painter.drawLine(start, end)
            if lit and slopes is not None:
                labels.append(((start + end) / 2, number(float(slopes[k]))))
        painter.setFont(font(10))
        for at, text in labels:
            width = QFontMetricsF(painter.font()).horizontalAdvance(text) + px(6)
            box = QRectF(at.x() - width / 2, at.y() - px(7), width, px(14))
            painter.fillRect(box, theme().color("field", 0.9))
            painter.setPen(theme().color("ensemble" if back else "accent"))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_vertex(self, painter: QPainter, i: int, plate: QRectF) -> None:
        g, tones = self._graph, theme()
        kind = str(g["kinds"][i])
        painter.setBrush(mix(tones.color("panel"), tones.color(TINTS[kind]), 0.22))
        lit = i == self._under
        painter.setPen(QPen(tones.color("text" if lit else "border"), 1.2))
        painter.drawRoundedRect(plate, px(5), px(5))
        name = SIGNS.get(kind, str(g["names"][i]))
        value, slope = (brief(float(g[of][i])) for of in ("values", "derivatives"))
        back = self._phase != "forward" and kind != "input"
        if plate.height() >= px(24):
            upper = QRectF(plate.left(), plate.top(), plate.width(), plate.height() / 2)
            lower = upper.translated(0, plate.height() / 2 - 1)
            size = "‖·‖ " if "sizes" in g else ""
            if back:
                self._fit(painter, upper, f"{name}  {size}{value}", "secondary")
                self._fit(painter, lower, f"∂ {size}{slope}", "ensemble")
            else:
                self._fit(painter, upper, name, "secondary")
                self._fit(painter, lower, f"{size}{value}")
            return
        self._fit(painter, plate, f"∂ {slope}" if back else value, "ensemble" if back else "text")

    def _fit(self, painter: QPainter, box: QRectF, text: str, token: str = "text") -> None:
        """Write a text as large as its box allows."""
        for size in (10.5, 9.5, 8.5, 7.5):
            painter.setFont(font(size))
            if QFontMetricsF(painter.font()).horizontalAdvance(text) <= box.width() - 2:
                break
        painter.setPen(theme().color(token))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


def _verdict(worst: float) -> str:
    if not np.isfinite(worst):
        return "The numbers are not finite."
    held = f"Small differences agree to {number(worst, 2)}."
    return held if worst < 1e-3 else f"{held} Near a kink they may differ."
