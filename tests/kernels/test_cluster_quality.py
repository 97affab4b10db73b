"""Cluster quality: against scikit-learn, against brute force, and where it says nothing."""

import numpy as np
import pytest
import strict_card
from sklearn import metrics

from playground.kernels import array as arrays_of
from playground.kernels.array import devices, namespace, to_host
from playground.kernels.cluster_quality import (
    adjusted_rand,
    calinski_harabasz,
    davies_bouldin,
    silhouettes,
)

SCORES = {
    "silhouette": (lambda x, labels: np.nanmean(silhouettes(x, labels)), metrics.silhouette_score),
    "davies-bouldin": (davies_bouldin, metrics.davies_bouldin_score),
    "calinski-harabasz": (calinski_harabasz, metrics.calinski_harabasz_score),
}


def table(rows=180, features=4, groups=5, seed=0):
    """Return rows and groups, of which one is of a single row and one number is unused."""
    random = np.random.default_rng(seed)
    labels = random.integers(0, groups, rows)
    labels[0], labels[labels == 1] = groups, 2
    return random.normal(size=(rows, features)) + labels[:, None], labels


@pytest.mark.parametrize("groups", [2, 5, 70])
@pytest.mark.parametrize("features", [1, 2, 5, 64])
def test_silhouettes_are_those_of_scikit_learn(features, groups):
    x, labels = table(900, features, groups)
    wanted = metrics.silhouette_samples(x, labels)
    np.testing.assert_allclose(silhouettes(x, labels), wanted, atol=1e-8)


@pytest.mark.parametrize("name", SCORES)
@pytest.mark.parametrize("features", [1, 3, 64])
def test_scores_are_those_of_scikit_learn(name, features):
    own, other = SCORES[name]
    x, labels = table(features=features)
    assert own(x, labels) == pytest.approx(other(x, labels), abs=1e-8, rel=1e-8)


@pytest.mark.parametrize("name", SCORES)
def test_noise_is_left_out(name):
    own, other = SCORES[name]
    x, labels = table()
    labels[::3] = -1
    kept = labels >= 0
    assert own(x, labels) == pytest.approx(other(x[kept], labels[kept]), abs=1e-8, rel=1e-8)


def test_silhouettes_of_noise_are_not_a_number_and_change_no_other():
    x, labels = table()
    labels[::3] = -1
    kept = labels >= 0
    found = silhouettes(x, labels)
    assert np.isnan(found[~kept]).all()
    np.testing.assert_allclose(found[kept], silhouettes(x[kept], labels[kept]), atol=1e-12)


def test_several_groupings_at_once_are_each_as_by_itself():
    x, _ = table(250)
    random = np.random.default_rng(3)
    many = np.stack([random.integers(0, k, 250) for k in (1, 2, 7, 80)])
    many[1, :9] = -1
    together = silhouettes(x, many)
    assert np.isnan(together[0]).all()
    for labels, told in zip(many[1:], together[1:], strict=True):
        np.testing.assert_allclose(told, silhouettes(x, labels), atol=1e-12)


def test_agreement_is_that_of_scikit_learn():
    random = np.random.default_rng(1)
    for groups in (1, 2, 9):
        a, b = random.integers(0, groups, 90), random.integers(0, 4, 90)
        assert adjusted_rand(a, b) == pytest.approx(metrics.adjusted_rand_score(a, b), abs=1e-8)
        assert adjusted_rand(b, a) == pytest.approx(metrics.adjusted_rand_score(b, a), abs=1e-8)


def test_agreement_heeds_neither_names_nor_noise():
    a = np.array([0, 0, 1, 1, -1, 2])
    assert adjusted_rand(a, np.array([5, 5, 3, 3, 3, -1])) == 1.0
    assert np.isnan(adjusted_rand(a, np.full(6, -1)))


@pytest.mark.parametrize("labels", [[0, 0, 0], [-1, -1, -1], [-1, 4, 4]])
def test_fewer_than_two_groups_have_no_quality(labels):
    x, labels = np.arange(3.0)[:, None], np.array(labels)
    for score in (davies_bouldin, calinski_harabasz):
        assert np.isnan(score(x, labels))
    assert np.isnan(silhouettes(x, labels)).all()


def test_rows_that_are_all_alike_say_nothing_but_break_nothing():
    x, labels = np.ones((6, 2)), np.array([0, 0, 0, 1, 1, 1])
    assert (silhouettes(x, labels) == 0).all()
    assert davies_bouldin(x, labels) == 0
    assert np.isnan(calinski_harabasz(x, labels))
    assert np.isnan(calinski_harabasz(np.arange(6.0)[:, None], np.arange(6)))


def test_a_far_origin_costs_little():
    x, labels = table(features=8)
    np.testing.assert_allclose(silhouettes(x + 1e6, labels), silhouettes(x, labels), atol=1e-8)
    np.testing.assert_allclose(silhouettes(1e150 * x, labels), silhouettes(x, labels), atol=1e-8)


CALLS = {
    "silhouettes": silhouettes,
    "silhouettes in a plane": lambda x, labels: silhouettes(x[:, :2], labels),
    "davies bouldin": davies_bouldin,
    "calinski harabasz": calinski_harabasz,
    "adjusted rand": lambda x, labels: adjusted_rand(labels, abs(labels - 1)),
}


@pytest.mark.gpu
@pytest.mark.skipif("cuda" not in devices(), reason="no CUDA device")
@pytest.mark.parametrize("name", CALLS)
def test_the_graphics_card_gives_the_same_quality(name):
    x, labels = table()
    labels[::5] = -1
    there = [arrays_of.to_device(one, "cuda") for one in (x, labels)]
    assert namespace(*there) is not np
    found, wanted = CALLS[name](*there), CALLS[name](x, labels)
    found = found if isinstance(found, float) else to_host(found)
    np.testing.assert_allclose(found, wanted, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("name", CALLS)
def test_quality_asks_for_nothing_that_a_card_refuses(monkeypatch, name):
    strict_card.insert(monkeypatch)
    test_the_graphics_card_gives_the_same_quality(name)
