"""Losses against PyTorch and finite differences, broadcasting and extremes."""

from collections.abc import Callable

import numpy as np
import pytest
import torch
from torch.nn import functional

from playground.kernels.losses import LOSSES, hinge, hinge_and_gradient, huber, huber_and_gradient

TORCH: dict[str, Callable[[torch.Tensor, torch.Tensor], torch.Tensor]] = {
    "squared": lambda z, y: functional.mse_loss(z, y, reduction="none").mean(-1),
    "absolute": lambda z, y: functional.l1_loss(z, y, reduction="none").mean(-1),
    "huber": lambda z, y: functional.huber_loss(z, y, reduction="none").mean(-1),
    "cross_entropy": lambda z, y: functional.cross_entropy(z, y, reduction="none"),
    "binary_cross_entropy": lambda z, y: functional.binary_cross_entropy_with_logits(
        z, y, reduction="none"
    ).mean(-1),
    "hinge": lambda z, y: functional.multi_margin_loss(z, y.argmax(-1), reduction="none"),
}


def sample(
    name: str, members: int = 3, c: int = 4, dtype: type = np.float64
) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(c)
    z = rng.normal(size=(members, 6, c)) * 2
    if name == "cross_entropy" or (name == "hinge" and c > 1):
        y = np.eye(c)[rng.integers(0, c, size=(members, 6))]
    elif LOSSES[name].targets == "value":
        y = rng.normal(size=z.shape)
    else:
        y = rng.integers(0, 2, size=z.shape).astype(float)
    return z.astype(dtype), y.astype(dtype)


def test_every_loss_has_a_counterpart() -> None:
    assert set(LOSSES) == set(TORCH)


@pytest.mark.parametrize("name", LOSSES)
@pytest.mark.parametrize("c", [2, 3, 5])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_matches_pytorch(name: str, c: int, dtype: type) -> None:
    z, y = sample(name, c=c, dtype=dtype)
    tz = torch.tensor(z.reshape(-1, c), requires_grad=True)
    expected = TORCH[name](tz, torch.tensor(y.reshape(-1, c)))
    expected.sum().backward()
    rows, dz = LOSSES[name].value_and_gradient(z, y)
    tolerance = {"rtol": 2e-5, "atol": 2e-6} if dtype == np.float32 else {"rtol": 1e-10}
    np.testing.assert_allclose(rows.ravel(), expected.detach().numpy(), **tolerance)
    np.testing.assert_allclose(dz.reshape(-1, c), tz.grad.numpy(), **{"atol": 1e-12, **tolerance})
    np.testing.assert_allclose(LOSSES[name].value(z, y), rows, rtol=1e-6)
    assert rows.shape == (3, 6)
    assert dz.shape == z.shape
    assert rows.dtype == dz.dtype == LOSSES[name].value(z, y).dtype == dtype


@pytest.mark.parametrize("name", LOSSES)
@pytest.mark.parametrize("c", [1, 2, 5])
def test_gradient_matches_finite_differences(name: str, c: int) -> None:
    z, y = sample(name, c=c)
    _, dz = LOSSES[name].value_and_gradient(z, y)
    for j in range(c):
        ahead, behind = z.copy(), z.copy()
        ahead[..., j] += 1e-6
        behind[..., j] -= 1e-6
        slope = (LOSSES[name].value(ahead, y) - LOSSES[name].value(behind, y)) / 2e-6
        np.testing.assert_allclose(dz[..., j], slope, rtol=1e-6, atol=1e-8)


def test_hinge_of_one_score() -> None:
    z = np.array([[2.0], [0.5], [-1.0], [-3.0]])
    y = np.array([[1.0], [1.0], [0.0], [1.0]])
    np.testing.assert_array_equal(hinge(z, y), [0.0, 0.5, 0.0, 4.0])
    np.testing.assert_array_equal(hinge_and_gradient(z, y)[1].ravel(), [0, -1, 0, -1])


@pytest.mark.parametrize("delta", [0.3, 2.0])
def test_huber_width_matches_pytorch(delta: float) -> None:
    z, y = sample("huber")
    tz = torch.tensor(z, requires_grad=True)
    expected = functional.huber_loss(tz, torch.tensor(y), reduction="none", delta=delta).mean(-1)
    expected.sum().backward()
    rows, dz = huber_and_gradient(z, y, delta)
    np.testing.assert_allclose(rows, expected.detach().numpy(), rtol=1e-12)
    np.testing.assert_allclose(dz, tz.grad.numpy(), rtol=1e-12)
    np.testing.assert_allclose(huber(z, y, delta), rows)


@pytest.mark.parametrize("name", LOSSES)
@pytest.mark.parametrize("c", [1, 2, 5])
def test_members_share_targets_and_equal_separate_runs(name: str, c: int) -> None:
    z, y = sample(name, members=4, c=c, dtype=np.float32)
    y = y[:1]
    rows, dz = LOSSES[name].value_and_gradient(z, y)
    values = LOSSES[name].value(z, y)
    for k in range(4):
        one_rows, one_dz = LOSSES[name].value_and_gradient(z[k : k + 1], y)
        np.testing.assert_array_equal(rows[k : k + 1], one_rows)
        np.testing.assert_array_equal(dz[k : k + 1], one_dz)
        np.testing.assert_array_equal(values[k : k + 1], LOSSES[name].value(z[k : k + 1], y))


@pytest.mark.parametrize("name", LOSSES)
def test_extremes_stay_finite(name: str) -> None:
    z = np.array([[1e4, -1e4], [-1e4, 1e4], [0, 0]], np.float32)
    y = np.array([[1, 0], [1, 0], [1, 0]], np.float32)
    rows, dz = LOSSES[name].value_and_gradient(z, y)
    assert np.isfinite(rows).all()
    assert np.isfinite(dz).all()
    if LOSSES[name].targets != "value":
        assert rows[0] == 0 < rows[2] < rows[1]


@pytest.mark.parametrize("name", ["cross_entropy", "binary_cross_entropy"])
def test_confident_answers_keep_their_small_loss(name: str) -> None:
    z = np.array([[40.0, -40.0]])
    y = np.array([[1.0, 0.0]])
    z = z / 2 if name == "cross_entropy" else z
    assert LOSSES[name].value(z, y)[0] == pytest.approx(np.exp(-40.0), rel=0.05, abs=1e-16)


@pytest.mark.parametrize("name", LOSSES)
@pytest.mark.parametrize("c", [1, 3])
def test_arguments_are_never_written(name: str, c: int) -> None:
    z, y = sample(name, c=c)
    z.flags.writeable = y.flags.writeable = False
    LOSSES[name].value(z, y)
    LOSSES[name].value_and_gradient(z, y)
