"""Races: every member equals a run alone, from the same start."""

import numpy as np
import pytest
from small_learners import learner

from playground.core.settings import SettingError, build, plain
from playground.engine.choices import OPTIMIZERS
from playground.engine.experiments.batch_sizes import BatchSizes
from playground.engine.experiments.rates import Rates
from playground.engine.experiments.rules import Rules, Runner
from playground.engine.heads.fit import Fit
from playground.engine.optimizers.sgd import Sgd
from playground.engine.trials import EXPERIMENTS

RULES = {kind: (cls(), cls.default_rate) for kind, cls in OPTIMIZERS.items()}


def race(experiment, steps=40, **settings):
    fit = learner(Fit(experiment=experiment, **settings))
    fit.step(steps)
    return fit


def alone(steps=40, **settings):
    fit = learner(Fit(**settings))
    fit.step(steps)
    return fit


def test_every_rule_runs_as_it_would_alone():
    runners = tuple(Runner(rule, rate) for rule, rate in RULES.values())
    raced = race(Rules(runners))
    assert raced.members == len(runners)
    for member, (rule, rate) in enumerate(RULES.values()):
        single = alone(optimizer=rule, rate=rate)
        assert np.allclose(raced.weights.flat[member], single.weights.flat[0], rtol=1e-5,
                           atol=1e-6), type(rule)  # fmt: skip


def test_a_race_of_plain_rules_is_exact():
    rates = (0.003, 0.01, 0.1)
    raced = race(Rates(rates), optimizer=Sgd())
    for member, rate in enumerate(rates):
        single = alone(optimizer=Sgd(), rate=rate)
        assert np.array_equal(raced.weights.flat[member], single.weights.flat[0])


def test_every_batch_size_runs_as_it_would_alone():
    sizes = (1, 8, 8, 1000)
    raced = race(BatchSizes(sizes))
    assert raced.labels == ("batch 1", "batch 8 1", "batch 8 2", "batch 1000")
    for member, size in enumerate(sizes):
        single = alone(batch=size)
        assert np.allclose(raced.weights.flat[member], single.weights.flat[0], rtol=1e-5,
                           atol=1e-6)  # fmt: skip


def test_all_start_from_the_same_weights():
    fit = learner(Fit(experiment=Rules()))
    assert (fit.weights.flat == fit.weights.flat[0]).all()
    assert fit.labels == ("SGD", "Momentum", "Adam")


def test_trials_and_seeds_multiply():
    fit = learner(Fit(experiment=Rates((0.1, 0.2)), members=3), seed=5)
    assert fit.seeds == (5, 6, 7, 5, 6, 7)
    assert fit.labels[4] == "rate 0.2, seed 6"
    fit.step(20)
    single = learner(Fit(rate=0.2), seed=6)
    single.step(20)
    assert np.array_equal(fit.weights.flat[4], single.weights.flat[0])


def test_one_rate_for_all_is_the_fit_s_own():
    groups = Fit(experiment=Rules(one_rate=True), rate=0.07).plan().groups
    assert [float(group.rate[0, 0]) for group in groups] == pytest.approx([0.07] * 3)


def test_a_capture_of_a_race_goes_on_bit_for_bit():
    one, other = (learner(Fit(experiment=BatchSizes((1, 16)))) for _ in range(2))
    one.step(20)
    other.step(7)
    other.restore(other.capture())
    other.step(13)
    assert np.array_equal(one.weights.flat, other.weights.flat)


@pytest.mark.parametrize("kind", EXPERIMENTS)
def test_experiments_survive_a_file(kind):
    fit = Fit(experiment=EXPERIMENTS[kind]())
    assert build(Fit, plain(fit)) == fit
    assert len(fit.labels(0)) == len(set(fit.labels(0))) == len(fit.seeds(0))


@pytest.mark.parametrize("values", [{"rates": []}, {"rates": [0.0]}, {"rates": ["fast"]}])
def test_a_race_of_nothing_is_refused(values):
    with pytest.raises(SettingError):
        build(Fit, {"experiment": {"kind": "rates", **values}})
