"""Distances that people type: formulas of two rows, read without ever running them."""

import ast
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from playground.engine.functions import formula
from playground.engine.functions.formula import Formula, FormulaError
from playground.kernels.array import Array, namespace

ROWS = ("a", "b")
OVER = ("sum", "max")
"""What is taken over all features, written around one formula."""

MOST = 6
"""Sums and maxima in one formula at most."""

SLACK = 1e-6
"""Share by which a detour may be shorter than the straight way, for rounding."""


class Gathered(NamedTuple):
    """What is taken over the features: their sum or their maximum."""

    over: str
    share: Formula


class DistanceFormula(NamedTuple):
    """A distance that has been read.

    Attributes
    ----------
    parts
        Sums and maxima over the features.
    whole
        What becomes of them; None for the only one as it is.
    """

    parts: tuple[Gathered, ...]
    whole: Formula | None = None

    def between(self, a: Array, b: Array) -> Array:
        """Compute the distance between rows ``(..., d)`` that broadcast; returns ``(...)``."""
        with np.errstate(all="ignore"):
            found = [_gathered(part, a, b) for part in self.parts]
            if self.whole is None:
                return found[0]
            used = [found[place] for place in self.whole.variables]
            return self.whole.value(namespace(a, b).stack(used, axis=-1))


def _gathered(part: Gathered, a: Array, b: Array) -> Array:
    xp = namespace(a, b)
    total: Array | None = None
    for j in range(a.shape[-1]):
        both = xp.broadcast_arrays(a[..., j], b[..., j])
        share = part.share.value(xp.stack([both[i] for i in part.share.variables], axis=-1))
        if total is None:
            total = share
        else:
            total = total + share if part.over == "sum" else xp.maximum(total, share)
    assert total is not None
    return total


@lru_cache(maxsize=64)
def read(text: str) -> DistanceFormula:
    """Read a distance between two rows a and b.

    ``sum(...)`` and ``max(...)`` of one formula go over all features; without any of them the
    shares of the features are added up, so that ``abs(a - b)`` is ``sum(abs(a - b))``.

    Raises
    ------
    FormulaError
        If it is no formula of that kind.

    Examples
    --------
    >>> far = read("sqrt(sum((a - b)**2))").between(np.array([0.0, 0.0]), np.array([3.0, 4.0]))
    >>> float(far)
    5.0
    """
    if not text.strip():
        raise FormulaError("it is empty; write something like sqrt(sum((a - b)**2))")
    if len(text) > formula.LENGTH:
        raise FormulaError(f"it has {len(text)} characters; at most {formula.LENGTH} are read")
    plain = text.strip().replace("^", "**").replace("−", "-").replace("·", "*")
    taker = _Taker()
    try:
        outer = taker.visit(ast.parse(plain, mode="eval").body)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return DistanceFormula((Gathered("sum", formula.read(plain, ROWS)),))
    if not taker.parts:
        return DistanceFormula((Gathered("sum", formula.read(plain, ROWS)),))
    if len(taker.parts) > MOST:
        raise FormulaError(f"it has {len(taker.parts)} sums and maxima; at most {MOST} are read")
    if isinstance(outer, ast.Name):
        return DistanceFormula(tuple(taker.parts))
    if any(isinstance(node, ast.Name) and node.id in ROWS for node in ast.walk(outer)):
        raise FormulaError("a and b belong inside sum( ) or max( ), which go over all features")
    names = tuple(f"s{i + 1}" for i in range(len(taker.parts)))
    return DistanceFormula(tuple(taker.parts), formula.read(ast.unparse(outer), names))


class _Taker(ast.NodeTransformer):
    """Takes sums and maxima over the features out of a syntax tree."""

    def __init__(self) -> None:
        self.parts: list[Gathered] = []

    def visit_Call(self, node: ast.Call) -> ast.AST:  # noqa: N802 - as the parent names it
        """Put a name in the place of a sum or maximum of one formula."""
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if name not in OVER or len(node.args) != 1 or node.keywords:
            return self.generic_visit(node)
        share = formula.read(ast.unparse(node.args[0]), ROWS)
        self.parts.append(Gathered(name, share))
        return ast.Name(f"s{len(self.parts)}", ast.Load())


@lru_cache(maxsize=64)
def fault(text: str) -> str:
    """Say why what a text computes is no distance, tried on points; "" if nothing speaks against.

    A distance is 0 from a point to itself and above 0 to others, the same both ways, and never
    shortened by a detour.
    """
    far = read(text)
    for points in _samples():
        with np.errstate(all="ignore"):
            d = far.between(points[:, None, :], points[None, :, :])
        found = _fault(np.broadcast_to(d, (len(points), len(points))))
        if found:
            return found
    return ""


def _samples() -> tuple[Array, ...]:
    """Return points ``(n, d)`` of several kinds to try a distance on."""
    random = np.random.Generator(np.random.Philox(key=[20, 5]))
    steps = np.arange(-2.0, 3.0)
    lattice = np.stack(np.meshgrid(steps, steps), axis=-1).reshape(-1, 2)
    return random.standard_normal((24, 2)), lattice, 5.0 * random.standard_normal((24, 3))


def _fault(d: Array) -> str:
    """Say what is wrong with the distances ``(n, n)`` of points to one another."""
    if not np.isfinite(d).all():
        return "it has no finite value for some points"
    size = float(np.abs(d).max()) or 1.0
    if (d < -SLACK * size).any():
        return "a distance is never below 0, but this is for some points; abs( ) helps"
    if (np.abs(np.diagonal(d)) > SLACK * size).any():
        return "a point is 0 away from itself, but this gives something else"
    if (np.abs(d - d.T) > SLACK * size).any():
        return "the way from a to b is as long as from b to a, but not here; abs( ) helps"
    other = ~np.eye(len(d), dtype=bool)
    if (d[other] <= 1e-12 * size).mean() > 0.5:
        return "different points are 0 apart"
    detour = (d[:, :, None] + d[None, :, :]).min(axis=1)
    if (d > detour + SLACK * size).any():
        return (
            "a detour by a third point is shorter than the straight way; "
            "of squares take the root: sqrt(sum((a - b)**2))"
        )
    return ""
