"""The affine map against PyTorch, finite differences and a loop over members."""

import numpy as np
import pytest
import torch

from playground.kernels.affine import affine, affine_pull, affine_pull_input


def flat_views(members: int, i: int, o: int, dtype: type = np.float64) -> tuple[np.ndarray, ...]:
    """Make weights and biases as strided views into one flat population."""
    flat = np.random.default_rng(5).normal(size=(members, 3 + i * o + o + 2)).astype(dtype)
    w = flat[:, 3 : 3 + i * o].reshape(members, i, o)
    b = flat[:, 3 + i * o : 3 + i * o + o]
    assert np.shares_memory(flat, w)
    return flat, w, b


@pytest.mark.parametrize("x_members", [1, 4])
def test_matches_pytorch(x_members: int) -> None:
    _, w, b = flat_views(4, 3, 2)
    x = np.random.default_rng(0).normal(size=(x_members, 5, 3))
    dy = np.random.default_rng(1).normal(size=(4, 5, 2))
    gradient, dw, db = flat_views(4, 3, 2)
    outside = gradient[:, [0, 1, 2, -1, -2]].copy()

    tx, tw, tb = (torch.tensor(a.copy(), requires_grad=True) for a in (x, w, b))
    expected = tx @ tw + tb[:, None, :]
    expected.backward(torch.tensor(dy))

    np.testing.assert_allclose(affine(x, w, b), expected.detach().numpy(), rtol=1e-12)
    affine_pull(dy, x, dw, db)
    np.testing.assert_allclose(dw, tw.grad.numpy(), rtol=1e-12)
    np.testing.assert_allclose(db, tb.grad.numpy(), rtol=1e-12)
    dx = affine_pull_input(dy, w)
    assert dx.shape == (4, 5, 3)
    summed = dx.sum(axis=0, keepdims=True) if x_members == 1 else dx
    np.testing.assert_allclose(summed, tx.grad.numpy(), rtol=1e-12)
    np.testing.assert_array_equal(gradient[:, [0, 1, 2, -1, -2]], outside)


def test_gradients_match_finite_differences() -> None:
    _, w, b = flat_views(1, 3, 2)
    x = np.random.default_rng(0).normal(size=(1, 4, 3))
    dy = np.random.default_rng(1).normal(size=(1, 4, 2))
    _, dw, db = flat_views(1, 3, 2)
    affine_pull(dy, x, dw, db)
    for array, gradient in ((w, dw), (b, db), (x, affine_pull_input(dy, w))):
        for at in np.ndindex(array.shape):
            kept, moved = array[at], []
            for h in (1e-6, -1e-6):
                array[at] = kept + h
                moved.append((affine(x, w, b) * dy).sum())
            array[at] = kept
            assert (moved[0] - moved[1]) / 2e-6 == pytest.approx(gradient[at], rel=1e-6, abs=1e-8)


@pytest.mark.parametrize("shape", [(2, 8), (8, 8), (8, 1), (1, 1), (64, 10)])
@pytest.mark.parametrize("x_members", [1, 6])
def test_members_equal_separate_runs_to_the_bit(shape: tuple[int, int], x_members: int) -> None:
    i, o = shape
    _, w, b = flat_views(6, i, o, np.float32)
    _, dw, db = flat_views(6, i, o, np.float32)
    _, one_dw, one_db = flat_views(1, i, o, np.float32)
    rng = np.random.default_rng(2)
    x = rng.normal(size=(x_members, 10, i)).astype(np.float32)
    dy = rng.normal(size=(6, 10, o)).astype(np.float32)
    y, dx = affine(x, w, b), affine_pull_input(dy, w)
    affine_pull(dy, x, dw, db)
    assert y.dtype == dx.dtype == np.float32
    for k in range(6):
        member = slice(k, k + 1)
        mine = x if x_members == 1 else x[member]
        np.testing.assert_array_equal(y[member], affine(mine, w[member], b[member]))
        np.testing.assert_array_equal(dx[member], affine_pull_input(dy[member], w[member]))
        affine_pull(dy[member], mine, one_dw, one_db)
        np.testing.assert_array_equal(dw[member], one_dw)
        np.testing.assert_array_equal(db[member], one_db)


def test_bias_is_optional() -> None:
    _, w, _ = flat_views(2, 3, 2)
    x = np.ones((1, 4, 3))
    np.testing.assert_allclose(affine(x, w), x @ w)
    dw = np.empty_like(w)
    affine_pull(np.ones((2, 4, 2)), x, dw)
    np.testing.assert_array_equal(dw, np.full((2, 3, 2), 4.0))


def test_wrong_width_is_refused() -> None:
    with pytest.raises(ValueError, match="mismatch|not aligned"):
        affine(np.ones((1, 4, 3)), np.ones((1, 2, 2)))
