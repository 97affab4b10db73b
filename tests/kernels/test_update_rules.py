"""Update rules against torch.optim over fifty steps, and members against separate runs."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch

from playground.kernels import updates

RULES: dict[str, tuple[int, Callable[..., None], Callable[..., torch.optim.Optimizer]]] = {
    "sgd": (
        0,
        lambda w, g, t: updates.sgd(w, g, 0.05),
        lambda p: torch.optim.SGD(p, 0.05),
    ),
    "momentum": (
        1,
        lambda w, v, g, t: updates.momentum(w, v, g, 0.01, 0.9),
        lambda p: torch.optim.SGD(p, 0.01, momentum=0.9),
    ),
    "averaged_momentum": (
        1,
        lambda w, v, g, t: updates.averaged_momentum(w, v, g, 0.1, 0.8),
        lambda p: torch.optim.SGD(p, 0.1, momentum=0.8, dampening=0.8),
    ),
    "nesterov": (
        1,
        lambda w, v, g, t: updates.nesterov(w, v, g, 0.01, 0.9),
        lambda p: torch.optim.SGD(p, 0.01, momentum=0.9, nesterov=True),
    ),
    "adagrad": (
        1,
        lambda w, s, g, t: updates.adagrad(w, s, g, 0.1),
        lambda p: torch.optim.Adagrad(p, 0.1),
    ),
    "rmsprop": (
        1,
        lambda w, s, g, t: updates.rmsprop(w, s, g, 0.01, 0.99, 1e-3),
        lambda p: torch.optim.RMSprop(p, 0.01, alpha=0.99, eps=1e-3),
    ),
    "adadelta": (
        2,
        lambda w, s, u, g, t: updates.adadelta(w, s, u, g, 1.0),
        lambda p: torch.optim.Adadelta(p, 1.0),
    ),
    "adam": (
        2,
        lambda w, m, v, g, t: updates.adam(w, m, v, g, 0.05, t, eps=1e-4),
        lambda p: torch.optim.Adam(p, 0.05, eps=1e-4),
    ),
    "adamw": (
        2,
        lambda w, m, v, g, t: updates.adamw(w, m, v, g, 0.05, t, 0.1),
        lambda p: torch.optim.AdamW(p, 0.05, weight_decay=0.1),
    ),
}


def slope(w: Any) -> Any:
    """Compute the gradient of a bent valley, for NumPy arrays and tensors alike."""
    scale = np.linspace(0.1, 3.0, w.shape[-1])
    scale = torch.tensor(scale, dtype=w.dtype) if isinstance(w, torch.Tensor) else scale
    return scale * w + 0.3 * w**3


def start(dtype: type = np.float64) -> np.ndarray:
    return np.random.default_rng(4).normal(size=(3, 7)).astype(dtype)


@pytest.mark.parametrize("name", RULES)
def test_fifty_steps_match_pytorch(name: str) -> None:
    slots, rule, make = RULES[name]
    w = start()
    state = [np.zeros_like(w) for _ in range(slots)]
    p = torch.tensor(w.copy(), requires_grad=True)
    optimizer = make([p])
    if name == "averaged_momentum":
        optimizer.state[p]["momentum_buffer"] = torch.zeros_like(p)
    for t in range(1, 51):
        rule(w, *state, slope(w), t)
        p.grad = slope(p.detach())
        optimizer.step()
    assert np.abs(w - start()).max() > 1e-3
    np.testing.assert_allclose(w, p.detach().numpy(), rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("name", RULES)
def test_gradient_is_only_read_and_dtype_is_kept(name: str) -> None:
    slots, rule, _ = RULES[name]
    w = start(np.float32)
    g = slope(w).astype(np.float32)
    kept = g.copy()
    g.flags.writeable = False
    state = [np.zeros_like(w) for _ in range(slots)]
    rule(w, *state, g, 1)
    np.testing.assert_array_equal(g, kept)
    assert w.dtype == np.float32


RATE_FIRST: dict[str, tuple[int, Callable[..., None]]] = {
    "sgd": (0, updates.sgd),
    "momentum": (1, updates.momentum),
    "averaged_momentum": (1, updates.averaged_momentum),
    "nesterov": (1, updates.nesterov),
    "adagrad": (1, updates.adagrad),
    "rmsprop": (1, updates.rmsprop),
    "adadelta": (2, updates.adadelta),
}


@pytest.mark.parametrize("name", RATE_FIRST)
def test_rates_of_members_equal_separate_runs(name: str) -> None:
    slots, rule = RATE_FIRST[name]
    rates = np.array([[0.3], [0.01], [0.07]], np.float32)
    w = start(np.float32)
    state = [np.zeros_like(w) for _ in range(slots)]
    for _ in range(5):
        rule(w, *state, slope(w).astype(np.float32), rates)
    for k in range(3):
        one = start(np.float32)[k : k + 1]
        alone = [np.zeros_like(one) for _ in range(slots)]
        for _ in range(5):
            rule(one, *alone, slope(one).astype(np.float32), rates[k : k + 1])
        np.testing.assert_array_equal(w[k : k + 1], one)


def test_adams_rates_of_members_equal_separate_runs() -> None:
    rates = np.array([[0.3], [0.01], [0.07]], np.float32)
    w, m, v = start(np.float32), np.zeros((3, 7), np.float32), np.zeros((3, 7), np.float32)
    for t in range(1, 6):
        updates.adam(w, m, v, slope(w).astype(np.float32), rates, t)
    assert w.dtype == np.float32
    for k in range(3):
        one = start(np.float32)[k : k + 1]
        one_m, one_v = np.zeros_like(one), np.zeros_like(one)
        for t in range(1, 6):
            updates.adam(one, one_m, one_v, slope(one).astype(np.float32), rates[k : k + 1], t)
        np.testing.assert_array_equal(w[k : k + 1], one)


def test_adamw_spares_what_must_not_decay() -> None:
    w, g = start(), np.zeros((3, 7))
    mask = np.array([1, 1, 1, 1, 1, 0, 0], float)
    updates.adamw(w, np.zeros_like(w), np.zeros_like(w), g, 0.5, 1, 0.2 * mask)
    np.testing.assert_array_equal(w[:, 5:], start()[:, 5:])
    np.testing.assert_allclose(w[:, :5], start()[:, :5] * 0.9)


def test_no_epsilon_is_allowed() -> None:
    w = np.ones((1, 2))
    updates.adam(w, np.zeros((1, 2)), np.zeros((1, 2)), np.array([[3.0, -2.0]]), 0.1, 1, eps=0.0)
    np.testing.assert_allclose(w, [[0.9, 1.1]])
