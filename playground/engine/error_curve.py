"""A loss as a curve: over the error of a value, or over the margin of a class."""

import numpy as np

from playground.core.shape import Target
from playground.engine.loss import Loss
from playground.kernels.array import Array


def error_curve(loss: Loss, target: Target, at: Array) -> tuple[Array, Array]:
    """Compute a loss and its slope at errors of a value, or at margins of one of two classes.

    Parameters
    ----------
    target
        ``"value"``: `at` holds errors, prediction minus truth. ``"class"``: it holds margins, the
        score of the right class less that of the other, with scores that add up to 1 where the
        loss compares them with 0 and 1.
    at
        Places ``(k,)``.

    Returns
    -------
    value, slope
        Both ``(k,)``.
    """
    at = np.asarray(at, np.float64)
    if target == "value":
        z, y, share = at[:, None], np.zeros((len(at), 1)), np.ones((1,))
    elif loss.outputs("class", 2) == 1:
        z, y, share = at[:, None], np.ones((len(at), 1)), np.ones((1,))
    else:
        share = np.array([0.5, -0.5])
        z, y = 0.5 + at[:, None] * share, np.tile([1.0, 0.0], (len(at), 1))
    value, slope = loss.value_and_gradient(z, y)
    return value, slope @ share


def margins(loss: Loss, z: Array, y: Array) -> Array:
    """Compute how far the right class is ahead for each row, ``(..., n)``.

    One output: ``(2 y - 1) z``. Several: the right class's score less the largest of the others;
    for the cross-entropy of a softmax less ``log sum exp`` of the others, of which the loss is
    exactly ``log(1 + exp(-margin))`` however many classes there are.

    Parameters
    ----------
    z, y
        Outputs and one-hot targets, ``(..., n, c)``.
    """
    if z.shape[-1] == 1:
        ahead: Array = ((2.0 * y - 1.0) * z)[..., 0]
        return ahead
    right = (z * y).sum(axis=-1)
    others = np.where(y > 0.5, -np.inf, z)
    top = others.max(axis=-1)
    if loss.kernel == "cross_entropy":
        top = top + np.log(np.exp(others - top[..., None]).sum(axis=-1))
    return np.asarray(right - top)
