"""Classical models fitted to their end through the visible steps, against scikit-learn."""

import os
import warnings
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from playground.bench.row import Row, compared
from playground.core.settings import build
from playground.engine.catalogue import MODELS
from playground.engine.estimator import Estimator
from playground.engine.examples import Examples
from playground.kernels.array import Array
from playground.runtime.threads import single_thread

PEER = "scikit-learn, 1 thread"


def examples(rows: int, features: int = 2) -> Examples:
    """Return two noisy moons, or rows of two classes in more dimensions."""
    from sklearn.datasets import make_classification, make_moons

    if features == 2:
        x, y = make_moons(rows, noise=0.3, random_state=0)
    else:
        x, y = make_classification(rows, features, n_informative=features // 2, random_state=0)
    return standardised(x, y)


def standardised(x: Array, y: Array) -> Examples:
    """Bring features to unit spread, where they vary; labels stay."""
    spread = x.std(axis=0)
    x = (x - x.mean(axis=0)) / np.where(spread > 0, spread, 1.0)
    outputs = int(y.max()) + 1
    return Examples(np.asarray(x, np.float64), np.asarray(y, np.int64), "class", outputs)


def fitted(block: Estimator, data: Examples) -> dict[str, Any]:
    """Take every visible step, from the first to the last."""
    # Sorted columns are kept for as long as the examples live: each fit sorts its own.
    own = Examples(data.x, data.y, data.target, data.outputs, data.weight, data.names)
    state = block.begin(own, 0)
    while not state["finished"]:
        block.advance(state, own)
    return state


def fit_against(
    name: str, kind: str, settings: dict[str, Any], data: Examples, peer: Callable[[], Any],
    rounds: int,
) -> Row:  # fmt: skip
    """Time a fit against scikit-learn's with equal settings."""
    block = build(MODELS[kind], settings)

    def theirs() -> object:
        return peer().fit(data.x, data.y)

    return compared(
        f"classical: {name}", lambda: fitted(block, data), PEER, theirs, rounds=rounds,
        note="us a fit",
    )


def forests(rounds: int) -> list[Row]:
    """Time random forests of 100 trees of depth 8."""
    from sklearn.ensemble import RandomForestClassifier

    settings = {"trees": 100, "max_depth": 8, "out_of_bag": False}
    return [
        fit_against(
            f"random forest, {rows} points", "random-forest", settings, examples(rows),
            lambda: RandomForestClassifier(100, max_depth=8, n_jobs=1, random_state=0), rounds,
        )
        for rows in (500, 5000)
    ]  # fmt: skip


def boosting(rounds: int) -> list[Row]:
    """Time 100 stages of gradient boosting."""
    from sklearn.ensemble import GradientBoostingClassifier

    row = fit_against(
        "gradient boosting, 100 stages", "gradient-boosting",
        {"stages": 100, "learning_rate": 0.1, "max_depth": 3}, examples(500),
        lambda: GradientBoostingClassifier(n_estimators=100, learning_rate=0.1, max_depth=3),
        rounds,
    )  # fmt: skip
    return [row]


def field(rounds: int) -> list[Row]:
    """Time a picture of 128 x 128 cells of 5 nearest neighbours among 2000 rows."""
    from sklearn.neighbors import KNeighborsClassifier

    data = examples(2000)
    axis = np.linspace(-3, 3, 128)
    cells: Array = np.stack(np.meshgrid(axis, axis), axis=-1).reshape(-1, 2)
    block = build(MODELS["nearest-neighbours"], {"k": 5})
    state = fitted(block, data)
    theirs = KNeighborsClassifier(5, n_jobs=1).fit(data.x, data.y)
    row = compared(
        "classical: neighbours, 128x128 of 2000", lambda: block.decide(state, cells), PEER,
        lambda: theirs.predict_proba(cells), rounds=rounds, note="us a field",
    )  # fmt: skip
    return [row]


def logistic(rounds: int) -> list[Row]:
    """Time logistic regression by Newton steps, of two classes and of ten."""
    from sklearn.datasets import load_breast_cancer, load_digits
    from sklearn.linear_model import LogisticRegression

    loaded = {"breast cancer": load_breast_cancer, "digits": load_digits}
    return [
        fit_against(
            f"logistic regression, {name}", "logistic-regression", {"solver": "newton"},
            standardised(*load(return_X_y=True)), LogisticRegression, rounds,
        )
        for name, load in loaded.items()
    ]  # fmt: skip


def margins(rounds: int) -> list[Row]:
    """Time support vector machines with a radial kernel."""
    from sklearn.svm import SVC

    data = examples(1000)
    return [
        fit_against(
            f"SVM, 1000 points, RBF, C = {c}", "support-vector-machine",
            {"kernel": "rbf", "c": float(c), "gamma": 0.5}, data,
            partial(SVC, C=c, gamma=0.5, kernel="rbf"), rounds,
        )
        for c in (1, 10)
    ]  # fmt: skip


def run(rounds: int = 7) -> list[Row]:
    """Time whole fits through the visible steps, and a field of nearest neighbours."""
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    groups = (forests, boosting, field, logistic, margins)
    with single_thread(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return [row for time in groups for row in time(rounds)]
