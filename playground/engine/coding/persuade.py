"""The smallest change of an input that makes a network say something else."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from playground.engine.layer import Context
from playground.engine.network import Network
from playground.kernels.array import Array, to_device, to_host

LEAD = 0.5
"""By how much the wanted class's score must exceed the next at the end."""

TURNS, REACH, HALVINGS = 120, 0.1, 7
"""Steps at most, the longest of them as a share of the range that values have, and the halvings
by which the way is shortened in the end."""


@dataclass(frozen=True, eq=False)
class Change:
    """What was found.

    Attributes
    ----------
    end
        The changed input, shape of the input.
    reached
        Whether the network says what was wanted there.
    size
        Euclidean length of the change, in the units of the data.
    """

    end: Array
    reached: bool
    size: float


def persuade(
    learner: Any, start: Array, wanted: int, limits: tuple[float, float], member: int
) -> Change:
    """Climb from an input to where a network gives the wanted class the highest score.

    Every step is the shortest that would do if the network were linear there, ``(lead - margin) g /
    |g|²`` with the gradient ``g`` of the margin between the wanted score and the next (Moosavi-
    Dezfooli, Fawzi and Frossard 2016, arXiv:1511.04599). Values stay within `limits`, and in the
    end the straight way there is halved towards the start as long as the answer stays. It is a
    small change; that none is smaller is not proved.

    Parameters
    ----------
    start
        One row in the units of the data set.
    limits
        Least and most that a value may become.
    """
    low, high = limits
    begin = np.clip(np.asarray(start, np.float64), low, high)
    longest = REACH * (high - low)
    x = begin.copy()
    for _ in range(TURNS):
        margin, gradient = margin_at(learner, x, wanted, member)
        if not np.isfinite(margin) or margin >= LEAD:
            break
        stuck = ((x <= low) & (gradient < 0)) | ((x >= high) & (gradient > 0))
        free = np.where(stuck, 0.0, gradient)
        norm = float(np.sqrt((free**2).sum()))
        if not np.isfinite(norm) or norm < 1e-12:
            break
        x = np.clip(x + free / norm * min((LEAD - margin) / norm + 1e-3, longest), low, high)
    reached = bool(margin_at(learner, x, wanted, member)[0] >= 0.99 * LEAD)
    if reached:
        x = _shortened(learner, begin, x, wanted, member)
    return Change(x, reached, float(np.sqrt(((x - begin) ** 2).sum())))


def _shortened(learner: Any, begin: Array, end: Array, wanted: int, member: int) -> Array:
    """Return the place nearest to the beginning, on the straight way, where the answer holds."""
    near, far = 0.0, 1.0
    for _ in range(HALVINGS):
        middle = (near + far) / 2
        there = begin + middle * (end - begin)
        if margin_at(learner, there, wanted, member)[0] >= 0.9 * LEAD:
            far = middle
        else:
            near = middle
    shortest: Array = begin + far * (end - begin)
    return shortest


def margin_at(learner: Any, x: Array, wanted: int, member: int) -> tuple[float, Array]:
    """Return how far a class's score leads the others at a row, and the gradient by the row.

    The others together count as the logarithm of their summed exponentials, a little more than
    the highest of them, so that the gradient does not jump from one to the next.

    Parameters
    ----------
    x
        One row in the units of the data set; the gradient has its shape.
    """
    network: Network = learner.objective.network
    with np.errstate(all="ignore"):
        inputs = learner.feed.inputs(x[None], learner.device)
        weights = learner.weights.part(slice(member, member + 1))
        record = network.run(weights, inputs, Context(), to_inputs=True)
        z = to_host(record.output)[0, 0].astype(np.float64)
        dz = np.zeros_like(z)
        if len(z) == 1:
            dz[0] = 1.0 if wanted else -1.0
            wanted, behind = 0, float(z[0] - z[0] * dz[0])
        else:
            others = np.delete(z, wanted)
            share = np.exp(others - others.max())
            behind = float(others.max() + np.log(share.sum()))
            dz = np.insert(-share / share.sum(), wanted, 1.0)
        dy = to_device(dz.astype(np.float32)[None, None], learner.device)
        pulled = record.pull({network.output: dy})
        return float(z[wanted] - behind), _through_chains(learner, x, inputs, pulled)


def _through_chains(learner: Any, x: Array, inputs: Any, pulled: Any) -> Array:
    """Carry gradients by the network's inputs back to the row, through the transforms.

    Transforms know no gradient: each feature is moved by one, which is exact where they are affine.
    """
    moved = x.reshape(-1) + np.eye(x.size)
    there = learner.feed.inputs(moved.reshape(x.size, *x.shape), learner.device)
    total = np.zeros(x.size)
    for port, gradient in pulled.items():
        change = to_host(there[port])[0] - to_host(inputs[port])[0]
        total += change.reshape(x.size, -1) @ to_host(gradient)[0, 0].reshape(-1)
    shaped: Array = total.reshape(x.shape)
    return shaped
