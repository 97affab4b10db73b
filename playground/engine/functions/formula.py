"""Formulas that people type: read without ever running them as a program, and differentiated."""

import ast
import math
import warnings
from functools import lru_cache
from typing import Any, NamedTuple, TypeAlias

import numpy as np

from playground.engine.functions.operations import FUNCTIONS, OPERATIONS, Operation
from playground.kernels.array import Array, namespace

LENGTH = 300
"""Characters at most."""

DEPTH = 40
"""Operations within one another at most."""

EXPONENT = 64.0
"""Largest size of a power."""

VARIABLES = ("x", "y")
CONSTANTS = {"pi": math.pi, "e": math.e}

_SIGNS: dict[type[ast.AST], str] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.Pow: "**",
}  # fmt: skip


class FormulaError(ValueError):
    """A text is no formula; the message begins with these words and says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"not a formula: {reason}")


class Variable(NamedTuple):
    """The variable at a place among those that the formula may use."""

    place: int


class Applied(NamedTuple):
    """An operation on parts of a formula."""

    operation: Operation
    parts: "tuple[Node, ...]"


Node: TypeAlias = float | Variable | Applied
"""A number, a variable, or an operation on other nodes."""


class Formula(NamedTuple):
    """A formula that has been read.

    Attributes
    ----------
    root
        The operation done last.
    variables
        Places of those that occur among the names it was read with, rising.
    """

    root: Node
    variables: tuple[int, ...]

    def value(self, w: Array) -> Array:
        """Compute the formula at points ``(..., number of variables)``; returns ``(...,)``."""
        return self.dual(w)[0]

    def gradient(self, w: Array) -> Array:
        """Compute the exact derivatives at points ``(..., d)``; returns the same shape."""
        slopes = self.dual(w, slopes=True)[1]
        xp = namespace(w)
        filled = [np.zeros((), w.dtype) if slope is None else slope for slope in slopes]
        parts = [xp.broadcast_to(xp.asarray(slope), w.shape[:-1]) for slope in filled]
        gradient: Array = xp.stack(parts, axis=-1).astype(w.dtype, copy=False)
        return gradient

    def dual(self, w: Array, slopes: bool = False) -> tuple[Array, list[Any]]:
        """Compute the value ``(...,)`` and, if wanted, the slope by each variable.

        Forward mode: every operation passes on its value together with its derivatives (Wengert,
        1964, doi:10.1145/355586.364791). A slope that is zero everywhere is None.
        """
        known = {place: w[..., i] for i, place in enumerate(self.variables)}
        with np.errstate(all="ignore"):
            value, found = _dual(self.root, known, self.variables if slopes else (), namespace(w))
        return value, found


def _dual(
    node: Node, known: dict[int, Array], wanted: tuple[int, ...], xp: Any
) -> tuple[Any, list[Any]]:
    if isinstance(node, float):
        return node, [None for _ in wanted]
    if isinstance(node, Variable):
        return known[node.place], [1.0 if place == node.place else None for place in wanted]
    told = [_dual(part, known, wanted, xp) for part in node.parts]
    arguments = [value for value, _ in told]
    value = node.operation.value(xp, *arguments)
    slopes: list[Any] = [None for _ in wanted]
    for (_, inner), partial in zip(told, node.operation.partials, strict=True):
        if all(slope is None for slope in inner):
            continue
        outer = partial(xp, value, *arguments)
        for i, slope in enumerate(inner):
            if slope is not None:
                term = outer * slope
                slopes[i] = term if slopes[i] is None else slopes[i] + term
    return value, slopes


@lru_cache(maxsize=256)
def read(text: str, names: tuple[str, ...] = VARIABLES) -> Formula:
    """Read a formula of x, or of x and y; or of variables of other names.

    Only numbers, the variables, pi, e, ``+ - * / ** ^``, parentheses and `FUNCTIONS` are known.
    Nothing is run: the text is taken apart into its syntax, and what is not known is refused.

    Raises
    ------
    FormulaError
        If it is anything else, or too long, too deep or too large to be worth computing.

    Examples
    --------
    >>> f = read("x**4 - 3*x**3 + 2")
    >>> float(f.value(np.array([2.0]))), f.gradient(np.array([2.0])).tolist()
    (-6.0, [-4.0])
    """
    wanted = text.strip().replace("^", "**").replace("−", "-").replace("·", "*")
    if not wanted:
        raise FormulaError("it is empty; write something like x**2 + 3*y**2")
    if len(wanted) > LENGTH:
        raise FormulaError(f"it has {len(wanted)} characters; at most {LENGTH} are read")
    root = _node(_parsed(wanted), 0, names)
    places = tuple(sorted(_places(root)))
    if not places:
        raise FormulaError(f"it has neither {' nor '.join(names)}")
    return Formula(root, places)


def _parsed(text: str) -> ast.expr:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the reader's own remarks on odd spellings
            return ast.parse(text, mode="eval").body
    except SyntaxError as error:
        near = text[max((error.offset or 1) - 1, 0) :][:12].strip()
        raise FormulaError(f"it cannot be read near {near!r}; write 2*x for 2x") from None
    except (ValueError, RecursionError, MemoryError):
        raise FormulaError("it cannot be read") from None


def _node(part: ast.expr, depth: int, names: tuple[str, ...]) -> Node:
    if depth > DEPTH:
        raise FormulaError(f"more than {DEPTH} operations stand within one another")
    if isinstance(part, ast.Constant):
        return _number(part)
    if isinstance(part, ast.Name):
        return _named(part.id, names)
    if isinstance(part, ast.BinOp) and type(part.op) in _SIGNS:
        sign = _SIGNS[type(part.op)]
        parts = (_node(part.left, depth + 1, names), _node(part.right, depth + 1, names))
        return _applied(OPERATIONS[sign], parts, part)
    if isinstance(part, ast.UnaryOp) and isinstance(part.op, ast.USub | ast.UAdd):
        inner = _node(part.operand, depth + 1, names)
        if isinstance(part.op, ast.UAdd):
            return inner
        return _applied(OPERATIONS["negative"], (inner,), part)
    if isinstance(part, ast.Call):
        return _called(part, depth, names)
    raise FormulaError(f"{_shown(part)} is nothing that a formula may hold")


def _number(part: ast.Constant) -> float:
    if type(part.value) not in (int, float):
        raise FormulaError(f"{_shown(part)} is no number")
    try:
        value = float(part.value)  # type: ignore[arg-type]
    except OverflowError:
        value = math.inf
    if not math.isfinite(value):
        raise FormulaError(f"the number {_shown(part)} is too large")
    return value


def _named(name: str, names: tuple[str, ...]) -> Node:
    if name in names:
        return Variable(names.index(name))
    if name in CONSTANTS:
        return CONSTANTS[name]
    if name in FUNCTIONS:
        raise FormulaError(f"{name} needs parentheses, as in {name}({names[0]})")
    raise FormulaError(f"{name[:20]!r} is not known; its variables are {' and '.join(names)}")


def _called(part: ast.Call, depth: int, names: tuple[str, ...]) -> Node:
    name = part.func.id if isinstance(part.func, ast.Name) else ""
    if name not in FUNCTIONS:
        known = ", ".join(FUNCTIONS)
        raise FormulaError(f"it knows no function {_shown(part.func)}; there are {known}")
    count = FUNCTIONS[name].arguments
    if part.keywords or len(part.args) != count:
        raise FormulaError(f"{name} takes {'one number' if count == 1 else 'two numbers'}")
    parts = tuple(_node(argument, depth + 1, names) for argument in part.args)
    return _applied(FUNCTIONS[name], parts, part)


def _applied(operation: Operation, parts: tuple[Node, ...], source: ast.expr) -> Node:
    """Return an operation, or its value where all its parts are numbers."""
    if operation is OPERATIONS["**"] and isinstance(parts[1], float) and abs(parts[1]) > EXPONENT:
        raise FormulaError(f"the power {parts[1]:.6g} is beyond {EXPONENT:g}")
    known = [np.float64(part) for part in parts if isinstance(part, float)]
    if len(known) < len(parts):
        return Applied(operation, parts)
    with np.errstate(all="ignore"):
        value = float(operation.value(np, *known))
    if not math.isfinite(value):
        raise FormulaError(f"{_shown(source)} is too large or has no value")
    return value


def _places(node: Node) -> set[int]:
    if isinstance(node, Variable):
        return {node.place}
    if isinstance(node, Applied):
        return set().union(*(_places(part) for part in node.parts))
    return set()


def _shown(part: ast.AST) -> str:
    try:
        text = ast.unparse(part)
    except RecursionError:
        text = "what is nested so deeply"
    return text if len(text) <= 24 else f"{text[:23]}…"
