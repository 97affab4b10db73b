"""Sums and maxima of rows, against NumPy's own reductions."""

import numpy as np
import pytest

from playground.kernels.rows import ones, row_max, row_mean, row_sum


@pytest.mark.parametrize("width", [1, 2, 3, 8, 32, 33, 100])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_rows_match_numpy(width: int, dtype: type) -> None:
    x = np.random.default_rng(width).normal(size=(3, 7, width)).astype(dtype)
    tolerance = 1e-5 if dtype == np.float32 else 1e-13
    np.testing.assert_allclose(row_sum(x), x.sum(-1), atol=tolerance * width)
    np.testing.assert_allclose(row_mean(x), x.mean(-1), atol=tolerance)
    np.testing.assert_array_equal(row_max(x), x.max(-1, keepdims=True))
    assert row_sum(x).dtype == row_mean(x).dtype == row_max(x).dtype == dtype


def test_rows_of_views_match_numpy() -> None:
    x = np.random.default_rng(0).normal(size=(4, 6, 9))[:, ::2, 1:6]
    np.testing.assert_allclose(row_sum(x), x.sum(-1))
    np.testing.assert_array_equal(row_max(x), x.max(-1, keepdims=True))


def test_kept_ones_cannot_be_spoiled() -> None:
    with pytest.raises(ValueError, match="read-only"):
        ones(3, np.dtype(float))[0] = 2.0
