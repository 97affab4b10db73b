"""Runs that blow up: caught at once, explained, and harmless to other members."""

import numpy as np
import pytest
from small_learners import learner, rows

from playground.core.settings import settings_of
from playground.engine.choices import LOSSES, OPTIMIZERS
from playground.engine.heads.fit import Fit
from playground.engine.layers.dense import Dense
from playground.engine.schedules.cosine import Cosine
from playground.engine.training.descent import Group
from playground.engine.training.divergence import diagnose
from playground.engine.training.plan import Plan

WHOLE = tuple(kind for kind, rule in OPTIMIZERS.items() if rule.wants_all_rows)
"""Rules that compare one step's loss or gradient with the last one's."""

DEEP = (Dense(units=6, activation="relu"), Dense(units=5, activation="relu"))


@pytest.mark.parametrize("kind", OPTIMIZERS)
def test_a_rate_of_a_thousand_million_is_caught_and_named(kind):
    fit = learner(Fit(optimizer=OPTIMIZERS[kind](), rate=1e9), DEEP)
    fit.step(500)
    assert fit.finished.startswith(f"diverged at step {fit.step_number}: ")
    assert fit.step_number < 500
    assert any(f" {block} " in fit.finished for block in ("a", "b", "fit-1"))
    assert "learning rate is probably too high" in fit.finished


@pytest.mark.parametrize("kind", OPTIMIZERS)
@pytest.mark.parametrize("target", ["circle", "sine"])
def test_the_default_rate_of_every_rule_does_not_diverge(kind, target):
    rule = OPTIMIZERS[kind]()
    batch = 1000 if kind in WHOLE else 32
    fit = learner(Fit(optimizer=rule, rate=rule.default_rate, batch=batch), DEEP, rows(target))
    before = fit.evaluate()["train_loss"][0]
    fit.step(150)
    assert not fit.finished
    assert fit.evaluate()["train_loss"][0] < before


@pytest.mark.parametrize("target", ["circle", "sine"])
@pytest.mark.parametrize("activation", ["relu", "tanh"])
def test_l_bfgs_survives_proposals_beyond_reason(activation, target):
    layers = tuple(Dense(units=n, activation=activation) for n in (6, 5))
    plan = Fit(optimizer=OPTIMIZERS["l-bfgs"](), rate=0.5, batch=1000, members=20)
    fit = learner(plan, layers, rows(target))
    fit.step(150)
    assert np.isfinite(fit.evaluate()["train_loss"]).all()


@pytest.mark.parametrize("kind", OPTIMIZERS)
def test_a_schedule_may_end_at_a_rate_of_zero(kind):
    rule = OPTIMIZERS[kind]()
    plan = Fit(optimizer=rule, rate=rule.default_rate, batch=1000, schedule=Cosine(floor=0),
               planned=20)  # fmt: skip
    fit = learner(plan)
    fit.step(60)
    assert not fit.finished
    assert np.isfinite(fit.weights.flat).all()


@pytest.mark.parametrize("kind", LOSSES)
def test_every_loss_is_caught(kind):
    loss = LOSSES[kind]()
    data = rows("circle" if loss.suits("class") else "sine")
    fit = learner(Fit(loss=loss, rate=1e9), DEEP, data)
    fit.step(300)
    assert fit.finished.startswith("diverged at step")


def test_diverged_members_leave_the_others_going():
    fit = learner(Fit(members=3))
    rate = np.float32([[0.01], [1e12], [0.01]])
    plan = Fit(members=3).plan()
    groups = (Group(slice(0, 3), plan.groups[0].optimizer, rate),)
    fit.tune(Plan(groups, plan.schedule, 100, plan.penalty, plan.rules))
    told = fit.step(300)
    assert fit.step_number == 300
    assert not fit.finished
    assert fit.capture()["stopping"]["reason"][1].startswith("diverged")
    assert np.isnan(told.loss[-1]).tolist() == [False, True, False]
    metrics = fit.evaluate()
    for name, values in metrics.items():
        assert np.isnan(values).tolist() == [False, True, False], name
    assert fit.best_member in (0, 2)
    alone = learner(Fit(), seed=2)
    alone.step(300)
    assert np.array_equal(alone.weights.flat[0], fit.weights.flat[2])


def test_the_first_block_with_infinite_numbers_is_named():
    fit = learner(Fit(), DEEP)
    fit.step(1)
    assert "gradient of norm" in diagnose(fit.objective.network, fit.weights, fit.gradient, 0)
    fit.weights.views["fit-1"]["bias"][0, 0] = np.inf
    assert diagnose(fit.objective.network, fit.weights, fit.gradient, 0).startswith("fit-1 holds")
    fit.gradient.views["b"]["weight"][0, 0, 0] = np.nan
    assert diagnose(fit.objective.network, fit.weights, fit.gradient, 0).startswith("b holds")


def test_the_block_of_the_largest_gradient_is_named_while_all_is_finite():
    fit = learner(Fit(), DEEP)
    fit.step(1)
    fit.gradient.views["a"]["weight"][...] = 1e6
    told = diagnose(fit.objective.network, fit.weights, fit.gradient, 0)
    assert told.startswith("a has a gradient of norm")


def test_huge_weights_behind_a_flat_loss_are_named():
    fit = learner(Fit(), DEEP)
    fit.step(1)
    fit.weights.views["b"]["weight"][...] = 1e8
    told = diagnose(fit.objective.network, fit.weights, fit.gradient, 0)
    assert told.startswith("b has weights of norm")


def test_the_way_back_from_a_divergence_is_a_capture():
    fit = learner(Fit(rate=0.01), DEEP)
    fit.step(20)
    good = fit.capture()
    fit.tune(Fit(rate=1e9).plan())
    fit.step(500)
    assert fit.finished.startswith("diverged")
    fit.tune(Fit(rate=0.01, stop_after=1000).plan())
    assert fit.finished.startswith("diverged")
    fit.restore(good)
    assert not fit.finished
    fit.step(20)
    straight = learner(Fit(rate=0.01), DEEP)
    straight.step(40)
    assert np.array_equal(straight.weights.flat, fit.weights.flat)


def test_the_rate_has_no_bound_below_the_one_that_is_tested():
    (rate,) = [s for s in settings_of(Fit) if s.name == "rate"]
    assert rate.high == 1e9
