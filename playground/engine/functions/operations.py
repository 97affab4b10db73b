"""What formulas may compute: every operation with its partial derivatives."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from playground.kernels.array import Array


@dataclass(frozen=True)
class Operation:
    """A function of one or two numbers.

    Attributes
    ----------
    value
        Called with the array module and the arguments.
    partials
        Derivative by each argument; called with the module, the value and the arguments.
    """

    value: Callable[..., Array]
    partials: tuple[Callable[..., Array | float], ...]

    @property
    def arguments(self) -> int:
        """Number of arguments."""
        return len(self.partials)


def _of_one(name: str, slope: Callable[..., Array | float]) -> Operation:
    """Return an operation that the array modules know by name."""
    return Operation(lambda xp, u: getattr(xp, name)(u), (slope,))


def _sigmoid(xp: Any, u: Array) -> Array:
    value: Array = 0.5 + 0.5 * xp.tanh(0.5 * u)
    return value


def _base_slope(xp: Any, value: Array, u: Array, v: Array) -> Array:
    if isinstance(v, float) and v == 0:
        return u * 0
    slope: Array = v * xp.power(u, v - 1)
    return slope


OPERATIONS = {
    "+": Operation(lambda xp, u, v: u + v,
                   (lambda xp, value, u, v: 1.0, lambda xp, value, u, v: 1.0)),
    "-": Operation(lambda xp, u, v: u - v,
                   (lambda xp, value, u, v: 1.0, lambda xp, value, u, v: -1.0)),
    "*": Operation(lambda xp, u, v: u * v,
                   (lambda xp, value, u, v: v, lambda xp, value, u, v: u)),
    "/": Operation(lambda xp, u, v: xp.divide(u, v),
                   (lambda xp, value, u, v: xp.divide(1.0, v),
                    lambda xp, value, u, v: -xp.divide(value, v))),
    "**": Operation(lambda xp, u, v: xp.power(u, v),
                    (_base_slope, lambda xp, value, u, v: value * xp.log(u))),
    "negative": Operation(lambda xp, u: -u, (lambda xp, value, u: -1.0,)),
}  # fmt: skip
"""Those that are written with signs."""

FUNCTIONS = {
    "sin": _of_one("sin", lambda xp, value, u: xp.cos(u)),
    "cos": _of_one("cos", lambda xp, value, u: -xp.sin(u)),
    "tan": _of_one("tan", lambda xp, value, u: 1 + value * value),
    "exp": _of_one("exp", lambda xp, value, u: value),
    "log": _of_one("log", lambda xp, value, u: xp.divide(1.0, u)),
    "sqrt": _of_one("sqrt", lambda xp, value, u: xp.divide(0.5, value)),
    "abs": _of_one("abs", lambda xp, value, u: xp.sign(u)),
    "sinh": _of_one("sinh", lambda xp, value, u: xp.cosh(u)),
    "cosh": _of_one("cosh", lambda xp, value, u: xp.sinh(u)),
    "tanh": _of_one("tanh", lambda xp, value, u: 1 - value * value),
    "atan": _of_one("arctan", lambda xp, value, u: 1 / (1 + u * u)),
    "sigmoid": Operation(_sigmoid, (lambda xp, value, u: value * (1 - value),)),
    "relu": Operation(lambda xp, u: xp.maximum(u, 0.0), (lambda xp, value, u: (u > 0) * 1.0,)),
    "softplus": Operation(lambda xp, u: xp.logaddexp(u, 0.0),
                          (lambda xp, value, u: _sigmoid(xp, u),)),
    "min": Operation(lambda xp, u, v: xp.minimum(u, v),
                     (lambda xp, value, u, v: xp.less_equal(u, v) * 1.0,
                      lambda xp, value, u, v: xp.less(v, u) * 1.0)),
    "max": Operation(lambda xp, u, v: xp.maximum(u, v),
                     (lambda xp, value, u, v: xp.greater_equal(u, v) * 1.0,
                      lambda xp, value, u, v: xp.greater(v, u) * 1.0)),
}  # fmt: skip
"""Those that are written with their names."""
