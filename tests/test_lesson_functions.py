"""What the lessons about test functions say, measured."""

import numpy as np
import pytest

from playground.document.edits import set_setting
from playground.document.presets import load_preset
from playground.engine.catalogue import catalogue
from playground.runtime.headless import train
from playground.runtime.session import Session


def changed(project, *changes):
    for block, name, value in changes:
        project = set_setting(block, name, value, catalogue())(project)
    return project


def heights(project, learner, steps=None):
    run = train(project, steps=steps, device="cpu")
    return np.array(run.metrics[learner]["train_loss"], float)


def test_eight_of_forty_balls_stop_on_the_ledge_without_momentum():
    plain = heights(load_preset("trapped-ball"), "plain")
    assert np.count_nonzero(np.abs(plain - 2) < 0.01) == 8
    assert np.count_nonzero(plain < -6.5) == 32
    rolling = heights(load_preset("trapped-ball"), "rolling")
    assert np.count_nonzero(rolling < -6.5) == 40


def test_momentum_frees_no_ball_that_sits_on_the_ledge_but_all_that_come_down():
    project = load_preset("trapped-ball")
    session = Session("cpu")
    session.load(project, fresh=True)
    session.step(300)
    session.tune(changed(project, ("plain", "optimizer.beta", 0.9)))
    session.step(500)
    loss = session.built["plain"].learner.evaluate()["train_loss"]
    assert np.count_nonzero(loss < -6.5) == 32
    fresh = heights(changed(project, ("plain", "optimizer.beta", 0.9)), "plain")
    assert np.count_nonzero(fresh < -6.5) == 40


def test_a_rate_that_is_stable_at_the_minimum_throws_out_the_five_rightmost():
    project = load_preset("trapped-ball")
    fast = changed(project, ("plain", "rate", 0.09))
    session = Session("cpu")
    session.load(project, fresh=True)
    session.step(300)
    session.tune(fast)
    session.step(300)
    loss = session.built["plain"].learner.evaluate()["train_loss"]
    assert np.isfinite(loss).all()
    assert np.count_nonzero(loss < -6.5) == 32
    thrown = heights(fast, "plain")
    assert np.flatnonzero(np.isnan(thrown)).tolist() == [35, 36, 37, 38, 39]


def test_the_curve_is_as_the_lesson_says():
    curve = catalogue()["quartic"]()
    at = 2.25 + np.array([[-1e-4], [1e-4]])
    curvature = np.diff(curve.gradient(at)[:, 0])[0] / 2e-4
    assert curvature == pytest.approx(20.25, abs=1e-3)
    assert 2 / curvature == pytest.approx(0.099, abs=5e-4)
    first = -1 - 0.09 * curve.gradient(np.array([[-1.0]]))[0, 0]
    assert first > 0


def test_six_rules_come_from_41_25_to_less_than_0_15():
    project = load_preset("race-on-functions")
    np.testing.assert_array_equal(heights(project, "fit", 0), 41.25)
    assert (heights(project, "fit") < 0.15).all()


def test_one_rate_for_all_throws_out_momentum_and_nesterov():
    unfair = changed(load_preset("race-on-functions"), ("fit", "experiment.one_rate", True))
    gone = np.isnan(heights(unfair, "fit"))
    assert gone.tolist() == [False, True, True, False, False, False]


@pytest.mark.parametrize("start", [[-3.5, 3.5], [3.5, 3.5]])
def test_from_the_upper_corners_rules_that_take_the_gradient_as_it_is_are_thrown_off(start):
    away = changed(load_preset("race-on-functions"), ("beale", "start", start))
    gone = np.isnan(heights(away, "fit"))
    assert gone.tolist() == [True, True, True, False, False, False]
