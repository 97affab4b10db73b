"""Activations with bounded outputs: step, sigmoid, tanh and softmax.

Every ``f(x)`` keeps shape and dtype and never writes into its input; every
``f_gradient(x, y, dy)`` takes the input, the output and the gradient with respect to the output,
and returns the gradient with respect to the input. All stay finite for huge inputs.
"""

import numpy as np

from .array import Array
from .fused import fused
from .rows import row_max, row_sum

# The largest exponent that float32 holds; beyond it exp(x) / (1 + exp(x)) is 1 anyway.
_LIMIT = 88.0


@fused("T x", "T y", "y = x > T(0) ? T(1) : T(0)")
def step(x: Array) -> Array:
    """Compute 1 where ``x > 0`` and 0 elsewhere, the unit of Rosenblatt's perceptron.

    Rosenblatt (1958), doi:10.1037/h0042519.

    Examples
    --------
    >>> step(np.array([-1.0, 0.0, 2.0]))
    array([0., 0., 1.])
    """
    return (x > 0).astype(x.dtype)


def step_gradient(x: Array, y: Array, dy: Array) -> Array:
    """Compute the gradient of a step, which is zero everywhere: nothing flows back."""
    return np.zeros_like(dy)


@fused("T x", "T y", "const T e = exp(x > T(88) ? T(88) : x); y = e / (T(1) + e)")
def sigmoid(x: Array) -> Array:
    """Compute the logistic function ``1 / (1 + exp(-x))``.

    Examples
    --------
    >>> sigmoid(np.array([0.0]))
    array([0.5])
    """
    y = np.exp(np.minimum(x, _LIMIT))
    y /= y + 1.0
    return y


@fused("T y, T dy", "T dx", "dx = dy * y * (T(1) - y)")
def _sigmoid_gradient(y: Array, dy: Array) -> Array:
    dx = 1.0 - y
    dx *= y
    dx *= dy
    return dx


def sigmoid_gradient(x: Array, y: Array, dy: Array) -> Array:
    """Compute ``dy y (1 - y)``."""
    return _sigmoid_gradient(y, dy)


@fused("T x", "T y", "y = tanh(x)")
def tanh(x: Array) -> Array:
    """Compute the hyperbolic tangent.

    Examples
    --------
    >>> tanh(np.array([0.0]))
    array([0.])
    """
    return np.tanh(x)


@fused("T x, T y, T dy", "T dx", "dx = dy * (T(1) - y * y)")
def tanh_gradient(x: Array, y: Array, dy: Array) -> Array:
    """Compute ``dy (1 - y^2)``."""
    dx = dy * y
    dx *= y
    return np.subtract(dy, dx, out=dx)


def softmax(x: Array) -> Array:
    """Compute ``exp(x_j) / sum_k exp(x_k)`` along the last axis, shifted by its maximum.

    Examples
    --------
    >>> softmax(np.array([[0.0, 0.0], [1e4, 0.0]]))
    array([[0.5, 0.5],
           [1. , 0. ]])
    """
    y = x - row_max(x)
    np.exp(y, out=y)
    y /= row_sum(y)[..., None]
    return y


def softmax_gradient(x: Array, y: Array, dy: Array) -> Array:
    """Compute ``y (dy - sum_k dy_k y_k)`` along the last axis."""
    dx = dy - row_sum(dy * y)[..., None]
    dx *= y
    return dx
