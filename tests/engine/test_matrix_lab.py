"""The matrix lab: power iteration step by step, and every matrix that stands in its way."""

import numpy as np
import pytest

from playground.core.settings import SettingError, build
from playground.core.shape import ShapeError
from playground.document.presets import load_preset
from playground.engine.catalogue import DATASETS
from playground.engine.data import Data
from playground.engine.feed import Feed
from playground.engine.labs.matrix import KEPT, Matrix, square
from playground.engine.modelling.lab_learner import LabLearner
from playground.engine.probes.matrix import Matrix as MatrixProbe
from playground.kernels import spectra
from playground.runtime.compile import Compiler


def lab(feed=None, seed=0, **settings):
    return LabLearner("matrix", build(Matrix, settings), feed, seed)


def feed_of(kind="iris"):
    return Feed.through(build(DATASETS[kind], {}).load().unlabelled(), {"data": []})


def told(learner):
    return {name: float(value[0]) for name, value in learner.evaluate().items()}


def test_each_step_multiplies_and_brings_back_to_length_one():
    learner = lab(start=[1.0, 0.0])
    x = np.array([1.0, 0.0])
    for _ in range(6):
        learner.step()
        x = square(learner.block.entries) @ x
        x /= np.linalg.norm(x)
        np.testing.assert_allclose(learner.state["vector"], x, atol=1e-12)
    assert len(learner.state["path"]) == 7


def test_it_finds_the_largest_eigenvalue_and_stands_still():
    learner = lab()
    learner.step(200)
    assert learner.finished.startswith("it stands still: A x = 2 x")
    assert told(learner) == {
        "eigenvalue": pytest.approx(2.0), "error_angle": pytest.approx(0.0, abs=1e-8),
        "determinant": pytest.approx(2.0), "rank": 2.0,
        "condition": pytest.approx(np.linalg.cond([[1.2, 0.8], [0.2, 1.8]])),
    }  # fmt: skip


def test_each_step_halves_the_angle_where_the_eigenvalues_are_two_and_one():
    learner = lab(start=[4.0, -0.9])
    learner.step(15)
    before = told(learner)["error_angle"]
    learner.step(1)
    assert told(learner)["error_angle"] / before == pytest.approx(0.5, abs=1e-3)


ENDINGS = {
    "a quarter turn": ([0, -1, 1, 0], "turns for ever"),
    "a mirror": ([0, 1, 1, 0], "swings for ever"),
    "zero": ([0, 0, 0, 0], "A x = 0"),
    "nilpotent": ([0, 1, 0, 0], "A x = 0"),
    "rank one": ([1, 2, 2, 4], "stands still"),
    "identity": ([1, 0, 0, 1], "stands still"),
    "negative": ([-2, 0, 0, 1], "stands still: A x = -2 x"),
    "turn of space": ([0, -2, 0, 2, 0, 0, 0, 0, 1], "turns for ever"),
}


@pytest.mark.parametrize("name", ENDINGS)
def test_every_matrix_ends_in_words(name):
    entries, words = ENDINGS[name]
    learner = lab(entries=[float(e) for e in entries])
    scalars = learner.step(300)
    assert words in learner.finished
    assert np.isfinite(learner.state["vector"]).all()
    assert len(scalars.steps) <= 120


def test_a_defective_matrix_creeps():
    learner = lab(entries=[1.0, 1.0, 0.0, 1.0], start=[0.0, 1.0])
    learner.step(100)
    first = told(learner)["error_angle"]
    learner.step(100)
    assert not learner.finished
    # The angle falls as 1 / steps: no ratio of eigenvalues helps.
    assert told(learner)["error_angle"] / first == pytest.approx(0.5, abs=0.01)


def test_a_start_without_any_of_the_eigenvector_is_told():
    learner = lab(entries=[3.0, 0.0, 0.0, 1.0], start=[0.0, 1.0])
    learner.step(50)
    assert "held none of it" in learner.finished
    assert told(learner)["error_angle"] == pytest.approx(90.0)


def test_long_paths_are_cut():
    learner = lab(entries=[1.0, 1.0, 0.0, 1.0], start=[0.0, 1.0])
    learner.step(KEPT + 60)
    assert len(learner.state["path"]) == KEPT


@pytest.mark.parametrize("count", [0, 1, 6, 8, 10])
def test_what_makes_no_square_is_refused_in_words(count):
    with pytest.raises(SettingError, match="square: it takes 4 numbers"):
        build(Matrix, {"entries": [1.0] * count})


@pytest.mark.parametrize("name", ["entries", "b", "start"])
def test_numbers_must_be_finite(name):
    with pytest.raises(SettingError):
        build(Matrix, {name: [float("inf")] * 4})


def test_another_matrix_is_gone_on_with_at_once():
    learner = lab()
    learner.step(200)
    assert learner.finished
    learner.tune(build(Matrix, {"entries": [0.0, 1.0, 1.0, 0.5]}))
    assert not learner.finished
    before = learner.step_number
    learner.step(5)
    assert learner.step_number == before + 5


def test_settings_that_stay_as_they_are_change_nothing():
    learner = lab()
    learner.step(200)
    ended, restless = learner.finished, learner.state["restless"]
    learner.tune(build(Matrix, {}))
    assert (learner.finished, learner.state["restless"]) == (ended, restless)
    assert ended


def test_a_matrix_of_another_size_starts_a_vector_of_its_size():
    learner = lab()
    learner.step(5)
    learner.tune(build(Matrix, {"entries": [2.0, 0, 0, 0, 1, 0, 0, 0, 0.5]}))
    assert np.isfinite(told(learner)["eigenvalue"])
    learner.step(3)
    assert learner.state["path"].shape == (4, 3)
    learner.step(200)
    assert told(learner)["eigenvalue"] == pytest.approx(2.0)


def test_going_on_from_a_capture_is_going_on():
    learner, other = lab(seed=3), lab(seed=3)
    learner.step(7)
    other.restore(learner.capture())
    for one in (learner, other):
        one.step(6)
    np.testing.assert_array_equal(learner.state["path"], other.state["path"])
    assert learner.capture()["step"] == other.capture()["step"] == 13


def test_the_seed_draws_the_start():
    vectors = [lab(seed=seed).state["vector"] for seed in (0, 0, 1)]
    np.testing.assert_array_equal(vectors[0], vectors[1])
    assert not np.allclose(vectors[0], vectors[2])


@pytest.mark.parametrize(("features", "wide"), [("two features", 2), ("three features", 3)])
def test_the_covariance_is_that_of_numpy(features, wide):
    feed = feed_of()
    learner = lab(feed, of="data", features=features)
    matrix = learner.block.matrix_of(learner.state)
    np.testing.assert_allclose(matrix, np.cov(feed.source.x[:, :wide].T), atol=1e-12)
    learner.step(300)
    assert told(learner)["eigenvalue"] == pytest.approx(np.linalg.eigvalsh(matrix)[-1])


def test_the_principal_plane_has_a_covariance_without_mixing():
    feed = feed_of()
    learner = lab(feed, of="data", features="principal plane")
    matrix = learner.block.matrix_of(learner.state)
    wanted = np.linalg.eigvalsh(np.cov(feed.source.x.T))[::-1][:2]
    np.testing.assert_allclose(matrix, np.diag(wanted), atol=1e-9)


def test_covariance_without_data_is_told():
    learner = lab(of="data")
    assert "no data are wired in" in learner.finished
    assert len(learner.step(10).steps) == 0


@pytest.mark.parametrize("features", ["two features", "three features", "principal plane"])
@pytest.mark.parametrize("rows", [1, 2, 5])
def test_points_that_are_all_equal_have_no_spread(features, rows):
    none = np.empty(0, np.int64)
    data = Data(np.ones((rows, 3)), np.empty((rows, 0)), "none", np.arange(rows), none, none)
    learner = lab(Feed.through(data, {"data": []}), of="data", features=features)
    learner.step(5)
    assert "A x = 0" in learner.finished
    assert told(learner)["rank"] == 0


def test_one_feature_is_refused_in_words():
    source = build(DATASETS["sine"], {}).load()
    with pytest.raises(ShapeError, match="two features"):
        build(Matrix, {}).check_input(source.signature().shape, source.signature())


def test_the_probe_tells_the_matrix_the_way_and_the_rows():
    learner = lab(feed_of(), of="data", features="three features")
    learner.step(4)
    found = MatrixProbe().measure(learner, (1, 1))
    np.testing.assert_allclose(found["path"][-1], learner.state["vector"])
    assert found["points"].shape == (150, 3)
    assert found["classes"].tolist() == ["setosa", "versicolor", "virginica"]
    assert len(found["names"]) == 3
    assert "points" not in MatrixProbe().measure(lab(), (1, 1))


def test_the_numbers_of_the_lesson():
    built = Compiler().learners(load_preset("matrix-lab"), "cpu")
    plain, cloud = (built[id].learner for id in ("matrix", "covariance"))
    matrix = square(plain.block.entries)
    np.testing.assert_allclose(spectra.eigenvalues(matrix).real, [2.0, 1.0])
    np.testing.assert_allclose(np.linalg.svd(matrix)[1], [2.11, 0.947], atol=5e-3)
    assert np.linalg.det(matrix) == pytest.approx(2.0)
    covariance = cloud.block.matrix_of(cloud.state)
    values = np.linalg.eigvalsh(covariance)
    assert values[-1] / values.sum() == pytest.approx(0.92, abs=5e-3)
    flat, b = square((1.2, 0.6, 1.0, 0.5)), np.array([1.8, 1.5])
    assert spectra.rank(flat) == 1
    assert np.linalg.norm(spectra.best_answer(flat, b).residual) < 1e-12


def test_a_matrix_that_stays_as_it_is_rests_while_other_settings_move():
    learner = lab()
    learner.step(200)
    ended, restless = learner.finished, learner.state["restless"]
    learner.tune(build(Matrix, {"b": [0.5, -1.0], "pace": 3}))
    assert ended
    assert (learner.finished, learner.state["restless"]) == (ended, restless)
