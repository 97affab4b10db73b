"""Transforms against scikit-learn, and on rows that are awkward."""

import numpy as np
import pytest
from sklearn.preprocessing import MinMaxScaler, PolynomialFeatures, StandardScaler

from playground.core.registry import Registry
from playground.core.settings import build, plain
from playground.core.shape import ShapeError, Signature, features, sizes
from playground.engine.data import Data
from playground.engine.datasets.circle import Circle
from playground.engine.datasets.diabetes import Diabetes
from playground.engine.datasets.digits import Digits
from playground.engine.datasets.iris import Iris
from playground.engine.datasets.spiral import Spiral
from playground.engine.reducer import Reducer
from playground.engine.transform import Transform
from playground.engine.transforms.feature_map import FeatureMap
from playground.engine.transforms.min_max import MinMax
from playground.engine.transforms.standardise import Standardise

TRANSFORMS = Registry("playground.engine.transforms", Transform)
WHOLE = [kind for kind, cls in TRANSFORMS.items() if not issubclass(cls, Reducer)]
"""Those that keep all that the features tell, and go by no labels."""


def labelled(x):
    """Return rows with labels, all of them to learn from."""
    none = np.empty(0, np.int64)
    labels = np.arange(len(x)) % 3
    return Data(x, labels, "class", np.arange(len(x)), none, none, (), ("a", "b", "c"))


@pytest.fixture
def rows():
    return np.random.default_rng(0).normal(3, [1, 20, 0.1], (50, 3))


@pytest.mark.parametrize("kind", TRANSFORMS)
def test_settings_round_trip(kind):
    value = TRANSFORMS[kind]()
    assert build(TRANSFORMS[kind], plain(value)) == value


@pytest.mark.parametrize("kind", TRANSFORMS)
def test_signature_is_kept_and_input_untouched(kind):
    data = Iris().load()
    before = data.x.copy()
    transform = TRANSFORMS[kind]()
    changed, _ = transform.transform(data)
    told = transform.output_signature(data.signature())
    np.testing.assert_array_equal(data.x, before)
    assert changed.x.shape == (150, *sizes(told.shape))
    assert len(changed.names) == changed.x.shape[1]
    assert changed.signature() == told


@pytest.mark.parametrize("kind", WHOLE)
def test_there_is_a_way_back(kind, rows):
    transform = TRANSFORMS[kind]()
    fitted = transform.fit(rows)
    back = transform.invert(transform.apply(rows, fitted), fitted)
    np.testing.assert_allclose(back, rows, rtol=1e-12)


@pytest.mark.parametrize("kind", WHOLE)
def test_constant_columns_stay_finite(kind):
    x = np.column_stack([np.full(20, 0.1), np.zeros(20), np.full(20, 1e9), np.arange(20.0)])
    transform = TRANSFORMS[kind]()
    fitted = transform.fit(x)
    assert np.isfinite(transform.apply(x, fitted)).all()
    assert np.isfinite(transform.apply(x + 1, fitted)).all()
    assert np.abs(transform.apply(x, fitted)[:, :2]).max() < 1e-6 or kind == "feature-map"


@pytest.mark.parametrize("kind", TRANSFORMS)
def test_leading_axes_broadcast(kind, rows):
    transform = TRANSFORMS[kind]()
    fitted = transform.fit_to(labelled(rows))
    stacked = transform.apply(rows.reshape(5, 10, 3), fitted)
    np.testing.assert_array_equal(stacked.reshape(50, -1), transform.apply(rows, fitted))


def test_standardise_is_scikit_learns(rows):
    ours, theirs = Standardise(), StandardScaler().fit(rows)
    np.testing.assert_allclose(ours.apply(rows, ours.fit(rows)), theirs.transform(rows), rtol=1e-9)


@pytest.mark.parametrize("ends", [(0.0, 1.0), (-1.0, 3.0)])
def test_min_max_is_scikit_learns(rows, ends):
    ours, theirs = MinMax(lower=ends[0], upper=ends[1]), MinMaxScaler(ends).fit(rows)
    got = ours.apply(rows, ours.fit(rows))
    np.testing.assert_allclose(got, theirs.transform(rows), atol=1e-12)


def test_min_max_refuses_an_empty_interval():
    with pytest.raises(ShapeError, match="lower end 1 must lie below the upper end 1"):
        MinMax(lower=1.0).output_signature(Circle().signature())


@pytest.mark.parametrize("degree", [2, 3, 5])
@pytest.mark.parametrize("inputs", [1, 2, 4])
def test_feature_map_is_scikit_learns(degree, inputs):
    x = np.random.default_rng(1).normal(size=(30, inputs))
    got = FeatureMap(degree=degree).apply(x, {})
    theirs = PolynomialFeatures(degree, include_bias=False).fit_transform(x)
    assert got.shape == theirs.shape
    order = np.argsort(got[0]), np.argsort(theirs[0])
    np.testing.assert_allclose(got[:, order[0]], theirs[:, order[1]], rtol=1e-12)


def test_feature_map_names_match_its_columns():
    signature = Spiral().signature()
    chosen = FeatureMap(sines=True, cosines=True, frequency=2.0, degree=3)
    told = chosen.output_signature(signature)
    assert told.names == (
        "x1", "x2", "x1^2", "x2^2", "x1 x2", "x1^3", "x1^2 x2", "x1 x2^2", "x2^3",
        "sin(2 x1)", "sin(2 x2)", "cos(2 x1)", "cos(2 x2)",
    )  # fmt: skip
    a, b = 0.5, -2.0
    expected = [a, b, a * a, b * b, a * b, a**3, a * a * b, a * b * b, b**3]
    expected += [np.sin(2 * a), np.sin(2 * b), np.cos(2 * a), np.cos(2 * b)]
    np.testing.assert_allclose(chosen.apply(np.array([[a, b]]), {})[0], expected)
    assert told.shape == features(13)


def test_feature_map_refuses_what_makes_no_sense():
    told = Iris().signature()
    with pytest.raises(ShapeError, match="switch on"):
        FeatureMap(keep=False, squares=False, products=False).output_signature(told)
    with pytest.raises(ShapeError, match="lower the degree"):
        FeatureMap(degree=3).output_signature(Digits().signature())
    picture = Signature((("height", 8), ("width", 8)))
    with pytest.raises(ShapeError, match="plain features"):
        FeatureMap().output_signature(picture)


def test_without_the_inputs_there_is_no_way_back():
    assert FeatureMap(keep=False).invert(np.ones((2, 3)), {}) is None


def test_fitted_on_training_rows_only():
    data = Circle(noise=0.3).load()
    changed, fitted = Standardise().transform(data)
    np.testing.assert_allclose(fitted["mean"], data.x[data.train].mean(axis=0))
    np.testing.assert_allclose(changed.x[data.train].std(axis=0), 1)
    assert not np.allclose(changed.x[data.test].std(axis=0), 1, atol=1e-6)


def test_standardised_target_leads_back():
    data = Diabetes().load()
    same, _ = Standardise().transform(data)
    np.testing.assert_array_equal(same.y, data.y)
    changed, fitted = Standardise(target=True).transform(data)
    assert changed.y[data.train].std() == pytest.approx(1)
    back = changed.targets() * fitted["target scale"] + fitted["target mean"]
    np.testing.assert_allclose(back, data.y)
    classes, fitted = Standardise(target=True).transform(Iris().load())
    assert classes.y.dtype == np.int64
    assert set(fitted) == {"mean", "scale"}
