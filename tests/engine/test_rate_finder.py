"""The learning-rate finder against runs one by one, and what it reads off a curve."""

import numpy as np
import pytest
from test_curvature import learner_of

from playground.engine.batches import Batches
from playground.engine.curvature.rate_finder import STREAM, Findings, rates_for, try_rates
from playground.engine.probes.finder import Finder

RATES = np.array([0.003, 0.03, 0.3, 3.0])


@pytest.mark.parametrize("kind", ["sgd", "adam", "momentum", "random-search", "l-bfgs"])
def test_the_population_equals_each_rate_alone(kind):
    learner = learner_of(optimizer={"kind": kind}, l2=0.01)
    learner.step(10)
    together = try_rates(learner, 0, RATES, 15)
    for at, rate in enumerate(RATES):
        alone = try_rates(learner, 0, np.array([rate]), 15)
        np.testing.assert_allclose(together.losses[at], alone.losses[0], rtol=2e-4)
        assert together.start == alone.start


def test_a_rate_tried_is_plain_descent_on_batches_of_its_own():
    learner = learner_of(rate=0.1, batch=16)
    learner.step(5)
    found = try_rates(learner, 0, RATES[1:2], 12)
    weights, gradient = learner.weights.copy(), learner.weights.like()
    batches = Batches(learner.whole.x, learner.whole.y, 16, (STREAM + learner.seeds[0],))
    training = Batches(learner.whole.x, learner.whole.y, 16, learner.seeds)
    assert not np.array_equal(batches.at(0).y.copy(), training.at(0).y)
    for step in range(12):
        learner.objective.gradient(weights, batches.at(step), gradient)
        weights.flat -= np.float32(0.03) * gradient.flat
    expected = learner.objective.loss(weights, learner.whole)
    np.testing.assert_allclose(found.losses[0], expected[0], rtol=1e-5)


def test_trying_changes_nothing():
    learner, twin = learner_of(), learner_of()
    learner.step(20)
    twin.step(20)
    Finder().measure(learner, (0, 0))
    learner.step(20)
    twin.step(20)
    np.testing.assert_array_equal(learner.weights.flat, twin.weights.flat)


def test_what_is_read_off_a_curve():
    rates = np.logspace(-3, 2, 11)
    losses = np.array([1.0, 0.98, 0.93, 0.8, 0.5, 0.3, 0.2, 0.5, 9.0, np.inf, 0.9])
    found = Findings(rates, losses, 1.0, 3.0)
    assert found.diverged.tolist() == [False] * 8 + [True, True, False]
    assert found.largest == rates[7]
    assert found.steepest == pytest.approx(rates[4])
    assert found.suggested == 1.0
    everything = Findings(rates, np.full(11, np.nan), 1.0, 3.0)
    assert everything.diverged.all()
    assert np.isnan([everything.largest, everything.steepest, everything.suggested]).all()
    idle = Findings(rates, np.ones(11), 1.0, 3.0)
    assert np.isnan([idle.steepest, idle.suggested]).all()
    assert idle.largest == rates[-1]


@pytest.mark.parametrize("kind", ["sgd", "adam"])
def test_the_rate_suggested_learns_and_the_largest_parts_from_divergence(kind):
    learner = learner_of(data="circle", size=300, optimizer={"kind": kind})
    found = Finder().measure(learner, (0, 0))
    suggested, largest = float(found["suggested"]), float(found["largest"])
    rates = found["rates"]
    assert rates[0] < suggested <= largest / 2 <= rates[-1]
    np.testing.assert_allclose(rates, rates_for(learner.plan.groups[0].optimizer, 31))
    after = try_rates(learner, 0, np.array([suggested]), 200)
    assert after.losses[0] < 0.5 * after.start


def test_copies_are_taken_anew_on_demand_and_rarely_otherwise():
    learner = learner_of()
    first = Finder().measure(learner, (0, 0))
    learner.step(50)
    assert Finder().measure(learner, (0, 0))["at"] == 0
    again = Finder(turn=1).measure(learner, (0, 0))
    assert again["at"] == 50
    assert not np.array_equal(first["losses"], again["losses"])
    learner.step(160)
    assert Finder(turn=1).measure(learner, (0, 0))["at"] == 210
    assert Finder().measure(object(), (0, 0)) == {}
    learner.weights.flat[...] = np.nan
    assert Finder(turn=2).measure(learner, (0, 0))["lost"]
