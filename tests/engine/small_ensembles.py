"""Members for the tests of ensembles: models of scikit-learn as estimators, and wired parts."""

from typing import Literal

import numpy as np
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor
from small_learners import chain

from playground.engine.data import Data, split
from playground.engine.estimator import Estimator
from playground.engine.feed import Feed
from playground.engine.heads.fit import Fit
from playground.engine.layers.dense import Dense
from playground.engine.modelling.stepwise import Stepwise
from playground.engine.part import Part

MODELS = {
    "knn": lambda: KNeighborsClassifier(3),
    "bayes": GaussianNB,
    "logistic": lambda: LogisticRegression(tol=1e-8),
    "tree": lambda: DecisionTreeClassifier(random_state=0),
    "stump": lambda: DecisionTreeClassifier(max_depth=1, random_state=0),
    "knn-values": lambda: KNeighborsRegressor(3),
    "ridge": lambda: Ridge(1.0),
    "tree-values": lambda: DecisionTreeRegressor(random_state=0),
}


class Borrowed(Estimator, frozen=True):
    """A model of scikit-learn that is fitted in its last step."""

    model: Literal[
        "knn", "bayes", "logistic", "tree", "stump", "knn-values", "ridge", "tree-values"
    ] = "knn"
    steps: int = 1

    def begin(self, examples, seed):
        return {"finished": "", "taken": 0, "outputs": examples.outputs, "model": None}

    def advance(self, state, examples):
        state["taken"] += 1
        if state["taken"] == self.steps:
            y = examples.y if examples.target == "class" else examples.y[:, 0]
            state["model"] = MODELS[self.model]().fit(examples.x, y)
            state["finished"] = "it is fitted"
        return float("nan")

    def decide(self, state, x):
        model = state["model"]
        if model is None:
            return np.full((len(x), state["outputs"]), 1 / state["outputs"])
        if hasattr(model, "predict_proba"):
            shares = np.zeros((len(x), state["outputs"]))
            shares[:, model.classes_] = model.predict_proba(x)
            return shares
        return model.predict(x).reshape(len(x), -1)


def data_of(bunch, test=0.3, validation=0.0):
    """Return a data set of scikit-learn, divided."""
    x, y = bunch.data.astype(float), bunch.target
    names = tuple(map(str, bunch.feature_names))
    if hasattr(bunch, "target_names"):
        y, target, classes = y.astype(np.int64), "class", tuple(map(str, bunch.target_names))
    else:
        y, target, classes = y.astype(float)[:, None], "value", ()
    return Data(x, y, target, *split(y, target, validation, test, 0), names, classes)


def maker(block, layers=(), transforms=(), id="model-1"):
    """Return what makes a learner of a block from rows and a seed."""

    def new(data, seed):
        feed = Feed.through(data, {"data": list(transforms)})
        if isinstance(block, Estimator):
            return Stepwise(id, block, feed, seed)
        (shape,) = feed.shapes.values()
        network = chain(*layers, width=shape[0][1])
        return block.begin(id, {"x": network}, feed, seed, "cpu")

    return new


def part(block, data, seed=0, id="model-1", kept=False, **more):
    """Return a learner of a block wired in, at step 0."""
    new = maker(block, id=id, **more)
    return Part(id, id, new, new(data, seed), kept=kept)


def network(data, seed=0, id="net-1", kept=False, transforms=(), **settings):
    """Return a small network wired in, at step 0."""
    block = Fit(**{"rate": 0.05, "batch": 16, **settings})
    layers = (Dense(units=5, activation="tanh"),)
    return part(block, data, seed, id, kept, layers=layers, transforms=transforms)


def of_ensemble(block, data, parts, seed=0, id="inner", kept=True):
    """Return an ensemble wired in, whose parts are made anew in every copy of it."""

    def new(data, seed):
        inner = [Part(p.id, p.title, p.new, p.new(data, seed), kept=True) for p in parts]
        return block.begin(id, inner, data, seed)

    return Part(id, id, new, new(data, seed), kept=kept)


def trained(parts, steps=60):
    """Step the learners of parts until they finish."""
    for one in parts:
        one.learner.step(steps)
    return parts
