"""Loss surfaces against direct evaluation, scikit-learn's PCA and the paths learners take."""

import numpy as np
import pytest
from sklearn.decomposition import PCA
from small_learners import learner, rows

from playground.core.settings import build
from playground.document.project import Placed, Project, Wire
from playground.engine.heads.fit import Fit
from playground.engine.landscape.course import Course
from playground.engine.landscape.cut import Cut
from playground.engine.landscape.directions import (
    aligned,
    between,
    completed,
    filter_normalised,
    principal,
)
from playground.engine.landscape.planes import (
    MOST,
    course_of,
    landscape_of,
    learner_at,
    weights_at,
)
from playground.engine.landscape.survey import losses_at, sampled
from playground.engine.landscape.track import Track
from playground.engine.layers.batch_norm import BatchNorm
from playground.engine.layers.dense import Dense
from playground.engine.layers.dropout import Dropout
from playground.engine.layers.layer_norm import LayerNorm
from playground.engine.plane import grid_of
from playground.engine.probes.boundary import Boundary
from playground.engine.probes.surface import Surface
from playground.engine.weights import Weights
from playground.runtime.compile import Compiler

PATH = (("plane", "path"),)


def walked(steps=60, **kwargs):
    made = learner(**kwargs)
    made.step(steps)
    return made


def race(*sizes):
    return build(Fit, {"experiment": {"kind": "batch-sizes", "sizes": list(sizes)}})


# directions ------------------------------------------------------------------


@pytest.mark.parametrize(("n", "d"), [(6, 40), (60, 9)])
def test_principal_directions_are_those_of_a_decomposition_about_the_centre(n, d):
    points = np.random.default_rng(0).standard_normal((n, d)) * np.linspace(3, 0.1, d)
    found = principal(points, points.mean(axis=0))
    known = PCA(2).fit(points).components_
    np.testing.assert_allclose(np.abs((found * known).sum(axis=1)), 1, atol=1e-9)
    np.testing.assert_allclose(found @ found.T, np.eye(2), atol=1e-12)
    assert (np.take_along_axis(found, np.abs(found).argmax(1)[:, None], 1) > 0).all()


@pytest.mark.parametrize("count", [0, 1, 2])
def test_paths_without_two_directions_are_completed_at_random(count):
    layout = learner().weights.layout
    points = np.zeros((count, layout.trainable))
    points[:, 3] = np.arange(count)
    found = principal(points, np.zeros(layout.trainable))
    assert len(found) == max(count - 1, 0)
    pair = completed(found, layout, np.ones(layout.trainable))
    np.testing.assert_allclose(pair @ pair.T, np.eye(2), atol=1e-12)


def test_random_directions_have_the_norm_of_every_unit_and_spare_biases():
    made = learner()
    weights, layout = made.weights.trained[0], made.weights.layout
    direction = filter_normalised(layout, weights, 3, 0)
    for e in layout.entries:
        drawn, own = direction[e.start : e.stop], weights[e.start : e.stop]
        if len(e.spec.shape) == 1:
            assert (drawn == 0).all()
            continue
        drawn, own = drawn.reshape(e.spec.shape), own.reshape(e.spec.shape)
        np.testing.assert_allclose(
            np.linalg.norm(drawn, axis=0), np.linalg.norm(own, axis=0), rtol=1e-5
        )
    assert (direction == filter_normalised(layout, weights, 3, 0)).all()
    assert (direction != filter_normalised(layout, weights, 3, 1)).any()


def test_random_directions_are_gaussian():
    made = learner(layers=(Dense(units=400),))
    layout = made.weights.layout
    first = layout.entries[0]
    drawn = filter_normalised(layout, np.ones(layout.trainable), 0, 0)[first.start : first.stop]
    # Two inputs a unit: the direction of a Gaussian pair is even, that of a uniform pair is not.
    angles = np.arctan2(*drawn.reshape(first.spec.shape))
    corners = np.abs(np.abs(np.mod(angles, np.pi / 2) - np.pi / 4)) < np.pi / 8
    assert 0.42 < corners.mean() < 0.58


def test_a_turn_is_gradual_and_ends_at_its_target():
    random = np.random.default_rng(1)
    a, b = (np.linalg.qr(random.standard_normal((20, 2)))[0].T for _ in range(2))
    target, moved, gap = aligned(b, a), a, []
    for _ in range(60):
        moved = between(moved, target, 0.3)
        np.testing.assert_allclose(moved @ moved.T, np.eye(2), atol=1e-12)
        gap.append(np.linalg.norm(moved - target))
    assert (np.diff(gap) <= 1e-12).all()
    assert gap[-1] < 1e-6


def test_swapped_axes_are_reached_by_a_turn():
    a = np.eye(2, 5)
    target, moved = aligned(a[::-1], a), a
    for _ in range(60):
        moved = between(moved, target, 0.3)
    np.testing.assert_allclose(np.abs(moved), a[::-1], atol=1e-6)


# losses ----------------------------------------------------------------------

LAYERS = {
    "chain": (Dense(units=6, activation="tanh"), Dense(units=5, activation="relu")),
    "smooth": (Dense(units=6, activation="gelu", bias=False), Dense(units=4, activation="sigmoid")),
    "softmax": (Dense(units=6, activation="softmax"),),
    "normed": (Dense(units=6, activation="tanh"), LayerNorm(), Dense(units=4)),
    "dropping": (Dense(units=6, activation="tanh"), Dropout(drop=0.5), Dense(units=4)),
}


@pytest.mark.parametrize("data", ["circle", "iris", "sine", "regression-plane"])
@pytest.mark.parametrize("plane", ["path", "random", "weights"])
@pytest.mark.parametrize("layers", LAYERS, ids=list(LAYERS))
def test_the_field_is_the_loss_at_its_weights(layers, plane, data):
    made = walked(layers=LAYERS[layers], data=rows(data))
    arrays = Surface(plane=plane).measure(made, (9, 7))
    extent = tuple(arrays["extent"])
    places = grid_of(extent, (9, 7))
    for (a, b), shown in zip(places[::5], arrays["field"].ravel()[::5], strict=True):
        weights = landscape_of(made, (("plane", plane),)).weights_at(a, b)
        (direct,) = made.objective.loss(weights, made.whole)
        assert shown == pytest.approx(direct, rel=1e-5)


@pytest.mark.parametrize("layers", LAYERS, ids=list(LAYERS))
def test_losses_on_the_path_are_the_recorded_ones(layers):
    made = walked(layers=LAYERS[layers])
    vectors = made.trail.vectors("weight")[:, 0]
    found = losses_at(made.objective, made.weights, vectors, made.whole)
    np.testing.assert_allclose(found, made.trail.loss[:, 0], rtol=1e-5)
    arrays = Surface().measure(made, (5, 5))
    np.testing.assert_allclose(arrays["path_loss"][0], made.trail.loss[:, 0], rtol=1e-5)


def test_units_that_are_switched_off_stay_off():
    made = walked(layers=LAYERS["chain"])
    made.objective.network.replace_layers({}, {"a": (1, 4)})
    vectors = made.weights.trained
    found = losses_at(made.objective, made.weights, vectors, made.whole)
    assert found[0] == pytest.approx(made.objective.loss(made.weights, made.whole)[0], rel=1e-5)


def test_batch_norm_takes_its_averages_anew_at_every_place():
    layers = (Dense(units=6, activation="tanh"), BatchNorm(), Dense(units=4, activation="relu"))
    made = walked(layers=layers)
    before = made.weights.flat.copy()
    arrays = Surface().measure(made, (5, 5))
    assert arrays["settled"]
    (a, b), shown = grid_of(tuple(arrays["extent"]), (5, 5))[7], arrays["field"].ravel()[7]
    weights = landscape_of(made, PATH).weights_at(a, b)
    h = np.tanh(made.whole.x["data"] @ weights.views["a"]["weight"]
                + weights.views["a"]["bias"][:, None])  # fmt: skip
    weights.views["b"]["mean"][...] = h.mean(axis=1)
    weights.views["b"]["variance"][...] = h.var(axis=1)
    assert shown == pytest.approx(made.objective.loss(weights, made.whole)[0], rel=1e-4)
    settled = weights_at(made, PATH, a, b)
    assert shown == pytest.approx(made.objective.loss(settled, made.whole)[0], rel=1e-4)
    assert (made.weights.flat == before).all()


def test_large_sets_are_sampled_and_it_is_said():
    made = walked(data=rows(size=1600))
    arrays = Surface().measure(made, (5, 5))
    assert arrays["rows"].tolist() == [1000, 1120]
    np.testing.assert_allclose(arrays["ball_plane"], arrays["ball_loss"], rtol=1e-5)
    part = sampled(made.whole)
    assert part.y.shape[1] == 1000
    direct = made.objective.loss(landscape_of(made, PATH).weights_at(0.3, 0.2), part)[0]
    found = losses_at(made.objective, made.weights, landscape_of(made, PATH).lift(
        np.array([[0.3, 0.2]])), part)  # fmt: skip
    assert found[0] == pytest.approx(direct, rel=1e-5)


# the plane -------------------------------------------------------------------


def test_the_plane_goes_through_the_ball_and_counts_from_the_start():
    made = walked()
    arrays = Surface().measure(made, (5, 5))
    assert arrays["ball_off"][0] == pytest.approx(0, abs=1e-5)
    np.testing.assert_allclose(arrays["ball_plane"], arrays["ball_loss"], rtol=1e-5)
    np.testing.assert_allclose(arrays["path"][0, 0], 0, atol=1e-5)
    steps, here = arrays["steps"], arrays["path"][0, -1]
    assert steps[0] == 0
    assert steps[-1] == 60
    np.testing.assert_allclose(here, arrays["ball"][0], atol=1e-5)


def test_the_explained_part_is_that_of_the_decomposition():
    made = walked(200)
    track = Track()
    track.follow(made)
    arrays = Surface().measure(made, (5, 5))
    away = track.points - made.weights.trained[0]
    squares = np.linalg.svd(away, compute_uv=False) ** 2
    assert float(arrays["explained"]) == pytest.approx(squares[:2].sum() / squares.sum(), rel=1e-4)


def test_every_member_of_a_race_is_on_one_plane():
    made = walked(fit=race(1, 10, 70))
    arrays = Surface().measure(made, (5, 5))
    assert arrays["path"].shape[0] == 3
    np.testing.assert_allclose(arrays["path"][:, 0], 0, atol=1e-5)
    places, off = landscape_of(made, PATH).measure(made.weights.trained)
    np.testing.assert_allclose(arrays["ball"], places, atol=1e-5)
    np.testing.assert_allclose(arrays["ball_off"], off, atol=1e-5)


def test_the_picture_moves_gently_while_training():
    made = learner()
    probe = Surface(aspect=1.5)
    before = None
    for _ in range(60):
        made.step(7)
        arrays = probe.measure(made, (6, 4))
        x0, x1, y0, y1 = arrays["extent"]
        inside = arrays["path"][0]
        assert (inside > [x0, y0]).all()
        assert (inside < [x1, y1]).all()
        assert (x1 - x0) / (y1 - y0) == pytest.approx(1.5, rel=1e-6)
        if before is not None:
            shift = np.abs(arrays["extent"] - before).max() / (before[1] - before[0])
            assert shift < 0.4
        before = arrays["extent"]


def test_the_frame_stands_still_while_the_path_stays_within():
    course = Course(Cut())
    points = np.array([[0.0, 0.0], [1.0, 0.5]])
    first = course.frame(points, 0.1, 1.0)
    assert course.frame(points + 0.01, 0.1, 1.0) == first
    wider = course.frame(points * 4, 0.1, 1.0)
    assert wider[1] > 4
    assert course.frame(points * 4, 0.1, 1.0)[1] >= wider[1] - 1e-9


def test_looking_back_shows_the_path_up_to_then():
    made = walked(30)
    state = made.capture()
    made.step(30)
    Surface().measure(made, (5, 5))
    made.restore(state)
    arrays = Surface().measure(made, (5, 5))
    assert arrays["steps"][-1] == 30
    np.testing.assert_allclose(arrays["ball_plane"], arrays["ball_loss"], rtol=1e-5)


def test_only_the_latest_cuts_are_remembered():
    made = walked(20)
    cuts = [Cut("random", seed=seed) for seed in range(MOST + 3)]
    first = course_of(made, PATH)
    courses = [course_of(made, cut) for cut in cuts if course_of(made, PATH) is first]
    assert len(courses) == len(cuts)
    assert course_of(made, cuts[-1]) is courses[-1]
    assert course_of(made, cuts[0]) is not courses[0]


def test_two_chosen_weights_span_the_plane():
    made = walked()
    which = {"first": ("a", "weight", 7), "second": ("b", "bias", 2)}
    probe = Surface(plane="weights", **which)
    arrays = probe.measure(made, (5, 5))
    own = made.weights.views
    expected = [own["a"]["weight"][0].ravel()[7], own["b"]["bias"][0, 2]]
    np.testing.assert_allclose(arrays["ball"][0], expected, atol=1e-6)
    assert arrays["axes"].tolist() == ["a weight 2,2", "b bias 3"]
    plane = (("plane", "weights"), *which.items())
    moved = landscape_of(made, plane).weights_at(0.25, -0.5)
    assert moved.views["a"]["weight"][0].ravel()[7] == pytest.approx(0.25)
    assert moved.views["b"]["bias"][0, 2] == pytest.approx(-0.5)
    assert (moved.flat != made.weights.flat).sum() == 2


@pytest.mark.parametrize("plane", ["path", "random", "weights"])
def test_a_line_is_the_loss_along_it(plane):
    made = walked(fit=race(1, 10, 70))
    arrays = Surface(plane=plane, line=True).measure(made, (21, 0))
    assert arrays["line"].shape == (3, 21)
    if plane == "path":
        start, now = made.trail.vectors("weight")[0], made.weights.trained
        for k in (0, 5, 20):
            flat = (start + arrays["grid"][k] * (now - start)).astype(np.float32)
            direct = made.objective.loss(Weights(made.weights.layout, flat), made.whole)
            np.testing.assert_allclose(arrays["line"][:, k], direct, rtol=1e-5)


# what others ask -------------------------------------------------------------


def test_a_learner_at_a_place_decides_with_the_weights_there():
    made = walked(fit=race(1, 10, 70))
    Surface().measure(made, (5, 5))
    placed = learner_at(made, PATH, 0.4, -0.2)
    x = made.source.x[:9]
    expected = weights_at(made, PATH, 0.4, -0.2)
    assert placed.decide(x).shape[0] == 1
    assert (placed.weights.flat == expected.flat).all()
    assert (placed.decide(x) != made.decide(x)).any()
    assert made.members == 3
    assert placed.activations(x)["a"].shape[0] == 1
    shown = Boundary(place=(0.4, -0.2), plane=PATH).measure(made, (8, 8))
    assert np.isfinite(shown["field"]).all()


def test_measuring_changes_nothing():
    made, alone = walked(), walked()
    for settings in ({}, {"plane": "random"}, {"plane": "weights"}, {"line": True}):
        Surface(**settings).measure(made, (7, 7))
    learner_at(made, PATH, 1.0, 1.0)
    made.step(20)
    alone.step(20)
    assert (made.weights.flat == alone.weights.flat).all()


@pytest.mark.parametrize(
    "settings", [{}, {"plane": "random"}, {"plane": "weights"}, {"line": True}]
)
def test_diverged_learners_leave_nan_and_no_error(settings):
    made = walked(5, fit=build(Fit, {"optimizer": {"kind": "sgd"}, "rate": 1e9}))
    for value in (np.nan, 1e30):
        made.weights.flat[...] = value
        arrays = Surface(**settings).measure(made, (5, 5))
        assert "field" in arrays or "line" in arrays
    made.weights.flat[...] = np.nan
    arrays = Surface(**settings).measure(made, (5, 5))
    assert np.isnan(arrays["ball_loss"]).all()


def test_a_member_that_has_gone_astray_leaves_the_picture_to_the_others():
    rates = {"kind": "rates", "rates": [0.01, 1e7, 0.03]}
    fit = build(Fit, {"optimizer": {"kind": "sgd"}, "experiment": rates})
    made = walked(40, fit=fit, layers=(Dense(units=6, activation="relu"), Dense(units=5)))
    assert np.abs(made.weights.trained[1]).max() > 1000
    arrays = Surface().measure(made, (5, 5))
    assert arrays["gone"].tolist() == [False, True, False]
    assert np.abs(arrays["extent"]).max() < 100


def minimiser(kind, **fit):
    blocks = (Placed("f", kind, {}), Placed("fit", "fit", fit))
    return Compiler().learners(Project(blocks=blocks, wires=(Wire("f", "fit"),)))["fit"].learner


def test_a_test_function_is_shown_as_it_is():
    made = minimiser("rosenbrock")
    made.step(20)
    arrays = Surface().measure(made, (9, 7))
    x, y = grid_of(tuple(arrays["extent"]), (9, 7)).T
    expected = (1 - x) ** 2 + 100 * (y - x**2) ** 2
    np.testing.assert_allclose(arrays["field"].ravel(), expected, rtol=1e-4)
    np.testing.assert_allclose(arrays["ball"], made.weights.trained, atol=1e-6)
    assert float(arrays["explained"]) == pytest.approx(1)
    x0, x1, y0, y1 = made.objective.function.extent
    assert arrays["extent"][0] <= x0 < x1 <= arrays["extent"][1]
    assert arrays["extent"][2] <= y0 < y1 <= arrays["extent"][3]


def test_a_function_of_one_variable_is_shown_as_a_line():
    made = minimiser("quartic")
    made.step(5)
    arrays = Surface().measure(made, (31, 20))
    x = arrays["grid"]
    np.testing.assert_allclose(arrays["line"][0], x**4 - 3 * x**3 + 2, rtol=1e-4, atol=1e-4)
    assert not arrays["from_start"]
    np.testing.assert_allclose(arrays["ball"], made.weights.trained[:, 0], atol=1e-6)


class Estimator:
    """A learner that descends nothing."""

    members = 1


def test_what_does_not_descend_has_no_surface():
    assert Surface().measure(Estimator(), (5, 5)) == {}
