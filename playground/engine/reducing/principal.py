"""The principal axes that a learner finds, or that the features it is given were turned to."""

from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np

from playground.engine.embedding.principal_components import PrincipalComponents
from playground.engine.feed import Chain
from playground.engine.modelling.stepwise import Stepwise
from playground.engine.transforms.pca import Pca
from playground.engine.unlabelled import trouble_with
from playground.kernels.array import Array, to_host
from playground.kernels.principal import Principal, principal_axes


@dataclass(frozen=True, eq=False)
class PrincipalView:
    """Principal axes as they stand, and all that there are.

    Attributes
    ----------
    before
        Transforms that the data pass on their way to the axes.
    mean, axes
        Middle of the rows ``(d,)``, and the axes that are kept ``(k, d)``. One that has not been
        looked for yet is zero.
    variance
        Along each of them ``(k,)``.
    standing
        How many of them stand; the one after these is still turning.
    every
        All axes and variances that there are.
    """

    before: Chain
    mean: Array
    axes: Array
    variance: Array
    standing: int
    every: Principal

    def rebuilt(self, x: Array) -> Array:
        """Return what rows ``(n, d)`` come back as from their components."""
        there = (x - self.mean) @ self.axes.T
        back: Array = there @ self.axes + self.mean
        return back


def principal_view(learner: Any, member: int) -> PrincipalView | None:
    """Return the principal axes of a learner: its own, or those of the last PCA before it."""
    block = getattr(learner, "block", None)
    if isinstance(learner, Stepwise) and isinstance(block, PrincipalComponents):
        state = learner.states[member]
        (chain,) = learner.feed.chains.values()
        if trouble_with(state["rows"]):
            return None
        mean, axes, variance = (to_host(state[n]).copy() for n in ("mean", "axes", "variance"))
        every = _every(learner, state["rows"])
        return PrincipalView(chain, mean, axes, variance, int(state["found"]), every)
    feed = getattr(learner, "feed", None)
    for chain in feed.chains.values() if feed is not None else ():
        for place, (transform, fitted) in reversed(list(enumerate(chain))):
            if isinstance(transform, Pca):
                spectrum = fitted["spectrum"]
                every = Principal(
                    fitted["mean"], fitted["directions"], spectrum, float(spectrum.sum())
                )
                count = len(fitted["axes"])
                return PrincipalView(
                    chain[:place], fitted["mean"], fitted["axes"], spectrum[:count], count, every
                )
    return None


_known: WeakKeyDictionary[object, tuple[Array, Principal]] = WeakKeyDictionary()


def _every(learner: object, rows: Array) -> Principal:
    """Return all axes of a learner's rows, worked out once for each."""
    known = _known.get(learner)
    if known is None or known[0] is not rows:
        known = rows, Principal(*map(_home, principal_axes(rows)))
        _known[learner] = known
    return known[1]


def _home(part: Any) -> Any:
    return part if isinstance(part, float) else to_host(part)


def carried(chain: Chain, x: Array) -> Array:
    """Return rows ``(n, *axes)`` after fitted transforms, laid out flat ``(n, d)``."""
    rows: Array = np.asarray(x, np.float64)
    for transform, fitted in chain:
        rows = transform.apply(rows, fitted)
    return rows.reshape(len(rows), -1)


def brought_back(chain: Chain, x: Array) -> Array | None:
    """Return rows ``(n, d)`` in the units of the data set, or None where there is no way back."""
    for transform, fitted in reversed(chain):
        back = transform.invert(x, fitted)
        if back is None:
            return None
        x = back
    return x
