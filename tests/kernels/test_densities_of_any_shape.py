"""Log densities of normal distributions, against SciPy."""

import numpy as np
import pytest
from scipy.stats import multivariate_normal

from playground.kernels.array import devices, to_device, to_host
from playground.kernels.densities import log_diagonal_gaussian, log_gaussian


def shapes(classes, features, seed=0):
    draw = np.random.default_rng(seed)
    roots = draw.normal(size=(classes, features, features))
    shape = roots @ np.swapaxes(roots, 1, 2) + 0.1 * np.eye(features)
    return draw.normal(size=(classes, features)), shape, draw.normal(size=(20, features))


@pytest.mark.parametrize("features", [1, 2, 7])
def test_density_is_that_of_scipy(features):
    mean, shape, x = shapes(3, features)
    wanted = [multivariate_normal(m, s).logpdf(x) for m, s in zip(mean, shape, strict=True)]
    np.testing.assert_allclose(log_gaussian(x, mean, shape), np.stack(wanted, 1), rtol=1e-10)


def test_upright_shapes_are_those_of_independent_features():
    mean, _, x = shapes(3, 4)
    variance = np.random.default_rng(1).uniform(0.1, 2, (3, 4))
    upright = variance[:, :, None] * np.eye(4)
    np.testing.assert_allclose(
        log_gaussian(x, mean, upright), log_diagonal_gaussian(x, mean, variance)
    )


def test_a_flat_shape_is_refused():
    with pytest.raises(np.linalg.LinAlgError):
        log_gaussian(np.zeros((1, 2)), np.zeros((1, 2)), np.zeros((1, 2, 2)))


@pytest.mark.gpu
@pytest.mark.skipif("cuda" not in devices(), reason="no CUDA device")
def test_the_gpu_gives_the_same():
    mean, shape, x = shapes(3, 5)
    there = log_gaussian(*(to_device(array, "cuda") for array in (x, mean, shape)))
    np.testing.assert_allclose(to_host(there), log_gaussian(x, mean, shape), rtol=1e-9)
