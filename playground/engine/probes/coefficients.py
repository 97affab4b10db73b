"""The weights of a linear model, one for each feature."""

from typing import Annotated, Any

import numpy as np

from playground.core.settings import setting
from playground.engine.data import Data, names_for
from playground.engine.feed import Feed
from playground.engine.probe import Probe, Watched, member_of, network_of
from playground.engine.weights import Weights
from playground.kernels.array import Array, to_host

MOST = 20_000
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


class Coefficients(Probe, frozen=True):
    """The weights of a linear model, one for each feature.

    ``weights`` ``(outputs, d)`` and ``bias`` ``(outputs,)`` of a member, in the units that reach
    the model, with the ``names`` ``(d,)`` of the features. Of two classes there is one output, what
    speaks for the second. Where there are more outputs, ``outputs`` names them. With several
    members ``low`` and ``high`` ``(outputs, d)`` bound the weights of all.

    A network counts that is nothing but a read-out. Other learners give nothing.
    """

    member: Annotated[int, setting("Member", "Which one; -1 is the best.", low=-1)] = -1

    def measure(self, learner: Watched, size: tuple[int, int]) -> dict[str, Array]:
        """Return the weights."""
        found = _of_states(learner) or _of_network(learner)
        if found is None:
            return {}
        weights, bias, names = found
        if learner.source.target == "class" and weights.shape[1] == 2:
            weights, bias = np.diff(weights, axis=1), np.diff(bias, axis=1)
        if weights[0].size > MOST:
            return {}
        member = member_of(learner, self.member)
        arrays = {
            "weights": weights[member], "bias": bias[member],
            "names": np.array(names, dtype=np.str_), "outputs": _outputs(learner.source, weights),
        }  # fmt: skip
        if len(weights) > 1:
            arrays |= {"low": weights.min(axis=0), "high": weights.max(axis=0)}
        return arrays


Found = tuple[Array, Array, tuple[str, ...]]
"""Weights ``(members, outputs, d)``, biases ``(members, outputs)``, and names of the features."""


def _of_states(learner: Any) -> Found | None:
    """Return what a classical model holds, if it is linear in what its weights stand for."""
    states = getattr(learner, "states", None)
    shows = getattr(getattr(learner, "block", None), "shows", ())
    if not states or "coefficients" not in shows or "weights" not in states[0]:
        return None
    weights = np.stack([to_host(state["weights"]) for state in states])
    bias = np.stack([to_host(state["bias"]) for state in states])
    if weights.ndim != 3 or bias.shape != weights.shape[:2] or not weights.shape[2]:
        return None
    names = learner.examples.names
    if "terms" in states[0]:
        names = tuple(product_name(term, names) for term in states[0]["terms"].tolist())
    return (weights, bias, names) if len(names) == weights.shape[2] else None


def _of_network(learner: Any) -> Found | None:
    """Return the weights of a network that is nothing but a linear read-out."""
    network, weights = network_of(learner), getattr(learner, "weights", None)
    feed = getattr(learner, "feed", None)
    if network is None or not isinstance(weights, Weights) or not isinstance(feed, Feed):
        return None
    views = [own for own in weights.views.values() if own]
    if len(views) != 1 or set(views[0]) != {"weight", "bias"} or len(feed.shapes) != 1:
        return None
    weight, bias = to_host(views[0]["weight"]), to_host(views[0]["bias"])
    if weight.ndim != 3 or len(network.nodes) != 1:
        return None
    names = names_for(weight.shape[1], feed.source.names)
    return weight.swapaxes(1, 2).astype(float), bias.astype(float), names


def _outputs(source: Data, weights: Array) -> Array:
    names: tuple[str, ...] = ()
    if source.target == "class":
        names = source.classes if weights.shape[1] > 1 else source.classes[-1:]
    elif weights.shape[1] > 1:
        names = tuple(f"target {i + 1}" for i in range(weights.shape[1]))
    return np.array(names, dtype=np.str_)


def product_name(term: list[int], names: tuple[str, ...]) -> str:
    """Write a product of features as people do.

    Examples
    --------
    >>> product_name([0, 0, 1, -1], ("x", "y")), product_name([0] * 12, ("x",))
    ('x²·y', 'x¹²')
    """
    chosen = [i for i in term if i >= 0]
    powers = {i: chosen.count(i) for i in chosen}
    return "·".join(
        names[i] + (str(count).translate(RAISED) if count > 1 else "")
        for i, count in powers.items()
    )
