"""Calibration in numbers, against scikit-learn and SciPy."""

import numpy as np
import pytest
from scipy.stats import binomtest
from sklearn.calibration import calibration_curve
from sklearn.metrics import brier_score_loss

from playground.kernels.array import devices, to_device, to_host
from playground.kernels.reliability import brier, reliability, share_interval


def statements(seed=0, n=500, members=3):
    random = np.random.default_rng(seed)
    said = random.beta(0.7, 0.9, (members, n))
    return said, (random.uniform(size=(members, n)) < said**1.5) * 1.0


def test_bins_are_those_of_scikit_learn():
    said, came = statements()
    found = reliability(said, came, 10)
    for member in range(3):
        share, mean = calibration_curve(came[member], said[member], n_bins=10)
        kept = found.rows[member] > 0
        np.testing.assert_allclose(found.came[member][kept], share)
        np.testing.assert_allclose(found.said[member][kept], mean)


def test_the_error_is_the_mean_distance_by_rows():
    said, came = statements(1, members=1)
    found = reliability(said, came, 7)
    bins = np.minimum((said[0] * 7).astype(int), 6)
    expected = sum(
        (bins == b).mean() * abs(said[0][bins == b].mean() - came[0][bins == b].mean())
        for b in np.unique(bins)
    )
    np.testing.assert_allclose(found.error, [expected])


def test_empty_bins_say_nothing_and_ends_have_their_bins():
    found = reliability(np.array([[0.0, 1.0, 1.0]]), np.array([[0, 1, 0]]), 4)
    assert found.rows.tolist() == [[1, 0, 0, 2]]
    assert np.isnan(found.said[0, 1:3]).all()
    assert found.came[0, [0, 3]].tolist() == [0.0, 0.5]


@pytest.mark.parametrize(("share", "count"), [(0.0, 5), (0.2, 10), (1.0, 3), (0.5, 1000)])
def test_intervals_are_those_of_wilson(share, count):
    low, high = share_interval(np.array([share]), np.array([count]))
    theirs = binomtest(round(share * count), count).proportion_ci(method="wilson")
    np.testing.assert_allclose([low[0], high[0]], [theirs.low, theirs.high], atol=1e-12)


def test_no_cases_have_no_interval():
    low, high = share_interval(np.array([np.nan]), np.array([0]))
    assert np.isnan([low[0], high[0]]).all()


def test_brier_scores_are_those_of_scikit_learn():
    random = np.random.default_rng(2)
    p, y = random.uniform(size=80), random.integers(0, 2, 80)
    scores = np.stack([1 - p, p], axis=1)[None]
    np.testing.assert_allclose(brier(scores, np.eye(2)[y]), [brier_score_loss(y, p)])
    three = random.dirichlet(np.ones(3), 60)[None]
    truth = np.eye(3)[random.integers(0, 3, 60)]
    np.testing.assert_allclose(brier(three, truth), [((three[0] - truth) ** 2).sum(1).mean()])


@pytest.mark.gpu
@pytest.mark.skipif("cuda" not in devices(), reason="no CUDA device")
def test_the_graphics_card_counts_the_same():
    said, came = statements(3)
    ours = reliability(said, came, 10)
    theirs = reliability(to_device(said, "cuda"), to_device(came, "cuda"), 10)
    for mine, there in zip(ours, theirs, strict=True):
        np.testing.assert_allclose(to_host(there), mine)
