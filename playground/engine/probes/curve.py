"""A curve that is looked for: where its points are, what pulls at them, and the known answer."""

from functools import lru_cache
from typing import Annotated

import numpy as np

from playground.core.settings import setting
from playground.engine.functions.curve import Curve as Wanted
from playground.engine.functions.curve import residual
from playground.engine.functions.minimiser import Minimiser
from playground.engine.objectives.brachistochrone import Brachistochrone
from playground.engine.objectives.shortest_path import ShortestPath
from playground.engine.probe import Probe, Watched, member_of
from playground.kernels.array import Array, to_host

MOST = 24
"""Members whose curves are told at most."""


class Curve(Probe, frozen=True):
    """A curve that is looked for: its points, what pulls at them, and the known answer.

    Arrays: ``x`` ``(n,)`` and ``heights`` ``(shown, n)`` of the members ``shown``; ``value`` and
    ``gap`` ``(members,)``, NaN for those that have diverged; of the ``member`` looked at ``pull``
    ``(n - 2,)``, minus the cost's slope by each inner height; ``residual`` ``(shown, n - 2)``, the
    Euler-Lagrange expression, and its ``scale`` at the start; ``exact`` ``(k, 2)`` with its cost
    ``best``; ``words``: what is minimised, its unit and the answer's name. Of a slide: ``times``
    and ``speeds`` ``(shown, n)``, and the ``rivals``' seconds: straight line, and answer. Of slow
    ground: ``border``, where it begins. Nothing for other learners.
    """

    member: Annotated[int, setting("Member", "Whose pull; -1 is the best one's.", low=-1)] = -1

    def measure(self, learner: Watched, size: tuple[int, int]) -> dict[str, Array]:
        """Return the curves of the step where the learner stands."""
        if not isinstance(learner, Minimiser) or not isinstance(learner.function, Wanted):
            return {}
        wanted, member = learner.function, member_of(learner, self.member)
        flat = to_host(learner.weights.flat).astype(np.float64)
        shown = np.arange(min(learner.members, MOST))
        if member not in shown:
            shown[-1] = member
        found, answer = learner.evaluate(), wanted.answer
        with np.errstate(all="ignore"):
            heights = wanted.heights(flat[shown])
            told = {
                "x": wanted.places, "heights": heights, "shown": shown,
                "value": found["train_loss"], "gap": found["gap"], "member": np.array([member]),
                "residual": residual(wanted, heights),
                "pull": -wanted.slope(wanted.heights(flat[member])),
                "scale": np.array([_scale(wanted, learner.seeds[member])]),
                "exact": answer.points, "best": np.array([answer.cost]),
                "words": np.array([wanted.quantity, wanted.unit, answer.name]),
            }  # fmt: skip
            if isinstance(wanted, Brachistochrone):
                told["times"], told["speeds"] = wanted.times(heights), wanted.speeds(heights)
                told["rivals"] = np.array([wanted.straight, answer.cost])
        if isinstance(wanted, ShortestPath) and wanted.ground != "even":
            told["border"] = np.array([0.5])
        return told


@lru_cache(maxsize=256)
def _scale(wanted: Wanted, seed: int) -> float:
    """Return the size that most residuals of a start are below."""
    known = np.abs(residual(wanted, wanted.heights(wanted.starts((seed,)))))
    return float(np.quantile(known, 0.6)) or 1.0
