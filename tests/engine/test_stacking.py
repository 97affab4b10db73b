"""Stacking equals scikit-learn's; folds too; copies go on exactly after a capture."""

import numpy as np
import pytest
from sklearn.datasets import load_breast_cancer, load_diabetes, load_iris, load_wine
from sklearn.ensemble import StackingClassifier, StackingRegressor
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.model_selection import KFold, StratifiedKFold
from sklearn.preprocessing import scale
from small_ensembles import MODELS, Borrowed, data_of, network, of_ensemble, part
from small_learners import rows, same

from playground.engine.classical.naive_bayes import NaiveBayes
from playground.engine.classical.nearest_neighbours import NearestNeighbours
from playground.engine.committees.folds import folds_of
from playground.engine.ensembles.bagging import Bagging
from playground.engine.ensembles.stacking import Stacking
from playground.engine.transforms.standardise import Standardise

KINDS = ("knn", "bayes", "stump")


def of(data, kinds=KINDS, steps=3, **settings):
    parts = [part(Borrowed(model=kind), data, id=kind) for kind in kinds]
    learner = Stacking(**settings).begin("stacking-1", parts, data, 0)
    learner.step(steps)
    return learner


@pytest.mark.parametrize("load", [load_iris, load_breast_cancer, load_wine])
@pytest.mark.parametrize("folds", [3, 5])
def test_probabilities_equal_those_of_scikit_learn(load, folds):
    data = data_of(load())
    learner = of(data, folds=folds)
    top = LogisticRegression(solver="newton-cg", tol=1e-10, max_iter=1000)
    model = StackingClassifier([(k, MODELS[k]()) for k in KINDS], top, cv=folds)
    model.fit(data.x[data.train], data.y[data.train])
    assert np.allclose(learner.decide(data.x)[0], model.predict_proba(data.x), atol=1e-4)
    assert learner.finished


def test_features_are_passed_on_as_by_scikit_learn():
    iris = load_iris()
    iris.data = scale(iris.data)
    data = data_of(iris)
    learner = of(data, passthrough=True, penalty=0.5)
    top = LogisticRegression(C=2.0, solver="newton-cg", tol=1e-10, max_iter=1000)
    model = StackingClassifier([(k, MODELS[k]()) for k in KINDS], top, cv=5, passthrough=True)
    model.fit(data.x[data.train], data.y[data.train])
    assert np.allclose(learner.decide(data.x)[0], model.predict_proba(data.x), atol=1e-4)


@pytest.mark.parametrize("passthrough", [False, True])
def test_values_equal_those_of_scikit_learn(passthrough):
    data = data_of(load_diabetes())
    kinds = ("knn-values", "ridge", "tree-values")
    learner = of(data, kinds, passthrough=passthrough, penalty=3.0)
    model = StackingRegressor(
        [(k, MODELS[k]()) for k in kinds], Ridge(3.0), cv=5, passthrough=passthrough
    )
    model.fit(data.x[data.train], data.y[data.train, 0])
    assert np.allclose(learner.decide(data.x)[0, :, 0], model.predict(data.x), atol=1e-6)
    assert np.allclose(learner.say(), model.final_estimator_.coef_[:3], atol=1e-8)


def test_our_own_blocks_stack_as_those_of_scikit_learn():
    data = data_of(load_wine())
    blocks = {"knn": NearestNeighbours(k=3), "bayes": NaiveBayes()}
    parts = [part(block, data, id=id) for id, block in blocks.items()]
    learner = Stacking().begin("stacking-1", parts, data, 0)
    learner.step(30)
    assert learner.finished
    top = LogisticRegression(solver="newton-cg", tol=1e-10, max_iter=1000)
    model = StackingClassifier([(k, MODELS[k]()) for k in blocks], top, cv=5)
    model.fit(data.x[data.train], data.y[data.train])
    assert np.allclose(learner.decide(data.x)[0], model.predict_proba(data.x), atol=1e-4)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("count", [2, 3, 5, 7])
def test_folds_are_those_of_scikit_learn(seed, count):
    draw = np.random.default_rng(seed)
    y = draw.choice(3, 60, p=[0.5, 0.3, 0.2])
    ours = folds_of(y, "class", count)
    for fold, (_, left) in enumerate(StratifiedKFold(count).split(y[:, None], y)):
        assert np.array_equal(np.flatnonzero(ours == fold), left)
    ours = folds_of(y[:, None].astype(float), "value", count)
    for fold, (_, left) in enumerate(KFold(count).split(y)):
        assert np.array_equal(np.flatnonzero(ours == fold), left)


def test_no_more_folds_than_rows():
    assert folds_of(np.array([0, 1, 0]), "class", 5).tolist() == [0, 2, 1]
    assert sorted(folds_of(np.zeros((3, 1)), "value", 9).tolist()) == [0, 1, 2]


def test_no_copy_has_seen_the_rows_it_is_asked_about():
    data = data_of(load_iris())
    learner = of(data, kinds=("tree",))
    said, train = learner.out_of_fold()[0], data.train
    for fold in range(5):
        left, kept = train[learner.fold == fold], train[learner.fold != fold]
        model = MODELS["tree"]().fit(data.x[kept], data.y[kept])
        assert np.array_equal(said[learner.fold == fold], model.predict_proba(data.x[left]))
    seen = learner.ballots(data.x[train])[0]
    assert (seen.argmax(axis=1) == data.y[train]).all()
    assert (said.argmax(axis=1) != data.y[train]).any()


def test_networks_are_stacked_and_go_on_exactly():
    data = data_of(load_iris())

    def fresh():
        parts = [network(data, transforms=(Standardise(),)), part(Borrowed(steps=4), data)]
        return Stacking(folds=3).begin("stacking-1", parts, data, 0)

    learner = fresh()
    learner.step(12)
    held = learner.capture()
    learner.step(50)
    going_on = learner.capture(), learner.decide(data.x)
    other = fresh()
    other.restore(held)
    other.step(50)
    assert same(other.capture(), going_on[0])
    assert np.array_equal(other.decide(data.x), going_on[1])
    assert learner.finished == ""
    assert learner.evaluate()["test_accuracy"][0] > 0.85


def test_what_has_diverged_is_left_out():
    data = rows()
    parts = [network(data)]
    parts.append(part(Borrowed(), data))
    learner = Stacking(folds=2).begin("stacking-1", parts, data, 0)
    for copy in learner.copies.learners[:3]:
        copy.weights.flat[...] = np.nan
        copy.finished = "diverged at step 1"
    learner.step(2)
    assert np.isfinite(learner.decide(data.x)).all()
    assert learner.say()[0] == 0
    assert learner.evaluate()["train_accuracy"][0] > 0.8


def test_ensembles_are_stacked():
    data = rows()
    inner = of_ensemble(Bagging(copies=3), data, [part(Borrowed(model="tree"), data)])
    parts = [inner, part(Borrowed(model="bayes"), data)]
    learner = Stacking(folds=3).begin("stacking-1", parts, data, 0)
    learner.step(4)
    assert learner.finished
    assert learner.evaluate()["train_accuracy"][0] > 0.8


def test_a_capture_of_another_stack_is_refused():
    data = data_of(load_iris())
    held = of(data).capture()
    with pytest.raises(ValueError, match="another number of copies"):
        of(data, folds=4).restore(held)
    with pytest.raises(ValueError, match="damaged"):
        of(data).restore({"step": 2, "learned": {"copies": []}})
