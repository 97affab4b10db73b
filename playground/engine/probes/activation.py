"""Where the numbers that reach an activation function lie on it."""

from typing import Annotated, Any

import numpy as np

from playground.core.settings import setting
from playground.engine.layer import Context
from playground.engine.layers.activation import Activation as ActivationLayer
from playground.engine.layers.dense import Dense
from playground.engine.network import Network, Node, Record
from playground.engine.probe import Probe, Watched, member_of, network_of
from playground.engine.signals.excerpt import training_rows
from playground.engine.weights import Weights
from playground.kernels.activations import ACTIVATIONS
from playground.kernels.affine import affine
from playground.kernels.array import Array, to_host

MOST_ROWS = 500
BINS = 60
REACHES = (5.0, 8.0, 12.0, 20.0, 50.0, 100.0)
"""Half-widths of the axis: few, so that it rarely moves while a network learns."""

FLAT = 0.05
"""A value is on a flat part where the slope is below this share of the steepest slope."""


class Activation(Probe, frozen=True):
    """Where the numbers that reach an activation function lie on it.

    They are taken from up to 500 training rows. ``blocks`` names all layers of the network that
    have an activation, ``block`` and ``function`` the one measured; ``edges`` ``(61,)`` and
    ``counts`` ``(60,)`` are the histogram of its z, where what lies outside is counted in the
    first or last bin; ``slope`` is the mean slope there, ``flat`` ``(units,)`` the share of each
    unit's values on flat parts of the function, and ``rows`` how many were looked at. Softmax is
    measured as the sigmoid that it is of each score against all others,
    ``z_j - log sum_{k != j} exp(z_k)``. Numbers that are not finite leave ``diverged``.
    """

    block: Annotated[str, setting("Layer", "Whose activation; empty for the first.")] = ""
    unit: Annotated[int, setting("Unit", "One unit's values; -1 for all.", low=-1)] = -1
    member: Annotated[int, setting("Member", "Which one; -1 for the best.", low=-1)] = -1

    def measure(self, learner: Watched, size: tuple[int, int]) -> dict[str, Array]:
        """Return the histogram of one layer; see the class."""
        network = network_of(learner)
        if network is None:
            return {}
        nodes = {node.id: node for node in network.nodes if function_of(node)}
        found: dict[str, Array] = {"blocks": np.array(list(nodes), dtype=str)}
        node = nodes.get(self.block) or next(iter(nodes.values()), None)
        if node is None:
            return found
        name = function_of(node)
        z = _arriving(learner, network, node, member_of(learner, self.member))
        found |= {"block": np.array(node.id), "function": np.array(name)}
        found["rows"] = np.array(z.shape[0])
        if not np.isfinite(z).all():
            return found | {"diverged": np.array(True)}
        return found | self._spread(name, z)

    def _spread(self, name: str, z: Array) -> dict[str, Array]:
        flat, slope = flatness(name, z)
        if 0 <= self.unit < z.shape[-1]:
            z, slope = z[..., self.unit], slope[..., self.unit]
        wide = float(np.percentile(np.abs(z), 99.5))
        reach = next((r for r in REACHES if r >= wide), REACHES[-1])
        edges = np.linspace(-reach, reach, BINS + 1)
        counts, _ = np.histogram(np.clip(z, -reach, reach), edges)
        return {"edges": edges, "counts": counts, "slope": np.array(slope.mean()), "flat": flat}


def function_of(node: Node) -> str:
    """Return the name of the activation function of a layer, or "" where it has none."""
    if isinstance(node.layer, ActivationLayer):
        return node.layer.function
    if isinstance(node.layer, Dense) and node.layer.activation != "linear":
        return node.layer.activation
    return ""


def slope_of(name: str, z: Array) -> Array:
    """Compute the slope of an activation at z; softmax's is that of the sigmoid it is."""
    activation = ACTIVATIONS["sigmoid" if name == "softmax" else name]
    return activation.gradient(z, activation.value(z), np.ones_like(z))


def flatness(name: str, z: Array) -> tuple[Array, Array]:
    """Return the share of each unit's values on flat parts, ``(units,)``, and all slopes.

    Parameters
    ----------
    z
        What arrives, ``(n, *axes, units)``.
    """
    slope = slope_of(name, z)
    steepest = float(np.abs(slope_of(name, np.linspace(-6.0, 6.0, 1201))).max())
    low = (np.abs(slope) < FLAT * steepest) | (steepest == 0)
    return low.reshape(-1, z.shape[-1]).mean(axis=0), slope


def against_others(z: Array) -> Array:
    """Compute ``z_j - log sum over k != j of exp(z_k)``, of which softmax is the sigmoid."""
    top = z.max(axis=-1, keepdims=True)
    e = np.exp(z - top)
    others = np.maximum(e.sum(axis=-1, keepdims=True) - e, 1e-30)
    score: Array = z - top - np.log(others)
    return score


def _arriving(learner: Any, network: Network, node: Node, member: int) -> Array:
    """Return what reaches a layer's activation for one member, ``(n, *axes, units)``."""
    rows = training_rows(learner.source, member, MOST_ROWS)
    weights = Weights(learner.weights.layout, learner.weights.flat[member : member + 1])
    with np.errstate(all="ignore"):
        inputs = learner.feed.inputs(learner.source.x[rows], learner.device)
        record = network.run(weights, inputs, Context())
        z = to_host(_before(record, weights, node))[0].astype(np.float64)
        return against_others(z) if function_of(node) == "softmax" else z


def _before(record: Record, weights: Weights, node: Node) -> Array:
    x = record[node.sources[0]]
    if isinstance(node.layer, Dense):
        views = weights.views[node.id]
        return affine(x, views["weight"], views.get("bias"))
    return x
