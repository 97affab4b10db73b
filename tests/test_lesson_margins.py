"""What the lessons of support vector machines say, looked at inside the machines."""

import functools
from pathlib import Path

import numpy as np
import pytest

from playground.document.edits import set_setting
from playground.document.presets import load_preset
from playground.engine.catalogue import catalogue
from playground.engine.probes.margin import Margin
from playground.runtime.compile import Compiler


@functools.cache
def learned(name, *changes, steps=5000):
    """Return the learners of a preset at their end, by id."""
    project = load_preset(name)
    for block, setting, value in changes:
        project = set_setting(block, setting, value, catalogue())(project)
    found = {id: built.learner for id, built in Compiler().learners(project, "cpu").items()}
    for learner in found.values():
        learner.step(steps)
    return found


def told(learner):
    metrics = {name: float(values[0]) for name, values in learner.evaluate().items()}
    return metrics, Margin().measure(learner, (160, 160))


def islands(field):
    from scipy.ndimage import label

    return label(field < 0)[1], label(field > 0)[1]


def degrees(learner):
    w = learner.states[0]["weights"][0]
    return float(np.degrees(np.arctan2(w[1], w[0])))


def test_the_kernel_trick_ends_as_told():
    svm = learned("svm-kernel-trick")["svm"]
    metrics, arrays = told(svm)
    assert svm.step_number == 48
    assert arrays["counts"].tolist()[:3] == [39, 7, 32]
    assert arrays["counts"][5] == 140
    assert metrics["test_accuracy"] == pytest.approx(0.97, abs=0.005)
    assert islands(arrays["field"]) == (1, 1)


def test_a_large_gamma_makes_islands():
    metrics, arrays = told(learned("svm-kernel-trick", ("svm", "gamma", 1000.0))["svm"])
    assert metrics["train_accuracy"] == 1.0
    assert metrics["test_accuracy"] == pytest.approx(0.67, abs=0.005)
    assert islands(arrays["field"])[0] > 10
    assert islands(told(learned("svm-kernel-trick", ("svm", "gamma", 100.0))["svm"])[1]["field"]) \
        != (1, 1)  # fmt: skip


def test_a_linear_sheet_is_a_board():
    svm = learned("svm-kernel-trick", ("svm", "kernel", "linear"))["svm"]
    x = np.random.default_rng(0).uniform(-2, 2, (50, 2))
    heights = svm.block.decision(svm.states[0], x)[:, 0]
    board = np.column_stack([x, np.ones(50)])
    assert board @ np.linalg.lstsq(board, heights)[0] == pytest.approx(heights, abs=1e-9)


def test_three_points_hold_the_line():
    found = learned("support-vectors")
    (_, hard), (_, soft) = told(found["hard"]), told(found["soft"])
    assert hard["counts"].tolist()[:3] == [3, 3, 0]
    assert soft["counts"][0] == 32
    pull, on = hard["pull"], hard["side"] * hard["score"]
    assert sorted([(pull > 0).sum(), (pull < 0).sum()]) == [1, 2]
    assert on[pull != 0] == pytest.approx(np.ones(3), abs=2e-3)
    wide = [2 / np.linalg.norm(found[id].states[0]["weights"]) for id in ("soft", "hard")]
    assert wide[0] > 3 * wide[1]


@pytest.mark.parametrize(("c", "count"), [(0.01, 96), (1.0, 10)])
def test_a_small_c_lets_many_points_pull(c, count):
    _, arrays = told(learned("support-vectors", ("soft", "c", c))["soft"])
    assert arrays["counts"][0] == count


def test_clusters_with_a_larger_spread_overlap():
    _, arrays = told(learned("support-vectors", ("gaussians", "spread", 0.7))["hard"])
    assert arrays["counts"][4] > 0


def test_wrong_labels_turn_both_lines():
    found = learned("hinge-vs-logistic")
    svm, logistic = found["svm"], found["logistic"]
    _, arrays = told(svm)
    rows = svm.source.x[arrays["rows"]]
    wrong = (rows.sum(axis=1) > 0) != (svm.source.y[arrays["rows"]] == 1)
    assert wrong.sum() == 14
    assert np.abs(arrays["pull"][wrong]) == pytest.approx(np.ones(14))
    assert arrays["counts"][0] == 50
    assert degrees(svm) == pytest.approx(55, abs=1)
    assert degrees(logistic) == pytest.approx(70, abs=1)


def test_with_clean_labels_it_is_the_other_way_round():
    found = learned("hinge-vs-logistic", ("gaussians", "outliers", 0.0))
    assert degrees(found["svm"]) == pytest.approx(31, abs=1)
    assert degrees(found["logistic"]) == pytest.approx(42, abs=1)
    assert told(found["svm"])[1]["counts"][0] == 10


def test_with_many_wrong_labels_all_test_rows_are_right():
    found = learned("hinge-vs-logistic", ("gaussians", "outliers", 0.3))
    for learner in found.values():
        assert len(learner.source.test) == 60
        assert float(learner.evaluate()["test_accuracy"][0]) == 1.0


@pytest.mark.parametrize(
    ("epsilon", "rows", "r2"), [(0.0, 105, 0.97), (0.05, 70, 0.97), (0.2, 8, 0.98), (0.5, 4, 0.83)]
)
def test_a_wider_tube_needs_fewer_rows(epsilon, rows, r2):
    svr = learned("svr-tube", ("svr", "epsilon", epsilon))["svr"]
    metrics, arrays = told(svr)
    assert arrays["counts"][0] == rows
    assert arrays["counts"][5] == 105
    assert metrics["test_r2"] == pytest.approx(r2, abs=0.006)
    if epsilon == 0.2:
        assert svr.step_number == 46


def test_a_large_gamma_follows_single_rows():
    svr = learned("svr-tube", ("svr", "gamma", 200.0))["svr"]
    assert told(svr)[0]["test_r2"] == pytest.approx(0.91, abs=0.006)


def test_the_lessons_have_thumbnails():
    folder = Path(__file__).parents[1] / "assets" / "thumbnails"
    for name in ("svm-kernel-trick", "support-vectors", "hinge-vs-logistic", "svr-tube"):
        assert (folder / f"{name}.png").stat().st_size > 5000
