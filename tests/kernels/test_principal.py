"""Principal axes, at once and turn by turn, kernel axes and discriminants."""

import numpy as np
import pytest
import strict_card
from sklearn.datasets import load_digits, load_iris, load_wine
from sklearn.decomposition import PCA, KernelPCA
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis

from playground.kernels import array as arrays_of
from playground.kernels import discriminants, fused, kernel_functions, principal
from playground.kernels.array import devices, namespace, to_host

RANDOM = np.random.default_rng(5)
IRIS, SPECIES = load_iris(return_X_y=True)
WINE, GROWER = load_wine(return_X_y=True)
PIXELS, DIGIT = load_digits(return_X_y=True)
WIDE = RANDOM.normal(size=(12, 40)) * RANDOM.uniform(0.5, 2.0, 40)


def apart(ours, theirs):
    """Return how far two sets of directions or places lie apart, whatever their signs."""
    signs = np.sign((ours * theirs).sum(axis=0))
    return np.abs(ours * signs - theirs).max()


@pytest.mark.parametrize("x", [IRIS, WINE, WIDE, IRIS[:, :1]], ids=["iris", "wine", "wide", "one"])
def test_axes_and_variances_are_those_of_scikit_learn(x):
    count = min(len(x) - 1, x.shape[1])
    theirs = PCA(count, svd_solver="full").fit(x)
    ours = principal.principal_axes(x, count)
    assert apart(ours.axes.T, theirs.components_.T) < 1e-5
    np.testing.assert_allclose(ours.variance, theirs.explained_variance_, rtol=1e-9)
    share = ours.variance / ours.total
    np.testing.assert_allclose(share, theirs.explained_variance_ratio_, rtol=1e-9)


def test_the_largest_entry_of_an_axis_is_positive_and_ties_do_not_flip_it():
    axes = principal.principal_axes(PIXELS, 20).axes
    assert (axes[np.arange(20), np.abs(axes).argmax(axis=1)] > 0).all()
    tie = np.array([[0.5, -0.5 - 1e-12], [-0.5, 0.5 + 1e-12]])
    np.testing.assert_array_equal(np.sign(principal.upright(tie)), [[1, -1], [1, -1]])


@pytest.mark.parametrize("x", [np.zeros((5, 3)), np.ones((2, 4)), RANDOM.normal(size=(2, 5))])
def test_axes_beyond_the_variance_are_orthonormal(x):
    found = principal.principal_axes(x, x.shape[1])
    np.testing.assert_allclose(found.axes @ found.axes.T, np.eye(x.shape[1]), atol=1e-9)
    assert (found.variance[1:] < 1e-9).all()


def test_turning_comes_to_rest_at_the_principal_axes():
    mean = IRIS.mean(axis=0)
    spread = principal.covariance(IRIS, mean)
    np.testing.assert_allclose(spread, np.cov(IRIS.T), rtol=1e-12)
    found = np.empty((0, 4))
    for wanted in PCA(3).fit(IRIS).components_:
        axis, angles = principal.at_right_angles(np.ones(4), found), []
        for _ in range(150):
            axis, variance, angle = principal.power_step(spread, axis, found)
            angles.append(angle)
        assert min(np.abs(axis - wanted).max(), np.abs(axis + wanted).max()) < 1e-5
        assert angles[-1] < 1e-7 < angles[0]
        found = np.concatenate([found, axis[None]])


def test_the_angle_shrinks_by_the_ratio_of_the_variances():
    spread, axis = np.diag([4.0, 1.0]), np.array([1.0, 0.1]) / np.hypot(1.0, 0.1)
    _, variance, first = principal.power_step(spread, axis, np.empty((0, 2)))
    assert variance == pytest.approx((4 + 0.01) / 1.01)
    turned = principal.power_step(spread, axis, np.empty((0, 2))).axis
    second = principal.power_step(spread, turned, np.empty((0, 2))).angle
    assert second / first == pytest.approx(0.25, rel=0.02)


def test_where_nothing_is_left_an_axis_stands():
    turned = principal.power_step(np.zeros((2, 2)), np.array([0.6, 0.8]), np.empty((0, 2)))
    assert turned.angle == 0.0
    assert turned.variance == 0.0
    np.testing.assert_array_equal(turned.axis, [0.6, 0.8])


@pytest.mark.parametrize(
    ("kernel", "told"),
    [
        (kernel_functions.linear, {"kernel": "linear"}),
        (lambda x, z: kernel_functions.rbf(x, z, 0.3), {"kernel": "rbf", "gamma": 0.3}),
        (
            lambda x, z: kernel_functions.polynomial(x, z, 0.2, 3, 1.0),
            {"kernel": "poly", "gamma": 0.2, "degree": 3, "coef0": 1.0},
        ),
    ],
)
def test_kernel_axes_place_rows_where_scikit_learn_does(kernel, told):
    known, new = IRIS[::2], IRIS[1::2]
    theirs = KernelPCA(3, eigen_solver="dense", **told).fit(known)
    ours = principal.kernel_axes(kernel(known, known), 3)
    for rows in (known, new):
        places = kernel_functions.expansion(kernel, rows, known, ours.weights) - ours.shift
        wanted = theirs.transform(rows)
        assert apart(places, wanted) < 1e-5 * np.abs(wanted).max()


def test_kernel_axes_of_equal_rows_are_zero_not_nan():
    found = principal.kernel_axes(np.ones((6, 6)), 4)
    assert not found.weights.any()
    assert not found.variance.any()


@pytest.mark.parametrize(("x", "y"), [(IRIS, SPECIES), (WINE, GROWER), (PIXELS, DIGIT)])
def test_discriminants_place_rows_where_scikit_learn_does(x, y):
    count = len(np.unique(y)) - 1
    theirs = LinearDiscriminantAnalysis(solver="svd").fit(x, y).transform(x)
    found = discriminants.discriminant_axes(x, y, count)
    ours = (x - found.mean) @ found.axes.T
    # Releases of scikit-learn divide the spread within by n or by n - classes.
    scale = np.sqrt((theirs**2).sum() / (ours**2).sum())
    assert abs(scale - 1) < 0.02
    assert apart(ours * scale, theirs) < 1e-5 * np.abs(theirs).max()
    inside = np.concatenate([ours[y == group] - ours[y == group].mean(axis=0) for group in set(y)])
    np.testing.assert_allclose(inside.T @ inside / len(x), np.eye(count), atol=1e-6)


def test_discriminants_leave_out_directions_in_which_no_class_varies():
    x = np.concatenate([WINE, WINE[:, :1], np.full((len(WINE), 1), 3.0)], axis=1)
    plain = discriminants.discriminant_axes(WINE, GROWER, 2)
    found = discriminants.discriminant_axes(x, GROWER, 2)
    assert found.lost == 2
    np.testing.assert_allclose(
        (x - found.mean) @ found.axes.T, (WINE - plain.mean) @ plain.axes.T, atol=1e-6
    )
    flat = discriminants.discriminant_axes(np.ones((9, 2)), np.arange(9) % 3, 2)
    assert np.isfinite(flat.axes).all()
    assert not flat.axes.any()


CASES = [
    (lambda x: principal.principal_axes(x)[:3], IRIS),
    (lambda x: principal.principal_axes(x, 12)[:3], WIDE),
    (lambda x: principal.power_step(x.T @ x, x[0] / 10, x[:0])[0], IRIS),
    (lambda x: principal.kernel_axes(x @ x.T, 2), IRIS),
    (lambda x: discriminants.discriminant_axes(x[:, :4], x[:, 4].astype(int), 2)[:3],
     np.concatenate([IRIS, SPECIES[:, None]], axis=1)),
]  # fmt: skip


assert fused.REGISTRY is not None  # the stand-in for a card looks them all up


def numbers(found):
    """Return what a kernel gave as a list of arrays on the CPU, whatever their signs."""
    found = found if isinstance(found, tuple) else (found,)
    return [np.abs(to_host(one)) for one in found]


@pytest.mark.parametrize(("kernel", "x"), CASES)
def test_it_asks_for_nothing_that_a_card_refuses(kernel, x, monkeypatch):
    wanted = numbers(kernel(x))
    strict_card.insert(monkeypatch)
    for one, other in zip(wanted, numbers(kernel(arrays_of.to_device(x, "cuda"))), strict=True):
        np.testing.assert_allclose(other, one, atol=1e-9)


@pytest.mark.gpu
@pytest.mark.skipif("cuda" not in devices(), reason="no CUDA device")
@pytest.mark.parametrize(("kernel", "x"), CASES)
def test_the_graphics_card_says_the_same(kernel, x):
    found = kernel(arrays_of.to_device(x, "cuda"))
    assert namespace(found[0]) is not np
    for one, other in zip(numbers(kernel(x)), numbers(found), strict=True):
        np.testing.assert_allclose(other, one, atol=1e-7)
