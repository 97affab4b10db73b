"""The votes probe: fields of every voice, what they say at a place, and one voice alone."""

import numpy as np
import pytest
from sklearn.datasets import load_digits, load_iris
from small_ensembles import Borrowed, data_of, network, part, trained
from small_learners import learner, rows

from playground.engine.classical.random_forest import RandomForest
from playground.engine.ensembles.bagging import Bagging
from playground.engine.ensembles.stacking import Stacking
from playground.engine.ensembles.voting import Voting
from playground.engine.probe import PROBES
from playground.engine.probes.votes import Votes


def voting(data, **settings):
    parts = trained([part(Borrowed(), data, id="a"), network(data, id="b")], 20)
    return Voting(**settings).begin("voting-1", parts, data, 0)


@pytest.mark.parametrize("kind", ["circle", "blobs", "regression-plane"])
def test_every_voice_has_a_field(kind):
    data = rows(kind)
    model = "knn" if data.target == "class" else "knn-values"
    parts = trained([part(Borrowed(model=model), data, id="a"), network(data, id="b")], 20)
    one = Voting(weights=(3.0, 1.0)).begin("voting-1", parts, data, 0)
    told = Votes().measure(one, (9, 7))
    assert told["names"].tolist() == ["a", "b"]
    assert told["say"].tolist() == [0.75, 0.25]
    assert told["fields"].shape[:3] == (2, 7, 9)
    assert told["score"].shape == (2,)
    x0, x1, y0, y1 = told["extent"]
    place = [[x0 + 2.5 * (x1 - x0) / 9, y0 + 4.5 * (y1 - y0) / 7]]
    said = parts[1].learner.decide(np.array(place))[0, 0]
    assert np.allclose(told["fields"][1, 4, 2], said, atol=2e-3)


def test_one_input_gives_curves():
    data = rows("sine")
    parts = trained([part(Borrowed(model="knn-values"), data)])
    told = Votes().measure(Voting().begin("v", parts, data, 0), (20, 20))
    assert told["curves"].shape == (1, 40, 1)


def test_at_a_place_each_says_what_it_says_there():
    data = rows()
    one = voting(data)
    told = Votes(spot=(0.3, -0.4)).measure(one, (0, 0))
    x = np.array([[0.3, -0.4]])
    assert np.array_equal(told["said"], one.ballots(x)[:, 0])
    assert np.array_equal(told["answer"], one.decide(x)[0, 0])
    assert "fields" not in told
    assert "said" not in Votes(spot=(0.3,)).measure(one, (0, 0))


def test_one_copy_alone_comes_with_its_rows():
    data = rows()
    one = Bagging(copies=4).begin("b", [part(Borrowed(), data)], data, 0)
    one.step(2)
    told = Votes(voice=2, aspect=1.0).measure(one, (12, 12))
    assert told["field"].shape == (12, 12, 2)
    assert np.array_equal(told["own"], one.rows[2])
    assert Votes(voice=9).measure(one, (8, 8))["names"].tolist()[3] == "copy 4"


def test_many_features_are_shown_over_principal_axes():
    data = data_of(load_digits())
    one = Bagging(copies=2, features=0.3).begin("b", [part(Borrowed(model="tree"), data)], data, 0)
    one.step(1)
    told = Votes().measure(one, (8, 8))
    assert told["fields"].shape == (2, 8, 8, 10)


def test_a_stack_tells_what_the_model_on_top_makes_of_each():
    data = data_of(load_iris())
    one = Stacking().begin("s", [part(Borrowed(), data, id="a")], data, 0)
    one.step(2)
    assert np.allclose(Votes().measure(one, (8, 8))["say"], one.say())


def test_whoever_asks_nobody_else_gives_nothing():
    assert Votes().measure(learner(), (8, 8)) == {}
    assert Votes().measure(object(), (8, 8)) == {}


@pytest.mark.parametrize("probe", sorted(PROBES))
@pytest.mark.parametrize("block", [Voting(), Bagging(copies=2), Stacking(folds=2)])
def test_no_probe_fails_for_an_ensemble(probe, block):
    data = rows()
    one = block.begin("e", trained([part(Borrowed(), data)]), data, 0)
    one.step(2)
    assert isinstance(PROBES[probe]().measure(one, (12, 10)), dict)


def test_what_has_diverged_has_no_finite_field():
    data = rows()
    one = voting(data)
    one.parts[1].learner.weights.flat[...] = np.nan
    told = Votes().measure(one, (8, 8))
    assert np.isfinite(told["fields"][0]).all()
    assert not np.isfinite(told["fields"][1]).any()


@pytest.mark.parametrize("kind", ["circle", "regression-plane"])
def test_the_trees_of_a_forest_are_its_voices(kind):
    data = rows(kind)
    forest = part(RandomForest(trees=7, max_depth=4), data).learner
    assert Votes().measure(forest, (8, 8))["fields"].shape[0] == 7
    forest.step(20)
    told = Votes(spot=(0.2, 0.1)).measure(forest, (0, 0))
    assert np.allclose(told["said"].mean(axis=0), told["answer"])
    assert told["names"][6] == "tree 7"
    assert Votes().measure(forest, (8, 8))["fields"].shape[0] == 7
    assert "field" in Votes(voice=3).measure(forest, (8, 8))


def test_a_forest_before_its_first_tree_has_no_voices():
    forest = part(RandomForest(trees=7, together=1), rows()).learner
    assert Votes().measure(forest, (8, 8)) == {}
