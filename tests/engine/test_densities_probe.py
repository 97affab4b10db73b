"""What the densities probe measures, against the rows, SciPy, and the model's own answers."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import multivariate_normal, norm
from small_learners import learner as network

from playground.core.settings import build
from playground.engine.catalogue import DATASETS
from playground.engine.classical.naive_bayes import NaiveBayes
from playground.engine.classical.nearest_neighbours import NearestNeighbours
from playground.engine.data import Data
from playground.engine.feed import Feed
from playground.engine.modelling.gaussians import Gaussians, Straight
from playground.engine.modelling.stepwise import Stepwise
from playground.engine.plane import plane_of
from playground.engine.probes.densities import Densities
from playground.engine.transforms.feature_map import FeatureMap
from playground.engine.transforms.min_max import MinMax
from playground.engine.transforms.standardise import Standardise


def model(kind="gaussians", transforms=(), steps=1000, block=None):
    data = kind if isinstance(kind, Data) else build(DATASETS[kind], {}).load()
    feed = Feed.through(data, {"data": list(transforms)})
    made = Stepwise("it", block or NaiveBayes(), feed, 0)
    made.step(steps)
    return made


@pytest.mark.parametrize("transforms", [(), (Standardise(),), (MinMax(),)])
@pytest.mark.parametrize("kind", ["gaussians", "iris"])
def test_they_are_the_means_and_spreads_of_the_rows(kind, transforms):
    learner = model(kind, transforms)
    data = learner.source
    found = Densities(view="pair", x=0, y=1).measure(learner, (1, 1))
    for label in range(len(data.classes)):
        mine = data.x[data.train][data.y[data.train] == label][:, :2]
        np.testing.assert_allclose(found["mean"][label], mine.mean(axis=0), rtol=1e-9)
        wanted = np.diag(mine.var(axis=0))
        np.testing.assert_allclose(found["covariance"][label], wanted, rtol=1e-6, atol=1e-12)
    assert found["weight"].sum() == pytest.approx(1)


@pytest.mark.parametrize("transforms", [(), (Standardise(),), (MinMax(),)])
@pytest.mark.parametrize("kind", ["gaussians", "iris", "wine"])
def test_prior_times_likelihood_gives_the_answer(kind, transforms):
    learner = model(kind, transforms)
    place = learner.source.x[learner.source.train[3]]
    found = Densities(at=tuple(place)).measure(learner, (1, 1))
    product = np.exp(found["log_likelihood"]) * found["weight"]
    np.testing.assert_allclose(product / product.sum(), found["posterior"], atol=1e-9)
    np.testing.assert_allclose(found["posterior"], learner.decide(place[None])[0, 0])
    assert int(found["features"]) == len(place)


@pytest.mark.parametrize("transforms", [(), (Standardise(),)])
def test_likelihood_is_that_of_the_datas_own_units(transforms):
    learner = model(transforms=transforms)
    found = Densities(at=(0.4, -0.3)).measure(learner, (1, 1))
    for mean, shape, told in zip(
        found["mean"], found["covariance"], found["log_likelihood"], strict=True
    ):
        assert told == pytest.approx(multivariate_normal(mean, shape).logpdf([0.4, -0.3]))


def test_along_principal_axes_they_are_as_the_projected_draws():
    learner = model("iris")
    found = Densities(view="auto").measure(learner, (1, 1))
    plane = plane_of(learner.source, "auto", 0, 1)
    own = learner.block.gaussians(learner.states[0])
    draw = np.random.default_rng(0).multivariate_normal(own.mean[1], own.covariance[1], 200_000)
    flat = plane.project(draw)
    np.testing.assert_allclose(found["mean"][1], flat.mean(axis=0), atol=0.01)
    np.testing.assert_allclose(found["covariance"][1], np.cov(flat.T), atol=0.01)
    assert abs(found["covariance"][1][0, 1]) > 0.01, "tilted"


def test_transforms_that_bend_leave_no_ellipses():
    assert set(Densities().measure(model(transforms=(FeatureMap(),)), (1, 1))) == {"bent"}


def test_a_straight_chain_is_undone():
    learner = model("wine", (Standardise(), MinMax()))
    straight = Straight.of(learner.feed)
    x = learner.source.x[:7]
    carried = learner.feed.rows(x)
    np.testing.assert_allclose(straight.shift + x @ straight.matrix, carried, atol=1e-9)
    dots = Gaussians(carried, np.zeros((7, 13, 13)), np.ones(7))
    back = straight.seen_along(dots, np.zeros(13), np.eye(13))
    np.testing.assert_allclose(back.mean, x, rtol=1e-9)


def test_before_a_row_is_counted_nothing_is_known():
    found = Densities().measure(model("iris", steps=0), (1, 1))
    assert not found["weight"].any()
    assert np.isneginf(found["log_likelihood"]).all()
    np.testing.assert_allclose(found["posterior"], 1 / 3)


def test_a_class_that_is_not_known_yet_has_no_likelihood():
    found = Densities().measure(model("iris", steps=1), (1, 1))
    assert np.isfinite(found["log_likelihood"]).tolist() == [True, False, False]
    assert found["weight"].tolist() == [1, 0, 0]


def test_of_one_feature_there_is_a_curve():
    data = model("iris").source
    line = model(replace(data, x=data.x[:, 2:3], names=data.names[2:3], _cache={}))
    found = Densities(at=(4.0,)).measure(line, (1, 1))
    assert found["mean"].shape == (3, 1)
    assert found["spot"] == pytest.approx(4.0)
    wanted = norm(found["mean"][:, 0], found["covariance"][:, 0, 0] ** 0.5).logpdf(4.0)
    np.testing.assert_allclose(found["log_likelihood"], wanted)


def test_of_many_features_a_plane_is_left():
    assert Densities().measure(model("digits"), (1, 1))["mean"].shape == (10, 2)


def test_numbers_that_are_none_are_said():
    learner = model()
    learner.states[0]["mean"][:] = np.nan
    assert set(Densities().measure(learner, (1, 1))) == {"diverged"}


def test_it_measures_nothing_of_what_has_none():
    assert Densities().measure(model("moons", block=NearestNeighbours()), (1, 1)) == {}
    assert Densities().measure(network(), (1, 1)) == {}
