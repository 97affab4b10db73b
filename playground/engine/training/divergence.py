"""Why a run blew up: which layer, and what to do."""

import numpy as np

from playground.engine.network import Network
from playground.engine.weights import Weights
from playground.kernels.array import to_host

HUGE = 1e3
"""Norm of a layer's weights from which on they are a sign of trouble."""


def diagnose(network: Network, weights: Weights, gradient: Weights, member: int) -> str:
    """Say in words where a member's numbers blew up.

    The first layer (in the order of the network) with a non-finite weight or gradient is named,
    or, while all are finite, the one with the largest gradient: or with the largest weights, where
    these are huge and a loss or a unit that has become flat hides it from the gradient.

    Parameters
    ----------
    weights, gradient
        Right after the step whose loss was too large.
    member
        Which weight vector to look at.
    """
    norms = {b: float(to_host(n)[member]) for b, n in weights.segment_norms(gradient).items()}
    sizes = {b: float(to_host(n)[member]) for b, n in weights.segment_norms().items()}
    advice = "the learning rate is probably too high"
    for node in network.nodes:
        if node.id in norms and not np.isfinite(norms[node.id] + sizes[node.id]):
            return f"{node.id} holds infinite numbers; {advice}"
    if not norms:
        return advice
    block, widest = max(norms, key=norms.__getitem__), max(sizes, key=sizes.__getitem__)
    if sizes[widest] > max(HUGE, norms[block]):
        return f"{widest} has weights of norm {sizes[widest]:.3g}; {advice}"
    return f"{block} has a gradient of norm {norms[block]:.3g}; {advice}"
