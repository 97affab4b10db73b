"""What the lessons say of rows, weights and units, looked at inside the learners."""

import functools
import math

import msgspec
import numpy as np
import pytest

from playground.document.edits import set_setting
from playground.document.presets import load_preset
from playground.engine.catalogue import catalogue
from playground.runtime.compile import Compiler


def learners(name, seed=0, *changes):
    """Return the untrained learners of a preset by id."""
    project = msgspec.structs.replace(load_preset(name), seed=seed)
    for block, setting, value in changes:
        project = set_setting(block, setting, value, catalogue())(project)
    return {id: built.learner for id, built in Compiler().learners(project, "cpu").items()}


@functools.cache
def trained(name, seed):
    found = learners(name, seed)
    steps = load_preset(name).promise.steps
    return {id: (learner, learner.step(steps)) for id, learner in found.items()}


def outputs(learner, block):
    """Return what the units of a block say of every training row, ``(n, units)``."""
    return learner.activations(learner.source.x[learner.source.train])[block][0]


@pytest.mark.parametrize(
    ("name", "train", "test"),
    [
        ("circle", 350, 150), ("iris", 105, 45), ("digits", 1438, 359),
        ("breast-cancer", 455, 114), ("overfitting", 50, 50), ("xor", 4, 0),
        ("regression-plane", 350, 150),
    ],
)  # fmt: skip
def test_rows_are_counted_right(name, train, test):
    data = learners(name)["fit"].source
    assert (len(data.train), len(data.test)) == (train, test)


def test_weights_are_counted_right():
    assert sum(learners("digits")["fit"].facts.parameters.values()) == 4810
    assert sum(learners("overfitting")["fit"].facts.parameters.values()) == 162


def test_a_constant_answer_is_right_on_63_percent_of_the_tumours():
    for name in ("breast-cancer", "feature-scaling"):
        baseline = learners(name)["fit"].evaluation.baselines["test_accuracy"]
        assert baseline == pytest.approx(0.632, abs=5e-3)


def test_the_tumours_units_are_as_far_apart_as_told():
    data = learners("feature-scaling")["fit-2"].source
    columns = dict(zip(data.names, data.x.T, strict=True))
    assert columns["mean area"].max() > 2000
    assert np.median(columns["mean smoothness"]) < 0.1


def test_no_rule_beats_921_in_1000_where_the_clusters_overlap():
    distance = math.hypot(0.75, 0.75)
    best = 0.5 * (1 + math.erf(distance / 0.75 / math.sqrt(2)))
    assert best == pytest.approx(0.921, abs=5e-4)


def test_the_longest_stable_step_down_the_bowl():
    data = learners("regression-plane")["fit"].source
    rows = np.column_stack([data.x, np.ones(len(data.x))])[data.train]
    curvature = np.linalg.eigvalsh(2 * rows.T @ rows / len(rows)).max()
    assert curvature == pytest.approx(2.04, abs=5e-3)
    assert 0.9 < 2 / curvature < 1.1


@pytest.mark.parametrize("seed", range(5))
def test_batch_norm_keeps_units_alive(seed):
    dead = [
        int((outputs(trained("batch-norm", seed)[id][0], block).max(axis=0) <= 0).sum())
        for id, block in (("fit", "activation"), ("fit-2", "activation-2"))
    ]
    assert dead[0] <= 4
    assert dead[1] >= 28


@pytest.mark.parametrize("seed", range(5))
def test_raw_units_push_tanh_to_its_ends(seed):
    raw = outputs(trained("feature-scaling", seed)["fit-2"][0], "dense-2")
    assert (np.abs(raw) > 0.99).mean() > 0.99
    assert (raw.std(axis=0) > 0.05).sum() <= 2


@pytest.mark.parametrize("seed", range(5))
def test_the_test_loss_turns_round_and_more_than_doubles(seed):
    _, scalars = trained("overfitting", seed)["fit"]
    loss = scalars.metrics["test_loss"][:, 0]
    lowest = loss.argmin()
    assert loss[lowest] == pytest.approx(0.17, abs=0.02)
    assert scalars.evaluated[lowest] <= 250
    assert loss[-1] > 2 * loss[lowest]


@pytest.mark.parametrize("seed", range(3))
def test_the_centre_of_the_spiral_comes_last(seed):
    learner = learners("spiral", seed)["fit"]
    learner.step(800)
    x, y = learner.source.x, learner.source.y
    right = learner.decide(x)[0].argmax(axis=-1) == y
    radius = np.hypot(*x.T)
    assert right[radius < 0.5].mean() + 0.1 < right[radius >= 1].mean()


def test_mistakes_on_the_board_lie_along_its_edges():
    gaps, all_gaps = [], []
    for seed in range(5):
        learner = trained("checkerboard", seed)["fit"][0]
        data = learner.source
        x, y = data.x[data.test], data.y[data.test]
        gap = np.abs(np.abs(x) - 0.5).min(axis=1)
        gaps.extend(gap[learner.decide(x)[0].argmax(axis=-1) != y])
        all_gaps.extend(gap)
    assert np.median(gaps) < 0.3 * np.median(all_gaps)


def test_equal_constants_keep_two_units_equal():
    alike = [("dense", "initialiser", "constant"), ("fit", "initialiser", "constant")]
    learner = learners("xor", 0, *alike, ("fit", "members", 1))["fit"]
    learner.step(300)
    units = outputs(learner, "dense")
    np.testing.assert_allclose(units[:, 0], units[:, 1], atol=1e-5)


def test_dead_relu_units_hold_some_stuck_starts():
    learner = learners("xor", 0, ("dense", "activation", "relu"))["fit"]
    learner.step(3000)
    accuracy = learner.evaluate()["train_accuracy"]
    units = learner.activations(learner.source.x)["dense"]
    dead = (units.max(axis=1) <= 0).any(axis=-1)
    stuck = accuracy < 1
    assert (accuracy[stuck] == 0.75).all()
    assert 0 < (dead & stuck).sum() < stuck.sum()
    assert not (dead & ~stuck).any()
