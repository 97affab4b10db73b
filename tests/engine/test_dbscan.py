"""DBSCAN visit by visit, against scikit-learn and against itself in one go."""

import numpy as np
import pytest
from sklearn.cluster import DBSCAN

from playground.core.settings import SettingError, build
from playground.engine.catalogue import CLUSTERERS, DATASETS
from playground.engine.clusterer import BORDER, CORE, NOISE, OPEN
from playground.engine.clustering import dbscan
from playground.engine.feed import Feed
from playground.engine.modelling.exploring import Exploring


def learner(settings, kind="moons", **data):
    feed = Feed.through(build(DATASETS[kind], data).load(), {"data": []})
    return Exploring("dbscan-1", build(CLUSTERERS["dbscan"], settings), feed, 0)


def groups(made):
    return made.block.groups(made.states[0])


@pytest.mark.parametrize(("kind", "epsilon", "least"), [
    ("moons", 0.2, 5), ("moons", 0.05, 3), ("blobs", 0.15, 8), ("iris", 0.5, 5), ("wine", 30.0, 4),
    ("digits", 20.0, 6), ("sine", 0.05, 4),
])  # fmt: skip
def test_after_the_last_visit_clusters_are_those_of_scikit_learn(kind, epsilon, least):
    made = learner({"epsilon": epsilon, "least": least}, kind)
    made.step(10**6)
    theirs = DBSCAN(eps=epsilon, min_samples=least).fit(made.examples.x)
    assert np.array_equal(groups(made), theirs.labels_)
    assert made.step_number == len(made.examples)
    assert made.finished.startswith("every row is")


@pytest.mark.parametrize("count", [3, 7, 500])
def test_many_visits_at_once_are_the_visits_one_by_one(count):
    one, many = learner({"epsilon": 0.12}), learner({"epsilon": 0.12})
    while not many.finished:
        many.step(count)
        while one.step_number < many.step_number:
            one.step()
        assert np.array_equal(groups(one), groups(many))
        assert many.block.marks(many.states[0])._asdict().keys()
        for mine, other in zip(*(m.block.marks(m.states[0]) for m in (one, many)), strict=True):
            assert np.array_equal(mine, other)


def test_a_flood_only_grows_and_marks_say_where_it_stands():
    made = learner({"epsilon": 0.12, "least": 4}, noise=0.6)
    block, before = made.block, groups(made)
    known = made.block.marks(made.states[0]).kinds
    assert (known == OPEN).all()
    while not made.finished:
        made.step()
        now, marks = groups(made), block.marks(made.states[0])
        assert (now[before >= 0] == before[before >= 0]).all()
        assert (now[(marks.kinds == NOISE) | (marks.kinds == OPEN)] == -1).all()
        assert (now[(marks.kinds == CORE) | (marks.kinds == BORDER)] >= 0).all()
        assert marks.kinds[marks.current] != OPEN
        near = np.linalg.norm(made.examples.x - made.examples.x[marks.current], axis=1)
        fresh = np.flatnonzero((now >= 0) & (before < 0))
        assert (near[fresh] <= marks.radius).all()
        before = now
    assert (block.marks(made.states[0]).kinds != OPEN).all()


def test_places_near_a_core_row_belong_to_its_cluster_and_others_nowhere():
    made = learner({"epsilon": 0.2})
    made.step(10**6)
    x, found = made.examples.x, groups(made)
    core = made.states[0]["kind"] == CORE
    shares = made.decide(x)[0]
    assert (shares[core].argmax(axis=1) == found[core]).all()
    assert (made.decide(np.full((3, 2), 50.0))[0] == 0).all()


@pytest.mark.parametrize("epsilon", [0.0, -1.0, float("inf")])
def test_no_epsilon_that_is_no_distance_is_taken(epsilon):
    with pytest.raises(SettingError, match="epsilon"):
        build(CLUSTERERS["dbscan"], {"epsilon": epsilon})


def test_an_epsilon_that_reaches_everyone_is_refused_where_memory_would_not_do(monkeypatch):
    monkeypatch.setattr(dbscan, "MOST_PAIRS", 1000)
    made = learner({"epsilon": 100.0})
    assert "Lower epsilon" in made.finished
    assert (groups(made) == -1).all()
    assert np.isfinite(made.decide(made.examples.x)).all()


def test_where_all_is_noise_it_says_what_to_change():
    made = learner({"epsilon": 1e-6})
    made.step(10**6)
    assert made.finished.startswith("every row is noise")
    assert made.evaluate()["noise"] == 1.0
