"""Kernels of classical models give the same numbers on a graphics card as on the CPU."""

import numpy as np
import pytest
import strict_card

from playground.core.settings import build
from playground.engine.catalogue import DATASETS, MODELS
from playground.engine.feed import Feed
from playground.engine.modelling.stepwise import Stepwise
from playground.kernels import array as arrays_of
from playground.kernels import (
    densities,
    distances,
    hashes,
    kernel_functions,
    least_squares,
    logistic,
    margins,
    perceptron,
    reliability,
    scores,
    segments,
    shallow_trees,
    shrinkage,
    splits,
)
from playground.kernels.array import devices, namespace, to_host

RANDOM = np.random.default_rng(11)
X, Z = RANDOM.normal(size=(30, 4)), RANDOM.normal(size=(7, 4))
LABELS = RANDOM.integers(0, 3, 30)
HOT, SIGNS = np.eye(3)[LABELS], np.where(LABELS > 0, 1.0, -1.0)
W, B = RANDOM.normal(size=(3, 4)), RANDOM.normal(size=3)
WEIGHT = RANDOM.uniform(0.5, 1.5, 30)
SIGNED = SIGNS * RANDOM.integers(0, 3, 30) / 2
LOWER, UPPER = np.minimum(0.0, SIGNS), np.maximum(0.0, SIGNS)
NEAR = np.argsort(distances.pairwise(Z, X, distances.metric_of("euclidean")), axis=1)[:, :5]
COUNTS = scores.confusion(LABELS, LABELS[::-1].copy(), 3)
STARTS, RUN = np.array([0, 4, 5]), np.repeat([0, 1, 2], [4, 1, 25])


def corrected(together):
    """Return weights after one correction, on the device of the row."""

    def correct(weights, row):
        moved = weights.copy()
        perceptron.correct(moved, row, 1, 2, together)
        return moved

    return correct


def boosted(x, residual):
    """Return where rows of all bins fall in trees of depth 2."""
    bins = shallow_trees.into_bins(x)
    trees = shallow_trees.grow(bins, residual, 2)
    return trees.leaf, shallow_trees.leaves_of_bins(bins, trees)


CALLS = {
    "paired distances": (
        lambda *a: distances.paired(*a, distances.metric_of("cosine")), Z, X, NEAR),
    "log gaussian": (densities.log_gaussian, X, Z[:2], np.stack([np.eye(4), 2 * np.eye(4)])),
    "hashed uniforms": (hashes.hashed_uniforms, np.arange(5)[:, None], np.arange(3)),
    "linear kernel": (kernel_functions.linear, X, Z),
    "polynomial kernel": (lambda x, z: kernel_functions.polynomial(x, z, 0.5, 3, 1.0), X, Z),
    "rbf kernel": (lambda x, z: kernel_functions.rbf(x, z, 0.5), X, Z),
    "row of an rbf kernel": (
        lambda x, squares: kernel_functions.rbf_row(x, squares, 3, 0.5), X, (X * X).sum(axis=1)),
    "linear map": (least_squares.linear_map, X, W, B),
    "squared gradient": (least_squares.squared_gradient, X, HOT, W, B, WEIGHT),
    "weighted least squares": (lambda x, y, w: least_squares.least_squares(x, y, 0.3, w),
                               X, HOT, WEIGHT),
    "probabilities": (lambda z: logistic.probabilities(z, "softmax"), X),
    "losses of sigmoids": (lambda z, t: logistic.losses(z, t, "sigmoid"), X[:, :3], HOT),
    "objective": (lambda *a: logistic.objective(*a, "softmax", 0.1), X, HOT, W, B),
    "slope": (lambda *a: logistic.slope(*a, "sigmoid", 0.1), X, HOT, W, B),
    "margins": (perceptron.margins, np.c_[X, np.ones(30)], LABELS, np.c_[W, B]),
    "margins together": (lambda *a: perceptron.margins(*a, True), X, LABELS, W),
    "correction": (corrected(False), W, X[0]),
    "correction together": (corrected(True), W, X[0]),
    "violation": (margins.violation, SIGNED, X[:, 0], LOWER, UPPER),
    "slack": (lambda e, low, up: margins.slack(e, low, up, 0.2), X[:, 0], LOWER, UPPER),
    "objectives": (
        lambda *a: margins.objectives(*a, 0.2), SIGNED, X[:, 0], SIGNS, LOWER, UPPER),
    "interval of a share": (reliability.share_interval, WEIGHT / 2, np.arange(1.0, 31.0)),
    "brier": (reliability.brier, HOT * 0.7 + 0.1, HOT),
    "precision, recall, f1": (scores.precision_recall_f1, COUNTS),
    "largest of runs": (segments.segment_max, X.T.copy(), STARTS, RUN),
    "sums of runs": (segments.segment_sum, X.T.copy(), STARTS, RUN),
    "first of runs": (segments.first_in_segments, np.arange(30) % 2 == 0, STARTS, RUN),
    "worth of gini": (lambda w, s: splits.worth(w, s, "gini"), WEIGHT, HOT.T * WEIGHT),
    "worth of entropy": (lambda w, s: splits.worth(w, s, "entropy"), WEIGHT, HOT.T * WEIGHT),
    "ranks": (splits.ranked, np.round(X)),
    "leaves of bins": (boosted, X, HOT.T.copy() - 0.3),
    "soft threshold": (lambda x: shrinkage.soft_threshold(x, 0.4), X),
}  # fmt: skip


def numbers(found):
    """Return what a kernel gave as a flat list of arrays on the CPU."""
    if isinstance(found, tuple):
        return [one for part in found for one in numbers(part)]
    return [np.asarray(found) if np.isscalar(found) else to_host(found)]


@pytest.mark.parametrize("name", CALLS)
def test_it_says_something_finite_here(name):
    kernel, *arrays = CALLS[name]
    told = numbers(kernel(*arrays))
    assert any(one.size for one in told)
    assert all(np.isfinite(one).all() for one in told)


@pytest.mark.gpu
@pytest.mark.skipif("cuda" not in devices(), reason="no CUDA device")
@pytest.mark.parametrize("name", CALLS)
def test_the_graphics_card_says_the_same(name):
    kernel, *arrays = CALLS[name]
    there = [arrays_of.to_device(one, "cuda") for one in arrays]
    assert namespace(*there) is not np
    found, wanted = numbers(kernel(*there)), numbers(kernel(*arrays))
    for own, other in zip(wanted, found, strict=True):
        np.testing.assert_allclose(other, own, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("name", CALLS)
def test_it_asks_for_nothing_that_a_card_refuses(monkeypatch, name):
    strict_card.insert(monkeypatch)
    test_the_graphics_card_says_the_same(name)


@pytest.mark.parametrize("target", ["class", "value"])
@pytest.mark.parametrize("kind", MODELS)
def test_no_model_mixes_arrays_of_both(monkeypatch, kind, target):
    if target not in MODELS[kind].targets:
        pytest.skip("it learns others")
    strict_card.insert(monkeypatch)
    data = build(DATASETS["iris" if target == "class" else "diabetes"], {}).load()
    said = []
    for device in ("cpu", "cuda"):
        feed = Feed.through(data, {"data": []})
        model = Stepwise("model", build(MODELS[kind], {}), feed, 0, device)
        model.step(4)
        model.restore(model.capture())
        model.step(4)
        said.append(model.decide(data.x))
    np.testing.assert_allclose(*said, atol=1e-9)
