"""A gradient checked against differences of the loss."""

from dataclasses import dataclass

import numpy as np

from playground.engine.batches import Batch
from playground.engine.layer import Context
from playground.engine.objective import NetworkLoss
from playground.engine.weights import Weights
from playground.kernels.array import Array, namespace, to_host

STEP = 1e-5
"""Distance on either side, as a share of a weight or of 1, whichever is larger."""


@dataclass(frozen=True, eq=False)
class GradientCheck:
    """Derivatives of the loss by some weights, found in two ways, in float64.

    Attributes
    ----------
    places
        Positions ``(k,)`` in the flat vector.
    analytic, numerical
        By back-propagation, and by a central difference, each ``(k,)``.
    error
        ``|analytic - numerical| / max(|analytic|, |numerical|, 1e-8)``, ``(k,)``.
    """

    places: Array
    analytic: Array
    numerical: Array
    error: Array


def check_gradient(
    objective: NetworkLoss, weights: Weights, batch: Batch, places: Array
) -> GradientCheck:
    """Compare the gradient of a batch's loss with central differences.

    Near a kink, as a ReLU has at 0, the two may rightly differ.

    Parameters
    ----------
    weights
        One member.
    batch
        Rows; random draws (dropout) are those of its seed and step.
    places
        Positions ``(k,)`` of the weights that are moved.
    """
    centre = weights.astype(np.float64)
    rows = Batch(
        {port: x.astype(np.float64) for port, x in batch.x.items()},
        batch.y.astype(np.float64), None, batch.seeds[:1], batch.step,
    )  # fmt: skip
    gradient = centre.like()
    with np.errstate(all="ignore"):
        objective.gradient(centre.copy(), rows, gradient)
        numerical = _differences(objective, centre, rows, places)
    analytic = to_host(gradient.flat)[0, places]
    size = np.maximum(np.maximum(np.abs(analytic), np.abs(numerical)), 1e-8)
    return GradientCheck(places, analytic, numerical, np.abs(analytic - numerical) / size)


def _differences(
    objective: NetworkLoss, centre: Weights, batch: Batch, places: Array
) -> Array:
    """Evaluate the loss on both sides of every weight at once, as members of one population."""
    xp, count = namespace(centre.flat), len(places)
    flat = xp.repeat(centre.flat, 2 * count, axis=0)
    size = np.abs(to_host(centre.flat)[0, places])
    step = STEP * np.maximum(size, 1.0)
    at = np.arange(count)
    flat[at, places] += xp.asarray(step)
    flat[count + at, places] -= xp.asarray(step)
    moved = Weights(centre.layout, flat)
    context = Context(training=True, seeds=batch.seeds * (2 * count), step=batch.step)
    output = objective.network.run(moved, batch.x, context).output
    loss = to_host(objective.compared.value(output, batch.y)).mean(axis=-1)
    difference: Array = (loss[:count] - loss[count:]) / (2 * step)
    return difference


def telling_places(weights: Weights, gradient: Weights, most: int) -> Array:
    """Return positions of the weights to check: all, or the steepest of each array, in order."""
    entries = [e for e in weights.layout.entries if e.spec.trainable]
    if weights.layout.trainable <= most:
        return np.arange(weights.layout.trainable)
    each = max(1, most // max(len(entries), 1))
    slope = np.abs(np.nan_to_num(to_host(gradient.flat)[0]))
    chosen = [
        e.start + np.argsort(-slope[e.start : e.stop], kind="stable")[:each] for e in entries
    ]
    return np.sort(np.concatenate(chosen))[:most] if chosen else np.empty(0, np.int64)
