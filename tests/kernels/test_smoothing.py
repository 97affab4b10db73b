"""Densities on a grid: against SciPy's, point by point."""

import numpy as np
import pytest
import strict_card
from scipy.stats import norm

from playground.kernels import array as arrays_of
from playground.kernels.array import devices, to_host
from playground.kernels.smoothing import kernel_density

RANDOM = np.random.default_rng(2)
POINTS, WIDTH = RANDOM.normal(size=(40, 2)) * [3.0, 0.2], np.array([0.7, 0.05])
ACROSS, UP = np.linspace(-12, 12, 90), np.linspace(-1, 1, 70)


def test_every_cell_holds_the_mean_of_all_bells():
    found = kernel_density(POINTS, ACROSS, UP, WIDTH)
    x = norm.pdf(ACROSS[None, :, None], POINTS[:, 0], WIDTH[0])
    y = norm.pdf(UP[:, None, None], POINTS[:, 1], WIDTH[1])
    np.testing.assert_allclose(found, (x * y).mean(axis=2), atol=1e-12)


def test_it_holds_all_of_its_weight():
    cell = (ACROSS[1] - ACROSS[0]) * (UP[1] - UP[0])
    assert kernel_density(POINTS, ACROSS, UP, WIDTH).sum() * cell == pytest.approx(1, abs=1e-3)


@pytest.mark.gpu
@pytest.mark.skipif("cuda" not in devices(), reason="no CUDA device")
def test_the_graphics_card_sees_the_same_density():
    arrays = (POINTS, ACROSS, UP, WIDTH)
    there = kernel_density(*(arrays_of.to_device(one, "cuda") for one in arrays))
    np.testing.assert_allclose(to_host(there), kernel_density(*arrays), atol=1e-12)


def test_density_asks_for_nothing_that_a_card_refuses(monkeypatch):
    strict_card.insert(monkeypatch)
    test_the_graphics_card_sees_the_same_density()
