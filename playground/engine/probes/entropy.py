"""A distribution that is looked for, its moments, multipliers and entropy."""

from typing import Annotated

import numpy as np

from playground.core.settings import setting
from playground.engine.functions.minimiser import Minimiser
from playground.engine.objectives.maximum_entropy import MaximumEntropy, entropy
from playground.engine.probe import Probe, Watched, member_of
from playground.kernels.array import Array, to_host

MOST = 24
"""Members whose distributions are told at most."""

NAMES = ("mean", "variance", "skewness", "kurtosis")


class Entropy(Probe, frozen=True):
    """A distribution that is looked for, its moments, multipliers and entropy.

    Arrays: outcomes ``x`` ``(n,)``; ``shares`` ``(shown, n)`` of the members ``shown``; ``exact``
    ``(n,)``, the answer, and its name ``answer``; ``moments`` and ``wanted`` ``(k,)`` with their
    ``names``, those that are known, of the ``member`` looked at; its ``multipliers`` ``(k,)`` of x,
    x², ...; ``entropy`` and ``distance`` ``(members,)``, NaN for those that have diverged;
    ``largest``, the entropy of the answer, and ``ceiling``, that of all outcomes alike. ``line`` is
    True where outcomes are cells of a line. Nothing for other learners.
    """

    member: Annotated[int, setting("Member", "Whose moments; -1 is the best one's.", low=-1)] = -1

    def measure(self, learner: Watched, size: tuple[int, int]) -> dict[str, Array]:
        """Return the distributions of the step where the learner stands."""
        if not isinstance(learner, Minimiser) or not isinstance(learner.function, MaximumEntropy):
            return {}
        wanted, member = learner.function, member_of(learner, self.member)
        shown = np.arange(min(learner.members, MOST))
        if member not in shown:
            shown[-1] = member
        flat = to_host(learner.weights.flat).astype(np.float64)
        found, count = learner.evaluate(), wanted.count
        goals = (wanted.mean, wanted.variance, wanted.skewness, wanted.kurtosis)
        with np.errstate(all="ignore"):
            own = wanted.shares(flat[member])
            return {
                "x": wanted.places, "shares": wanted.shares(flat[shown]), "shown": shown,
                "exact": wanted.exact, "answer": np.array([wanted.answer]),
                "moments": _moments(wanted.places, own)[:count], "wanted": np.array(goals[:count]),
                "names": np.array(NAMES[:count], str), "member": np.array([member]),
                "multipliers": _multipliers(wanted, flat[member]),
                "entropy": found["entropy"], "distance": found["distance"],
                "largest": np.array([entropy(wanted.exact)]),
                "ceiling": np.array([np.log(len(wanted.places))]),
                "line": np.array([wanted.outcomes in ("line", "half-line")]),
            }  # fmt: skip


def _moments(x: Array, shares: Array) -> Array:
    """Return mean, variance, skewness and kurtosis."""
    mean = shares @ x
    away = x - mean
    variance = shares @ away**2
    size = max(float(variance), 1e-300)
    return np.array([mean, variance, shares @ away**3 / size**1.5, shares @ away**4 / size**2])


def _multipliers(wanted: MaximumEntropy, w: Array) -> Array:
    """Return what x, x², ... are multiplied by in the exponent."""
    if not wanted.count or not np.isfinite(w).all():
        return np.full(wanted.count, np.nan)
    exponent = wanted.table()[0] @ w
    fitted = np.polynomial.Polynomial.fit(wanted.places, exponent, wanted.count).convert()
    found = np.zeros(wanted.count)
    found[: len(fitted.coef) - 1] = fitted.coef[1:]
    return found
