"""Components that collapse onto a point or a line are held up, and that is said."""

from typing import Any

import numpy as np

from playground.kernels.array import Array, namespace, to_host
from playground.kernels.mixtures import Mixture, Shape, thinnest

ROUNDING = 1e-13
"""Share of the widest variance below which a thinner one may be lost to rounding."""

NAMED = 4


def held_up(mixture: Mixture, shape: Shape, floor: float) -> tuple[Mixture, str]:
    """Return components that all have some width, and a sentence if some have no more of it.

    Parameters
    ----------
    floor
        What was added to every variance. Rounding may have lost it beside a wide one: as much is
        added again as the densities need.
    """
    xp: Any = namespace(mixture.mean)
    if not bool(xp.isfinite(mixture.covariance).all()):
        return mixture, ""
    thin = thinnest(mixture, shape)
    least = max(floor / 2, ROUNDING * float(mixture.covariance.max()))
    lift = xp.where(thin < least, 2 * least - thin, 0.0)
    if bool((lift > 0).any()):
        lifted = mixture.covariance + _formed(lift, mixture.mean.shape[1], shape)
        mixture = mixture._replace(covariance=lifted)
    gone = np.flatnonzero(to_host(thin <= max(2 * floor, least)))
    return mixture, _sentence((gone + 1).tolist(), len(thin))


def _formed(lift: Array, wide: int, shape: Shape) -> Array:
    """Return variances ``(c,)`` in the form that covariances of a shape have."""
    xp: Any = namespace(lift)
    if shape == "spherical":
        return lift
    if shape == "diagonal":
        columns: Array = lift[:, None]
        return columns
    level = lift.max() if shape == "tied" else lift[:, None, None]
    diagonal: Array = level * xp.eye(wide)
    return diagonal


def _sentence(gone: list[int], count: int) -> str:
    """Return a sentence about components, counted from 1, as thin as what was added."""
    if not gone:
        return ""
    if len(gone) == count > 1:
        return "All components have collapsed along some direction: regularisation holds them up."
    names = ", ".join(map(str, gone[:NAMED]))
    if len(gone) == 1:
        return f"Component {names} has collapsed along some direction: regularisation holds it up."
    more = f" and {len(gone) - NAMED} more" if len(gone) > NAMED else ""
    return f"Components {names}{more} have collapsed: regularisation holds them up."
