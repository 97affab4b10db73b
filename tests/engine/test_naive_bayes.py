"""Naive Bayes, against scikit-learn's."""

import numpy as np
import pytest
from sklearn.naive_bayes import GaussianNB
from small_learners import same

from playground.core.settings import build
from playground.core.shape import ShapeError, Signature, features
from playground.engine.catalogue import DATASETS
from playground.engine.classical.naive_bayes import NaiveBayes
from playground.engine.examples import Examples
from playground.engine.feed import Feed
from playground.engine.modelling.stepwise import Stepwise


def wired(kind="gaussians", block=None, seed=0, settings=None):
    data = build(DATASETS[kind], settings or {}).load()
    return Stepwise("bayes", block or NaiveBayes(), Feed.through(data, {"data": []}), seed)


def learned(*args, **kwargs):
    learner = wired(*args, **kwargs)
    learner.step(10_000)
    assert learner.finished
    return learner


@pytest.mark.parametrize("at_once", [0, 17])
@pytest.mark.parametrize("priors", ["from data", "equal"])
@pytest.mark.parametrize("smoothing", [1e-9, 0.01])
@pytest.mark.parametrize("kind", ["iris", "wine", "breast-cancer", "digits", "moons"])
def test_probabilities_are_those_of_scikit_learn(kind, smoothing, priors, at_once):
    learner = learned(kind, NaiveBayes(smoothing=smoothing, priors=priors, at_once=at_once))
    data = learner.source
    classes = len(data.classes)
    equal = np.full(classes, 1 / classes) if priors == "equal" else None
    theirs = GaussianNB(priors=equal, var_smoothing=smoothing)
    x = data.x.reshape(len(data.x), -1)
    theirs.fit(x[data.train], data.y[data.train])
    np.testing.assert_allclose(learner.decide(data.x)[0], theirs.predict_proba(x), atol=1e-5)
    state = learner.states[0]
    np.testing.assert_allclose(state["mean"], theirs.theta_)


def test_weights_of_rows_count_as_scikit_learn_counts_them():
    random = np.random.default_rng(3)
    x, y = random.normal(size=(60, 3)), random.integers(0, 2, 60)
    weight = random.uniform(0, 2, 60)
    examples = Examples(x, y, "class", 2, weight=weight)
    state = NaiveBayes().begin(examples, 0)
    while not state["finished"]:
        NaiveBayes().advance(state, examples)
    theirs = GaussianNB().fit(x, y, sample_weight=weight)
    np.testing.assert_allclose(NaiveBayes().decide(state, x), theirs.predict_proba(x), atol=1e-9)


def test_a_step_is_a_class_and_before_it_all_are_alike():
    learner = wired("iris")
    assert learner.decide(learner.source.x[:4])[0] == pytest.approx(1 / 3)
    learner.step()
    assert (learner.states[0]["prior"] > 0).tolist() == [True, False, False]
    assert learner.decide(learner.source.x[:4])[0][:, 0] == pytest.approx(1.0)
    learner.step(2)
    assert learner.finished
    assert learner.step_number == 3


def test_going_on_from_a_capture_gives_the_same():
    block = NaiveBayes(at_once=9)
    learner, again = wired(block=block), wired(block=block)
    learner.step(5)
    again.restore(learner.capture())
    learner.step(1000)
    again.step(1000)
    assert same(learner.capture(), again.capture())


def test_a_class_without_rows_and_a_constant_feature_do_no_harm():
    x = np.stack([np.arange(6.0), np.full(6, 2.0)], axis=1)
    examples = Examples(x, np.array([0, 0, 0, 2, 2, 2]), "class", 3)
    state = NaiveBayes().begin(examples, 0)
    while not state["finished"]:
        NaiveBayes().advance(state, examples)
    found = NaiveBayes().decide(state, x)
    assert np.isfinite(found).all()
    assert found.argmax(axis=1).tolist() == [0, 0, 0, 2, 2, 2]
    assert (found[:, 1] == 0).all()


def test_rows_that_are_all_alike_do_no_harm():
    examples = Examples(np.ones((4, 2)), np.array([0, 1, 0, 1]), "class", 2)
    state = NaiveBayes().begin(examples, 0)
    while not state["finished"]:
        NaiveBayes().advance(state, examples)
    np.testing.assert_allclose(NaiveBayes().decide(state, np.ones((1, 2))), [[0.5, 0.5]])


def test_values_are_refused_in_words():
    with pytest.raises(ShapeError, match="learns classes, but the data holds values"):
        NaiveBayes().check_input(features(2), Signature(features(2), "value", 1))
