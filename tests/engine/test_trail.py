"""The trail: true vectors and losses at the evaluated steps, cut when the past is gone on from."""

import numpy as np
import pytest
import torch
from small_learners import busy_layers, learner

from playground.engine.heads.fit import Fit
from playground.engine.learner import due
from playground.engine.optimizers.sgd import Sgd
from playground.engine.training.trail import VECTORS, Trail


@pytest.fixture
def walked():
    fit = learner(Fit(rate=0.02), busy_layers())
    fit.step(57)
    return fit


def test_there_is_an_entry_for_every_evaluated_step_with_the_recorded_loss():
    fit = learner(Fit(rate=0.02))
    told = fit.step(57)
    assert fit.trail.steps.tolist() == [s for s in range(58) if due(s)]
    assert fit.trail.steps.tolist() == told.evaluated.tolist()
    assert np.array_equal(fit.trail.loss, told.metrics["train_loss"])
    fit.step(3)
    assert fit.trail.loss[-1] == fit.evaluate()["train_loss"]


def test_vectors_are_the_weights_gradients_and_updates_of_those_steps():
    fit = learner(Fit(optimizer=Sgd(), rate=0.1))
    fit.step(4)
    before = fit.weights.trained.copy()
    fit.step(1)
    at = fit.trail.kept.tolist().index(5)
    assert np.array_equal(fit.trail.vectors("weight")[at], fit.weights.trained)
    assert np.array_equal(fit.trail.vectors("gradient")[at], fit.gradient.trained)
    assert np.array_equal(fit.trail.vectors("update")[at], fit.weights.trained - before)
    assert np.allclose(fit.trail.vectors("update")[at], -0.1 * fit.gradient.trained, atol=1e-6)


def test_norms_are_those_of_the_vectors_block_by_block(walked):
    trail = walked.trail
    assert trail.blocks == tuple(walked.weights.layout.segments)
    for name in VECTORS:
        for i, (start, stop) in enumerate(walked.weights.layout.segments.values()):
            part = torch.tensor(trail.vectors(name)[:, :, start:stop])
            expected = torch.linalg.vector_norm(part, dim=-1).numpy()
            assert np.allclose(trail.norms[name][:, :, i], expected, rtol=1e-6, equal_nan=True)
    assert np.isnan(trail.norms["gradient"][0]).all()
    assert np.isfinite(trail.norms["gradient"][1:]).all()


def test_a_look_back_shows_no_future_and_forgets_none(walked):
    state = walked.capture()
    walked.step(40)
    known = walked.trail.steps.tolist()
    walked.restore(state)
    assert walked.trail.steps.tolist() == known
    past = walked.trail.until(walked.step_number)
    assert past.steps[-1] == 55
    assert past.loss.shape == (len(past), 1)
    assert len(past.vectors("weight")) == len(past.kept) == len(past)


def test_going_on_from_the_past_leaves_the_future_behind(walked):
    state = walked.capture()
    walked.step(40)
    walked.restore(state)
    walked.tune(Fit(rate=0.5).plan())
    walked.step(3)
    assert walked.trail.steps.tolist()[-2:] == [55, 60]
    assert walked.trail.loss[-1] == walked.evaluate()["train_loss"]


def test_steps_that_are_retraced_leave_the_trail_alone(walked):
    start = walked.capture()
    walked.step(100)
    known, weights = walked.trail.steps.tolist(), walked.weights.flat.copy()
    walked.restore(start)
    walked.retracing = True
    walked.step(100)
    walked.retracing = False
    assert walked.trail.steps.tolist() == known
    assert np.array_equal(walked.weights.flat, weights)


def test_a_learner_that_has_not_moved_is_somewhere():
    fit = learner(Fit())
    assert fit.trail.steps.tolist() == [0]
    assert np.array_equal(fit.trail.vectors("weight")[0], fit.weights.trained)


def test_a_jump_is_marked_at_its_step_and_starts_at_rest(walked):
    target = np.full((1, walked.weights.layout.size), 0.1, np.float32)
    walked.jump(target)
    assert walked.step_number == 57
    assert walked.trail.steps[-1] == 57
    assert np.array_equal(walked.trail.vectors("weight")[-1], walked.weights.trained)
    assert all((v == 0).all() for s in walked.capture()["descent"] for v in s.values())


def test_a_jump_revives_who_has_diverged():
    fit = learner(Fit(optimizer=Sgd(), rate=1e9))
    start = fit.weights.flat.copy()
    fit.step(200)
    assert fit.finished.startswith("diverged")
    fit.tune(Fit(optimizer=Sgd(), rate=0.1).plan())
    fit.jump(start)
    assert not fit.finished
    assert np.isfinite(fit.step(20).loss).all()


def test_vectors_thin_out_within_their_budget_and_norms_stay():
    fit = learner(Fit(members=3))
    layout, members = fit.weights.layout, 3
    each = len(VECTORS) * members * layout.trainable * 4
    trail = Trail(layout, members, budget=20 * each)
    for step in range(100):
        w = np.full((members, layout.trainable), step, np.float32)
        trail.add(step, np.zeros(members), w, w, w)
    assert len(trail) == 100
    assert len(trail.norms["weight"]) == 100
    assert 10 <= len(trail.kept) <= 20
    assert trail.kept[0] == 0
    assert trail.kept[-1] == 99
    assert np.array_equal(trail.vectors("weight")[:, 0, 0], trail.kept)
