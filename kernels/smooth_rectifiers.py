"""Activations that bend smoothly around zero: GELU, SiLU and softplus.

Every ``f(x)`` keeps shape and dtype and never writes into its input; every
``f_gradient(x, y, dy)`` takes the input, the output and the gradient with respect to the output,
and returns the gradient with respect to the input. All stay finite for huge inputs.
"""

import functools
from collections.abc import Callable
from typing import Any

import numpy as np

from .array import Array
from .fused import fused
from .squashing import sigmoid


@functools.cache
def _erf() -> Callable[..., Any]:
    from scipy.special import erf

    function: Callable[..., Any] = erf
    return function


@fused("T x", "T y", "y = T(0.5) * x * (T(1) + erf(x * T(0.7071067811865476)))")
def gelu(x: Array) -> Array:
    """Compute ``x Phi(x)`` with the exact normal distribution function ``Phi``.

    Hendrycks and Gimpel (2016), arXiv:1606.08415.

    Examples
    --------
    >>> gelu(np.array([0.0, 1.0])).round(4)
    array([0.    , 0.8413])
    """
    y: Array = _erf()(x * 0.7071067811865476)
    y += 1.0
    y *= x
    y *= 0.5
    return y


@fused(
    "T x, T dy",
    "T dx",
    "dx = dy * (T(0.5) * (T(1) + erf(x * T(0.7071067811865476)))"
    " + x * T(0.3989422804014327) * exp(T(-0.5) * x * x))",
)
def _gelu_gradient(x: Array, dy: Array) -> Array:
    below: Array = _erf()(x * 0.7071067811865476)
    below += 1.0
    below *= 0.5
    density = np.exp(x * x * -0.5)
    density *= x
    density *= 0.3989422804014327
    below += density
    below *= dy
    return below


def gelu_gradient(x: Array, y: Array, dy: Array) -> Array:
    """Compute ``dy (Phi(x) + x phi(x))`` with the normal density ``phi``."""
    return _gelu_gradient(x, dy)


@fused("T x", "T y", "const T e = exp(x > T(88) ? T(88) : x); y = x * (e / (T(1) + e))")
def silu(x: Array) -> Array:
    """Compute ``x sigmoid(x)``, also called swish.

    Elfwing, Uchibe and Doya (2018), arXiv:1702.03118; Ramachandran, Zoph and Le (2017),
    arXiv:1710.05941.

    Examples
    --------
    >>> silu(np.array([0.0, 1.0])).round(4)
    array([0.    , 0.7311])
    """
    y = sigmoid(x)
    y *= x
    return y


@fused(
    "T x, T y, T dy",
    "T dx",
    "const T e = exp(x > T(88) ? T(88) : x); const T s = e / (T(1) + e);"
    " dx = dy * (s + y * (T(1) - s))",
)
def _silu_gradient(x: Array, y: Array, dy: Array) -> Array:
    s = sigmoid(x)
    dx = 1.0 - s
    dx *= y
    dx += s
    dx *= dy
    return dx


def silu_gradient(x: Array, y: Array, dy: Array) -> Array:
    """Compute ``dy (s + y (1 - s))`` with ``s = sigmoid(x)``."""
    return _silu_gradient(x, y, dy)


@fused("T x", "T y", "y = log1p(exp(-abs(x))) + (x < T(0) ? T(0) : x)")
def softplus(x: Array) -> Array:
    """Compute ``log(1 + exp(x))`` as ``log1p(exp(-|x|)) + max(x, 0)``.

    Dugas et al. (2001), "Incorporating second-order functional knowledge for better option
    pricing".

    Examples
    --------
    >>> softplus(np.array([0.0, 1e4])).round(4)
    array([6.931e-01, 1.000e+04])
    """
    y = np.abs(x)
    np.negative(y, out=y)
    np.exp(y, out=y)
    np.log1p(y, out=y)
    y += np.maximum(x, 0.0)
    return y


@fused("T y, T dy", "T dx", "dx = -expm1(-y) * dy")
def _softplus_gradient(y: Array, dy: Array) -> Array:
    dx = np.negative(y)
    np.expm1(dx, out=dx)
    np.negative(dx, out=dx)
    dx *= dy
    return dx


def softplus_gradient(x: Array, y: Array, dy: Array) -> Array:
    """Compute ``dy sigmoid(x)``, read off the output as ``dy (1 - exp(-y))``."""
    return _softplus_gradient(y, dy)
