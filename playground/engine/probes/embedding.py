"""Rows in the few dimensions that a learner makes, or is given."""

from typing import Annotated

import numpy as np

from playground.core.settings import setting
from playground.engine.probe import Probe, Watched, member_of
from playground.engine.reducing.places import places_of, window_of
from playground.engine.some_rows import shown_rows
from playground.kernels.array import Array


class Embedding(Probe, frozen=True):
    """Rows in the few dimensions that a learner makes, or is given.

    ``places`` ``(n, 2)`` of the samples ``rows`` along two of the dimensions, which are called
    ``names``; ``chosen`` ``(2,)`` says which two, and of a single one the second is -1 and its
    places are 0. ``part`` and ``labels`` or ``values`` of each sample, ``window`` ``(2, 2)`` around
    them and ``title`` of what made the dimensions. A learner whose features nothing reduces gives
    nothing, one that has diverged ``diverged``.
    """

    first: Annotated[int, setting("Horizontal", "Dimension on the x axis.", low=0)] = 0
    second: Annotated[int, setting("Vertical", "Dimension on the y axis.", low=0)] = 1
    most: Annotated[int, setting("Points", "Samples at most.", low=1)] = 2000
    member: Annotated[int, setting("Member", "Which one; -1: the best.", low=-1)] = -1

    def measure(self, learner: Watched, size: tuple[int, int]) -> dict[str, Array]:
        """Return the places; see the class."""
        data = getattr(learner, "source", None)
        if data is None or not len(data.x):
            return {}
        member = member_of(learner, self.member)
        rows, part = shown_rows(data, member, self.most)
        found = places_of(learner, rows, member)
        if found is None or not found.at.shape[1]:
            return {}
        if not np.isfinite(found.at).all():
            return {"diverged": np.array(True)}
        chosen = self._chosen(found.at.shape[1])
        places = np.stack([found.at[:, i] if i >= 0 else 0 * found.at[:, 0] for i in chosen], 1)
        colouring: dict[str, Array] = data.colouring(rows)
        return colouring | {
            "places": places.astype(np.float32), "rows": rows, "part": part,
            "window": window_of(learner, places, (*chosen, member)),
            "names": np.array(found.names), "chosen": np.array(chosen),
            "title": np.array(found.title),
        }  # fmt: skip

    def _chosen(self, count: int) -> tuple[int, int]:
        """Return the two dimensions that are shown, brought into what there is."""
        if count == 1:
            return 0, -1
        first, second = min(self.first, count - 1), min(self.second, count - 1)
        return first, second if second != first else (first + 1) % count
