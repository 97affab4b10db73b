"""Activations against PyTorch and finite differences; stability, dtype and purity."""

from collections.abc import Callable

import numpy as np
import pytest
import torch
from torch.nn import functional

from playground.kernels.activations import (
    ACTIVATIONS,
    elu,
    elu_gradient,
    leaky_relu,
    leaky_relu_gradient,
)

TORCH: dict[str, Callable[[torch.Tensor], torch.Tensor]] = {
    "linear": lambda x: x,
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "relu": torch.relu,
    "leaky-relu": functional.leaky_relu,
    "elu": functional.elu,
    "gelu": functional.gelu,
    "silu": functional.silu,
    "softplus": functional.softplus,
    "softmax": lambda x: torch.softmax(x, -1),
}


def rows(dtype: type = np.float64) -> np.ndarray:
    return (np.random.default_rng(3).normal(size=(2, 6, 5)) * 3).astype(dtype)


def test_all_but_step_have_a_counterpart() -> None:
    assert set(ACTIVATIONS) == {*TORCH, "step"}


@pytest.mark.parametrize("name", TORCH)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_matches_pytorch(name: str, dtype: type) -> None:
    x, dy = rows(dtype), rows(dtype)[::-1].copy()
    tx = torch.tensor(x, requires_grad=True)
    expected = TORCH[name](tx)
    expected.backward(torch.tensor(dy))
    y = ACTIVATIONS[name].value(x)
    dx = ACTIVATIONS[name].gradient(x, y, dy)
    tolerance = (
        {"rtol": 1e-5, "atol": 2e-6} if dtype == np.float32 else {"rtol": 1e-9, "atol": 1e-13}
    )
    np.testing.assert_allclose(y, expected.detach().numpy(), **tolerance)
    np.testing.assert_allclose(dx, tx.grad.numpy(), **tolerance)
    assert y.dtype == dx.dtype == dtype


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_gradient_matches_finite_differences(name: str) -> None:
    value, gradient = ACTIVATIONS[name][:2]
    x, dy = rows(), rows()[:, ::-1].copy()
    assert np.abs(x).min() > 1e-3
    measured = np.empty_like(x)
    for at in np.ndindex(x.shape):
        ahead, behind = x.copy(), x.copy()
        ahead[at] += 1e-5
        behind[at] -= 1e-5
        measured[at] = ((value(ahead) - value(behind)) * dy).sum() / 2e-5
    np.testing.assert_allclose(gradient(x, value(x), dy), measured, rtol=1e-6, atol=1e-8)


@pytest.mark.parametrize("alpha", [0.3, 1.0, 2.5])
def test_slopes_match_pytorch(alpha: float) -> None:
    x, dy = rows(), rows()[::-1].copy()
    for value, gradient, reference in (
        (leaky_relu, leaky_relu_gradient, functional.leaky_relu),
        (elu, elu_gradient, functional.elu),
    ):
        tx = torch.tensor(x, requires_grad=True)
        expected = reference(tx, alpha)
        expected.backward(torch.tensor(dy))
        y = value(x, alpha)
        np.testing.assert_allclose(y, expected.detach().numpy(), rtol=1e-12)
        np.testing.assert_allclose(gradient(x, y, dy, alpha), tx.grad.numpy(), rtol=1e-12)


@pytest.mark.parametrize("name", ACTIVATIONS)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_extremes_stay_finite_and_ordered(name: str, dtype: type) -> None:
    x = np.array([[-1e4, -100, -89, 0, 89, 100, 1e4]], dtype)
    y = ACTIVATIONS[name].value(x)
    dx = ACTIVATIONS[name].gradient(x, y, np.ones_like(x))
    assert np.isfinite(y).all()
    assert np.isfinite(dx).all()
    if ACTIVATIONS[name].squashes:
        assert np.abs(y).max() <= 1
    if name in {"sigmoid", "tanh", "relu", "elu", "softplus", "leaky-relu"}:
        assert (np.diff(y) >= 0).all()


def test_small_probabilities_survive() -> None:
    y = ACTIVATIONS["sigmoid"].value(np.array([-50.0, -20.0], np.float32))
    np.testing.assert_allclose(y, [1.9287498e-22, 2.0611536e-09], rtol=1e-5)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_inputs_are_never_written(name: str) -> None:
    x, dy = rows(), rows()
    x.flags.writeable = dy.flags.writeable = False
    y = ACTIVATIONS[name].value(x)
    y.flags.writeable = False
    kept = x.copy(), y.copy(), dy.copy()
    ACTIVATIONS[name].gradient(x, y, dy)
    for before, after in zip(kept, (x, y, dy), strict=True):
        np.testing.assert_array_equal(before, after)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_members_equal_separate_runs_to_the_bit(name: str) -> None:
    value, gradient = ACTIVATIONS[name][:2]
    x = np.random.default_rng(0).normal(size=(5, 7, 3)).astype(np.float32)
    dy = x[::-1].copy()
    y = value(x)
    dx = gradient(x, y, dy)
    for k in range(5):
        one = value(x[k : k + 1])
        np.testing.assert_array_equal(y[k : k + 1], one)
        np.testing.assert_array_equal(dx[k : k + 1], gradient(x[k : k + 1], one, dy[k : k + 1]))


@pytest.mark.parametrize("name", [name for name in ACTIVATIONS if name != "step"])
def test_divergence_is_not_hidden(name: str) -> None:
    x = np.array([[np.nan, 1.0]])
    y = ACTIVATIONS[name].value(x)
    assert np.isnan(y[0, 0])
    assert np.isnan(ACTIVATIONS[name].gradient(x, y, y)[0, 0])
