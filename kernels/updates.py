"""Rules that move weights down a gradient, in place.

The weights ``w``, their gradient ``g`` and every state array have the shape ``(members, P)``; a
rate is a number or an array ``(members, 1)`` of the same dtype. ``w`` and the state are
overwritten, ``g`` is only read. State arrays start as zeros. The numbers agree with
``torch.optim``.
"""

import math

import numpy as np

from .array import Array
from .fused import fused

Rate = float | Array
"""A learning rate for all members, or one for each: ``(members, 1)``."""


@fused("T g, T rate", "T w", "w -= rate * g")
def sgd(w: Array, g: Array, rate: Rate) -> None:
    """Update by gradient descent: ``w <- w - rate g``.

    Examples
    --------
    >>> w = np.array([[1.0, 2.0]])
    >>> sgd(w, np.array([[1.0, -1.0]]), 0.5)
    >>> w
    array([[0.5, 2.5]])
    """
    w -= g * rate


@fused("T decay, T rate", "T w", "w -= rate * decay * w")
def shrink(w: Array, decay: Rate, rate: Rate) -> None:
    """Update by decoupled weight decay: ``w <- w - rate decay w``.

    ``decay`` is a number or an array ``(P,)`` that is 0 where nothing decays, as for biases and
    the scales of normalisations. Loshchilov and Hutter (2019), arXiv:1711.05101.

    Examples
    --------
    >>> w = np.array([[1.0, 2.0]])
    >>> shrink(w, np.array([0.1, 0.0]), 0.5)
    >>> w
    array([[0.95, 2.  ]])
    """
    pull = w * decay
    pull *= rate
    w -= pull


@fused("T g, T rate, float64 beta", "T w, T v", "v = T(beta) * v + g; w -= rate * v")
def momentum(w: Array, v: Array, g: Array, rate: Rate, beta: float = 0.9) -> None:
    """Update with momentum: ``v <- beta v + g; w <- w - rate v``.

    Polyak (1964), doi:10.1016/0041-5553(64)90137-5.
    """
    v *= beta
    v += g
    w -= v * rate


@fused("T g, T rate, float64 beta", "T w, T v", "v = T(beta) * v + T(1 - beta) * g; w -= rate * v")
def averaged_momentum(w: Array, v: Array, g: Array, rate: Rate, beta: float = 0.9) -> None:
    """Update by an average of gradients: ``v <- beta v + (1 - beta) g; w <- w - rate v``."""
    v *= beta
    v += g * (1.0 - beta)
    w -= v * rate


@fused(
    "T g, T rate, float64 beta", "T w, T v", "v = T(beta) * v + g; w -= rate * (g + T(beta) * v)"
)
def nesterov(w: Array, v: Array, g: Array, rate: Rate, beta: float = 0.9) -> None:
    """Update with Nesterov's momentum: ``v <- beta v + g; w <- w - rate (g + beta v)``.

    Sutskever, Martens, Dahl and Hinton (2013), "On the importance of initialization and momentum
    in deep learning".
    """
    v *= beta
    v += g
    ahead = v * beta
    ahead += g
    ahead *= rate
    w -= ahead


@fused("T g, T rate, T eps", "T w, T s", "s += g * g; w -= rate * g / (sqrt(s) + eps)")
def adagrad(w: Array, s: Array, g: Array, rate: Rate, eps: float = 1e-10) -> None:
    """Update by AdaGrad: ``s <- s + g^2; w <- w - rate g / (sqrt(s) + eps)``.

    Duchi, Hazan and Singer (2011), "Adaptive subgradient methods for online learning and
    stochastic optimization".
    """
    s += g * g
    _scaled_step(w, s, g, rate, eps)


@fused(
    "T g, T rate, float64 beta, T eps",
    "T w, T s",
    "s = T(beta) * s + T(1 - beta) * g * g; w -= rate * g / (sqrt(s) + eps)",
)
def rmsprop(
    w: Array, s: Array, g: Array, rate: Rate, beta: float = 0.99, eps: float = 1e-8
) -> None:
    """Update by RMSProp: ``s <- beta s + (1 - beta) g^2; w <- w - rate g / (sqrt(s) + eps)``.

    Tieleman and Hinton (2012), "Lecture 6.5: rmsprop".
    """
    _average_square(s, g, beta)
    _scaled_step(w, s, g, rate, eps)


@fused(
    "T g, T rate, float64 rho, T eps",
    "T w, T s, T u",
    "s = T(rho) * s + T(1 - rho) * g * g; const T move = sqrt(u + eps) / sqrt(s + eps) * g;"
    " u = T(rho) * u + T(1 - rho) * move * move; w -= rate * move",
)
def adadelta(
    w: Array,
    s: Array,
    u: Array,
    g: Array,
    rate: Rate = 1.0,
    rho: float = 0.9,
    eps: float = 1e-6,
) -> None:
    """Update by AdaDelta, which scales each step by the size of the steps before it.

    ``s <- rho s + (1 - rho) g^2; d = g sqrt(u + eps) / sqrt(s + eps);
    u <- rho u + (1 - rho) d^2; w <- w - rate d``. Zeiler (2012), arXiv:1212.5701.
    """
    _average_square(s, g, rho)
    move = u + eps
    move /= s + eps
    np.sqrt(move, out=move)
    move *= g
    _average_square(u, move, rho)
    move *= rate
    w -= move


@fused(
    "T g, T rate, T eps, float64 beta1, float64 beta2",
    "T w, T m, T v",
    "m = T(beta1) * m + T(1 - beta1) * g; v = T(beta2) * v + T(1 - beta2) * g * g;"
    " w -= rate * m / (sqrt(v) + eps)",
)
def _adam(
    w: Array,
    m: Array,
    v: Array,
    g: Array,
    rate: Rate,
    eps: Rate,
    beta1: float,
    beta2: float,
) -> None:
    m *= beta1
    m += g * (1.0 - beta1)
    _average_square(v, g, beta2)
    size = np.sqrt(v)
    size += eps
    np.divide(m, size, out=size)
    size *= rate
    w -= size


def adam(
    w: Array,
    m: Array,
    v: Array,
    g: Array,
    rate: Rate,
    t: int,
    beta1: float = 0.9,
    beta2: float = 0.999,
    eps: float = 1e-8,
) -> None:
    """Update by Adam; `t` is the number of the step, counted from 1.

    ``m <- beta1 m + (1 - beta1) g; v <- beta2 v + (1 - beta2) g^2;
    w <- w - rate m' / (sqrt(v') + eps)`` with ``m' = m / (1 - beta1^t)`` and
    ``v' = v / (1 - beta2^t)``. Kingma and Ba (2015), arXiv:1412.6980.

    Examples
    --------
    >>> w, m, v = np.array([[1.0]]), np.zeros((1, 1)), np.zeros((1, 1))
    >>> adam(w, m, v, np.array([[5.0]]), 0.1, 1)
    >>> w.round(4)
    array([[0.9]])
    """
    # Both corrections move out of the elementwise part: they are one number a step.
    spread = math.sqrt(1.0 - beta2**t)
    _adam(w, m, v, g, rate * (spread / (1.0 - beta1**t)), eps * spread, beta1, beta2)


def adamw(
    w: Array,
    m: Array,
    v: Array,
    g: Array,
    rate: Rate,
    t: int,
    decay: Rate,
    beta1: float = 0.9,
    beta2: float = 0.999,
    eps: float = 1e-8,
) -> None:
    """Update by Adam after a decoupled decay of the weights.

    ``w <- w - rate decay w``, then Adam. ``decay`` is a number or an array ``(P,)`` that is 0 for
    whatever must not decay. Loshchilov and Hutter (2019), arXiv:1711.05101.
    """
    shrink(w, decay, rate)
    adam(w, m, v, g, rate, t, beta1, beta2, eps)


def _average_square(s: Array, g: Array, beta: float) -> None:
    s *= beta
    square = g * g
    square *= 1.0 - beta
    s += square


def _scaled_step(w: Array, s: Array, g: Array, rate: Rate, eps: float) -> None:
    size = np.sqrt(s)
    size += eps
    np.divide(g, size, out=size)
    size *= rate
    w -= size
