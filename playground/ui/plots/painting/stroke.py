"""One stroke of a tool: what the mouse does, as changes of a draft."""

from time import monotonic

import numpy as np
from PySide6.QtCore import QPointF

from playground.kernels.array import Array
from playground.ui.plots.painting.draft import Draft, Reach
from playground.ui.plots.painting.tools import (
    ADDING,
    BRUSH,
    ERASE,
    JITTER,
    MAGNET,
    PUT,
    RECOLOUR,
    SPRAY,
)

APART = 0.4
"""Way of the cursor between two points that a brush lays, in radii."""

RATE = 45.0
"""Points that a spray scatters in a second."""

PULL, SHAKE = 0.09, 0.1
"""What a magnet and a jitter do at each moment that they are held."""


class Stroke:
    """From the press of the button to its release.

    Parameters
    ----------
    draft
        The rows that it changes.
    tool
        Name of the tool.
    ground
        The picture, which knows places and pixels.
    radius
        Reach of the tool, in pixels.
    mark
        Class or value of what it paints.
    alt
        Whether Alt was held: a magnet pushes then.
    random
        Draws where points come to lie.
    """

    def __init__(
        self,
        draft: Draft,
        tool: str,
        ground: object,
        radius: float,
        mark: float,
        alt: bool,
        random: np.random.Generator,
    ) -> None:
        self.draft, self.tool, self.radius = draft, tool, radius
        self._ground, self._mark, self._alt, self._random = ground, mark, alt, random
        self._last: QPointF | None = None
        self._way, self._owed, self._then = 0.0, 0.0, monotonic()

    @property
    def label(self) -> str:
        """What undo takes back."""
        count = self.draft.touched
        many = "a point" if count == 1 else f"{count} points"
        if self.tool in ADDING:
            return f"Paint {many}"
        others = {
            ERASE.name: f"Erase {many}", RECOLOUR.name: f"Change the class of {many}",
            JITTER.name: "Jitter points",
        }  # fmt: skip
        return others.get(self.tool, "Pull points together")

    def to(self, at: QPointF) -> None:
        """Go on to a pixel."""
        before = self._last or at
        away = at - before
        length = float(np.hypot(away.x(), away.y()))
        first = self._last is None
        self._last = at
        if self.tool == BRUSH.name:
            self._lay(before, away, length, first)
        elif self.tool == PUT.name:
            if first:
                self.draft.add(np.array([[*self._place(at)]]), self._mark)
        else:
            steps = max(int(length / (0.5 * self.radius)), 1)
            for step in range(1, steps + 1):
                self._act(before + away * (step / steps), 1.0 / steps)

    def go_on(self) -> None:
        """Act where the cursor rests, as time goes by."""
        if self._last is not None:
            self._act(self._last, 1.0)

    def _lay(self, before: QPointF, away: QPointF, length: float, first: bool) -> None:
        """Lay points at even distances along the way, a little beside it."""
        apart = APART * self.radius
        spots = [before] if first else []
        while self._way + length >= apart and length > 0:
            step = apart - self._way
            before, length = before + away * (step / length), length - step
            away = away * (length / (length + step))
            self._way = 0.0
            spots.append(before)
        self._way += length
        if spots:
            at = [self._reach(spot, 0.8).inside(self._random, 1) for spot in spots]
            self.draft.add(np.concatenate(at), self._mark)

    def _act(self, at: QPointF, share: float) -> None:
        reach = self._reach(at)
        if self.tool == SPRAY.name:
            now = monotonic()
            self._owed += RATE * min(now - self._then, 0.1) * share
            self._then = now
            count = int(self._owed)
            self._owed -= count
            self.draft.add(reach.inside(self._random, count, even=False), self._mark)
        elif self.tool == ERASE.name:
            self.draft.erase(reach)
        elif self.tool == RECOLOUR.name:
            self.draft.recolour(reach, self._mark)
        elif self.tool == JITTER.name:
            self.draft.shake(reach, self._random, SHAKE * share)
        elif self.tool == MAGNET.name:
            self.draft.pull(reach, (-PULL if self._alt else PULL) * share)

    def _place(self, at: QPointF) -> tuple[float, float]:
        place: tuple[float, float] = self._ground.place_at(at)  # type: ignore[attr-defined]
        return place

    def _reach(self, at: QPointF, share: float = 1.0) -> Reach:
        """Return what the tool covers of the plane, at a pixel."""
        corners: Array = self._ground.pixels_of(  # type: ignore[attr-defined]
            np.array([[0.0, 0.0], [1.0, 1.0]])
        )
        unit = np.abs(corners[1] - corners[0])
        across, up = (share * self.radius / unit).tolist()
        return Reach(*self._place(at), across, up)
