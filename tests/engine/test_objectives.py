"""Every test function of the registry: gradients, minima, starts, many at once."""

import numpy as np
import pytest
import torch
from scipy import optimize

from playground.core.settings import SettingError, build, plain
from playground.engine.catalogue import OBJECTIVES
from playground.engine.functions.test_function import TestFunction as Measured

KINDS = [kind for kind, cls in OBJECTIVES.items() if issubclass(cls, Measured)]
each = pytest.mark.parametrize("kind", KINDS)


def function(kind, **settings):
    return build(OBJECTIVES[kind], settings)


def points(f, count=40, seed=0):
    x0, x1, y0, y1 = f.extent
    low, high = np.array([x0, y0]), np.array([x1, y1])
    drawn = np.random.default_rng(seed).uniform(low, high, (count, 2))
    return drawn[:, : f.dimension]


def test_all_that_were_asked_for_are_there():
    assert set(KINDS) >= {
        "bowl", "ravine", "saddle", "rosenbrock", "beale", "himmelblau", "rastrigin", "plateau",
        "quartic", "formula",
    }  # fmt: skip


@each
def test_the_gradient_is_that_of_finite_differences(kind):
    f = function(kind)
    w, h = points(f), 1e-6
    found = np.stack(
        [(f.value(w + h * s) - f.value(w - h * s)) / (2 * h) for s in np.eye(f.dimension)], -1
    )
    scale = 1 + np.abs(f.value(w)).max()
    np.testing.assert_allclose(f.gradient(w), found, rtol=1e-5, atol=1e-8 * scale)


@each
def test_minima_are_stationary_and_nothing_near_is_lower(kind):
    f = function(kind)
    for minimum in f.minima:
        at = np.array(minimum)
        assert np.abs(f.gradient(at)).max() < 1e-6
        near = at + 1e-2 * np.random.default_rng(0).normal(size=(200, f.dimension))
        assert (f.value(near) >= f.value(at)).all()


@each
def test_no_known_minimum_is_undercut_by_scipy(kind):
    f = function(kind)
    if not f.minima:
        return
    lowest = min(float(f.value(np.array(m))) for m in f.minima)
    for start in points(f, 20):
        found = optimize.minimize(f.value, start, jac=f.gradient)
        assert found.fun >= lowest - 1e-8


@each
def test_many_members_give_what_each_gives_alone(kind):
    f = function(kind)
    w = points(f, 24).reshape(4, 6, f.dimension)
    one_by_one = [[f.value(p) for p in row] for row in w]
    np.testing.assert_allclose(f.value(w), one_by_one, rtol=1e-12)
    slopes = [[f.gradient(p) for p in row] for row in w]
    np.testing.assert_allclose(f.gradient(w), slopes, rtol=1e-12)


@each
def test_float32_stays_float32(kind):
    f = function(kind)
    w = points(f).astype(np.float32)
    assert f.value(w).dtype == f.gradient(w).dtype == np.float32


@each
def test_the_start_lies_in_the_picture_and_descent_has_a_way_to_go(kind):
    f = function(kind)
    (start,) = f.starts((0,))
    x0, x1, y0, y1 = f.extent
    assert x0 <= start[0] <= x1
    assert f.dimension == 1 or y0 <= start[1] <= y1
    assert np.linalg.norm(f.gradient(start)) > 1e-3


@each
def test_settings_make_the_round_trip(kind):
    f = function(kind)
    assert build(OBJECTIVES[kind], plain(f)) == f


def test_known_functions_are_those_of_torch_and_scipy():
    w = np.random.default_rng(0).normal(size=(30, 2))
    rosenbrock = [optimize.rosen(p) for p in w]
    np.testing.assert_allclose(function("rosenbrock").value(w), rosenbrock)
    x, y = torch.tensor(w[:, 0], requires_grad=True), torch.tensor(w[:, 1], requires_grad=True)
    beale = sum((c - x + x * y**n) ** 2 for n, c in ((1, 1.5), (2, 2.25), (3, 2.625)))
    beale.sum().backward()
    both = np.stack([x.grad, y.grad], axis=-1)
    np.testing.assert_allclose(function("beale").gradient(w), both, rtol=1e-10)


def test_the_ravine_is_as_narrow_as_it_says():
    f = function("ravine", condition=200.0, angle=20.0)
    hessian = np.stack([f.gradient(s) for s in np.eye(2)])
    np.testing.assert_allclose(np.linalg.eigvalsh(hessian), [1, 200], rtol=1e-10)


def test_starts_spread_evenly_on_a_line():
    f = function("quartic", start=[1.5], spread=2.5)
    np.testing.assert_allclose(f.starts(tuple(range(40)))[:, 0], np.linspace(-1, 4, 40))


def test_starts_stay_within_the_spread_and_are_all_different():
    for placing in ("even", "random"):
        f = function("himmelblau", start=[1.0, 2.0], spread=0.5, placing=placing)
        starts = f.starts(tuple(range(30)))
        assert (np.abs(starts - [1, 2]) <= 0.5 + 1e-12).all()
        assert len(np.unique(starts, axis=0)) == 30


def test_members_of_one_seed_start_together_and_a_seed_alone_starts_where_it_did():
    f = function("bowl", spread=1.0, placing="random")
    starts = f.starts((3, 4, 3, 4))
    np.testing.assert_array_equal(starts[:2], starts[2:])
    np.testing.assert_array_equal(f.starts((4,))[0], starts[1])


def test_several_starts_are_taken_in_turn():
    f = function("bowl", start=[0, 1, 2, 3])
    np.testing.assert_array_equal(f.starts((0, 1, 2)), [[0, 1], [2, 3], [0, 1]])


@pytest.mark.parametrize("start", [[], [1.0], [1.0, 2.0, 3.0]])
def test_a_start_that_is_no_point_is_refused(start):
    with pytest.raises(SettingError, match="^start: "):
        function("bowl", start=start)


def test_a_formula_is_refused_under_its_own_setting():
    with pytest.raises(SettingError, match="^text: not a formula"):
        function("formula", text="__import__('os')")


def test_a_formula_has_as_many_variables_as_occur():
    assert function("formula", text="x**2", start=[1]).variables == ("x",)
    assert function("formula", text="x**2 + y").variables == ("x", "y")
