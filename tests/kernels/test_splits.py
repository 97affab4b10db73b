"""The best cut of every node at once, against trying every cut."""

import numpy as np
import pytest

from playground.kernels import counted_cuts
from playground.kernels.array import devices, to_device, to_host
from playground.kernels.cuts import Nodes, between
from playground.kernels.hashes import hashed_uniforms
from playground.kernels.random_cuts import random_cuts
from playground.kernels.segments import first_in_segments, segment_max, segment_sum, starts_of
from playground.kernels.splits import best_cuts, ranked


def some_nodes(seed=0, n=60, d=3, k=2, counts=(25, 10, 15), device="cpu", classes=True):
    random = np.random.default_rng(seed)
    x = np.round(random.normal(size=(n, d)), 1)
    counts = np.array(counts)
    row = random.integers(0, n, counts.sum())
    slot = np.repeat(np.arange(len(counts)), counts)
    weight = random.integers(1, 4, len(row)).astype(float)
    if classes:
        target = (random.integers(0, k, len(row)) == np.arange(k)[:, None]).astype(float)
    else:
        target = random.normal(size=(k, len(row)))
    sums, starts = target * weight, starts_of(counts)
    parts = (row, slot, weight, sums, starts, counts,
             segment_sum(weight, starts, slot), segment_sum(sums, starts, slot))  # fmt: skip
    put = [to_device(part, device) for part in parts]
    return to_device(x, device), Nodes(*put)


def impurity(weight, target, criterion):
    """Return weight times impurity of rows, from the definition."""
    whole = weight.sum()
    mean = (weight * target).sum(axis=1) / whole
    if criterion == "entropy":
        return whole * -sum(p * np.log2(p) for p in mean if p > 0)
    if criterion == "gini":
        return whole * (1 - (mean**2).sum())
    return (weight * (target - mean[:, None]) ** 2).sum()


def by_hand(x, nodes, node, criterion, min_leaf):
    """Try every cut of a node."""
    mine = nodes.slot == node
    row, weight = nodes.row[mine], nodes.weight[mine]
    target = nodes.sums[:, mine] / weight
    best = -np.inf
    for feature in range(x.shape[1]):
        value = x[row, feature]
        for low in np.unique(value)[:-1]:
            left = value <= low
            if min(left.sum(), (~left).sum()) < min_leaf:
                continue
            gain = impurity(weight, target, criterion) - sum(
                impurity(weight[side], target[:, side], criterion) for side in (left, ~left)
            )
            best = max(best, gain)
    return best


@pytest.mark.parametrize("criterion", ["gini", "entropy", "squared"])
@pytest.mark.parametrize("min_leaf", [1, 4])
@pytest.mark.parametrize("seed", range(3))
def test_the_best_cut_is_the_best_of_all(criterion, min_leaf, seed):
    x, nodes = some_nodes(seed, k=3, classes=criterion != "squared")
    every = np.tile(np.arange(3), (3, 1))
    cuts = best_cuts(x.T.copy(), ranked(x), nodes, every, criterion, min_leaf)
    for node in range(3):
        assert cuts.gain[node] == pytest.approx(by_hand(x, nodes, node, criterion, min_leaf))
        mine = nodes.slot == node
        left = x[nodes.row[mine], cuts.feature[node]] <= cuts.threshold[node]
        assert min(left.sum(), (~left).sum()) >= min_leaf


def test_one_column_of_two_classes_finds_what_both_find():
    x, nodes = some_nodes(4, k=2)
    every = np.tile(np.arange(3), (3, 1))
    both = best_cuts(x.T.copy(), ranked(x), nodes, every, "gini")
    second = nodes._replace(sums=nodes.sums[1:], total_sums=nodes.total_sums[1:])
    one = best_cuts(x.T.copy(), ranked(x), second, every, "gini")
    np.testing.assert_array_equal(both.feature, one.feature)
    np.testing.assert_allclose(both.threshold, one.threshold)
    np.testing.assert_allclose(both.gain, 2 * one.gain)


def test_blocks_of_nodes_change_nothing(monkeypatch):
    x, nodes = some_nodes(5, n=200, counts=(60, 3, 40, 5, 90))
    every = np.tile(np.arange(3), (5, 1))
    whole = best_cuts(x.T.copy(), ranked(x), nodes, every, "gini")
    monkeypatch.setattr("playground.kernels.splits.ENTRIES", 64)
    parts = best_cuts(x.T.copy(), ranked(x), nodes, every, "gini")
    for a, b in zip(whole, parts, strict=True):
        np.testing.assert_allclose(a, b)


def test_a_constant_feature_is_never_cut():
    x, nodes = some_nodes(6)
    x[:, 0] = 3.0
    cuts = best_cuts(x.T.copy(), ranked(x), nodes, np.zeros((3, 1), int), "gini")
    assert (cuts.gain == -np.inf).all()


def test_ranks_are_those_of_scipy():
    from scipy.stats import rankdata

    x = np.round(np.random.default_rng(0).normal(size=(40, 3)), 1)
    np.testing.assert_array_equal(ranked(x), rankdata(x, "dense", axis=0).T - 1)


def test_midpoints_stay_below_the_upper_end():
    low = np.array([1.0, 0.0])
    high = np.array([np.nextafter(1.0, 2.0), 2.0])
    middle = between(low, high)
    assert (middle < high).all()
    assert middle[1] == 1.0


def test_random_cuts_lie_inside_and_gain_what_they_say():
    x, nodes = some_nodes(8)
    uniform = np.random.default_rng(0).random((3, 3))
    cuts = random_cuts(x.T.copy(), nodes, np.tile(np.arange(3), (3, 1)), uniform, "gini")
    for node in range(3):
        mine = nodes.slot == node
        value = x[nodes.row[mine], cuts.feature[node]]
        assert value.min() <= cuts.threshold[node] < value.max()
        weight = nodes.weight[mine]
        target, left = nodes.sums[:, mine] / weight, value <= cuts.threshold[node]
        gain = impurity(weight, target, "gini") - sum(
            impurity(weight[s], target[:, s], "gini") for s in (left, ~left)
        )
        assert cuts.gain[node] == pytest.approx(gain)


def test_runs_are_reduced_one_by_one():
    counts = np.array([2, 1, 3])
    x, slot = np.array([1.0, 5, 2, 0, 7, 7]), np.repeat(np.arange(3), counts)
    starts = starts_of(counts)
    assert segment_max(x, starts, slot).tolist() == [5, 2, 7]
    assert segment_sum(x, starts, slot).tolist() == [6, 2, 14]
    assert first_in_segments(x == x[[1, 1, 2, 4, 4, 4]], starts, slot).tolist() == [1, 2, 4]


def test_hashed_numbers_are_uniform_and_depend_on_every_key():
    from scipy.stats import kstest

    drawn = hashed_uniforms(np.arange(100)[:, None], np.arange(100)[None], np.array([3]))
    assert drawn.shape == (100, 100)
    assert kstest(drawn.reshape(-1), "uniform").pvalue > 0.01
    assert abs(np.corrcoef(drawn[:, 0], drawn[:, 1])[0, 1]) < 0.25
    other = hashed_uniforms(np.arange(100)[:, None], np.arange(100)[None], np.array([4]))
    assert (drawn != other).all()


@pytest.mark.gpu
@pytest.mark.skipif("cuda" not in devices(), reason="no CUDA device")
def test_the_gpu_finds_the_same_cuts():
    found = []
    for device in ("cpu", "cuda"):
        x, nodes = some_nodes(9, k=3, device=device)
        every = to_device(np.tile(np.arange(3), (3, 1)), device)
        columns = to_device(to_host(x).T.copy(), device)
        uniform = to_device(np.random.default_rng(0).random((3, 3)), device)
        cuts = best_cuts(columns, ranked(x), nodes, every, "gini")
        drawn = random_cuts(columns, nodes, every, uniform, "entropy")
        found.append([to_host(part) for part in (*cuts, *drawn)])
    for a, b in zip(*found, strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-9)


@pytest.mark.parametrize("criterion", ["gini", "entropy"])
@pytest.mark.parametrize("min_leaf", [1, 6])
@pytest.mark.parametrize("share", [1.0, 0.3])
@pytest.mark.parametrize("cells", [1, 1 << 17])
def test_counting_at_few_levels_finds_what_sorting_finds(
    criterion, min_leaf, share, cells, monkeypatch
):
    x, nodes = some_nodes(7, n=200, d=5, k=4, counts=(120, 90, 1, 150, 60))
    x = np.round(2 * x) / 3
    part = {name: share * getattr(nodes, name)
            for name in ("weight", "sums", "total_weight", "total_sums")}  # fmt: skip
    nodes, codes = nodes._replace(**part), ranked(x)
    features = np.stack([np.random.default_rng(i).permutation(5)[:3] for i in range(5)])
    monkeypatch.setattr(counted_cuts, "CELLS", cells)
    assert counted_cuts.pays(int(codes.max()) + 1, nodes)
    assert counted_cuts.class_of_each(nodes) is not None
    counted = best_cuts(x.T.copy(), codes, nodes, features, criterion, min_leaf)
    monkeypatch.setattr(counted_cuts, "MOST", 0)
    sorted_ = best_cuts(x.T.copy(), codes, nodes, features, criterion, min_leaf)
    assert counted.gain == pytest.approx(sorted_.gain)
    kept = np.isfinite(sorted_.gain)
    assert kept.tolist() == [True, True, False, True, True]
    assert np.array_equal(counted.feature[kept], sorted_.feature[kept])
    assert np.array_equal(counted.threshold[kept], sorted_.threshold[kept])


def test_items_of_several_classes_or_of_no_weight_are_not_counted():
    _, nodes = some_nodes(3, k=3)
    assert counted_cuts.class_of_each(nodes) is not None
    mixed = nodes.sums.copy()
    mixed[:, 0] = nodes.weight[0] / 3
    assert counted_cuts.class_of_each(nodes._replace(sums=mixed)) is None
    light = np.where(np.arange(len(nodes.weight)) == 2, 0.0, nodes.weight)
    weighed = nodes._replace(weight=light, sums=nodes.sums / nodes.weight * light)
    assert counted_cuts.class_of_each(weighed) is None
