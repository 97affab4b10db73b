"""What the lessons on mixtures and on t-SNE tell in numbers, measured."""

import functools

import msgspec
import numpy as np
import pytest
from scipy.spatial.distance import pdist

from playground.document.edits import set_setting
from playground.document.presets import load_preset
from playground.engine.catalogue import catalogue
from playground.engine.mapping.kept import nearest, share_kept
from playground.runtime.compile import Compiler

FIVE = range(5)


@functools.cache
def trained(name, id, steps, changes=(), seed=0):
    project = msgspec.structs.replace(load_preset(name), seed=seed)
    for change in changes:
        project = set_setting(*change, catalogue())(project)
    learner = Compiler().learners(project, "cpu")[id].learner
    learner.step(steps)
    return learner


def told(learner, metric):
    return float(learner.evaluate()[metric][0])


@pytest.mark.parametrize("seed", FIVE)
def test_the_mixture_finds_what_k_means_cuts(seed):
    mixture = trained("gaussian-mixture", "mixture", 48, (), seed)
    cut = trained("gaussian-mixture", "kmeans", 48, (), seed)
    assert told(mixture, "log_likelihood") == pytest.approx(-1.36, abs=5e-3)
    assert told(mixture, "ari") == pytest.approx(0.90, abs=6e-3)
    assert told(cut, "ari") == pytest.approx(0.55, abs=6e-3)
    assert told(cut, "silhouette") == pytest.approx(0.51, abs=6e-3)
    assert told(mixture, "silhouette") == pytest.approx(0.46, abs=6e-3)
    assert told(mixture, "bic") == pytest.approx(1226, abs=0.5)
    assert mixture.block.parameters(mixture.states[0]) == 23


@pytest.mark.parametrize("seed", FIVE)
@pytest.mark.parametrize(("shape", "ari"), [("spherical", 0.54), ("tied", 0.52)])
def test_circles_and_one_ellipse_for_all_cut_too(shape, ari, seed):
    change = (("mixture", "covariance", shape),)
    learner = trained("gaussian-mixture", "mixture", 160, change, seed)
    assert told(learner, "ari") == pytest.approx(ari, abs=6e-3)


@pytest.mark.parametrize("seed", FIVE)
def test_eight_components_fit_better_and_pay_more(seed):
    change = (("mixture", "components", 8),)
    learner = trained("gaussian-mixture", "mixture", 300, change, seed)
    assert told(learner, "log_likelihood") > -1.35
    assert told(learner, "bic") > 1300
    assert learner.block.parameters(learner.states[0]) == 47


def test_of_eight_components_for_forty_rows_some_collapse():
    changes = (("mixture", "components", 8), ("blobs", "size", 40))
    for seed in FIVE:
        learner = trained("gaussian-mixture", "mixture", 200, changes, seed)
        assert "collapsed" in learner.states[0]["note"]


def same_digit(places, labels):
    far = ((places[:, None] - places) ** 2).sum(axis=-1)
    np.fill_diagonal(far, np.inf)
    return float((labels[far.argmin(axis=1)] == labels).mean())


def between(places, labels):
    return pdist(np.stack([places[labels == digit].mean(axis=0) for digit in range(10)]))


@pytest.mark.long
@pytest.mark.parametrize("seed", FIVE)
def test_the_map_keeps_neighbours_and_roughly_distances(seed):
    learner = trained("tsne-digits", "map", 600, (), seed)
    x, labels = learner.examples.x, learner.source.given.y
    places = learner.states[0]["places"]
    assert told(learner, "neighbours_kept") == pytest.approx(0.65, abs=0.01)
    assert same_digit(places, labels) == pytest.approx(0.97, abs=0.01)
    follows = np.corrcoef(between(places, labels), between(x, labels))[0, 1]
    assert follows == pytest.approx(0.8, abs=0.06)


@pytest.mark.parametrize("seed", range(2))
def test_with_five_neighbours_the_islands_lie_by_chance(seed):
    learner = trained("tsne-digits", "map", 600, (("map", "perplexity", 5.0),), seed)
    labels = learner.source.given.y
    places = between(learner.states[0]["places"], labels)
    assert np.corrcoef(places, between(learner.examples.x, labels))[0, 1] < 0.6


def test_the_map_begins_with_chance_and_the_pixels_know():
    learner = trained("tsne-digits", "map", 0)
    assert told(learner, "neighbours_kept") == pytest.approx(0.02, abs=0.008)
    assert same_digit(learner.examples.x, learner.source.given.y) == pytest.approx(0.98, abs=6e-3)


def test_the_plane_of_principal_components_keeps_fewer():
    learner = trained("tsne-digits", "axes", 600)
    places = learner.block.places(learner.states[0])
    assert share_kept(nearest(learner.examples.x), places) == pytest.approx(0.22, abs=6e-3)
    assert same_digit(places, learner.source.given.y) == pytest.approx(0.53, abs=6e-3)
    assert told(learner, "explained_variance") == pytest.approx(0.29, abs=6e-3)


def test_a_rate_of_5000_throws_the_points_about():
    learner = trained("tsne-digits", "map", 600, (("map", "rate", 5000.0),))
    assert told(learner, "neighbours_kept") < 0.4
