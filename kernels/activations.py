"""The table of activation functions that layers and panels choose from."""

from collections.abc import Callable
from typing import NamedTuple

from .array import Array
from .rectifiers import elu, elu_gradient, leaky_relu, leaky_relu_gradient, relu, relu_gradient
from .smooth_rectifiers import (
    gelu,
    gelu_gradient,
    silu,
    silu_gradient,
    softplus,
    softplus_gradient,
)
from .squashing import (
    sigmoid,
    sigmoid_gradient,
    softmax,
    softmax_gradient,
    step,
    step_gradient,
    tanh,
    tanh_gradient,
)

__all__ = [
    "ACTIVATIONS",
    "Activation",
    "elu",
    "elu_gradient",
    "gelu",
    "gelu_gradient",
    "identity",
    "identity_gradient",
    "leaky_relu",
    "leaky_relu_gradient",
    "relu",
    "relu_gradient",
    "sigmoid",
    "sigmoid_gradient",
    "silu",
    "silu_gradient",
    "softmax",
    "softmax_gradient",
    "softplus",
    "softplus_gradient",
    "step",
    "step_gradient",
    "tanh",
    "tanh_gradient",
]


class Activation(NamedTuple):
    """What a layer needs to know of an activation function.

    Attributes
    ----------
    value : callable
        ``value(x) -> y``.
    gradient : callable
        ``gradient(x, y, dy) -> dx``.
    title : str
        The name that people read.
    formula : str
        The formula in plain text.
    elementwise : bool
        False where an output depends on the whole row.
    squashes : bool
        True where the outputs are bounded on both sides.
    """

    value: Callable[[Array], Array]
    gradient: Callable[[Array, Array, Array], Array]
    title: str
    formula: str
    elementwise: bool = True
    squashes: bool = False


def identity(x: Array) -> Array:
    """Return ``x`` itself, not a copy."""
    return x


def identity_gradient(x: Array, y: Array, dy: Array) -> Array:
    """Return ``dy`` itself, not a copy."""
    return dy


ACTIVATIONS: dict[str, Activation] = {
    "linear": Activation(identity, identity_gradient, "Linear", "y = x"),
    "step": Activation(step, step_gradient, "Step", "y = 1 if x > 0 else 0", squashes=True),
    "sigmoid": Activation(
        sigmoid, sigmoid_gradient, "Sigmoid", "y = 1 / (1 + exp(-x))", squashes=True
    ),
    "tanh": Activation(tanh, tanh_gradient, "Tanh", "y = tanh(x)", squashes=True),
    "relu": Activation(relu, relu_gradient, "ReLU", "y = max(x, 0)"),
    "leaky-relu": Activation(
        leaky_relu, leaky_relu_gradient, "Leaky ReLU", "y = x if x > 0 else 0.01 x"
    ),
    "elu": Activation(elu, elu_gradient, "ELU", "y = x if x > 0 else exp(x) - 1"),
    "gelu": Activation(gelu, gelu_gradient, "GELU", "y = x Φ(x)"),
    "silu": Activation(silu, silu_gradient, "SiLU", "y = x / (1 + exp(-x))"),
    "softplus": Activation(softplus, softplus_gradient, "Softplus", "y = log(1 + exp(x))"),
    "softmax": Activation(
        softmax,
        softmax_gradient,
        "Softmax",
        "y_j = exp(x_j) / Σ_k exp(x_k)",
        elementwise=False,
        squashes=True,
    ),
}
"""Every activation by the name that settings and files use; slopes have their default."""
