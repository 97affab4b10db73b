"""A computation as a graph of single numbers, and the two ways to differentiate it."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["input", "weight", "times", "plus", "function", "loss"]


@dataclass(frozen=True)
class Vertex:
    """One number of a computation.

    Attributes
    ----------
    name
        What it is called: ``"x1"``, ``"h2"``, ``"×"``.
    value
        The number.
    parents
        Places of the vertices it is computed from; they come before it.
    slopes
        Its derivative with respect to each parent, all else held still.
    block
        Layer that it belongs to.
    """

    kind: Kind
    name: str
    value: float
    parents: tuple[int, ...] = ()
    slopes: tuple[float, ...] = ()
    block: str = ""


@dataclass(frozen=True)
class Sweep:
    """Derivatives of one pass, one for each vertex, and what they took.

    Attributes
    ----------
    multiplications
        Products of a local slope and a derivative; a sum passes derivatives on for nothing.
    """

    derivatives: tuple[float, ...]
    multiplications: int


class Computation:
    """Vertices in an order in which parents come first; the last one is the result.

    Examples
    --------
    The derivative of w x at w = 3, x = 2, from the result back to w:

    >>> product = Vertex("times", "w x", 6.0, (0, 1), (3.0, 2.0))
    >>> graph = Computation([Vertex("input", "x", 2.0), Vertex("weight", "w", 3.0), product])
    >>> graph.reverse()
    Sweep(derivatives=(0.0, 2.0, 1.0), multiplications=1)
    """

    def __init__(self, vertices: list[Vertex]) -> None:
        self.vertices = tuple(vertices)
        self._varies: list[bool] = []
        for vertex in self.vertices:
            depends = any(self._varies[parent] for parent in vertex.parents)
            self._varies.append(depends or vertex.kind == "weight")

    @property
    def weights(self) -> tuple[int, ...]:
        """Places of the weights."""
        return tuple(i for i, v in enumerate(self.vertices) if v.kind == "weight")

    def reverse(self) -> Sweep:
        """Differentiate the result with respect to everything: one pass from the end.

        Vertices that no weight enters keep 0: nobody asks for their derivative.
        """
        found = [0.0] * len(self.vertices)
        found[-1] = 1.0
        products = 0
        for i in range(len(self.vertices) - 1, -1, -1):
            vertex = self.vertices[i]
            for parent, slope in zip(vertex.parents, vertex.slopes, strict=True):
                if self._varies[parent]:
                    found[parent] += found[i] * slope
                    products += vertex.kind != "plus"
        return Sweep(tuple(found), products)

    def forward(self, weight: int) -> Sweep:
        """Differentiate everything with respect to one weight: one pass from the start.

        Only what the weight reaches is computed.
        """
        found = [0.0] * len(self.vertices)
        found[weight] = 1.0
        reached = {weight}
        products = 0
        for i, vertex in enumerate(self.vertices):
            for parent, slope in zip(vertex.parents, vertex.slopes, strict=True):
                if parent in reached:
                    reached.add(i)
                    found[i] += found[parent] * slope
                    products += vertex.kind != "plus"
        return Sweep(tuple(found), products)

    def passes(self) -> tuple[int, int]:
        """Count the multiplications of one reverse pass, and of a forward pass for each weight."""
        forward = sum(self.forward(weight).multiplications for weight in self.weights)
        return self.reverse().multiplications, forward
