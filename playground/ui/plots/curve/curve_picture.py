"""A curve on its way to the best one, what pulls at its points, and how much is left to do."""

import time

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QWidget

from playground.kernels.array import Array
from playground.ui.plots.axes import Axes
from playground.ui.plots.curve.beads import lap, paint_beads
from playground.ui.plots.curve.residual_strip import paint_residuals
from playground.ui.plots.curve.sought import Sought, answer_color
from playground.ui.plots.lettering import chip
from playground.ui.plots.painted import Painted
from playground.ui.plots.polygon import lines
from playground.ui.plots.stroke import stroke
from playground.ui.theme import px, theme
from playground.ui.timers import every

FRAME_MS = 33
STRETCH = 2.2
"""How much wider than high one unit may be drawn, to use the room that there is."""
SQUEEZE = 1.0
"""How much narrower than high at most."""
ARROW = 42
"""Length of the longest arrow, in pixels of the design."""
LOW = 150
"""Height below which there is no strip of residuals."""
STRIP = 0.24
"""Part of the height that the strip takes."""
RACES = 3
"""Races after which beads rest, until there is something new or the cursor comes by."""
HEAD_START = 0.45
"""How far beads are at first, in times of the best slide: a picture shows them on their way."""
USUAL = 0.75
"""Part of the residuals, and of the pulls, that a scale has to hold; larger ones are cut."""


class CurvePicture(Painted):
    """Curves with the known answer dashed, arrows of pull, beads, and the residuals below.

    Beads roll in real time, only while the picture is seen: a few races after every change, and
    whenever the cursor comes by.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.sought: Sought | None = None
        self.arrows, self.beads = True, True
        self._range = (0.0, 1.0)
        self._longest = 1e-12
        self._hardest = 1e-12
        self._clock, self._ticked, self._races = 0.0, 0.0, 0
        self.timer = every(self, FRAME_MS, self._tick)

    def show_sought(self, sought: Sought) -> None:
        """Show newer curves; the window only grows while they are about one task."""
        low, high = _reach(sought)
        if sought.same_task(self.sought):
            low, high = min(low, self._range[0]), max(high, self._range[1])
        else:
            self._longest, self._hardest = 1e-12, float(sought.arrays["scale"][0])
            self._clock = _head_start(sought)
        self._range = low, high
        self._longest = max(self._longest, _typical(sought.arrays["pull"], USUAL))
        self._hardest = max(self._hardest, _typical(sought.own("residual"), USUAL))
        self.sought = sought
        self._let_go()
        self.update()

    def show_parts(self, arrows: bool, beads: bool) -> None:
        """Show or hide the arrows and the beads."""
        if (arrows, beads) != (self.arrows, self.beads):
            self.arrows, self.beads = arrows, beads
            self._let_go()
            self.update()

    @property
    def rolling(self) -> bool:
        """Whether there are beads to roll."""
        return self.beads and self.sought is not None and self.sought.rolls

    def _let_go(self) -> None:
        """Have the beads race a few times."""
        wanted, self._races = self.rolling and self.isVisible(), RACES
        if wanted and not self.timer.isActive():
            self._ticked = time.monotonic()
            self.timer.start()
        elif not wanted:
            self.timer.stop()

    def _tick(self) -> None:
        """Let the beads roll on; a pause of the window is none of theirs."""
        now = time.monotonic()
        if self.sought is not None:
            self._clock += min(now - self._ticked, 0.2)
            if self._clock >= lap(self.sought):
                self._clock, self._races = 0.0, self._races - 1
            if self._races <= 0:
                self._clock = _head_start(self.sought)
                self.timer.stop()
        self._ticked = now
        self.update()

    def showEvent(self, event: object) -> None:  # noqa: N802 - Qt's name
        """Let the beads go."""
        self._let_go()

    def enterEvent(self, event: object) -> None:  # noqa: N802 - Qt's name
        """Let the beads go again."""
        self._let_go()

    def hideEvent(self, event: object) -> None:  # noqa: N802 - Qt's name
        """Stop the beads: what is not seen costs nothing."""
        self.timer.stop()

    def paint(self, painter: QPainter, vector: bool = False) -> None:
        """Paint the picture; `vector` asks for whole paths, for SVG and PDF."""
        painter.fillRect(self.rect(), theme().color("field"))
        if self.sought is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole = QRectF(self.rect())
        strip = whole.height() * STRIP if whole.height() >= px(LOW) else 0.0
        axes = self._axes(self.sought, whole.adjusted(0, 0, 0, -strip))
        with np.errstate(all="ignore"):
            axes.paint(painter)
            painter.save()
            painter.setClipRect(axes.area)
            self._paint_ground(painter, axes, self.sought)
            self._paint_curves(painter, axes, self.sought, vector)
            painter.restore()
            self._paint_ends(painter, axes, self.sought)
            self._paint_words(painter, axes, self.sought)
            if strip:
                room = QRectF(whole.left(), whole.bottom() - strip, whole.width(), strip)
                paint_residuals(painter, room, axes, self.sought, self._hardest)

    # the parts -------------------------------------------------------------------

    def _axes(self, sought: Sought, around: QRectF) -> Axes:
        """Return axes that show everything, and stretch it no more than pleases the eye."""
        (low, high), x = self._range, sought.arrays["x"]
        left, right = float(x[0]), float(x[-1])
        unit = str(sought.arrays["words"][1])
        metres = "m" if unit else ""
        side = 0.03 * (right - left)
        trial = Axes(around, (left - side, right + side), (low, high), False, metres, "height")
        across = trial.area.width() / (right - left + 2 * side)
        up = trial.area.height() / (high - low)
        if across > STRETCH * up:
            more = (right - left + 2 * side) * (across / (STRETCH * up) - 1) / 2
            side += more
        elif across < SQUEEZE * up:
            more = (high - low) * (up * SQUEEZE / across - 1) / 2
            low, high = low - more, high + more
        return Axes(around, (left - side, right + side), (low, high), False, metres, "height")

    def _paint_ground(self, painter: QPainter, axes: Axes, sought: Sought) -> None:
        if "border" not in sought.arrays:
            return
        left = float(axes.x_pixels(sought.arrays["border"])[0])
        slow = QRectF(left, axes.area.top(), axes.area.right() - left, axes.area.height())
        painter.fillRect(slow, theme().color("class 0", 0.14))
        chip(painter, "slow ground", slow.bottomRight() - QPointF(0, px(22)), "right", axes.area)

    def _paint_curves(self, painter: QPainter, axes: Axes, sought: Sought, vector: bool) -> None:
        arrays = sought.arrays
        if sought.rolls and self.beads:
            ends = _pixels(axes, arrays["exact"][[0, -1]])
            stroke(painter, ends, sought.rival_color, 1.0 * px(10) / 10, exact=vector)
        drawn = sought.drawn()
        for at, member in drawn:
            points = _pixels(axes, np.stack([arrays["x"], arrays["heights"][at]], axis=-1))
            color = sought.color(member)
            first = member == sought.member
            width = 2.6 if first and (sought.marked or sought.members == 1) else 1.7
            stroke(painter, points, color, width * px(10) / 10, exact=vector)
            if first:
                painter.setPen(QPen(theme().color("field"), 1))
                painter.setBrush(color)
                for x, y in points[1:-1][_apart(points[1:-1, 0], px(6))].tolist():
                    painter.drawEllipse(QPointF(x, y), px(28) / 10, px(28) / 10)
        exact = _pixels(axes, arrays["exact"])
        stroke(painter, exact, answer_color(), 1.6 * px(10) / 10, dashed=True, exact=vector)
        if self.arrows and not sought.gone[sought.member]:
            self._paint_pull(painter, axes, sought)
        if self.rolling:
            paint_beads(painter, sought, self._clock, lambda at: _pixels(axes, at))

    def _paint_pull(self, painter: QPainter, axes: Axes, sought: Sought) -> None:
        arrays = sought.arrays
        pull, scale = arrays["pull"], self._longest
        most = min(px(ARROW), 0.26 * axes.area.height())
        long = -np.sign(pull) * np.sqrt(np.minimum(np.abs(pull) / scale, 1)) * most
        points = _pixels(axes, np.stack([arrays["x"], sought.own("heights")], axis=-1))[1:-1]
        good = np.isfinite(long) & (np.abs(long) > px(4)) & np.isfinite(points).all(axis=1)
        good &= _apart(points[:, 0], px(8))
        tails, tips = points[good], points[good] + np.stack([0 * long, long], axis=-1)[good]
        head = np.sign(long[good]) * px(4)
        painter.setPen(QPen(theme().color("warning", 0.9), px(13) / 10))
        painter.drawLines(lines(np.stack([tails, tips], axis=1)))
        for side in (-px(3), px(3)):
            back = tips + np.stack([np.full(len(tips), side), -head], axis=-1)
            painter.drawLines(lines(np.stack([tips, back], axis=1)))

    def _paint_ends(self, painter: QPainter, axes: Axes, sought: Sought) -> None:
        painter.setPen(QPen(theme().color("field"), px(2)))
        painter.setBrush(theme().color("text"))
        for x, y in _pixels(axes, sought.arrays["exact"][[0, -1]]).tolist():
            painter.drawEllipse(QPointF(x, y), px(5), px(5))

    def _paint_words(self, painter: QPainter, axes: Axes, sought: Sought) -> None:
        notice, area = sought.notice(), axes.area
        clock = f"{self._clock:.2f} s" if self.rolling else ""
        if notice:
            chip(painter, notice, area.topRight(), "right", area)
        if clock:
            chip(painter, clock, area.bottomLeft() - QPointF(0, px(22)), "left", area)


def _pixels(axes: Axes, points: Array) -> Array:
    placed: Array = np.stack(
        [axes.x_pixels(points[..., 0]), axes.y_pixels(points[..., 1])], axis=-1
    )
    return placed


def _head_start(sought: Sought) -> float:
    """Return the time at which beads are seen on their way."""
    return HEAD_START * float(sought.arrays["rivals"][1]) if sought.rolls else 0.0


def _apart(x: Array, least: float) -> Array:
    """Say which of rising places to draw so that those stand a length apart."""
    kept, last = np.zeros(len(x), bool), -np.inf
    for i, place in enumerate(x.tolist()):
        if place - last >= least:
            kept[i], last = True, place
    return kept


def _typical(values: Array, share: float) -> float:
    """Return the size that a share of some values is below."""
    known = np.abs(values[np.isfinite(values)])
    return float(np.quantile(known, share)) if len(known) else 0.0


def _reach(sought: Sought) -> tuple[float, float]:
    """Return the lowest and the highest of all that is drawn, with some air."""
    every = np.concatenate([sought.arrays["heights"].ravel(), sought.arrays["exact"][:, 1]])
    own = sought.arrays["exact"][:, 1]
    wide = float(np.ptp(sought.arrays["x"]))
    # What has run away must not push the rest together.
    with np.errstate(invalid="ignore"):
        near = every[np.isfinite(every) & (np.abs(every - own.mean()) < 3 * wide)]
    low, high = (float(near.min()), float(near.max())) if len(near) else (0.0, 1.0)
    air = 0.08 * max(high - low, 0.2 * wide)
    return low - air, high + air
