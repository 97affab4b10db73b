"""Probes: what they send, and that no learner makes them fail."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.core.settings import build
from playground.engine.data import Data
from playground.engine.plane import extent_of, grid_of, plane_of
from playground.engine.probe import PROBES


class Stub:
    """A learner whose decisions are a known function of the features."""

    def __init__(self, x, y, target="class", decide=None, members=1):
        n = len(x)
        rows = np.arange(n)
        classes = tuple(f"c{i}" for i in range(int(y.max()) + 1)) if target == "class" else ()
        self.source = Data(
            x, y, target, rows[rows % 4 < 2], rows[rows % 4 == 2], rows[rows % 4 == 3],
            tuple(f"x{i}" for i in range(x.shape[1])), classes,
        )  # fmt: skip
        self.members, self.best_member = members, members - 1
        self._decide = decide
        self.asked = []

    def decide(self, x, members=slice(None)):
        self.asked.append(x)
        scores = np.stack([self._decide(x, m) for m in range(self.members)])
        return scores[members]


class Layered(Stub):
    def activations(self, x, members=slice(None)):
        image = np.zeros((3, len(x), 2, 2))
        dense = np.stack([x, 1e9 * x, np.nan * x])
        return {"dense-1": dense[members], "flat-1": image[members]}


def halves(x, member=0):
    right = (x[:, 0] > member).astype(float)
    return np.stack([1 - right, right], axis=1)


def cloud(d, n=40, seed=0):
    x = np.random.default_rng(seed).normal(size=(n, d))
    return x, (x[:, 0] > 0).astype(np.int64)


def measure(name, learner, size=(32, 16), **settings):
    return build(PROBES[name], settings).measure(learner, size)


def test_the_field_is_the_decision_in_the_middle_of_every_cell():
    arrays = measure("boundary", Stub(*cloud(2), decide=halves))
    x0, x1, y0, y1 = arrays["extent"]
    field = arrays["field"]
    assert field.shape == (16, 32, 2)
    assert field.dtype == np.float32
    centres = x0 + (np.arange(32) + 0.5) * (x1 - x0) / 32
    assert np.array_equal(field[5, :, 1], centres > 0)
    assert np.isclose((x1 - x0) / 32, (y1 - y0) / 16)


def test_points_come_with_their_part_and_label():
    x, y = cloud(2)
    arrays = measure("boundary", Stub(x, y, decide=halves))
    assert np.allclose(arrays["points"], x)
    assert np.array_equal(arrays["labels"], y)
    assert np.array_equal(arrays["part"], np.array([0, 0, 1, 2] * 10))


def test_the_extent_depends_on_the_aspect_not_on_the_resolution():
    learner = Stub(*cloud(2), decide=halves)
    fine = measure("boundary", learner, (128, 90), aspect=1.4)
    coarse = measure("boundary", learner, (51, 36), aspect=1.4)
    assert np.array_equal(fine["extent"], coarse["extent"])


def test_a_pair_holds_the_other_features_at_their_training_median():
    x, y = cloud(4)
    learner = Stub(x, y, decide=halves)
    arrays = measure("boundary", learner, view="pair", x=2, y=3)
    assert arrays["axes"].tolist() == [2, 3]
    assert np.allclose(arrays["points"], x[:, 2:])
    median = np.median(x[learner.source.train], axis=0)
    assert np.allclose(learner.asked[0][:, :2], median[:2])


@pytest.mark.parametrize(("x", "y"), [(3, 3), (99, 99), (0, 99)])
def test_any_pair_of_features_is_brought_into_range(x, y):
    axes = measure("boundary", Stub(*cloud(4), decide=halves), view="pair", x=x, y=y)["axes"]
    assert axes[0] != axes[1]
    assert (axes < 4).all()


def test_principal_axes_are_those_of_scikit_learn():
    from sklearn.decomposition import PCA

    x, y = cloud(6)
    x *= np.array([1, 5, 2, 0.3, 0.2, 0.1])
    learner = Stub(x, y, decide=halves)
    expected = PCA(2, svd_solver="full").fit(x[learner.source.train]).transform(x)
    shown = measure("boundary", learner)["points"]
    assert np.allclose(np.abs(shown), np.abs(expected), atol=1e-5)


def test_one_input_gives_a_curve_for_every_member():
    x = np.linspace(-1, 1, 20)[:, None]
    learner = Stub(x, x**2, "value", decide=lambda x, m: x * m, members=3)
    arrays = measure("boundary", learner)
    assert arrays["curve"].shape == (3, 32, 1)
    assert np.allclose(arrays["curve"][2, :, 0], 2 * arrays["grid"], atol=1e-6)
    assert np.allclose(arrays["points"], np.hstack([x, x**2]), atol=1e-6)


def test_values_choose_an_output():
    x, _ = cloud(2)
    values = np.stack([x[:, 0], 10 + x[:, 1]], axis=1)
    learner = Stub(x, values, "value", decide=lambda x, m: np.stack([x[:, 0], 10 + x[:, 1]], 1))
    arrays = measure("boundary", learner, output=1)
    assert arrays["field"].shape == (16, 32, 1)
    assert arrays["field"].min() > 0
    assert np.allclose(arrays["values"], values[:, 1], atol=1e-5)


def test_members_are_chosen_or_averaged():
    learner = Stub(*cloud(2), decide=halves, members=2)
    best, one = measure("boundary", learner), measure("boundary", learner, of="one", member=0)
    mean = measure("boundary", learner, of="mean")
    assert np.allclose((best["field"] + one["field"]) / 2, mean["field"])
    assert np.isclose(mean["spread"].max(), 0.5)


def test_mistakes_are_told_where_they_are_asked_for():
    x, y = cloud(2)
    learner = Stub(x, y, decide=lambda x, m: halves(x)[:, ::-1])
    assert measure("boundary", learner, mistakes=True)["wrong"].all()
    assert "wrong" not in measure("boundary", learner)


def test_a_diverged_learner_is_said_to_be_so():
    learner = Stub(*cloud(2), decide=lambda x, m: np.full((len(x), 2), np.nan))
    arrays = measure("boundary", learner)
    assert arrays["diverged"]
    assert "field" not in arrays
    assert len(arrays["points"]) == 40


@pytest.mark.parametrize("d", [1, 2, 5])
def test_odd_data_never_fail(d):
    same = np.ones((8, d))
    learner = Stub(same, np.zeros(8, np.int64), decide=lambda x, m: np.ones((len(x), 1)))
    arrays = measure("boundary", learner, mistakes=True)
    assert "points" in arrays
    assert np.isfinite(arrays.get("extent", np.zeros(1))).all()


def test_many_rows_are_thinned():
    arrays = measure("boundary", Stub(*cloud(2, 50_000), decide=halves))
    assert 1000 < len(arrays["points"]) <= 2000


def test_a_learner_without_data_has_no_picture():
    class Lab:
        members = 1

    assert measure("boundary", Lab()) == {}
    assert measure("units", Lab()) == {}


def test_units_are_small_integers_of_the_best_member():
    learner = Layered(*cloud(2), decide=halves, members=3)
    learner.best_member = 0
    arrays = measure("units", learner, (20, 20))
    assert set(arrays) == {"dense-1"}
    assert arrays["dense-1"].shape == (2, 20, 20)
    assert arrays["dense-1"].dtype == np.int8
    assert np.abs(arrays["dense-1"].astype(int)).max() == 127
    assert (np.diff(arrays["dense-1"][0].astype(int), axis=1) >= 0).all()


def test_units_of_a_diverged_network_are_flat():
    learner = Layered(*cloud(2), decide=halves, members=3)
    assert not measure("units", learner)["dense-1"].any()


def test_units_need_a_plane():
    assert measure("units", Layered(*cloud(3), decide=halves, members=3)) == {}


@given(
    aspect=st.floats(0.3, 3.0),
    scale=st.floats(1e-3, 1e3),
    seed=st.integers(0, 50),
)
def test_the_extent_holds_all_points_at_one_scale(aspect, scale, seed):
    points = scale * np.random.default_rng(seed).uniform(size=(30, 2))
    x0, x1, y0, y1 = extent_of(points, aspect)
    assert (points > [x0, y0]).all()
    assert (points < [x1, y1]).all()
    assert np.isclose((x1 - x0) / (y1 - y0), aspect)


def test_a_needle_gets_two_scales():
    points = np.array([[0.0, 0.0], [1000.0, 1.0]])
    x0, x1, y0, y1 = extent_of(points, 1.0)
    assert (x1 - x0) / (y1 - y0) > 500


def test_lifting_and_projecting_are_inverse():
    x, y = cloud(5)
    plane = plane_of(Stub(x, y, decide=halves).source, "auto", 0, 1)
    at = grid_of((-1, 1, -1, 1), (4, 3))
    assert np.allclose(plane.project(plane.lift(at)), at)
