"""The strip below: the past of the run, to drag through and to go on from."""

from time import perf_counter
from typing import Any

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QMenu, QWidget

from playground.runtime.messages import Status
from playground.runtime.trace import Trace
from playground.ui.plots.goals import Goal, goal_of
from playground.ui.plots.polygon import polygon
from playground.ui.plots.wording import OWN_SCORES
from playground.ui.speed import spaced
from playground.ui.style import tabular
from playground.ui.theme import px, theme, themes
from playground.ui.timers import after

PATIENCE = 1.0
"""Seconds after which the cursor no longer waits at the step that was asked for."""

PLAYING_MS = 50
"""Shortest time between two pictures while learners run."""

SPAN = 1e4
"""Largest loss of the sketch over the smallest that is told apart from nothing."""

OUTSIDE = 0.05
"""Share of a score's values that may lie beyond the sketch at either side."""

START = "press play to learn"
HELP = (
    "Drag to look back; play goes on from there.\n"
    "Left and Right: a step; Ctrl+Left and Ctrl+Right: from change to change"
)


class Timeline(QWidget):
    """Every step of the run on a line with a cursor; dragging shows the past.

    What the person changed on the way is marked.

    Parameters
    ----------
    bridge
        Joins the window to the project and its learners.
    """

    def __init__(self, bridge: Any) -> None:
        super().__init__()
        self._bridge = bridge
        self._wanted: int | None = None
        self._dragging = False
        self._asked = 0.0
        self._seek = after(self, 30, self._seek_now)
        self._later = after(self, PLAYING_MS, self.update)
        self.setAccessibleName("Timeline")
        self.setToolTip(HELP)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        bridge.status_changed.connect(self._show)
        bridge.captured.connect(self._soon)
        themes().changed.connect(self._resize)
        self._resize()

    def _resize(self, _theme: object = None) -> None:
        self.setFixedHeight(px(28))
        self.update()

    def _show(self, status: Status) -> None:
        late = perf_counter() - self._asked > PATIENCE
        arrived = late or status.playing or self._wanted in status.steps.values()
        if arrived and not self._dragging:
            self._wanted = None
        self.setAccessibleDescription(f"step {max(status.steps.values(), default=0)}")
        if status.playing:
            self._soon()
        else:
            self.update()

    def _soon(self, _checkpoint: object = None) -> None:
        """Paint what has changed, with what changes in a moment."""
        if not self._later.isActive():
            self._later.start()

    @property
    def step(self) -> int:
        """The step under the cursor: the one that is shown, or that a drag asks for."""
        if self._wanted is not None:
            return self._wanted
        return max(self._bridge.status.steps.values(), default=0)

    @property
    def last(self) -> int:
        """The step at the right end; where nothing learns there is no past to go back to."""
        latest = self._bridge.trainer.history.latest() if self._bridge.status.steps else None
        captured = max(latest.steps.values(), default=0) if latest is not None else 0
        return max(self.step, captured)

    @property
    def behind(self) -> bool:
        """Whether the past is shown."""
        return self.step < self.last and not self._bridge.status.playing

    def _event_at(self, x: float) -> tuple[int, str] | None:
        """Return the change that is marked under the pointer."""
        near = [(abs(self._x(step) - x), step, told) for step, told in self._events()]
        distance, step, told = min(near, default=(px(6) + 1.0, 0, ""))
        return (step, told) if distance <= px(6) else None

    def _events(self) -> tuple[tuple[int, str], ...]:
        return tuple(self._bridge.trainer.history.events())

    def _track(self) -> QRectF:
        longest = f"step {spaced(self.last)} of {spaced(self.last)}"
        metrics = self.fontMetrics()
        text = max(metrics.horizontalAdvance(words) for words in (longest, START))
        wide = max(self.width() - px(24) - text - px(20), px(80))
        return QRectF(px(24), px(2), wide, self.height() - px(4))

    def _scale(self) -> tuple[float, float]:
        """Return where step 0 lies and the width of a step: costly enough to ask only once."""
        track = self._track().adjusted(px(4), 0, -px(4), 0)
        return track.left(), track.width() / max(self.last, 1)

    def _x(self, step: float) -> float:
        left, width = self._scale()
        return left + width * step

    def _step_at(self, x: float) -> int:
        track = self._track().adjusted(px(4), 0, -px(4), 0)
        share = min(max((x - track.left()) / track.width(), 0.0), 1.0)
        return round(share * self.last)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Start to look back."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._dragging = True
            self._ask(self._step_at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Look back further."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._ask(self._step_at(event.position().x()))
            return
        marked = self._event_at(event.position().x())
        tip = f"Step {spaced(marked[0])}: {marked[1]}" if marked else HELP
        if tip != self.toolTip():
            self.setToolTip(tip)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer to go on from here, to the end, or to before a change."""
        menu = QMenu(self)
        if self.behind:
            menu.addAction(f"Go on from step {spaced(self.step)}", self._bridge.play)
            menu.addAction("Back to the end", lambda: self._bridge.seek(self.last))
        marked = self._event_at(event.pos().x())
        if marked:
            step, told = marked
            menu.addAction(
                f"Go back to before: {told}", lambda: self._bridge.seek(step, before=True)
            )
        if not menu.isEmpty():
            menu.exec(event.globalPos())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Stay where the drag ended."""
        if self._seek.isActive():
            self._seek.stop()
            self._seek_now()
        self._dragging = False
        self._show(self._bridge.status)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go a step, a twentieth of the run, or from change to change."""
        now, last = self.step, self.last
        changes = sorted({0, last, *(step for step, _ in self._events())})
        by_change = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        left = max((s for s in changes if s < now), default=0) if by_change else now - 1
        right = min((s for s in changes if s > now), default=last) if by_change else now + 1
        stride = max(last // 20, 1)
        jumps = {
            Qt.Key.Key_Left: left, Qt.Key.Key_Right: right, Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last, Qt.Key.Key_PageUp: now + stride,
            Qt.Key.Key_PageDown: now - stride,
        }  # fmt: skip
        step = jumps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        elif last:
            self._ask(min(max(step, 0), last))

    def _ask(self, step: int) -> None:
        self._wanted, self._asked = step, perf_counter()
        if not self._seek.isActive():
            self._seek.start()
        self.update()

    def _seek_now(self) -> None:
        if self._wanted is not None and not self._bridge.seek(self._wanted):
            self._wanted = None
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the track, the loss along it, the captures and the cursor."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        track, colors = self._track(), theme()
        painter.setPen(QPen(colors.color("border"), 1))
        painter.setBrush(colors.color("field"))
        painter.drawRoundedRect(track, px(5), px(5))
        if self.last:
            self._paint_curve(painter, track)
            self._paint_events(painter, track)
            x = self._x(self.step)
            painter.setPen(QPen(colors.color("accent"), px(2)))
            painter.drawLine(QPointF(x, track.top() + 1), QPointF(x, track.bottom() - 1))
        self._paint_words(painter, track)
        if self.hasFocus():
            painter.setPen(QPen(colors.color("accent"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(track, px(5), px(5))

    def _paint_events(self, painter: QPainter, track: QRectF) -> None:
        left, width = self._scale()
        painter.setPen(QPen(theme().color("panel"), 1))
        painter.setBrush(theme().color("accent"))
        half, y = px(4), track.bottom() - px(5)
        for step, _ in self._events():
            x = left + width * step
            mark = [(x, y - half), (x + half, y), (x, y + half), (x - half, y)]
            painter.drawPolygon(polygon(np.array(mark)))

    def _paint_curve(self, painter: QPainter, track: QRectF) -> None:
        known = ((t, _sketched(t, goal_of(self._bridge, id))) for id, t
                 in self._bridge.traces.items())  # fmt: skip
        told = [(t, metric) for t, metric in known if metric]
        # The axis counts the steps of the learner that has taken most.
        trace, metric = max(told, key=lambda one: one[0].last_step, default=(None, ""))
        if trace is None:
            return
        line = trace.columns(metric, (-1,), max(int(track.width()) // 2, 2))
        steps, values = line.line(0)
        if metric == "train_loss":
            # A loss that ends at nothing would flatten all that came before.
            floor = max(np.nanmax(values, initial=0.0, where=np.isfinite(values)) / SPAN, 1e-12)
            values = np.log(np.maximum(values, floor))
        known = np.isfinite(values)
        if known.sum() < 2:
            return
        # The first few of a mean swing widely; what follows is what the height is for.
        outside = 0.0 if metric == "train_loss" else OUTSIDE
        low, high = np.quantile(values[known], (outside, 1 - outside))
        share = np.clip((values - low) / max(high - low, 1e-9), 0.0, 1.0)
        y = track.bottom() - px(5) - share * (track.height() - px(9))
        left, width = self._scale()
        points = np.stack([left + width * steps[known], y[known]], axis=1)
        painter.setPen(QPen(theme().color("secondary", 0.55), 1))
        painter.drawPolyline(polygon(points))

    def _paint_words(self, painter: QPainter, track: QRectF) -> None:
        painter.setFont(tabular(self.font()))
        painter.setPen(theme().color("secondary"))
        painter.drawText(QRectF(0, 0, px(16), self.height()), Qt.AlignmentFlag.AlignCenter, "0")
        step, last = spaced(self.step), spaced(self.last)
        words = f"step {step} of {last}" if self.behind else f"step {step}"
        if not self.last:
            words = START
        place = QRectF(track.right() + px(12), 0, self.width() - track.right(), self.height())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)


def _sketched(trace: Trace, goal: Goal) -> str:
    """Return the metric that a learner is sketched by: its goal, or a score where it has none."""
    if goal.metric != "loss":
        return goal.metric if goal.metric in trace.names else ""
    known = (name for name in ("loss", *OWN_SCORES, "clusters") if name in trace.names)
    return next((n for n in known if np.isfinite(trace.value_at(n, trace.last_step)).any()), "")
