"""Every number that the lessons on neighbours and naive Bayes tell, measured."""

import functools

import numpy as np
import pytest

from playground.document.edits import set_setting
from playground.document.presets import load_preset
from playground.engine.catalogue import catalogue
from playground.engine.probes.calibration import Calibration
from playground.engine.probes.densities import Densities
from playground.runtime.compile import Compiler
from playground.runtime.headless import train

TRAIN, TEST, LOSS = "train_accuracy", "test_accuracy", "test_loss"
NEARER, MODEST = ("some", "weights", "distance"), ("bayes", "smoothing", 1.0)
TOLD = [
    ("knn-k", (), "one", TRAIN, 1.0, 1.0),
    ("knn-k", (), "one", TEST, 0.88, 0.887),
    ("knn-k", (), "some", TRAIN, 0.943, 0.95),
    ("knn-k", (), "some", TEST, 0.907, 0.913),
    ("knn-k", (), "many", TEST, 0.833, 0.84),
    ("knn-k", (("many", "k", 299),), "many", TEST, 0.673, 0.68),
    ("knn-k", (NEARER,), "some", TRAIN, 1.0, 1.0),
    ("knn-k", (NEARER,), "some", TEST, 0.9, 0.907),
    ("knn-metrics", (), "straight", TEST, 0.96, 0.974),
    ("knn-metrics", (), "streets", TEST, 0.96, 0.974),
    ("knn-metrics", (), "king", TEST, 0.96, 0.974),
    ("knn-metrics", (), "angle", TEST, 0.5, 0.514),
    ("naive-bayes", (), "bayes", TEST, 0.966, 0.98),
    ("naive-bayes", (), "fooled", TEST, 0.44, 0.454),
    ("naive-bayes", (), "near", TEST, 0.986, 1.0),
    ("calibration", (), "bayes", TEST, 0.936, 0.944),
    ("calibration", (), "logistic", TEST, 0.975, 0.983),
    ("calibration", (), "bayes", LOSS, 0.525, 0.54),
    ("calibration", (), "logistic", LOSS, 0.085, 0.095),
    ("calibration", (MODEST,), "bayes", LOSS, 0.445, 0.455),
    ("calibration", (MODEST,), "bayes", TEST, 0.9, 0.91),
]


@functools.cache
def measured(name, changes):
    project = load_preset(name)
    for block, setting, value in changes:
        project = set_setting(block, setting, value, catalogue())(project)
    return train(project, seed=0, device="cpu").metrics


@pytest.mark.parametrize(("name", "changes", "learner", "metric", "low", "high"), TOLD)
def test_numbers_in_lessons_are_true(name, changes, learner, metric, low, high):
    value = measured(name, changes)[learner][metric]
    assert low <= float(value) <= high


def test_how_sure_naive_bayes_is():
    learner = Compiler().learners(load_preset("calibration"), "cpu")["bayes"].learner
    learner.step(1000)
    found = Calibration().measure(learner, (1, 1))
    assert found["sure"][0] == pytest.approx(0.996, abs=0.001)
    assert found["count"][0, [0, -1]].sum() > 0.95 * found["rows"]


def test_ten_numbers_describe_two_classes_of_two_features():
    learner = Compiler().learners(load_preset("naive-bayes"), "cpu")["bayes"].learner
    assert sum(learner.facts.parameters.values()) == 10


def test_in_the_middle_of_a_cloud_its_product_is_thousands_of_times_larger():
    learner = Compiler().learners(load_preset("naive-bayes"), "cpu")["bayes"].learner
    learner.step(1000)
    means = Densities().measure(learner, (1, 1))["mean"]
    for label, mean in enumerate(means):
        found = Densities(at=tuple(mean)).measure(learner, (1, 1))
        product = np.exp(found["log_likelihood"]) * found["weight"]
        assert 2000 < product[label] / product[1 - label] < 100_000


def test_the_clouds_of_signs_lie_on_top_of_each_other():
    learner = Compiler().learners(load_preset("naive-bayes"), "cpu")["fooled"].learner
    learner.step(1000)
    found = Densities().measure(learner, (1, 1))
    spread = np.sqrt(np.diagonal(found["covariance"], axis1=1, axis2=2))
    assert (abs(found["mean"][0] - found["mean"][1]) < 0.3 * spread).all()
    assert spread[0] == pytest.approx(spread[1], rel=0.1)
