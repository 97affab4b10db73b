"""Formulas that people type, as operations."""

from collections.abc import Sequence

from playground.engine.functions.formula import Applied, Node, Variable
from playground.engine.functions.operations import FUNCTIONS, OPERATIONS
from playground.export.onnx.graph import Graph

PLAIN = {
    "+": "Add", "-": "Sub", "*": "Mul", "/": "Div", "**": "Pow", "negative": "Neg", "sin": "Sin",
    "cos": "Cos", "exp": "Exp", "log": "Log", "sqrt": "Sqrt", "abs": "Abs", "tanh": "Tanh",
    "sigmoid": "Sigmoid", "relu": "Relu", "softplus": "Softplus", "min": "Min", "max": "Max",
}  # fmt: skip
"""Operations that ONNX knows in double precision."""


def formula(graph: Graph, node: Node, variables: Sequence[str]) -> str:
    """Add a formula of values by their places."""
    if isinstance(node, float):
        return graph.constant(node)
    if isinstance(node, Variable):
        return variables[node.place]
    told = [formula(graph, part, variables) for part in node.parts]
    name = _name(node)
    if name in PLAIN:
        return graph.add(PLAIN[name], *told)
    (u,) = told
    if name == "tan":
        return graph.add("Div", graph.add("Sin", u), graph.add("Cos", u))
    if name == "atan":
        return _arctangent(graph, u)
    up, down = graph.add("Exp", u), graph.add("Exp", graph.add("Neg", u))
    both = graph.add("Sub" if name == "sinh" else "Add", up, down)
    return graph.add("Mul", both, graph.constant(0.5))


def _name(node: Applied) -> str:
    every = OPERATIONS | FUNCTIONS
    return next(name for name, operation in every.items() if operation is node.operation)


def _arctangent(graph: Graph, u: str) -> str:
    """Add the angle in single precision, and one step of Newton's towards the double one."""
    rough = graph.cast(graph.add("Atan", graph.cast(u, "float32")), "float64")
    sine, cosine = graph.add("Sin", rough), graph.add("Cos", rough)
    over = graph.add("Sub", sine, graph.add("Mul", u, cosine))
    return graph.add("Sub", rough, graph.add("Mul", over, cosine))
