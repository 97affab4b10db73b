"""What lies along a line of sight over a surface: what hides a place, and what a pixel shows."""

import numpy as np

from playground.kernels.array import Array
from playground.ui.plots.surface.height_field import HEIGHT, Sight, between

STEPS = 48
"""Places between something and the eye at which the surface may hide it."""

SLICES = 400
"""Places along the view at which a pixel may meet the surface."""


def hidden(sight: Sight, heights: Array, ground: Array, height: Array) -> Array:
    """Say which of some places the surface hides.

    Parameters
    ----------
    heights
        Surface ``(h, w)`` from 0 to 1, the first row in front (least y).
    ground
        Places ``(n, 2)`` in units of the block.
    height
        Theirs ``(n,)``, from -1 to 1 for the surface.
    """
    sine, cosine = sight.tilt
    rise = sine / max(HEIGHT * cosine, 1e-9)
    reach = np.clip((1 - height) / rise, 0, 2 * float(np.hypot(*sight.half)))
    steps = reach[:, None] * (np.arange(1, STEPS + 1) / STEPS)
    line = height[:, None] + steps * rise
    x, y, inside = _shares(sight, ground[:, None, :] + steps[..., None] * sight.axes[1])
    higher: Array = inside & (2 * between(heights, x, y) - 1 > line)
    return higher.any(axis=1)


def met(sight: Sight, heights: Array, x: float, y: float) -> tuple[float, float] | None:
    """Return the place of the surface that a pixel shows; None beside it and on its sides."""
    right, near = sight.axes
    reach = float(np.hypot(*sight.half))
    v = np.linspace(reach, -reach, SLICES)
    places = (x - sight.size[0] / 2) / sight.scale * right + v[:, None] * near
    across, up, inside = _shares(sight, places)
    on = np.flatnonzero(inside)
    if not len(on):
        return None
    over = y - sight.rows(2 * between(heights, across[on], up[on]) - 1, v[on])
    reached = np.flatnonzero(over >= 0)
    # A pixel below the surface's nearest edge shows the side of the block, or what is before it.
    if not len(reached) or reached[0] == 0:
        return None
    i = int(reached[0])
    share = over[i - 1] / (over[i - 1] - over[i])
    place = places[on[i - 1]] + share * (places[on[i]] - places[on[i - 1]])
    return float(place[0]), float(place[1])


def _shares(sight: Sight, ground: Array) -> tuple[Array, Array, Array]:
    x, y = (ground / np.array(sight.half)).transpose(-1, *range(ground.ndim - 1))
    inside = (np.abs(x) <= 1) & (np.abs(y) <= 1)
    return np.clip((x + 1) / 2, 0, 1), np.clip((y + 1) / 2, 0, 1), inside
