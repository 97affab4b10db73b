"""Activations with a hard corner at or near zero: ReLU, leaky ReLU and ELU.

Every ``f(x)`` keeps shape and dtype and never writes into its input; every
``f_gradient(x, y, dy)`` takes the input, the output and the gradient with respect to the output,
and returns the gradient with respect to the input. All stay finite for huge inputs.
"""

import numpy as np

from .array import Array
from .fused import fused


@fused("T x", "T y", "y = x < T(0) ? T(0) : x")
def relu(x: Array) -> Array:
    """Compute the rectifier ``max(x, 0)``.

    Nair and Hinton (2010), "Rectified linear units improve restricted Boltzmann machines".

    Examples
    --------
    >>> relu(np.array([-1.0, 2.0]))
    array([0., 2.])
    """
    return np.maximum(x, 0.0)


@fused("T y, T dy", "T dx", "dx = isnan(y) ? y : y > T(0) ? dy : T(0)")
def _relu_gradient(y: Array, dy: Array) -> Array:
    # The outputs are never negative, so their sign is the mask, and cheaper than a comparison.
    dx = np.sign(y)
    dx *= dy
    return dx


def relu_gradient(x: Array, y: Array, dy: Array) -> Array:
    """Compute ``dy`` where ``x > 0`` and 0 elsewhere."""
    return _relu_gradient(y, dy)


@fused("T x, T alpha", "T y", "y = x > T(0) ? x : alpha * x")
def leaky_relu(x: Array, alpha: float = 0.01) -> Array:
    """Compute ``x`` where positive and ``alpha x`` elsewhere.

    Maas, Hannun and Ng (2013), "Rectifier nonlinearities improve neural network acoustic models".

    Examples
    --------
    >>> leaky_relu(np.array([-1.0, 2.0]), 0.1)
    array([-0.1,  2. ])
    """
    # Sums of halves are several times faster than a choice that the processor cannot predict.
    y = np.minimum(x, 0.0)
    y *= alpha
    y += np.maximum(x, 0.0)
    return y


@fused("T x, T dy, T alpha", "T dx", "dx = x > T(0) ? dy : alpha * dy")
def _leaky_relu_gradient(x: Array, dy: Array, alpha: float) -> Array:
    right = (x > 0).astype(dy.dtype)
    right *= dy
    left: Array = dy - right
    left *= alpha
    left += right
    return left


def leaky_relu_gradient(x: Array, y: Array, dy: Array, alpha: float = 0.01) -> Array:
    """Compute ``dy`` where ``x > 0`` and ``alpha dy`` elsewhere."""
    return _leaky_relu_gradient(x, dy, alpha)


@fused("T x, T alpha", "T y", "y = x > T(0) ? x : alpha * expm1(x)")
def elu(x: Array, alpha: float = 1.0) -> Array:
    """Compute ``x`` where positive and ``alpha (exp(x) - 1)`` elsewhere.

    Clevert, Unterthiner and Hochreiter (2016), arXiv:1511.07289.

    Examples
    --------
    >>> elu(np.array([0.0, 2.0]))
    array([0., 2.])
    """
    y = np.minimum(x, 0.0)
    np.expm1(y, out=y)
    if alpha != 1.0:
        y *= alpha
    y += np.maximum(x, 0.0)
    return y


@fused("T x, T y, T dy, T alpha", "T dx", "dx = x > T(0) ? dy : (y + alpha) * dy")
def _elu_gradient(x: Array, y: Array, dy: Array, alpha: float) -> Array:
    if alpha != 1.0:
        return np.where(x > 0, dy, (y + alpha) * dy)
    dx = np.minimum(y, 0.0)
    dx += 1.0
    dx *= dy
    return dx


def elu_gradient(x: Array, y: Array, dy: Array, alpha: float = 1.0) -> Array:
    """Compute ``dy`` where ``x > 0`` and ``dy (y + alpha)`` elsewhere."""
    return _elu_gradient(x, y, dy, alpha)
