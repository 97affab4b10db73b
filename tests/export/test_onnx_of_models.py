"""Every model, transform and ensemble answers in ONNX Runtime as it does here, or says why not."""

from typing import Literal, get_args, get_origin, get_type_hints

import numpy as np
import pytest
from msgspec.structs import replace
from run_by_onnx import data_of, drawn, session_of, subject, told_by, trained

from playground.core.shape import ShapeError
from playground.engine.catalogue import CLUSTERERS, EMBEDDERS, ENSEMBLES, MODELS, TRANSFORMS
from playground.engine.classical.decision_tree import DecisionTree
from playground.engine.classical.linear_regression import LinearRegression
from playground.engine.classical.logistic_regression import LogisticRegression
from playground.engine.classical.naive_bayes import NaiveBayes
from playground.engine.classical.nearest_neighbours import NearestNeighbours
from playground.engine.classical.perceptron import Perceptron
from playground.engine.classical.polynomial_regression import PolynomialRegression
from playground.engine.classical.random_forest import RandomForest
from playground.engine.classical.support_vector_machine import SupportVectorMachine
from playground.engine.clustering.agglomerative import Agglomerative
from playground.engine.clustering.dbscan import Dbscan
from playground.engine.ensembles.ada_boost import AdaBoost
from playground.engine.ensembles.bagging import Bagging
from playground.engine.ensembles.stacking import Stacking
from playground.engine.ensembles.voting import Voting
from playground.engine.heads.fit import Fit
from playground.engine.layers.dense import Dense
from playground.engine.network import Node
from playground.engine.transforms.standardise import Standardise
from playground.export.error import ExportError
from playground.export.onnx.write import content
from playground.export.subject import subject_of

STANDARD = (Standardise(),)
DATA = {"class": ("iris", "moons", "blobs"), "value": ("diabetes", "sine"), "none": ("blobs",)}
QUICK = {"trees": 12, "stages": 15, "most": 60, "copies": 4}


def quick(block):
    """Return a block that is done soon."""
    fewer = {name: count for name, count in QUICK.items() if hasattr(block, name)}
    return replace(block, **fewer)


def choices(cls):
    """Yield each setting that is one of a few words, with each of them."""
    for name, hint in get_type_hints(cls, include_extras=False).items():
        if get_origin(hint) is Literal and name not in ("solver", "start"):
            yield from ((name, word) for word in get_args(hint))


def variants(kinds):
    """Yield every model with its settings as they are, and with each word of each choice."""
    for kind, cls in kinds.items():
        if kind == "t-sne":
            continue
        targets = [target for target in cls.targets if target != "none" or not cls.needs_target]
        for target in targets if cls.needs_target else ["none"]:
            for name, word in [("", ""), *choices(cls)]:
                told = " ".join(filter(None, (kind, target, name, word)))
                yield pytest.param(cls, {name: word} if name else {}, target, id=told)


@pytest.mark.parametrize(("cls", "settings", "target"), list(variants({**MODELS, **CLUSTERERS,
                                                                       **EMBEDDERS})))  # fmt: skip
def test_every_model_with_every_choice(cls, settings, target):
    if settings.get("metric") and cls is Agglomerative:
        settings["linkage"] = "average"
    block = quick(cls(**settings))
    suited = [data for data in DATA[target] if learnable(block, data)]
    assert suited
    for data in suited:
        for steps in (2, 40):
            told_by(subject(drawn(block, STANDARD), data, steps)).check()


def learnable(block, data):
    """Whether a data set can be learned by a model at all."""
    signature = data_of(data).signature()
    try:
        block.check_input(signature.shape, signature)
    except ShapeError:
        return False
    return True


@pytest.mark.parametrize("kind", list(TRANSFORMS))
def test_every_transform(kind):
    cls = TRANSFORMS[kind]
    for name, word in [("", ""), *choices(cls)]:
        transform = cls(**({name: word} if name else {}))
        told_by(subject(drawn(LogisticRegression(), (transform,)), "iris", 20)).check()
        told_by(subject(drawn(DecisionTree(), (*STANDARD, transform)), "wine", 20)).check()


@pytest.mark.parametrize("settings", [
    {"degree": 4}, {"keep": False, "squares": True}, {"sines": True, "cosines": True},
    {"keep": False, "sines": True}, {"products": True, "keep": False},
])  # fmt: skip
def test_every_kind_of_mapped_feature(settings):
    chain = (*STANDARD, TRANSFORMS["feature-map"](**settings))
    told_by(subject(drawn(LogisticRegression(), chain), "moons", 20)).check()


@pytest.mark.parametrize("expression", [
    "sqrt(sum((a - b)**2))", "max(abs(a - b)) + sum(abs(a - b))", "sum(abs(tanh(a) - tanh(b)))",
    "abs(a - b)", "sum(abs(atan(a) - atan(b)))", "sum(abs(sinh(a) - sinh(b)))",
    "sqrt(sum(min(abs(a - b), 1)))", "sum(log(1 + abs(a - b)))",
])  # fmt: skip
def test_a_distance_that_was_typed(expression):
    block = NearestNeighbours(metric="expression", expression=expression, weights="distance")
    told_by(subject(drawn(block, STANDARD), "moons", 3)).check()


def test_rows_that_are_equally_near_are_taken_in_the_programs_order():
    """On a grid of whole numbers nearly every distance is shared by several rows."""
    from dataclasses import replace as changed

    random = np.random.Generator(np.random.Philox(3))
    data = data_of("iris")
    rows = random.integers(0, 3, data.x.shape).astype(float)
    data = changed(data, x=rows, y=random.integers(0, 3, len(rows)), _cache={})
    for metric in ("euclidean", "manhattan", "chebyshev", "cosine", "canberra"):
        block = NearestNeighbours(metric=metric, k=4)
        told_by(subject(drawn(block), data, 3)).check()


def test_a_threshold_is_met_to_the_last_bit():
    learner = trained(drawn(DecisionTree()), "iris", 40)
    one = subject_of(learner, "it")
    trees = learner.states[0]["trees"]
    split = trees["feature"][0] >= 0
    x = np.repeat(one.rows()[:1], 3 * int(split.sum()), axis=0)
    for i, node in enumerate(np.flatnonzero(split)):
        at = trees["threshold"][0, node]
        around = (np.nextafter(at, -9), at, np.nextafter(at, 9))
        x[3 * i : 3 * i + 3, trees["feature"][0, node]] = around
    labels, shares = session_of(content(one)).run(None, {"features": x})
    assert np.array_equal(shares, one.answers(x))
    assert labels.tolist() == one.labels(x).tolist()


def test_rows_far_from_zero_lose_no_digits():
    from dataclasses import replace as changed

    data = data_of("moons")
    far = changed(data, x=data.x + 1e5, _cache={})
    for block in (SupportVectorMachine(), NearestNeighbours(), DecisionTree(), NaiveBayes()):
        told_by(subject(drawn(block), far, 30)).check()


@pytest.mark.parametrize("block", [NearestNeighbours(), DecisionTree(), RandomForest(trees=4)])
def test_a_missing_number_is_met_as_the_program_meets_it(block):
    one = subject(drawn(block), "iris", 40)
    x = one.rows()[:6].copy()
    x[1, 2], x[3, 0] = np.nan, np.nan
    _, shares = session_of(content(one)).run(None, {"features": x})
    assert np.allclose(shares, one.answers(x), equal_nan=True)


def test_pruned_branches_are_left_out():
    told_by(subject(drawn(DecisionTree(alpha=0.02)), "wine", 60)).check()


def test_noise_has_no_label():
    told = told_by(subject(drawn(Dbscan(epsilon=0.25)), "moons", 400))
    told.check()
    assert -1 in told.labels
    assert 0 in told.labels


PARTS = (DecisionTree(max_depth=3), NaiveBayes(), NearestNeighbours(k=3))
VALUES = (DecisionTree(max_depth=3), LinearRegression(), NearestNeighbours(k=3))


def joined(block, parts, data, steps=30):
    drawn_parts = [drawn(part, STANDARD, id=f"p{i}") for i, part in enumerate(parts)]
    return subject(drawn(block, parts=drawn_parts), data, steps)


@pytest.mark.parametrize("block", [
    Voting(), Voting(vote="hard"), Voting(by_score=True), Voting(weights=(3.0, 0.0)),
    Stacking(), Stacking(passthrough=True),
])  # fmt: skip
def test_every_way_to_join_models(block):
    told_by(joined(block, PARTS, "iris")).check()
    told_by(joined(block, PARTS, "moons")).check()
    told_by(joined(block, VALUES, "diabetes")).check()


@pytest.mark.parametrize("features", [1.0, 0.5])
def test_copies_of_a_model(features):
    block = Bagging(copies=5, features=features)
    told_by(joined(block, PARTS[:1], "wine")).check()
    told_by(joined(block, VALUES[1:2], "diabetes")).check()


def test_boosted_stumps_and_models():
    told_by(subject(drawn(AdaBoost(stages=12)), "iris", 12)).check()
    told_by(joined(AdaBoost(stages=5, steps_each=5), (LogisticRegression(),), "moons", 40)).check()


def test_networks_in_an_ensemble_speak_with_the_mean_of_their_members():
    nodes = [Node("a", Dense(units=3, activation="tanh"), ("data",))]
    network = drawn(Fit(members=3), STANDARD, nodes, "a", id="network")
    tree = drawn(DecisionTree(), id="tree")
    told_by(subject(drawn(Voting(), parts=[network, tree]), "moons", 60)).check()


def test_every_ensemble_is_tried_here():
    assert set(ENSEMBLES) == {"voting", "bagging", "ada-boost", "stacking"}


def test_members_of_a_model_are_told_apart():
    block = PolynomialRegression(members=3)
    learner = trained(drawn(block), "sine", 6)
    for member in range(3):
        told_by(subject_of(learner, "it", member=member)).check()


@pytest.mark.parametrize("block", [RandomForest(trees=6), Perceptron(), EMBEDDERS["t-sne"]()])
def test_what_has_learned_nothing_is_refused_in_words(block):
    with pytest.raises(ExportError, match=r"^it: .*(train it first|no others)"):
        subject_of(trained(drawn(block, STANDARD), "iris", 0), "it")
