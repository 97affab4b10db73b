"""What the lessons about curves and about largest entropy say, measured."""

import numpy as np
import pytest

from playground.core.settings import SettingError, build
from playground.document.edits import set_setting
from playground.document.presets import load_preset
from playground.engine.catalogue import OBJECTIVES, catalogue
from playground.engine.functions.curve import chord
from playground.runtime.session import Session

LBFGS = {"kind": "l-bfgs"}
SGD = {"kind": "sgd"}
MOMENTUM = {"kind": "momentum"}


def trained(name, steps, *changes, seed=0):
    """Return the learners of a preset after some steps, by id."""
    project = load_preset(name)
    for block, setting, value in changes:
        project = set_setting(block, setting, value, catalogue())(project)
    session = Session("cpu")
    session.load(project, fresh=True)
    session.step(steps)
    return {id: built.learner for id, built in session.built.items()}


def gap(name, steps, *changes):
    return trained(name, steps, *changes)["fit"].evaluate()["gap"]


def slide_by(rule, rate, steps):
    return gap("brachistochrone", steps, ("fit", "optimizer", rule), ("fit", "rate", rate)).item()


def test_two_of_three_rules_have_the_straight_length_and_sgd_holds_on_to_a_bend():
    sgd, momentum, adam = gap("shortest-path", 400)
    assert max(momentum, adam) < 0.001 < sgd < 0.03
    path = build(OBJECTIVES["shortest-path"], {})
    assert path.answer.cost == pytest.approx(1.118, abs=5e-4)
    assert path.dimension == 39


def test_small_kinks_go_first():
    made = trained("shortest-path", 0)["fit"]
    function = made.function
    waves = np.sin(np.pi * np.outer(np.arange(1, 7), function.places[1:-1]))

    def bends():
        return np.abs(waves @ (function.heights(made.weights.flat)[0] - chord(function))[1:-1])

    before = bends()
    made.step(200)
    share = bends() / before
    assert share[0] > 0.8
    assert share[2:].max() < 0.4
    assert share[5] < 0.03


def test_light_bends_at_the_border():
    made = trained("shortest-path", 400, ("shortest-path", "ground", "slow right half"))["fit"]
    momentum = np.diff(made.function.heights(made.weights.flat)[1]) / np.diff(made.function.places)
    sines = momentum / np.hypot(1, momentum)
    assert sines[5] / sines[-5] == pytest.approx(2, rel=0.01)


def test_twice_the_segments_halve_the_rate_that_sgd_bears():
    for segments, rate in ((40, 0.0125), (80, 0.00625)):
        function = build(OBJECTIVES["shortest-path"], {"segments": segments, "rise": 0.0})
        rows = [function.gradient(s * 1e-4) / 1e-4 for s in np.eye(function.dimension)]
        assert 2 / np.linalg.eigvalsh(np.array(rows))[-1] == pytest.approx(rate, rel=0.01)


def test_the_slide_dips_below_its_end():
    slide = build(OBJECTIVES["brachistochrone"], {})
    assert slide.straight == pytest.approx(1.428, abs=5e-4)
    assert slide.answer.cost == pytest.approx(1.018, abs=5e-4)
    assert slide.answer.points[:, 1].min() == pytest.approx(-0.24, abs=0.005)
    assert slide.dimension == 47
    wide = build(OBJECTIVES["brachistochrone"], {"width": 6.0})
    assert wide.answer.points[:, 1].min() < 3 * slide.answer.points[:, 1].min()
    made = trained("brachistochrone", 500)["fit"]
    heights = made.function.heights(made.weights.flat)[0]
    assert heights.min() == pytest.approx(-0.24, abs=0.03)


def test_other_rules_find_the_slide_too():
    assert slide_by(MOMENTUM, 0.1, 500) < 0.005
    assert slide_by(LBFGS, 1.0, 50) < 0.005
    assert slide_by(SGD, 0.3, 500) < 0.005
    assert slide_by(SGD, 0.03, 500) > 0.02


def test_the_chain_is_where_the_lesson_says_and_a_long_one_takes_longer():
    made = trained("hanging-chain", 300)["fit"]
    assert made.evaluate()["train_loss"] == pytest.approx(-0.239, abs=5e-4)
    assert made.function.dimension == 48
    tight, usual, long = (
        gap("hanging-chain", 200, ("hanging-chain", "length", length)).item()
        for length in (1.1, 1.6, 2.5)
    )
    assert tight < 0.001 < usual < 0.01 < long
    rule = ("fit", "optimizer", LBFGS), ("fit", "rate", 1.0)
    assert gap("hanging-chain", 50, *rule) < 0.001
    assert gap("hanging-chain", 300, ("fit", "optimizer", SGD), ("fit", "rate", 0.2)) < 0.001


def test_a_shallow_chain_is_close_to_a_parabola_and_a_deep_one_is_not():
    for length, near in ((1.05, True), (2.5, False)):
        chain = build(OBJECTIVES["hanging-chain"], {"length": length, "rise": 0.0})
        x, y = chain.answer.points.T
        off = np.abs(np.polyval(np.polyfit(x, y, 2), x) - y).max() / np.ptp(y)
        assert (off < 0.01) == near


def test_entropies_are_those_of_the_lesson():
    made = trained("max-entropy", 300)
    entropy = {id: one.evaluate()["entropy"].item() for id, one in made.items()}
    assert entropy["coin"] == pytest.approx(np.log(2), abs=1e-4)
    assert entropy["normal"] == pytest.approx(4.01, abs=0.005)
    assert entropy["exponential"] == pytest.approx(3.59, abs=0.005)
    begun = trained("max-entropy", 0)
    assert begun["normal"].evaluate()["entropy"].item() == pytest.approx(entropy["uniform"])


def test_a_mean_of_fifteen_is_refused():
    with pytest.raises(SettingError, match=r"^mean: no distribution has it: .* 11\.92"):
        build(OBJECTIVES["maximum-entropy"], {"mean": 15.0})


def test_a_fitted_softmax_agrees_with_the_data_on_every_class_mean():
    """What the lesson calls the same thing: features expected equal features seen."""
    rng = np.random.default_rng(0)
    x = rng.normal(size=(300, 2)) + np.repeat([[0, 0], [1, 1], [2, -1]], 100, axis=0)
    label = np.repeat([0, 1, 2], 100)
    from sklearn.linear_model import LogisticRegression as Reference

    shares = Reference(C=1e9, max_iter=2000, tol=1e-10).fit(x, label).predict_proba(x)
    seen = np.eye(3)[label].T @ x
    np.testing.assert_allclose(shares.T @ x, seen, atol=0.05)
