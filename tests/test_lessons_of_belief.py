"""Every number that the lessons on Bayes' rule and the doors tell, measured."""

import functools

import numpy as np
import pytest

from playground.core.settings import build
from playground.document.presets import load_preset
from playground.engine.labs.bayes_rule import BayesRule
from playground.engine.labs.monty_hall import MontyHall
from playground.kernels.beliefs import after_counts
from playground.kernels.doors import chances, opening_chances
from playground.runtime.headless import train
from playground.ui.plots.bayes.people import Crowd

FIVE = range(5)


def block(preset, id, cls, **settings):
    return build(cls, load_preset(preset).block(id).settings | settings)


@functools.cache
def scores(name, seed):
    return train(load_preset(name), seed=seed, device="cpu").metrics


@pytest.mark.parametrize("seed", FIVE)
def test_two_people_differ_by_less_than_told(seed):
    lab = block("bayes-update", "coin", BayesRule)
    state = lab.begin(None, seed)
    tale = lab.tale()
    start = [prior @ tale.at for prior in (tale.prior, tale.second)]
    assert start[0] > 0.7
    assert start[1] < 0.3
    for _ in range(150):
        lab.advance(state)
    own, other = lab.beliefs(state)
    assert 0 < abs(own @ tale.at - other @ tale.at) < 0.03


@pytest.mark.parametrize("seed", FIVE)
def test_almost_every_throw_narrows_the_belief(seed):
    lab = block("bayes-update", "coin", BayesRule)
    state = lab.begin(None, seed)
    spread = [lab.own_metrics(state)["spread"]]
    for _ in range(150):
        lab.advance(state)
        spread.append(lab.own_metrics(state)["spread"])
    assert np.mean(np.diff(spread) < 0) > 0.7


@pytest.mark.parametrize(("positive", "told"), [(1, 0.09), (2, 0.50), (3, 0.91)])
def test_positive_tests_mean_what_is_told(positive, told):
    lab = block("bayes-update", "test", BayesRule, given=(1,) * positive)
    assert lab.own_metrics(lab.begin(None, 0))["mean"] == pytest.approx(told, abs=0.005)


def test_the_people_are_those_that_are_told_of():
    lab = block("bayes-update", "test", BayesRule)
    crowd = Crowd.of(lab.prevalence, lab.sensitivity, 1 - lab.specificity)
    assert (crowd.ill + crowd.ill_others, crowd.ill, crowd.healthy) == (10, 9, 89)
    common = block("bayes-update", "test", BayesRule, prevalence=0.2)
    assert common.own_metrics(common.begin(None, 0))["mean"] > 0.7


def test_a_single_tails_ends_the_suspicion_and_a_fair_coin_takes_a_hundred_throws():
    lab = block("bayes-update", "coin", BayesRule, prior="two-headed")
    tale = lab.tale()
    assert tale.prior[-1] == pytest.approx(0.1)
    assert after_counts(tale.prior, tale.likelihood, np.array([1, 0]))[-1] == 0
    fair = block("bayes-update", "coin", BayesRule, prior="fair").tale()
    moved = after_counts(fair.prior, fair.likelihood, np.array([36, 84]))
    assert moved @ fair.at == pytest.approx((0.5 + 0.7) / 2, abs=0.01)


@pytest.mark.parametrize("seed", FIVE)
def test_the_lines_settle_where_told(seed):
    told = scores("monty-hall", seed)
    assert told["three"]["switch_wins"] == pytest.approx(2 / 3, abs=0.075)
    assert told["blind"]["switch_wins"] == pytest.approx(0.5, abs=0.1)
    assert told["blind"]["void_share"] == pytest.approx(1 / 3, abs=0.075)


def test_the_table_holds_what_is_told():
    assert opening_chances(3, 1, True) == (0.5, 1.0, 0.0)
    assert opening_chances(3, 1, False)[:2] == (0.5, 0.5)


@pytest.mark.parametrize(("opens", "stay", "switch"), [(8, 1 / 10, 9 / 10), (1, 1 / 10, 9 / 80)])
def test_ten_doors_win_as_often_as_told(opens, stay, switch):
    lab = block("monty-hall", "ten", MontyHall, opens=opens)
    np.testing.assert_allclose(lab.exact()[:2], (stay, switch))
    assert lab.exact() == chances(10, opens, True)
