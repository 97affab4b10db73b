"""A network from one of its nodes onwards: what becomes of a code that is put in there."""

from playground.engine.layer import Context
from playground.engine.network import Network
from playground.engine.weights import Weights
from playground.kernels.array import Array


def onward(network: Network, block: str) -> Network | None:
    """Return the nodes behind a node as a network, its output as their one input.

    It runs with the weights of the whole network: views are looked up by block.

    Returns
    -------
    Network or None
        None where something else reaches the output too, or nothing comes behind.
    """
    known, kept = {block}, []
    for node in network.nodes:
        if node.id != block and known & set(node.sources):
            if not known.issuperset(node.sources):
                return None
            kept.append(node)
            known.add(node.id)
    if not kept or network.output not in known:
        return None
    return Network(kept, {block: network.shapes[block]}, network.output)


def decode(tail: Network, weights: Weights, codes: Array) -> Array:
    """Return what the network makes of codes ``(k, width)`` put in at its node, ``(1, k, c)``.

    Parameters
    ----------
    weights
        One member of the whole network's.
    codes
        Where the weights live, float32.
    """
    (port,) = tail.inputs
    output: Array = tail.run(weights, {port: codes[None]}, Context()).output
    return output
