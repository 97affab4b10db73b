"""Trees of groups: cuts that move at once, numbers that stay, and what scikit-learn finds."""

import numpy as np
import pytest
from scipy.cluster.hierarchy import cophenet, fcluster
from scipy.cluster.hierarchy import linkage as scipy_linkage
from scipy.spatial.distance import pdist
from sklearn.cluster import AgglomerativeClustering, BisectingKMeans
from sklearn.metrics import adjusted_rand_score

from playground.core.settings import build
from playground.core.shape import ShapeError
from playground.engine.catalogue import DATASETS
from playground.engine.clustering.agglomerative import MOST_ROWS, Agglomerative
from playground.engine.clustering.bisecting import Bisecting
from playground.engine.examples import Examples
from playground.engine.feed import Feed
from playground.engine.hierarchy.tree import merges_of, numbers_of
from playground.engine.modelling.exploring import Exploring
from playground.engine.probes.dendrogram import Dendrogram

BLOCKS = (Agglomerative, Bisecting)


def blobs(n=120, classes=4, seed=0, spread=0.2):
    settings = {"size": n, "classes": classes, "seed": seed, "spread": spread}
    return build(DATASETS["blobs"], settings).load()


def learner(block, data=None, seed=0):
    return Exploring("m", block, Feed.through(data or blobs(), {"d": []}), seed)


def examples(x):
    return Examples(np.asarray(x, float), np.zeros(len(x), np.int64), "none", 0)


def run(block, x, seed=0):
    state, rows = block.begin(examples(x), seed), examples(x)
    while not state["finished"]:
        block.advance(state, rows)
    return state


@pytest.mark.parametrize("method", ["single", "complete", "average", "ward"])
@pytest.mark.parametrize("clusters", [1, 2, 5, 119, 120, 4000])
def test_groups_of_a_cut_are_those_of_scikit_learn(method, clusters):
    x = blobs().x
    block = Agglomerative(linkage=method, clusters=clusters)
    groups = block.groups(run(block, x))
    count = min(clusters, len(x))
    theirs = AgglomerativeClustering(count, linkage=method).fit_predict(x)
    assert adjusted_rand_score(theirs, groups) == pytest.approx(1.0)
    assert sorted(set(groups.tolist())) == list(range(count))


@pytest.mark.parametrize("share", [0.0, 0.1, 0.35, 0.8, 1.0])
def test_a_cut_by_height_gives_the_groups_of_scipy(share):
    x = blobs().x
    block = Agglomerative(linkage="average", cut_by="height", height=share)
    state = run(block, x)
    merges = scipy_linkage(x, "average")
    theirs = fcluster(merges, share * merges[-1, 2], "distance")
    assert adjusted_rand_score(theirs, block.groups(state)) == pytest.approx(1.0)


@pytest.mark.parametrize("cls", BLOCKS)
def test_a_group_keeps_its_number_when_others_are_split(cls):
    x = blobs().x
    state = run(cls(), x)
    for clusters in range(1, 11):
        before = cls(clusters=clusters).groups(state)
        after = cls(clusters=clusters + 1).groups(state)
        moved = before != after
        assert set(after[moved].tolist()) == {clusters}
        assert len(set(before[moved].tolist())) == 1
        assert moved.sum() <= (before == before[moved][0]).sum() / 2


def test_rows_that_are_still_alone_are_in_no_group_until_the_cut_is_reached():
    block, rows = Agglomerative(clusters=110), examples(blobs().x)
    state = block.begin(rows, 0)
    assert (block.groups(state) == -1).all()
    assert (block.decide(state, rows.x) == 0).all()
    for _ in range(9):
        block.advance(state, rows)
    assert (block.groups(state) == -1).any()
    block.advance(state, rows)
    assert sorted(set(block.groups(state).tolist())) == list(range(110))


def test_each_step_joins_the_two_closest_groups():
    block, x = Agglomerative(linkage="complete"), blobs(40).x
    rows = examples(x)
    state = block.begin(rows, 0)
    groups = [[i] for i in range(len(x))]
    far = np.linalg.norm(x[:, None] - x, axis=2)
    while not state["finished"]:
        height, a, b = min(
            (far[np.ix_(one, other)].max(), i, j)
            for i, one in enumerate(groups) for j, other in enumerate(groups[:i])
        )  # fmt: skip
        assert block.advance(state, rows) == pytest.approx(height)
        groups[b] += groups.pop(a)


def test_the_report_tells_height_and_cophenetic_correlation():
    x = blobs().x
    state = run(Agglomerative(linkage="average"), x)
    merges = scipy_linkage(x, "average")
    told = Agglomerative().own_metrics(state)
    assert told["merge_height"] == pytest.approx(merges[-1, 2])
    assert told["cophenetic"] == pytest.approx(cophenet(merges, pdist(x))[0])


def test_a_place_gets_the_group_of_its_nearest_row():
    block, x = Agglomerative(linkage="average", metric="manhattan", clusters=4), blobs().x
    state = run(block, x)
    places = np.random.default_rng(1).uniform(-2, 2, (50, 2))
    nearest = np.abs(places[:, None] - x).sum(axis=2).argmin(axis=1)
    shares = block.decide(state, places)
    assert (shares.argmax(axis=1) == block.groups(state)[nearest]).all()
    assert (shares.sum(axis=1) == 1).all()


@pytest.mark.parametrize("seed", range(4))
def test_bisecting_ends_as_well_as_that_of_scikit_learn(seed):
    data = blobs(300, 6, seed, 0.3)
    state = run(Bisecting(most=8), data.x, seed)
    theirs = BisectingKMeans(8, n_init=10, random_state=0).fit(data.x)
    assert Bisecting().own_metrics(state)["inertia"] <= theirs.inertia_ * 1.03


def test_bisecting_finds_the_groups_that_scikit_learn_finds_where_they_are_plain():
    x = blobs(200, 5, 2, 0.1).x
    block = Bisecting(clusters=5)
    state = run(block, x)
    theirs = BisectingKMeans(5, n_init=10, random_state=0).fit_predict(x)
    groups = block.groups(state)
    assert adjusted_rand_score(theirs, groups) == pytest.approx(1.0)
    assert (block.decide(state, x).argmax(axis=1) == groups).all()
    means = [x[groups == g].mean(axis=0) for g in range(5)]
    np.testing.assert_allclose(block.centres(state), means)


def test_the_group_of_largest_inertia_is_split_and_inertia_falls():
    rows = examples(blobs().x)
    block = Bisecting()
    state = block.begin(rows, 0)
    last = np.inf
    while not state["finished"]:
        now = block.advance(state, rows)
        assert now < last
        last = now
    assert (np.diff(state["height"]) <= 0).all()
    inertia = sum(((m - m.mean(0)) ** 2).sum() for g in range(12)
                  if len(m := rows.x[state["number"] == g]))  # fmt: skip
    assert last == pytest.approx(inertia)


@pytest.mark.parametrize("cls", BLOCKS)
def test_put_back_it_goes_on_bit_for_bit(cls):
    one, other = learner(cls()), learner(cls())
    one.step(4)
    kept = one.capture()
    one.step(5)
    other.restore(kept)
    other.step(5)
    for a, b in zip(one.states[0].items(), other.states[0].items(), strict=True):
        assert a[0] == b[0]
        np.testing.assert_array_equal(a[1], b[1])


@pytest.mark.parametrize("cls", BLOCKS)
def test_moving_the_cut_needs_no_new_start(cls):
    model = learner(cls(clusters=3))
    model.step(500)
    assert model.evaluate()["clusters"][0] == 3
    model.tune(cls(clusters=6))
    assert model.evaluate()["clusters"][0] == 6
    model.tune(cls(cut_by="height", height=1.0))
    assert model.evaluate()["clusters"][0] == 1


def test_ward_refuses_other_distances_in_words():
    data = blobs()
    signature = data.signature()
    with pytest.raises(ShapeError, match="choose another linkage"):
        Agglomerative(metric="cosine").check_input(signature.shape, signature)
    Agglomerative(metric="cosine", linkage="average").check_input(signature.shape, signature)


def test_too_many_rows_are_refused_in_words():
    state = Agglomerative().begin(examples(np.zeros((MOST_ROWS + 1, 2))), 0)
    assert "4,000 rows at most" in state["finished"]
    assert (Agglomerative().groups(state) == -1).all()


@pytest.mark.parametrize("cls", BLOCKS)
@pytest.mark.parametrize(
    "x",
    [np.zeros((0, 2)), np.ones((1, 2)), np.ones((2, 2)), np.ones((7, 3)), np.arange(2.0)[:, None],
     np.arange(9.0)[:, None], np.eye(64), np.full((4, 2), np.nan), np.repeat(np.eye(2), 5, 0),
     1e8 + 1e-9 * np.arange(12.0)[:, None]],
)  # fmt: skip
def test_odd_rows_are_said_in_words_and_leave_numbers(cls, x):
    block = cls(clusters=3)
    state = run(block, x)
    assert state["finished"]
    assert block.groups(state).shape == (len(x),)
    assert np.isfinite(block.decide(state, np.zeros((3, x.shape[1])))).all()
    centres = block.centres(state)
    assert centres is None or np.isfinite(centres).all() or np.isnan(x).any()


@pytest.mark.parametrize("cls", BLOCKS)
@pytest.mark.parametrize("steps", [0, 3, 500])
def test_the_probe_lays_rows_below_the_nodes_that_hold_them(cls, steps):
    model = learner(cls(clusters=4))
    model.step(steps)
    told = Dendrogram().measure(model, (0, 0))
    order, start, size = told["order"], told["start"], told["size"]
    assert sorted(order.tolist()) == list(range(len(model.source.x)))
    groups, leaves = model.block.groups(model.states[0]), len(told["floor"])
    assert len(told["pairs"]) == leaves - 1
    for (a, b), node in zip(told["pairs"], range(leaves, len(size)), strict=True):
        assert (start[node], size[node]) == (start[a], size[a] + size[b])
        assert start[b] == start[a] + size[a]
    parents = {int(c): n for n, pair in enumerate(told["pairs"], leaves) for c in pair}
    made = leaves + min(int(told["done"]), int(told["joins"]))
    for node in range(made):
        rows = order[start[node] : start[node] + size[node]]
        if parents.get(node, made) >= made and (groups[rows] >= 0).all():
            assert set(groups[rows].tolist()) == {int(told["number"][node])}
    assert told["labels"].shape == order.shape


def test_the_probe_says_why_there_is_no_tree():
    model = learner(Agglomerative(), blobs(MOST_ROWS + 500))
    assert "4,000 rows" in str(Dendrogram().measure(model, (0, 0))["trouble"])


def test_splits_and_the_joins_that_undo_them_number_groups_alike():
    merges = merges_of(np.array([0, 0, 1]), np.array([9.0, 5.0, 2.0]))
    sizes = np.array([4, 2, 1, 1, 3, 5, 8])
    assert numbers_of(merges, sizes).tolist() == [0, 1, 2, 3, 1, 0, 0]
