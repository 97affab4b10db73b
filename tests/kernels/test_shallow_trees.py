"""Trees of one depth, against scikit-learn's and by brute force."""

import numpy as np
import pytest
from sklearn.tree import DecisionTreeRegressor

from playground.kernels.array import devices, to_device, to_host
from playground.kernels.shallow_trees import grow, into_bins, leaves_of, leaves_of_bins


def rows(n=150, d=4, trees=3, seed=0):
    draw = np.random.default_rng(seed)
    return draw.normal(size=(n, d)), draw.normal(size=(trees, n))


def means(leaf, target, leaves):
    count = np.bincount(leaf, minlength=leaves)
    return np.bincount(leaf, target, leaves) / np.maximum(count, 1)


@pytest.mark.parametrize("depth", [1, 2, 3, 5])
@pytest.mark.parametrize("min_leaf", [1, 7])
def test_trees_predict_what_scikit_learn_predicts(depth, min_leaf):
    # Leaves of two rows can be cut alike along several features: one feature knows no ties.
    x, targets = rows(d=1 if min_leaf == 1 else 4)
    elsewhere = np.random.default_rng(5).normal(size=(400, x.shape[1]))
    trees = grow(into_bins(x), targets, depth, min_leaf)
    leaf = leaves_of(elsewhere, trees.feature, trees.threshold)
    for k, target in enumerate(targets):
        peer = DecisionTreeRegressor(
            max_depth=depth, min_samples_leaf=min_leaf, random_state=0
        ).fit(x, target)
        value = means(trees.leaf[k], target, 2**depth)
        assert value[leaf[k]] == pytest.approx(peer.predict(elsewhere), abs=1e-12)


def test_rows_end_in_the_same_leaf_by_bins_and_by_values():
    x, targets = rows(n=600)
    bins = into_bins(x, most=32)
    assert bins.code.max() < 4 * 33
    trees = grow(bins, targets, 4)
    assert np.array_equal(leaves_of_bins(bins, trees), trees.leaf)
    assert np.array_equal(leaves_of(x, trees.feature, trees.threshold), trees.leaf)


def test_gains_add_up_to_the_fall_of_the_squared_error():
    x, targets = rows()
    trees = grow(into_bins(x), targets, 3)
    for k, target in enumerate(targets):
        left = target - means(trees.leaf[k], target, 8)[trees.leaf[k]]
        fallen = np.square(target - target.mean()).sum() - np.square(left).sum()
        assert trees.gain[k].sum() == pytest.approx(fallen)


def test_some_rows_alone_grow_the_tree_of_their_own_table():
    x, targets = rows()
    chosen = np.arange(0, 150, 2)
    trees = grow(into_bins(x).of(chosen), targets[:, chosen], 3)
    alone = grow(into_bins(x[chosen]), targets[:, chosen], 3)
    assert np.array_equal(trees.feature, alone.feature)
    assert trees.threshold == pytest.approx(alone.threshold)


@pytest.mark.parametrize(
    ("x", "target"),
    [
        (np.ones((9, 2)), np.arange(9.0)),
        (np.arange(9.0)[:, None], np.full(9, 0.3)),
        (np.arange(7.0)[:, None], np.full(7, 1e6 + 0.1)),
        (np.zeros((1, 1)), np.ones(1)),
    ],
)
def test_what_cannot_be_split_is_one_leaf(x, target):
    trees = grow(into_bins(x), target[None], 3)
    assert (trees.feature == -1).all()
    assert (trees.leaf == 0).all()
    assert (leaves_of(x, trees.feature, trees.threshold) == 0).all()


def test_a_threshold_between_neighbouring_numbers_stays_below_the_upper_one():
    low = 1.0
    x = np.array([[low], [np.nextafter(low, 2)]])
    trees = grow(into_bins(x), np.array([[0.0, 1.0]]), 1)
    assert leaves_of(x, trees.feature, trees.threshold).tolist() == [[0, 1]]


@pytest.mark.gpu
@pytest.mark.skipif("cuda" not in devices(), reason="no CUDA device")
def test_trees_are_the_same_on_the_gpu():
    x, targets = rows()
    here = grow(into_bins(x), targets, 3)
    there = grow(into_bins(to_device(x, "cuda")), to_device(targets, "cuda"), 3)
    assert np.array_equal(here.feature, to_host(there.feature))
    assert to_host(there.threshold) == pytest.approx(here.threshold)
    fallen = leaves_of(to_device(x, "cuda"), there.feature, there.threshold)
    assert np.array_equal(to_host(fallen), here.leaf)


def test_targets_far_from_nought_are_split_alike():
    x, target = rows()
    near, far = (grow(into_bins(x), 1e-3 * target + level, 3, 12) for level in (0.0, 1e6))
    np.testing.assert_array_equal(near.feature, far.feature)
    np.testing.assert_array_equal(near.threshold, far.threshold)
    np.testing.assert_allclose(near.gain, far.gain, rtol=1e-4)
