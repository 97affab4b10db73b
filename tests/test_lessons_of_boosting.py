"""The numbers that the lessons of boosting tell."""

import functools

import pytest

from playground.document.edits import set_setting
from playground.document.presets import load_preset
from playground.engine.catalogue import catalogue
from playground.runtime.compile import Compiler
from playground.runtime.headless import train

FIRST, SECOND = "gradient-boosting", "gradient-boosting-2"


@functools.cache
def metrics(name, steps, *changes):
    project = load_preset(name)
    for block, setting, value in changes:
        project = set_setting(block, setting, value, catalogue())(project)
    return train(project, steps=steps, seed=0).metrics


def test_a_stump_gets_seven_in_ten_and_forty_nearly_all():
    told = metrics("adaboost-stumps", 40)
    assert told["decision-tree"]["train_accuracy"] == pytest.approx(0.7, abs=0.02)
    assert told["ada-boost"]["train_accuracy"] == 1.0
    assert told["ada-boost"]["test_accuracy"] == pytest.approx(0.97, abs=0.01)


def test_the_first_stump_is_wrong_about_so_much_and_has_so_much_say():
    built = Compiler().learners(load_preset("adaboost-stumps"), "cpu")
    model = built["ada-boost"].learner
    model.step(2)
    first, second = model.stages
    assert first["error"] == pytest.approx(0.29, abs=0.005)
    assert first["say"] == pytest.approx(0.92, abs=0.005)
    wrong = second["weight"] > first["weight"]
    assert second["weight"][wrong].sum() == pytest.approx(0.5)
    assert second["error"] > first["error"]


def test_wrong_labels_pull_ada_boost_down():
    told = metrics("adaboost-stumps", 40, ("circle", "outliers", 0.2))
    assert told["ada-boost"]["test_accuracy"] == pytest.approx(0.86, abs=0.01)


def test_the_patient_sum_ends_nearer_to_the_wave():
    told = metrics("boosting-residuals", 100)
    assert told[FIRST]["test_loss"] == pytest.approx(0.043, abs=0.002)
    assert told[SECOND]["test_loss"] == pytest.approx(0.065, abs=0.002)
    assert told[SECOND]["train_loss"] < 1e-6


def test_a_hundredth_of_each_tree_has_hardly_begun():
    told = metrics("boosting-residuals", 100, (FIRST, "learning_rate", 0.01))
    assert told[FIRST]["test_r2"] == pytest.approx(0.56, abs=0.01)


def test_the_test_loss_turns_round_after_twenty_stages():
    losses = {stage: metrics("boosting-classes", stage) for stage in (5, 20, 40, 100, 200)}
    test = {stage: told[FIRST]["test_loss"] for stage, told in losses.items()}
    assert min(test, key=test.get) == 20
    assert test[20] == pytest.approx(0.22, abs=0.005)
    assert test[200] == pytest.approx(0.36, abs=0.01)
    scores = [losses[stage][FIRST]["test_accuracy"] for stage in (20, 40, 100, 200)]
    assert 0.9 < min(scores) <= max(scores) < 0.935
    slow = {stage: told[SECOND]["test_loss"] for stage, told in losses.items()}
    assert min(slow, key=slow.get) == 200
    assert slow[200] == pytest.approx(0.21, abs=0.005)


@pytest.mark.parametrize(
    ("setting", "value", "loss"), [("patience", 10, 0.20), ("max_depth", 1, 0.22)]
)
def test_what_keeps_it_from_going_too_far(setting, value, loss):
    told = metrics("boosting-classes", 200, (FIRST, setting, value))
    assert told[FIRST]["test_loss"] == pytest.approx(loss, abs=0.006)
