"""The clusters probe: what it tells of groups agrees with the model that found them."""

import numpy as np
import pytest

from playground.core.settings import build
from playground.engine.catalogue import CLUSTERERS, DATASETS, TRANSFORMS
from playground.engine.clusterer import CORE, NOISE, OPEN
from playground.engine.feed import Feed
from playground.engine.grouping.ground import Ground
from playground.engine.grouping.way_back import centres_in_data, disc_in_data
from playground.engine.modelling.exploring import Exploring
from playground.engine.plane import grid_of
from playground.engine.probe import PROBES
from playground.kernels.smoothing import kernel_density


def learner(kind="k-means", data="blobs", via=(), steps=6, **settings):
    source = build(DATASETS[data], {}).load()
    chain = [build(TRANSFORMS[name], {}) for name in via]
    made = Exploring("it", build(CLUSTERERS[kind], settings), Feed.through(source, {"data": chain}),
                     0)  # fmt: skip
    made.step(steps)
    return made


def measured(it, size=(48, 32), **settings):
    return build(PROBES["clusters"], settings).measure(it, size)


def cells(arrays, size=(48, 32)):
    places = grid_of(tuple(arrays["extent"].tolist()), size)
    return arrays["origin"] + places @ arrays["directions"]


@pytest.mark.parametrize("kind", CLUSTERERS)
@pytest.mark.parametrize("data", ["blobs", "iris"])
def test_regions_are_what_the_model_decides(kind, data):
    it = learner(kind, data, steps=60)
    arrays = measured(it)
    shares = it.decide(cells(arrays))[0]
    best = shares.argmax(axis=1)
    wanted = np.where(shares.max(axis=1, initial=0) > 0, best, -1).reshape(32, 48)
    found = arrays.get("winner", np.full((32, 48), -1))
    np.testing.assert_array_equal(found, wanted)


@pytest.mark.parametrize("via", [(), ("standardise",), ("min-max", "standardise")])
def test_centres_come_back_to_the_units_of_the_data(via):
    it = learner(data="iris", via=via)
    arrays = measured(it)
    centres = it.block.centres(it.states[0])
    there = it.feed.rows(arrays["centre places"])
    np.testing.assert_allclose(there, centres, atol=1e-9)
    projected = (arrays["centre places"] - arrays["origin"]) @ arrays["directions"].T
    np.testing.assert_allclose(arrays["centres"], projected)
    np.testing.assert_allclose(arrays["trail"][-1], arrays["centres"], atol=1e-9)


def test_where_transforms_bend_centres_are_the_middle_of_their_rows():
    it = learner(data="iris", via=("feature-map",))
    arrays = measured(it)
    groups, x = it.block.groups(it.states[0]), it.source.x
    for group, place in enumerate(arrays["centre places"]):
        np.testing.assert_allclose(place, x[groups == group].mean(axis=0))
    assert centres_in_data(it, np.zeros((9, 2)), groups).shape == (9, 4)


def test_borders_of_voronoi_cells_lie_half_way():
    it = learner(steps=30)
    arrays = measured(it)
    ends = arrays["borders"].reshape(-1, 2)
    assert len(ends) > 20
    far = np.linalg.norm(ends[:, None] - arrays["centres"], axis=2)
    nearest = np.sort(far, axis=1)
    cell = (arrays["extent"][1] - arrays["extent"][0]) / 48
    assert (nearest[:, 1] - nearest[:, 0] < cell / 4).mean() > 0.97


def test_soft_shares_are_told_whole():
    it = learner("gaussian-mixture", steps=7)
    arrays = measured(it)
    assert abs(arrays["shares"].sum(axis=-1).astype(int) - 255).max() <= 2
    assert "shares" not in measured(learner())


def test_rows_before_and_after_they_are_reached():
    start, done = learner(steps=0), learner("dbscan", steps=10_000, epsilon=0.05)
    assert (measured(start)["kind"] == OPEN).all()
    assert "winner" not in measured(start) or (measured(start)["group"] == -1).all()
    kinds = measured(done)["kind"]
    assert set(np.unique(kinds)) <= {NOISE, 1, CORE}
    assert (kinds == NOISE).any()


def test_a_neighbourhood_is_as_large_as_the_model_says():
    it = learner("dbscan", via=("standardise",), steps=30, epsilon=0.3)
    arrays = measured(it)
    row = it.block.marks(it.states[0]).current
    around = arrays["origin"] + arrays["disc"] @ arrays["directions"]
    far = np.linalg.norm(it.feed.rows(around) - it.examples.x[row], axis=1)
    np.testing.assert_allclose(far, 0.3, rtol=1e-9)
    assert disc_in_data(it, float("inf"), arrays["directions"], np.zeros(1)) is None


def test_the_shadow_of_a_ball_holds_all_of_it():
    it = learner("dbscan", "iris", via=("standardise",), steps=5)
    arrays = measured(it)
    outline = disc_in_data(it, 1.0, arrays["directions"], np.linspace(0, 2 * np.pi, 400))
    random = np.random.default_rng(0).normal(size=(3000, 4))
    ball = random / np.linalg.norm(random, axis=1, keepdims=True)
    scale = 1 / np.diag(it.feed.rows(np.eye(4)) - it.feed.rows(np.zeros((1, 4))))
    shadow = (ball * scale) @ arrays["directions"].T
    angle = np.arctan2(*outline.T)
    order = np.argsort(angle)
    reach = np.interp(np.arctan2(*shadow.T), angle[order], np.linalg.norm(outline[order], axis=1))
    share = np.linalg.norm(shadow, axis=1) / reach
    assert share.max() <= 1.001
    assert share.max() > 0.97


def test_what_it_tells_of_a_place():
    it = learner(via=("standardise",))
    place = (0.4, -0.2)
    arrays = measured(it, at=place)
    row = it.feed.rows(np.array([place]))
    far = np.linalg.norm(it.block.centres(it.states[0]) - row, axis=1)
    np.testing.assert_allclose(arrays["away"], far)
    assert arrays["belongs"].argmax() == far.argmin()
    assert "away" not in measured(it, at=(1.0,))


def test_density_is_the_smoothed_rows():
    it = learner()
    arrays = measured(it, density=True)
    ground = Ground.of(it.source, ("auto", 0, 1), (48, 32), 0.0)
    assert arrays["density"].shape == (32, 48)
    assert arrays["density"].max() == pytest.approx(1.0)
    densest = cells(arrays)[arrays["density"].argmax()]
    near = np.linalg.norm(it.source.x - densest, axis=1)
    assert (near < 0.3).mean() > 0.05
    assert ground.density(np.zeros((5, 2))).max() == pytest.approx(1.0), "rows all in one place"
    assert kernel_density(np.zeros((1, 2)), np.zeros(1), np.zeros(1), np.ones(2)).shape == (1, 1)


def test_one_feature_is_a_strip():
    it = learner(data="sine")
    arrays = measured(it)
    assert arrays["points"][:, 1].std() > 0, "rows are spread over the height"
    assert (arrays["winner"] == arrays["winner"][:1]).all(), "which means nothing"
    np.testing.assert_allclose(arrays["centres"][:, 0], it.block.centres(it.states[0])[:, 0])


def test_many_groups_are_told_without_borders():
    it = learner("agglomerative", "iris", steps=3)
    arrays = measured(it)
    assert len(arrays["sizes"]) > 40
    assert "borders" not in arrays
    assert arrays["winner"].max() > 32


def test_others_have_nothing_to_tell():
    assert measured(object()) == {}


def test_centres_that_are_no_numbers_are_said():
    it = learner()
    it.states[0]["centroids"][:] = np.nan
    arrays = measured(it)
    assert "diverged" in arrays
    assert "winner" not in arrays
