"""Smooth pictures of where points lie."""

from .array import Array, namespace

FAR = 100.0
"""Square of how many standard deviations off a bell is flat: at a height of 2e-22."""


def kernel_density(points: Array, across: Array, up: Array, width: Array) -> Array:
    r"""Compute the density of points on a grid, each spread out as an upright normal bell.

    .. math:: p(u, v) = \frac1n \sum_i \phi_{w_0}(u - x_i) \, \phi_{w_1}(v - y_i)

    As bells are products, so is the work: one matrix product (Rosenblatt, 1956,
    doi:10.1214/aoms/1177728190).

    Parameters
    ----------
    points
        Coordinates ``(n, 2)``.
    across, up
        Coordinates of the grid's columns ``(w,)`` and rows ``(h,)``.
    width
        Standard deviation of a bell along both axes ``(2,)``, above 0.

    Returns
    -------
    array of shape ``(h, w)``

    Examples
    --------
    >>> import numpy as np
    >>> axis = np.linspace(-5, 5, 101)
    >>> found = kernel_density(np.zeros((1, 2)), axis, axis, np.ones(2))
    >>> round(float(found.sum() * 0.01), 3)
    1.0
    """
    xp = namespace(points, across, up, width)

    def bells(at: Array, axis: int) -> Array:
        away = (at[:, None] - points[None, :, axis]) / width[axis]
        # Numbers that are next to nothing make products many times slower than nothing does.
        bell: Array = xp.exp(-0.5 * xp.minimum(away * away, FAR)) / width[axis]
        return bell

    density: Array = bells(up, 1) @ bells(across, 0).T / (2.0 * xp.pi * len(points))
    return density
