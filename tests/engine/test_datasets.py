"""Data sets: what they promise, what they draw, and how hard they are."""

import numpy as np
import pytest
from sklearn import datasets as sk
from sklearn.neighbors import KNeighborsClassifier

from playground.core.registry import Registry
from playground.core.settings import SettingError, build, plain
from playground.core.shape import sizes
from playground.engine.data import DataError
from playground.engine.dataset import Dataset
from playground.engine.datasets.blobs import Blobs
from playground.engine.datasets.checkerboard import Checkerboard
from playground.engine.datasets.circle import Circle
from playground.engine.datasets.iris import Iris
from playground.engine.datasets.one_sample import OneSample
from playground.engine.datasets.rings import Rings
from playground.engine.datasets.sine import Sine
from playground.engine.datasets.spiral import Spiral
from playground.engine.datasets.truth_table import GATES, TruthTable
from playground.engine.library_table import LibraryTable
from playground.engine.planar import NOISE_UNIT, RADIUS, Planar

DATASETS = Registry("playground.engine.datasets", Dataset)
PLANAR = [k for k, c in DATASETS.items() if issubclass(c, Planar)]
TABLES = [k for k, c in DATASETS.items() if issubclass(c, LibraryTable)]
WRITTEN = ("one-sample", "truth-table")
"""Sets whose clean rows are written down: seeds differ in the noise alone."""


@pytest.mark.parametrize("kind", DATASETS)
def test_draws_what_it_promises(kind):
    dataset = DATASETS[kind](validation_share=0.1)
    told, data = dataset.signature(), dataset.load()
    assert data.x.shape == (told.rows, *sizes(told.shape))
    assert data.x.dtype == np.float64
    assert len(told.names) == data.x.shape[1]
    assert len(set(told.names)) == len(told.names)
    assert data.outputs == told.outputs
    assert data.train.shape[-1] == told.train_rows
    if told.target == "class":
        assert data.y.dtype == np.int64
        assert set(np.unique(data.y)) == set(range(told.outputs))
        assert len(told.classes) == told.outputs
    else:
        assert data.y.shape == (told.rows, told.outputs)
        assert data.y.dtype == np.float64


@pytest.mark.parametrize("kind", DATASETS)
def test_settings_round_trip(kind):
    dataset = DATASETS[kind](size=40, noise=0.3, seed=7)
    assert build(DATASETS[kind], plain(dataset)) == dataset


@pytest.mark.parametrize("kind", DATASETS)
@pytest.mark.parametrize("size", [0, 1])
def test_too_few_rows_are_refused_in_words(kind, size):
    with pytest.raises(DataError, match="row|class"):
        DATASETS[kind](size=size).load()


@pytest.mark.parametrize("kind", DATASETS)
def test_the_seed_alone_decides(kind):
    noise = 0.1 if kind in WRITTEN else 0.0
    first, again, other = (DATASETS[kind](size=60, seed=s, noise=noise).load() for s in (1, 1, 2))
    np.testing.assert_array_equal(first.x, again.x)
    np.testing.assert_array_equal(first.test, again.test)
    assert not np.array_equal(first.x, other.x)


@pytest.mark.parametrize("kind", DATASETS)
def test_noise_moves_the_same_rows_farther(kind):
    clean, little, much = (DATASETS[kind](size=60, noise=n).load() for n in (0.0, 0.2, 0.4))
    np.testing.assert_allclose(much.x - clean.x, 2 * (little.x - clean.x), atol=1e-9)
    if clean.target == "class":
        np.testing.assert_array_equal(clean.y, much.y)
        assert not np.array_equal(clean.x, much.x)


@pytest.mark.parametrize("kind", PLANAR)
def test_plane_sets_share_one_scale(kind):
    dataset = DATASETS[kind](size=4000)
    data = dataset.load()
    extent = np.abs(data.x).max(axis=0)
    assert extent.max() > 0.8 * RADIUS
    assert extent.max() < 1.5 * RADIUS
    if data.target == "value":
        assert 0.8 < np.abs(data.y).max() <= 1.0
    else:
        assert np.ptp(np.bincount(data.y)) <= 1


@pytest.mark.parametrize("kind", PLANAR)
def test_noise_has_the_documented_deviation(kind):
    clean, noisy = (DATASETS[kind](size=20_000, noise=n).load() for n in (0.0, 0.5))
    if clean.target == "class":
        moved, unit = noisy.x - clean.x, RADIUS
    else:
        moved, unit = noisy.y - clean.y, 1.0
    assert moved.std() == pytest.approx(0.5 * NOISE_UNIT * unit, rel=0.03)


def test_shapes_of_the_clean_sets():
    circle = Circle(size=2000).load()
    radius = np.hypot(*circle.x.T)
    assert radius[circle.y == 0].max() <= 0.75 < 1.05 <= radius[circle.y == 1].min()
    rings = Rings(size=2000, classes=5).load()
    np.testing.assert_array_equal(np.hypot(*rings.x.T) // (RADIUS / 5), rings.y)
    board = Checkerboard(size=2000, cells=5).load()
    cell = np.floor((board.x + RADIUS) / (2 * RADIUS / 5)).sum(axis=1)
    np.testing.assert_array_equal(cell % 2, board.y)
    sine = Sine(periods=1, size=2000).load()
    np.testing.assert_allclose(sine.y, np.sin(2 * np.pi * sine.x / 3))


def test_stretched_blobs_keep_their_place():
    round_, long = (Blobs(size=3000, isotropic=i, spread=0.1) for i in (True, False))
    for label in range(3):
        a, b = (d.load().x[d.load().y == label] for d in (round_, long))
        np.testing.assert_allclose(a.mean(axis=0), b.mean(axis=0), atol=0.03)
        spread = np.linalg.eigvalsh(np.cov(b.T))
        assert spread[1] > 3 * spread[0]
        assert np.linalg.eigvalsh(np.cov(a.T))[0] == pytest.approx(0.01, rel=0.15)


@pytest.mark.parametrize(("arms", "turns"), [(2, 1.25), (2, 1.75), (3, 1.25)])
def test_spiral_at_noise_0_2_is_separable(arms, turns):
    data = Spiral(arms=arms, turns=turns, noise=0.2, size=20_000).load()
    judge = KNeighborsClassifier(15).fit(data.x[data.train], data.y[data.train])
    assert judge.score(data.x[data.test], data.y[data.test]) > 0.98


def test_full_noise_nearly_washes_the_spiral_out():
    data = Spiral(noise=1.0, size=20_000).load()
    judge = KNeighborsClassifier(15).fit(data.x[data.train], data.y[data.train])
    assert judge.score(data.x[data.test], data.y[data.test]) < 0.85


@pytest.mark.parametrize("kind", TABLES)
def test_tables_are_scikit_learns(kind):
    options = {"scaled": False} if kind == "diabetes" else {}
    bunch = getattr(sk, f"load_{kind.replace('-', '_')}")(**options)
    dataset = DATASETS[kind]()
    data = dataset.load()
    assert dataset.size == len(bunch.data) == len(data.x)
    order = np.lexsort(data.x.T), np.lexsort(bunch.data.T)
    np.testing.assert_array_equal(data.x[order[0]], bunch.data[order[1]])
    assert np.bincount(data.y.astype(int).ravel()).tolist() == (
        np.bincount(bunch.target.astype(int)).tolist()
    )


@pytest.mark.parametrize("kind", ["iris", "wine", "breast-cancer", "digits"])
def test_names_of_tables_are_scikit_learns(kind):
    bunch = getattr(sk, f"load_{kind.replace('-', '_')}")()
    told = DATASETS[kind]().describe()

    def words(name):
        return name.replace("(cm)", "").replace("_", " ").replace(",", " ").strip()

    assert [words(n) for n in told.names] == [words(n) for n in bunch.feature_names]
    if kind != "wine":
        assert list(told.classes) == [str(n) for n in bunch.target_names]


def test_part_of_a_table_is_chosen_by_the_seed():
    some, other = Iris(size=30).load(), Iris(size=30, seed=1).load()
    assert len(some.x) == 30
    assert not np.array_equal(some.x, other.x)
    table = {tuple(row) for row in sk.load_iris().data}
    assert all(tuple(row) in table for row in some.x)


def test_noise_of_tables_is_in_deviations_of_each_feature():
    clean, noisy = (DATASETS["digits"](noise=n).load() for n in (0.0, 0.5))
    moved = (noisy.x - clean.x).std(axis=0)
    still = clean.x.std(axis=0) == 0
    assert (moved[still] == 0).all()
    np.testing.assert_allclose(moved[~still], 0.5 * clean.x.std(axis=0)[~still], rtol=0.1)


def test_a_value_out_of_bounds_names_the_setting():
    with pytest.raises(SettingError, match="arms"):
        build(Spiral, {"arms": 9})
    with pytest.raises(SettingError, match="size"):
        build(Iris, {"size": 151})


def test_the_gates_answer_as_written():
    for gate, answers in GATES.items():
        data = TruthTable(gate=gate, size=6).load()
        rule = {"and": np.logical_and, "or": np.logical_or, "xor": np.logical_xor}[gate]
        np.testing.assert_array_equal(data.y, rule(*data.x.T.astype(bool)))
        assert answers == tuple(data.y[:4])


def test_one_sample_is_the_same_row_every_time():
    data = OneSample(x1=2.0, x2=-1.0, target=3.0).load()
    np.testing.assert_array_equal(data.x, [[2.0, -1.0]] * 4)
    np.testing.assert_array_equal(data.y, [[3.0]] * 4)
