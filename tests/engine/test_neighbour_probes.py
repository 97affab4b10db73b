"""What the neighbours and calibration probes measure."""

from dataclasses import replace

import numpy as np
import pytest
from small_learners import learner as network

from playground.core.settings import build
from playground.engine.catalogue import DATASETS
from playground.engine.classical.naive_bayes import NaiveBayes
from playground.engine.classical.nearest_neighbours import NearestNeighbours
from playground.engine.feed import Feed
from playground.engine.heads.fit import Fit
from playground.engine.modelling.stepwise import Stepwise
from playground.engine.probes.calibration import Calibration
from playground.engine.probes.neighbours import Neighbours
from playground.engine.transforms.standardise import Standardise


def model(block, kind="moons", transforms=(), steps=1000, **settings):
    data = build(DATASETS[kind], settings).load()
    made = Stepwise("it", block, Feed.through(data, {"data": list(transforms)}), 0)
    made.step(steps)
    return made


@pytest.mark.parametrize("at_once", [0, 7])
def test_it_finds_the_rows_that_are_near(at_once):
    learner = model(NearestNeighbours(k=6, at_once=at_once))
    found = Neighbours(at=(0.3, -0.2)).measure(learner, (1, 1))
    data = learner.source
    far = np.linalg.norm(data.x[data.train] - [0.3, -0.2], axis=1)
    assert found["found"].tolist() == data.train[np.argsort(far)[:6]].tolist()
    np.testing.assert_allclose(found["far"], np.sort(far)[:6])
    np.testing.assert_allclose(found["at"], data.x[found["found"]])
    np.testing.assert_allclose(found["share"], np.full(6, 1 / 6))
    np.testing.assert_allclose(found["decided"], learner.decide(np.array([[0.3, -0.2]]))[0, 0])
    votes = np.bincount(found["labels"], minlength=2) / 6
    np.testing.assert_allclose(found["decided"], votes)


@pytest.mark.parametrize(
    ("metric", "length"),
    [
        ("euclidean", lambda d: np.hypot(d[:, 0], d[:, 1])),
        ("manhattan", lambda d: abs(d).sum(axis=1)),
        ("chebyshev", lambda d: abs(d).max(axis=1)),
    ],
)
@pytest.mark.parametrize("k", [1, 10, 80])
def test_the_rim_is_as_far_as_the_last_neighbour(metric, length, k):
    learner = model(NearestNeighbours(k=k, metric=metric))
    found = Neighbours(at=(0.1, 0.2)).measure(learner, (1, 1))
    ends = found["ball"].reshape(-1, 2)
    radius = found["far"][-1]
    assert len(ends) > 100
    np.testing.assert_allclose(length(ends - [0.1, 0.2]), radius, rtol=0.02)
    pairs, count = np.unique(np.rint(ends / radius * 1e7), axis=0, return_counts=True)
    assert (count % 2 == 0).all(), "the rim closes"


def test_distances_are_those_after_the_transforms():
    learner = model(NearestNeighbours(k=3), "wine", [Standardise()])
    found = Neighbours().measure(learner, (1, 1))
    place = np.median(learner.source.x, axis=0)
    inside = learner.feed.rows(learner.source.x[found["found"]]) - learner.feed.rows(place[None])
    np.testing.assert_allclose(found["far"], np.linalg.norm(inside, axis=1))
    assert int(found["features"]) == 13
    assert len(found["ball"]) == 0


def test_one_feature_values_and_a_place_of_another_data_set():
    learner = model(NearestNeighbours(k=4), "sine")
    found = Neighbours(at=(0.5, 9.0, 9.0)).measure(learner, (1, 1))
    assert found["spot"].tolist() == [np.median(learner.source.x), 0.0]
    assert found["at"].shape == (4, 2)
    np.testing.assert_allclose(found["decided"], [found["values"].mean()], rtol=1e-5)


def test_before_the_first_step_nobody_is_asked():
    learner = model(NearestNeighbours(at_once=5), steps=0)
    found = Neighbours().measure(learner, (1, 1))
    assert "found" not in found
    assert found["spot"].shape == (2,)


def test_other_learners_have_no_neighbours():
    assert Neighbours().measure(network(), (1, 1)) == {}
    assert Neighbours().measure(model(NaiveBayes()), (1, 1)) == {}


def test_bins_tell_what_was_said_and_what_came():
    learner = model(NaiveBayes(), noise=1.0, size=900)
    found = Calibration(part="train", bins=5).measure(learner, (1, 1))
    data = learner.source
    p = learner.decide(data.x[data.train])[0][:, 1]
    inside = (p > 0.2) & (p <= 0.4)
    assert found["count"][0, 1] == inside.sum() > 5
    np.testing.assert_allclose(found["said"][0, 1], p[inside].mean())
    np.testing.assert_allclose(found["came"][0, 1], (data.y[data.train][inside] == 1).mean())
    np.testing.assert_allclose(found["right"], learner.evaluate()["train_accuracy"])
    np.testing.assert_allclose(found["sure"], np.maximum(p, 1 - p).mean())
    assert found["edges"].tolist() == pytest.approx([0, 0.2, 0.4, 0.6, 0.8, 1.0])


def test_of_many_classes_it_is_the_chosen_one_that_counts():
    learner = model(NearestNeighbours(k=10), "digits")
    found = Calibration().measure(learner, (1, 1))
    data = learner.source
    scores = learner.decide(data.x[data.test])[0]
    assert found["rows"] == len(data.test)
    last = scores.max(axis=1) > 0.9
    assert found["count"][0, -1] == last.sum()
    right = scores.argmax(axis=1) == data.y[data.test]
    np.testing.assert_allclose(found["came"][0, -1], right[last].mean())


def test_every_member_of_a_network_and_a_diverged_one():
    learner = network(Fit(members=3))
    learner.step(20)
    found = Calibration(member=1).measure(learner, (1, 1))
    assert found["count"].shape == (3, 10)
    assert int(found["member"]) == 1
    learner.weights.flat[0] = np.nan
    found = Calibration(member=2).measure(learner, (1, 1))
    assert found["count"].shape == (2, 10)
    assert int(found["member"]) == 1
    learner.weights.flat[:] = np.nan
    assert bool(Calibration().measure(learner, (1, 1))["diverged"])


def test_members_with_rows_of_their_own_are_asked_about_those():
    data = model(NaiveBayes()).source
    ends = np.stack([data.train[:20], data.train[-20:]])
    told = []

    class Two:
        source = replace(data, test=ends, _cache={})
        members = 2

        def decide(self, x, members=slice(None)):
            told.append((x, members))
            return np.tile(np.array([0.3, 0.7]), (len(range(2)[members]), len(x), 1))

    found = Calibration(part="test").measure(Two(), (1, 1))
    for member, (x, asked) in enumerate(told):
        np.testing.assert_array_equal(x, data.x[np.sort(ends[member])])
        assert asked == slice(member, member + 1)
    assert found["rows"] == 20
    np.testing.assert_allclose(found["came"][:, 6], (data.y[ends] == 1).mean(axis=1))


def test_parts_that_are_not_there_and_values():
    learner = model(NaiveBayes(), test_share=0.0)
    assert str(Calibration(part="test").measure(learner, (1, 1))["part"]) == "train"
    assert Calibration().measure(model(NearestNeighbours(), "sine"), (1, 1)) == {}
