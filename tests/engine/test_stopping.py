"""Stop rules: when each fires, whom it stops, and what is put back."""

import numpy as np
import pytest
from small_learners import learner, rows

from playground.engine.heads.fit import Fit
from playground.engine.layers.dense import Dense
from playground.engine.learner import due
from playground.engine.training.stopping import Rules, Stopping

WIDE = (Dense(units=40, activation="tanh"), Dense(units=40, activation="tanh"))


def overfitting(**changes):
    """Return a learner that memorises noise, so that its validation loss turns upwards."""
    data = rows(size=80, noise=1.0, validation_share=0.3, test_share=0.3)
    return learner(Fit(rate=0.02, batch=8, **changes), WIDE, data)


def test_the_grid_of_evaluations_depends_on_the_step_alone():
    fit = learner(Fit(batch=16))
    told = fit.step(130)
    assert told.evaluated.tolist() == [s for s in range(131) if due(s)]
    parts = learner(Fit(batch=16))
    pieces = [parts.step(n).evaluated for n in (1, 6, 50, 73)]
    assert np.concatenate(pieces).tolist() == told.evaluated.tolist()


def test_stops_after_its_steps():
    fit = learner(Fit(stop_after=17))
    told = fit.step(100)
    assert told.steps.tolist() == list(range(1, 18))
    assert fit.finished == "done: 17 steps"
    assert len(fit.step(5).steps) == 0


def test_stops_at_a_train_loss():
    free, held = learner(Fit(rate=0.05)), learner(Fit(rate=0.05, stop_at_loss=0.3))
    told = free.step(400)
    reached = told.metrics["train_loss"][:, 0] <= 0.3
    assert reached.any()
    first = told.evaluated[reached][0]
    held.step(400)
    assert held.step_number == first
    assert held.finished.startswith("target reached: train loss")


def test_stops_on_a_plateau():
    fit = learner(Fit(rate=1e-9, stop_on_plateau=40))
    fit.step(500)
    assert fit.finished.startswith("plateau: no progress since step")
    assert 40 <= fit.step_number <= 60
    learning = learner(Fit(rate=0.01, stop_on_plateau=40))
    learning.step(60)
    assert not learning.finished


def test_early_stopping_goes_back_to_the_weights_of_the_lowest_validation_loss():
    free, held = overfitting(), overfitting(early_stopping=60)
    told = free.step(2000)
    held.step(2000)
    assert held.finished.startswith("stopped early")
    losses = told.metrics["validation_loss"][:, 0]
    until = losses[told.evaluated <= held.step_number]
    best = int(told.evaluated[until.argmin()])
    assert best > 0
    assert held.finished.endswith(f"best at step {best}")
    assert held.step_number - best >= 60
    again = overfitting()
    again.step(best)
    assert np.array_equal(again.weights.flat, held.weights.flat)
    assert held.evaluate()["validation_loss"][0] == until.min()


def test_patience_that_begins_midway_counts_from_there():
    fit = overfitting()
    told = fit.step(1000)
    best = int(told.evaluated[told.metrics["validation_loss"][:, 0].argmin()])
    assert best < 900
    fit.tune(Fit(rate=0.02, batch=8, early_stopping=60).plan())
    fit.step(1)
    assert not fit.finished
    fit.step(2000)
    reached = int(fit.finished.rpartition(" ")[2])
    assert reached > 1000
    again = overfitting()
    again.step(reached)
    assert np.array_equal(again.weights.flat, fit.weights.flat)


def test_early_stopping_never_looks_at_the_test_part():
    one, other = overfitting(early_stopping=60), overfitting(early_stopping=60)
    other.evaluation.parts["test"].y[...] = 1 - other.evaluation.parts["test"].y
    one.step(2000)
    other.step(2000)
    assert one.finished == other.finished
    assert np.array_equal(one.weights.flat, other.weights.flat)
    assert one.evaluate()["test_loss"][0] != other.evaluate()["test_loss"][0]


def test_early_stopping_without_a_validation_part_changes_nothing():
    free, held = learner(Fit()), learner(Fit(early_stopping=10))
    free.step(300)
    held.step(300)
    assert held.step_number == 300
    assert np.array_equal(free.weights.flat, held.weights.flat)


def reasons(fit):
    """Return why each member has stopped."""
    return fit.capture()["stopping"]["reason"]


def test_a_stopped_member_stands_still_and_others_go_on():
    fit = overfitting(early_stopping=60, members=3)
    while not any(reasons(fit)):
        fit.step(1)
    stopped = np.array([bool(r) for r in reasons(fit)])
    assert not stopped.all()
    before = fit.weights.flat.copy()
    told = fit.step(20)
    assert np.array_equal(fit.weights.flat[stopped], before[stopped])
    assert not np.array_equal(fit.weights.flat[~stopped], before[~stopped])
    assert np.isnan(told.loss[:, stopped]).all()
    assert np.isfinite(told.loss[:, ~stopped]).all()


@pytest.mark.parametrize("members", [2, 5])
def test_members_that_stop_early_equal_separate_runs(members):
    together = overfitting(early_stopping=40, members=members)
    together.step(3000)
    assert together.finished
    data = together.source
    for m in range(members):
        alone = learner(Fit(rate=0.02, batch=8, early_stopping=40), WIDE, data, seed=m)
        alone.step(3000)
        assert alone.finished == reasons(together)[m]
        assert np.array_equal(alone.weights.flat[0], together.weights.flat[m])


def test_another_rule_lets_a_stopped_run_go_on():
    fit = overfitting(early_stopping=40)
    fit.step(3000)
    at = fit.step_number
    fit.tune(Fit(rate=0.01, batch=8, early_stopping=40).plan())
    assert fit.finished.startswith("stopped early")
    fit.tune(Fit(rate=0.01, batch=8).plan())
    assert not fit.finished
    fit.step(10)
    assert fit.step_number == at + 10


def test_improvement_below_a_thousandth_is_a_plateau():
    stopping = Stopping(Rules(plateau=3), 2)
    for step in range(1, 5):
        stopping.observe(step, np.array([1 - 1e-4 * step, 1 - 0.01 * step]), None)
    assert stopping.reason[0].startswith("plateau")
    assert stopping.reason[1] == ""


@pytest.mark.parametrize("rule", [{"stop_on_plateau": 60}, {"early_stopping": 60}])
def test_a_run_that_was_put_back_stops_for_the_same_reason(rule):
    data = rows(validation_share=0.2)
    runs = [learner(Fit(rate=1e-9, **rule), data=data) for _ in range(2)]
    runs[0].step(45)
    runs[1].restore(runs[0].capture())
    for run in runs:
        run.step(500)
    assert runs[0].finished
    assert runs[0].finished == runs[1].finished
    assert runs[0].step_number == runs[1].step_number


def test_a_state_that_was_put_back_stops_at_the_same_step():
    fit = overfitting(early_stopping=60)
    fit.step(50)
    state = fit.capture()
    fit.step(2000)
    other = overfitting(early_stopping=60)
    other.restore(state)
    other.step(2000)
    assert other.finished == fit.finished
    assert np.array_equal(other.weights.flat, fit.weights.flat)
