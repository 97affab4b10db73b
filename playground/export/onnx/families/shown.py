"""What a network's outputs are shown as: probabilities, margins or values."""

from playground.engine.loss import Loss
from playground.engine.losses.binary_cross_entropy import BinaryCrossEntropy
from playground.engine.losses.cross_entropy import CrossEntropy
from playground.engine.losses.hinge import Hinge
from playground.export.onnx.graph import Graph
from playground.export.onnx.writers import writes


@writes(Loss)
def plain(graph: Graph, loss: Loss, z: str, outputs: int) -> str:
    """Add nothing: outputs are values as they are."""
    return z


@writes(CrossEntropy)
def soft(graph: Graph, loss: CrossEntropy, z: str, outputs: int) -> str:
    """Add the softmax."""
    return graph.add("Softmax", z, axis=-1)


@writes(BinaryCrossEntropy)
def logistic(graph: Graph, loss: BinaryCrossEntropy, z: str, outputs: int) -> str:
    """Add the sigmoid of each output; a single one gives both classes' columns."""
    both = graph.beside(graph.add("Neg", z), z) if outputs == 1 else z
    return graph.add("Sigmoid", both)


@writes(Hinge)
def margins(graph: Graph, loss: Hinge, z: str, outputs: int) -> str:
    """Add margins moved so that one of exactly 1 shows as 1 for its class, 0 for the others."""
    if outputs == 1:
        half = graph.add("Mul", z, graph.constant(0.5))
        second = graph.add("Add", half, graph.constant(0.5))
        first = graph.add("Sub", graph.constant(0.5), half)
        return graph.beside(first, second)
    centred = graph.add("Sub", z, graph.add("ReduceMean", z, graph.whole(-1)))
    return graph.add("Add", centred, graph.constant(1 / outputs))
