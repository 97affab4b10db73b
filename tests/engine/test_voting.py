"""Voting equals scikit-learn's, of classes and values, and asks the wired learners as they are."""

import numpy as np
import pytest
from sklearn.datasets import load_breast_cancer, load_diabetes, load_iris
from sklearn.ensemble import VotingClassifier, VotingRegressor
from small_ensembles import MODELS, Borrowed, data_of, network, of_ensemble, part, trained
from small_learners import rows, same

from playground.core.shape import ShapeError
from playground.engine.ensembles.voting import Voting
from playground.engine.learner import due

KINDS = ("knn", "bayes", "stump")


def of(data, block=None, kinds=KINDS):
    parts = trained([part(Borrowed(model=kind), data, id=kind) for kind in kinds])
    return (block or Voting()).begin("voting-1", parts, data, 0)


def theirs(data, kinds, vote="soft", weights=None):
    named = [(kind, MODELS[kind]()) for kind in kinds]
    model = (
        VotingClassifier(named, voting=vote, weights=weights)
        if data.target == "class" else VotingRegressor(named, weights=weights)
    )  # fmt: skip
    y = data.y if data.target == "class" else data.y[:, 0]
    return model.fit(data.x[data.train], y[data.train])


@pytest.mark.parametrize("load", [load_iris, load_breast_cancer])
@pytest.mark.parametrize("weights", [(), (2.0, 0.5, 1.0)])
def test_soft_votes_equal_those_of_scikit_learn(load, weights):
    data = data_of(load())
    ours = of(data, Voting(weights=weights)).decide(data.x)[0]
    model = theirs(data, KINDS, weights=weights or None)
    assert np.allclose(ours, model.predict_proba(data.x), atol=1e-12)


@pytest.mark.parametrize("weights", [(), (1.0, 1.0, 3.0), (1.0, 2.0, 2.0)])
def test_hard_votes_equal_those_of_scikit_learn_ties_included(weights):
    data = data_of(load_iris())
    ours = of(data, Voting(vote="hard", weights=weights)).decide(data.x)[0]
    model = theirs(data, KINDS, "hard", weights or None)
    assert np.array_equal(ours.argmax(axis=1), model.predict(data.x))
    assert np.allclose(ours.sum(axis=1), 1)


@pytest.mark.parametrize("weights", [(), (1.0, 4.0)])
def test_values_are_averaged_as_by_scikit_learn(weights):
    data, kinds = data_of(load_diabetes()), ("knn-values", "ridge")
    ours = of(data, Voting(weights=weights, vote="hard"), kinds).decide(data.x)[0, :, 0]
    model = theirs(data, kinds, weights=weights or None)
    assert np.allclose(ours, model.predict(data.x), atol=1e-9)


def test_a_score_weighs_by_the_validation_rows():
    data = data_of(load_iris(), validation=0.2)
    learner = of(data, Voting(by_score=True))
    reached = [p.learner.evaluate()["validation_accuracy"][0] for p in learner.parts]
    assert np.allclose(learner.say(), np.array(reached) / np.sum(reached))
    assert reached[2] < reached[0]


def test_it_asks_the_learners_as_they_stand_and_finishes_after_them():
    data = rows()
    parts = [part(Borrowed(steps=3), data, id="a"), part(Borrowed(steps=6), data, id="b")]
    learner = Voting().begin("voting-1", parts, data, 0)
    before = learner.decide(data.x)
    for _ in range(10):
        for one in parts:
            one.learner.step(1)
        learner.step(1)
    assert not np.array_equal(before, learner.decide(data.x))
    assert learner.step_number == 6
    assert learner.finished == "all 2 that vote have ended"


def test_weights_are_tuned_without_a_new_start():
    data = data_of(load_iris())
    learner = of(data)
    learner.tune(Voting(weights=(0.0, 1.0, 0.0)))
    assert np.allclose(learner.decide(data.x), learner.parts[1].learner.decide(data.x))
    learner.tune(Voting(weights=(0.0, 0.0, 0.0)))
    assert np.allclose(learner.say(), 1 / 3)
    learner.tune(Voting(weights=(3.0,)))
    assert np.allclose(learner.say(), [0.6, 0.2, 0.2])


def test_networks_vote_and_what_has_diverged_abstains():
    data = rows()
    parts = [network(data, id="net-1"), network(data, id="net-2", rate=1e6)]
    parts.append(part(Borrowed(), data))
    parts[1].learner.weights.flat[...] = np.nan
    parts[0].learner.step(30)
    parts[2].learner.step(1)
    learner = Voting().begin("voting-1", parts, data, 0)
    mean = (parts[0].learner.decide(data.x) + parts[2].learner.decide(data.x)) / 2
    assert np.allclose(learner.decide(data.x), mean)
    assert not learner.evaluate()["train_loss"].max() > 1e3
    only = Voting(vote="hard").begin("voting-1", parts[1:2], data, 0)
    assert np.isnan(only.evaluate()["train_loss"]).all()


def test_a_vote_of_votes_steps_and_captures_what_nobody_else_does():
    data = rows()
    inner = of_ensemble(Voting(), data, [network(data), part(Borrowed(steps=4), data)])
    alone = part(Borrowed(), data, kept=True)
    learner = Voting().begin("voting-1", [inner, alone], data, 0)
    learner.step(7)
    held = learner.capture()
    learner.step(8)
    going_on = learner.capture(), learner.decide(data.x)
    learner.restore(held)
    assert not same(learner.capture(), going_on[0])
    learner.step(8)
    assert same(learner.capture(), going_on[0])
    assert np.array_equal(learner.decide(data.x), going_on[1])


def test_it_waits_for_those_that_still_learn_but_not_when_steps_are_taken_again():
    data = rows()
    slow, quick = network(data), part(Borrowed(), data)
    learner = Voting().begin("voting-1", [slow, quick], data, 0)
    quick.learner.step(5)
    assert len(learner.step(5).steps) == 0
    slow.learner.step(3)
    assert learner.step(5).steps.tolist() == [1, 2, 3]
    learner.retracing = True
    assert len(learner.step(5).steps) == 5
    joined = Voting().begin("voting-1", [slow, quick], data, 0)
    assert joined.step_number == 3
    assert joined.endless
    assert not Voting().begin("voting-1", [quick], data, 0).endless


def test_it_is_scored_on_the_grid_of_steps():
    data = rows()
    learner = Voting().begin("voting-1", [network(data, kept=True)], data, 0)
    told = learner.step(30)
    assert told.evaluated.tolist() == [s for s in range(31) if due(s)]
    assert {"train_loss", "train_accuracy", "test_accuracy"} <= told.metrics.keys()


def test_parts_that_learn_different_things_are_refused():
    classes, values = data_of(load_iris()), data_of(load_diabetes())
    parts = [part(Borrowed(), classes, id="a"), part(Borrowed(model="ridge"), values, id="b")]
    with pytest.raises(ShapeError, match="different things: a and b"):
        Voting().begin("voting-1", parts, classes, 0)
