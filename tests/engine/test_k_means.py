"""K-means as a learner: half-steps, starts, mini-batches, bad input; and the elbow probe."""

import numpy as np
import pytest
from sklearn.cluster import KMeans as Theirs
from sklearn.metrics import silhouette_score

from playground.core.settings import build
from playground.core.shape import ShapeError, Signature, features
from playground.engine.catalogue import DATASETS, TRANSFORMS
from playground.engine.clustering.k_means import LONGEST_PATH, KMeans
from playground.engine.data import Data
from playground.engine.feed import Feed
from playground.engine.grouping.sweep import Criterion, Sweeps, suggested
from playground.engine.modelling.exploring import Exploring
from playground.engine.probes.elbow import Elbow


def rows(x):
    """Return a data set of these rows, without labels."""
    none, every = np.empty(0, np.int64), np.arange(len(x))
    return Data(np.asarray(x, float), np.empty((len(x), 0)), "none", every, none, none)


def learner(data="blobs", seed=0, via=(), **settings):
    if isinstance(data, str):
        data = build(DATASETS[data], {}).load()
    chain = [build(TRANSFORMS[kind], {}) for kind in via]
    feed = Feed.through(data, {"data": chain})
    return Exploring("it", build(KMeans, settings), feed, seed)


def run(made, most=1000):
    made.step(most)
    return made.states[0]


@pytest.mark.parametrize("start", ["k-means++", "random"])
@pytest.mark.parametrize("data", ["blobs", "iris", "digits", "moons"])
def test_it_ends_where_scikit_learn_ends_from_the_same_start(data, start):
    made = learner(data, k=5, start=start)
    x, first = made.examples.x, made.states[0]["centroids"].copy()
    theirs = Theirs(5, init=first, n_init=1, tol=0, max_iter=1000).fit(x)
    state = run(made)
    assert state["inertia"] == pytest.approx(theirs.inertia_, rel=1e-9)
    np.testing.assert_allclose(state["centroids"], theirs.cluster_centers_, atol=1e-5)
    assert "no row changes" in made.finished


def test_half_steps_take_turns_and_say_which_is_next():
    made = learner(k=4, start="random")
    state, x = made.states[0], made.examples.x
    assert state["half"] == "assign"
    assert (made.block.groups(state) == -1).all()
    made.step(1)
    assert state["half"] == "move"
    before = state["centroids"]
    far = ((x[:, None] - before) ** 2).sum(axis=2)
    np.testing.assert_array_equal(made.block.groups(state), far.argmin(axis=1))
    assert "Assignment" in made.block.marks(state).told
    made.step(1)
    assert state["half"] == "assign"
    labels = made.block.groups(state)
    means = [x[labels == group].mean(axis=0) for group in range(4)]
    np.testing.assert_allclose(made.block.centres(state), means)
    np.testing.assert_array_equal(made.block.trail(state), [before, state["centroids"]])
    assert "Update" in made.block.marks(state).told


def test_no_half_step_raises_the_inertia():
    made = learner("digits", k=10, start="random")
    told = [float(made.evaluate()["inertia"][0])]
    while not made.finished:
        told.append(float(made.step(1).loss[0, 0]))
    assert (np.diff(told) <= 1e-6 * told[0]).all()
    assert len(told) > 10


def test_a_tolerance_ends_it_sooner():
    tight = run(learner("digits", k=8, start="random"))
    loose = learner("digits", k=8, start="random", tolerance=0.1)
    assert run(loose)["iterations"] < tight["iterations"]
    assert "less than the tolerance" in loose.finished


def test_the_path_is_bounded():
    made = learner(k=3, batch=10)
    run(made, 2 * LONGEST_PATH + 60)
    path = made.block.trail(made.states[0])
    assert len(path) == LONGEST_PATH
    np.testing.assert_array_equal(path[-1], made.states[0]["centroids"])


def test_centroids_placed_by_hand_pass_the_transforms():
    placed = (5.0, 3.0, 1.5, 0.3, 6.5, 3.0, 5.0, 2.0)
    made = learner("iris", via=("standardise",), start="by hand", placed=placed)
    wanted = made.feed.rows(np.reshape(placed, (2, 4)))
    np.testing.assert_array_equal(made.states[0]["centroids"], wanted)
    assert abs(wanted).max() < 3
    run(made)
    assert set(made.block.groups(made.states[0])) == {0, 1}


@pytest.mark.parametrize("placed", [(), (0.5,)])
def test_it_waits_for_centroids_in_words(placed):
    made = learner(start="by hand", placed=placed)
    assert "click" in made.finished
    made.step(3)
    assert made.decide(np.zeros((2, 2))).shape == (1, 2, 0)
    assert made.evaluate()["clusters"] == 0
    assert made.block.marks(made.states[0]).told


def test_an_empty_centroid_jumps_and_says_so():
    made = learner(start="by hand", placed=(0.0, 0.0, 90.0, 90.0, 0.1, 0.1))
    made.step(2)
    state = made.states[0]
    assert state["relocated"].tolist() == [1]
    assert "Centroid 2 had no rows" in made.block.marks(state).told
    assert len(set(run(made)["labels"].tolist())) == 3


def test_members_are_starts_and_the_best_has_the_least_inertia():
    made = learner("digits", k=10, start="random", members=6)
    made.step(400)
    inertia = made.evaluate()["inertia"]
    assert len(set(np.round(inertia))) > 1
    assert made.best_member == inertia.argmin()
    alone = learner("digits", k=10, start="random", seed=3)
    assert run(alone, 400)["inertia"] == inertia[3]


def test_mini_batches_look_at_as_many_rows_and_end_nearly_there():
    made = learner(k=3, batch=20)
    made.step(1)
    state = made.states[0]
    assert (state["labels"] >= 0).sum() == 20
    made.step(199)
    assert not made.finished
    assert state["inertia"] < 1.05 * run(learner(k=3))["inertia"]


@pytest.mark.parametrize("settings", [{}, {"batch": 25}, {"start": "random", "members": 2}])
def test_going_on_from_a_capture_is_going_on(settings):
    made, other = learner(k=4, **settings), learner(k=4, **settings)
    made.step(3)
    other.restore(made.capture())
    made.step(6)
    other.step(6)
    for own, their in zip(made.states, other.states, strict=True):
        for name, value in own.items():
            np.testing.assert_array_equal(value, their[name])


def test_new_rows_belong_to_the_nearest_centroid():
    made = learner(k=3)
    run(made)
    x = made.source.x
    shares = made.decide(x)[0]
    np.testing.assert_array_equal(shares.argmax(axis=1), made.block.groups(made.states[0]))
    np.testing.assert_array_equal(shares.sum(axis=1), 1)


def test_more_centroids_than_rows_are_refused_in_words():
    few = Signature(features(2), rows=9)
    with pytest.raises(ShapeError, match="10 centroids on 9 rows"):
        build(KMeans, {"k": 10}).check_input(few.shape, few)
    build(KMeans, {"k": 9}).check_input(few.shape, few)


@pytest.mark.parametrize(
    "x",
    [np.ones((6, 2)), np.ones((6, 64)), np.arange(5.0)[:, None], [[0, 0], [1, 1]],
     np.full((4, 2), 1e12), [[1e200, 0], [0, 1], [2, 2]]],
    ids=["all alike", "64 alike", "one feature", "two rows", "large alike", "too large"],
)  # fmt: skip
@pytest.mark.parametrize("settings", [{"k": 2}, {"k": 2, "batch": 1}, {"k": 2, "start": "random"}])
def test_odd_rows_are_no_trouble(x, settings):
    made = learner(rows(x), **settings)
    made.step(12)
    assert np.isfinite(made.states[0]["centroids"]).all()
    assert "batch" in settings or made.finished
    Elbow().measure(made, (0, 0))


def test_criteria_suggest_a_number():
    ks = [1, 2, 3, 4, 5]
    bent, straight = np.array([100.0, 40, 12, 10, 9]), np.array([50.0, 40, 30, 20, 10])
    assert suggested(ks, Criterion(bent, "elbow")) == 3
    assert suggested(ks, Criterion(straight, "elbow")) == 0
    assert suggested(ks, Criterion(bent, "lowest")) == 5
    assert suggested(ks, Criterion(np.array([np.nan, 0.2, 0.7, 0.1, np.nan]), "highest")) == 3
    assert suggested(ks, Criterion(np.full(5, np.nan), "highest")) == 0
    assert suggested([1, 2], Criterion(np.array([3.0, 1.0]), "elbow")) == 0


def test_the_elbow_of_every_number_at_once():
    made = learner("iris", k=4, start="random")
    assert isinstance(made.block, Sweeps)
    found = Elbow(most=6).measure(made, (0, 0))
    x = made.source.x
    for k, inertia, silhouette in zip(
        found["ks"], found["inertia"], found["silhouette"], strict=True
    ):
        theirs = Theirs(int(k), n_init=10, random_state=0).fit(x)
        assert inertia <= 1.15 * theirs.inertia_
        if k > 1:
            groups = made.block.sweep(made.examples, range(1, 7), 0).groups[k - 1]
            assert silhouette == pytest.approx(silhouette_score(x, groups))
    assert np.isnan(found["silhouette"][0])
    assert found["current"] == 4
    assert found["inertia now"] > found["inertia"][3]
    made.step(200)
    later = Elbow(most=6).measure(made, (0, 0))
    assert later["inertia now"] < found["inertia now"]
    np.testing.assert_array_equal(later["inertia"], found["inertia"])


def test_a_sweep_is_kept_as_long_as_nothing_it_depends_on_changes(monkeypatch):
    asked = []
    plain = KMeans.sweep
    monkeypatch.setattr(KMeans, "sweep", lambda *a: asked.append(1) or plain(*a))
    probe = Elbow(most=4)
    for k in (2, 3):
        made = learner("moons", k=k)
        probe.measure(made, (0, 0))
        made.step(3)
        probe.measure(made, (0, 0))
    assert len(asked) == 1
    probe.measure(learner("moons", k=2, seed=9), (0, 0))
    assert len(asked) == 2


def test_the_elbow_is_silent_of_others():
    class Other:
        block = object()

    assert Elbow().measure(Other(), (0, 0)) == {}
