"""The lessons of linear models: the numbers that their pages tell."""

import functools

import numpy as np
import pytest

from playground.document.edits import set_setting
from playground.document.presets import load_preset
from playground.engine.catalogue import catalogue
from playground.engine.probes.boundary import Boundary
from playground.runtime.compile import Compiler


@functools.cache
def learned(name, *changes):
    project = load_preset(name)
    for block, setting, value in changes:
        project = set_setting(block, setting, value, catalogue())(project)
    built = Compiler().learners(project, "cpu")
    for one in built.values():
        one.learner.step(project.promise.steps)
    return {id: one.learner for id, one in built.items()}


def scores(name, *changes):
    return {
        id: {metric: float(np.median(value)) for metric, value in one.evaluate().items()}
        for id, one in learned(name, *changes).items()
    }


def test_newton_leaps_seven_times_and_both_are_nearly_at_one_place():
    found = learned("logistic-regression")
    newton, walk = found["newton"], found["two"]
    assert newton.finished.startswith("settled")
    assert newton.step_number == 7 * newton.block.pace
    assert not walk.finished
    for metric in ("train_loss", "test_loss"):
        assert walk.evaluate()[metric] > newton.evaluate()[metric]
    weights = [one.states[0]["weights"][0] for one in (newton, walk)]
    assert (np.stack(weights) > 0).all()


def test_one_against_the_rest_makes_little_difference_and_a_small_c_stays_pale():
    usual = scores("logistic-regression")["three"]
    apart = scores("logistic-regression", ("three", "classes", "one-vs-rest"))["three"]
    short = scores("logistic-regression", ("three", "c", 0.01))["three"]
    assert abs(usual["test_accuracy"] - apart["test_accuracy"]) < 0.02
    assert short["train_loss"] > 3 * usual["train_loss"]


def test_degrees_fit_as_the_pages_say():
    found = scores("polynomial-overfit")
    one, four, fifteen = (found[f"degree-{d}"] for d in (1, 4, 15))
    assert one["test_loss"] == pytest.approx(0.24, abs=0.01)
    assert four["test_loss"] == pytest.approx(0.03, abs=0.005)
    assert fifteen["train_loss"] / four["train_loss"] == pytest.approx(0.3, abs=0.05)
    assert fifteen["test_loss"] / four["test_loss"] == pytest.approx(60_000, rel=0.05)
    weights = abs(learned("polynomial-overfit")["degree-15"].states[0]["weights"])
    assert 2e4 < weights.max() < 1e5
    priced = scores("polynomial-overfit", ("degree-15", "alpha", 0.001))["degree-15"]
    assert priced["test_loss"] == pytest.approx(0.04, abs=0.005)


@pytest.mark.parametrize(("degree", "low", "high"), [(1, 0.1, 0.12), (4, 0.04, 0.06),
                                                       (15, 70, 1000)])  # fmt: skip
def test_replicas_part_as_the_pages_say(degree, low, high):
    block = f"degree-{degree}"
    learner = learned("polynomial-overfit", (block, "members", 20))[block]
    found = Boundary(aspect=1.0).measure(learner, (128, 90))
    spread = found["curve"][:, :, 0].std(axis=0)
    assert low < np.median(np.interp(found["points"][:, 0], found["grid"], spread)) < high


def test_the_test_loss_falls_stays_level_and_takes_off():
    losses = {
        d: scores("polynomial-overfit", ("degree-15", "degree", d))["degree-15"]["test_loss"]
        for d in (1, 2, 3, 5, 7, 9, 11, 13)
    }
    assert losses[3] < 0.2 * losses[1]
    assert all(losses[d] == pytest.approx(losses[3], abs=0.005) for d in (5, 7, 9))
    assert losses[11] > 10 * losses[9]
    assert losses[13] > 100 * losses[9]


def test_the_bars_of_ridge_and_lasso_are_those_told():
    found = learned("ridge-and-lasso")
    plain, ridge, lasso = (
        found[id].states[0]["weights"][0] for id in ("plain", "ridge", "lasso")
    )
    names = found["plain"].examples.names
    total, ldl = names.index("total cholesterol"), names.index("LDL")
    np.testing.assert_allclose(plain[[total, ldl]], [-0.59, 0.33], atol=0.01)
    np.testing.assert_allclose(ridge[[total, ldl]], [-0.02, -0.06], atol=0.01)
    assert (ridge != 0).all()
    kept = [name for name, weight in zip(names, lasso, strict=True) if weight]
    assert kept == ["body mass index", "blood pressure", "HDL", "log triglycerides"]
    r2 = {id: one["test_r2"] for id, one in scores("ridge-and-lasso").items()}
    assert r2 == pytest.approx({"plain": 0.43, "ridge": 0.44, "lasso": 0.44}, abs=0.005)
    assert scores("ridge-and-lasso", ("lasso", "alpha", 0.3))["lasso"]["test_r2"] < 0.4


@pytest.mark.long
def test_double_descent_has_a_peak_that_noise_makes():
    found = scores("double-descent")
    assert found["few"]["test_loss"] == pytest.approx(0.1, abs=0.02)
    assert found["as-many"]["test_loss"] > 500
    assert found["many"]["test_loss"] == pytest.approx(0.8, abs=0.1)
    assert found["many"]["train_loss"] == pytest.approx(0.25, abs=0.02)
    clean = scores("double-descent", *((id, "noise", 0.0) for id in ("few", "as-many", "many")))
    assert clean["many"]["test_loss"] < clean["as-many"]["test_loss"] < clean["few"]["test_loss"]
    assert clean["as-many"]["test_loss"] < 0.01


def test_the_perceptron_rests_after_fourteen_corrections_and_its_pocket_keeps_the_best():
    found = learned("perceptron-xor")
    assert found["apart"].finished.startswith("at rest after 14 corrections")
    assert not found["crossed"].finished
    told = scores("perceptron-xor")["crossed"]
    assert told["train_accuracy"] == pytest.approx(0.5, abs=0.1)
    kept = scores("perceptron-xor", ("crossed", "pocket", True))["crossed"]
    assert kept["train_accuracy"] == pytest.approx(0.7, abs=0.05)
