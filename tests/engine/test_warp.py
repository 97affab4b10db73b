"""The warp: exact at every stage's end, continuous in between, and honest about folds."""

import numpy as np
import pytest

from playground.document.project import Placed, Project, Wire
from playground.engine.layer import Context
from playground.engine.plane import rows_of
from playground.engine.probes.warp import Warp as WarpProbe
from playground.engine.warping.leg import Cloud, Leg
from playground.engine.warping.projection import Projector
from playground.engine.warping.route import route_of
from playground.engine.warping.warp import Warp, area, orientation, unpack
from playground.kernels.activations import ACTIVATIONS
from playground.runtime.compile import Compiler

CURVED = ["tanh", "relu", "gelu", "sigmoid", "silu", "softmax", "linear"]


def dense(units, activation="tanh", **more):
    return ("dense", {"units": units, "activation": activation, **more})


def learner_of(layers, data="circle", data_settings=None, **fit):
    blocks = [Placed("data", data, data_settings or {})]
    blocks += [Placed(f"l{i}", kind, settings) for i, (kind, settings) in enumerate(layers, 1)]
    blocks.append(Placed("fit", "fit", fit))
    wires = tuple(Wire(a.id, b.id) for a, b in zip(blocks, blocks[1:], strict=False))
    project = Project(blocks=tuple(blocks), wires=wires)
    return Compiler().learners(project, "cpu")["fit"].learner


def measured(learner, **settings):
    return WarpProbe(**settings).measure(learner, (0, 0))


def warp_of(layers, steps=30, **data):
    learner = learner_of(layers, **data)
    learner.step(steps)
    arrays = measured(learner)
    return learner, arrays, unpack(arrays)


@pytest.mark.parametrize("activation", CURVED)
def test_points_end_each_layer_at_its_output_in_full_space(activation):
    learner, arrays, warp = warp_of([dense(5, activation), dense(3, activation), dense(7)])
    outputs = learner.activations(learner.source.x[arrays["rows"]])
    for k, leg in enumerate(warp.legs, 1):
        expected = outputs[leg.block][0]
        ends = leg.cloud(1.0).points, warp.cloud(float(k)).points
        for found in (*ends, warp.end(k).points):
            np.testing.assert_allclose(found[:, : expected.shape[1]], expected, atol=1e-6)
            np.testing.assert_allclose(found[:, expected.shape[1] :], 0, atol=1e-6)


@pytest.mark.parametrize("widths", [(2, 2), (5, 3), (3, 5)])
def test_the_stages_inside_equal_x_w_then_b_then_the_activation(widths):
    learner, _, warp = warp_of([dense(n, "gelu") for n in widths])
    for leg, width in zip(warp.legs, widths, strict=True):
        view = learner.weights.views[leg.block]
        w, b = view["weight"][0].astype(float), view["bias"][0].astype(float)
        x = leg.start.points.astype(float)
        by_hand = {"turn": x @ w, "+ b": x @ w + b, "gelu": ACTIVATIONS["gelu"].value(x @ w + b)}
        for stage in leg.stages[2:]:
            found = leg.cloud(stage.stop).points[:, :width]
            np.testing.assert_allclose(found, by_hand[stage.name], atol=1e-5)
        layer = next(n.layer for n in learner.objective.network.nodes if n.id == leg.block)
        told = layer.stages(view, leg.start.points[None], context=Context())
        for (_, value), stage in zip(told, leg.stages[2:], strict=True):
            found = leg.cloud(stage.stop).points[:, :width]
            np.testing.assert_allclose(found, value[0], atol=1e-5)


def test_a_turn_keeps_all_distances_and_a_stretch_does_not():
    _, _, warp = warp_of([dense(4), dense(4)])
    leg = warp.legs[1]
    first, second = leg.stages[:2]
    lengths = np.linalg.norm(leg.start.points, axis=1)
    for moment in np.linspace(0, first.stop, 5):
        turned = np.linalg.norm(leg.cloud(moment).points, axis=1)
        np.testing.assert_allclose(turned, lengths, atol=1e-6)
    assert abs(np.linalg.norm(leg.cloud(second.stop).points, axis=1) - lengths).max() > 0.01


@pytest.mark.parametrize("widths", [(2, 2), (8, 3, 8), (1, 4), (3,)])
@pytest.mark.parametrize("axes", [2, 3])
def test_nothing_jumps_on_the_whole_way(widths, axes):
    _, _, warp = warp_of([dense(n) for n in widths])
    projector = Projector(axes)
    projector.take(warp)
    ends = np.unique([0.0, *(k + s.stop for k, leg in enumerate(warp.legs) for s in leg.stages)])
    for border in ends:
        before, after = (projector.seen(warp, border + d)[1] for d in (-1e-7, 1e-7))
        np.testing.assert_allclose(before, after, atol=1e-4)
        low, high = (projector.window(border + d)[0] for d in (-1e-7, 1e-7))
        np.testing.assert_allclose(low, high, atol=1e-4)


@pytest.mark.parametrize("middle", ["batch-norm", "dropout", "layer-norm", "activation"])
def test_other_layers_are_mixed_straight_from_input_to_output(middle):
    learner, arrays, warp = warp_of([dense(4), (middle, {}), dense(3)])
    leg = warp.legs[1]
    assert len(leg.stages) == 1
    half = (leg.start.points + leg.stop.points) / 2
    np.testing.assert_allclose(leg.cloud(0.5).points, half, atol=1e-6)
    outputs = learner.activations(learner.source.x[arrays["rows"]])
    np.testing.assert_allclose(leg.stop.points, outputs[leg.block][0], atol=1e-6)


def test_skip_wires_follow_the_longest_chain_and_name_what_joins():
    blocks = (
        Placed("data", "circle", {}), Placed("a", "dense", {"units": 4}),
        Placed("b", "dense", {"units": 4, "activation": "tanh"}), Placed("sum", "add", {}),
        Placed("fit", "fit", {}),
    )  # fmt: skip
    pairs = [("data", "a"), ("a", "b"), ("b", "sum"), ("a", "sum"), ("sum", "fit")]
    project = Project(blocks=blocks, wires=tuple(Wire(*pair) for pair in pairs))
    learner = Compiler().learners(project, "cpu")["fit"].learner
    _, stops, last = route_of(learner.objective.network)
    assert [stop.node.id for stop in stops] == ["a", "b", "sum"]
    assert stops[-1].others == ("a",)
    assert last.id == "fit"
    warp = unpack(measured(learner))
    assert "a" in warp.legs[-1].title
    assert_slopes(learner, warp)


def assert_slopes(learner, warp, atol=2e-3):
    """Compare tangents with finite differences of the whole network on the sheet."""
    x = rows_of(learner.source)
    half = (x.max(axis=0) - x.min(axis=0)).max() / 2 * 1.24
    middle = (x.max(axis=0) + x.min(axis=0)) / 2
    across, up = (np.linspace(m - half, m + half, 41) for m in middle)
    at = np.stack(np.meshgrid(across, up), axis=-1).reshape(-1, 2)
    step = 1e-3
    for axis, name in enumerate(("along", "across")):
        nudge = step * np.eye(2)[axis]
        ahead, behind = learner.activations(at + nudge), learner.activations(at - nudge)
        for leg in warp.legs:
            slope = (ahead[leg.block][0] - behind[leg.block][0]) / (2 * step)
            np.testing.assert_allclose(getattr(leg.stop, name), slope, atol=atol * 10)


@pytest.mark.parametrize("layers", [
    [dense(4), dense(2, "gelu")], [dense(3, "softmax")], [dense(4), ("batch-norm", {}), dense(2)],
    [dense(4), ("layer-norm", {})],
])  # fmt: skip
def test_tangents_are_the_slopes_of_the_network(layers):
    learner, _, warp = warp_of(layers, 5)
    assert_slopes(learner, warp)


def test_a_unit_that_is_switched_off_has_no_slope():
    layers = [dense(3), dense(3)]
    learner = learner_of(layers)
    learner.step(5)
    learner.objective.network.replace_layers({}, {"l1": (0, 2)})
    warp = unpack(measured(learner))
    assert_slopes(learner, warp)
    assert not warp.legs[0].stop.along[:, [0, 2]].any()
    np.testing.assert_allclose(warp.areas(1.0), 0, atol=1e-6)


def test_transforms_in_front_count_into_the_area():
    learner, _, warp = warp_of([("standardise", {}), dense(3)], 0)
    scale = learner.source.x[learner.source.train].std(axis=0)
    np.testing.assert_allclose(warp.areas(0.0), 1 / scale.prod(), rtol=1e-3)


def test_the_area_is_that_of_the_parallelogram():
    a = np.array([[3.0, 0.0, 4.0], [0.0, 0.0, 0.0]])
    b = np.array([[0.0, 2.0, 0.0], [1.0, 1.0, 1.0]])
    np.testing.assert_allclose(area(a, b), [10.0, 0.0])


def sheet(function, cells=21, weight=None, bend="linear", reach=2.0):
    """Return a warp of one layer by hand, from its map of the plane and its slopes."""
    across = np.linspace(-reach, reach, cells)
    at = np.stack(np.meshgrid(across, across), axis=-1).reshape(-1, 2)
    step = 1e-6
    slopes = [(function(at + step * e) - function(at - step * e)) / (2 * step) for e in np.eye(2)]
    flat = np.tile(np.eye(2)[:, None], (1, len(at), 1))
    dead = np.zeros(len(at), bool)
    leg = Leg(
        "l", "Layer", bend, weight, None, Cloud(at, at, *flat),
        Cloud(function(at), function(at), *slopes), dead,
    )  # fmt: skip
    number = np.arange(len(at)).reshape(cells, cells)
    lines = np.concatenate([number, number.T])
    width = function(at).shape[1]
    read = np.zeros((width, 2)), np.zeros(2)
    return Warp(Cloud(at, at, *flat), (leg,), lines, (cells, cells), *read, (2, width)), at


def test_a_fold_is_where_the_sign_of_det_j_changes():
    warp, at = sheet(lambda x: np.stack([np.abs(x[:, 0] - 0.05), x[:, 1]], axis=1))
    sine = warp.orientation(1.0)
    assert (sine[at[:, 0] < 0] < 0).all()
    assert (sine[at[:, 0] > 0.1] > 0).all()
    assert warp.orientation(0.0) is not None
    assert (warp.orientation(0.0) > 0).all()


def test_a_bend_is_no_fold():
    warp, _ = sheet(lambda x: np.tanh(x @ np.array([[2.0, 1.0], [-1.0, 2.0]])))
    assert (warp.orientation(1.0) > 0).all()


def test_what_only_the_projection_folds_is_never_called_a_fold():
    """A sheet rolled up in space: its shadow folds, the sheet does not."""
    warp, _ = sheet(lambda x: np.stack([np.cos(x[:, 0]), x[:, 1], np.sin(x[:, 0])], axis=1))
    projector = Projector(2, (0, 1))
    projector.take(warp)
    shadow = projector.seen(warp, 1.0)[0].reshape(21, 21, 2)
    turned = np.diff(shadow[10, :, 0])
    assert (turned > 0).any()
    assert (turned < 0).any()
    assert warp.orientation(1.0) is None
    np.testing.assert_allclose(warp.areas(1.0), 1.0, rtol=1e-5)
    assert not warp.dead(1.0).any()


def test_a_crease_of_the_plane_stays_one_in_a_larger_space():
    learner = learner_of([dense(2, "gelu"), dense(3)])
    learner.weights.views["l1"]["weight"][0] = np.eye(2)
    learner.weights.views["l1"]["bias"][0] = 0.0
    warp = unpack(measured(learner))
    assert (warp.orientation(1.0) < 0).any()
    assert (warp.orientation(1.0) > 0).any()
    np.testing.assert_array_equal(warp.orientation(1.7), warp.orientation(1.0))


@pytest.mark.parametrize("activation", ["gelu", "silu"])
def test_gelu_and_silu_fold_where_their_slope_turns(activation):
    learner = learner_of([dense(2, activation)])
    learner.weights.views["l1"]["weight"][0] = np.eye(2) * 2
    learner.weights.views["l1"]["bias"][0] = 0.0
    warp = unpack(measured(learner))
    lowest = {"gelu": -0.7518, "silu": -1.2785}[activation]
    z = 2 * warp.input.mesh
    expected = (z[:, 0] > lowest) == (z[:, 1] > lowest)
    np.testing.assert_array_equal(warp.orientation(1.0) > 0, expected)
    halfway = warp.legs[0].stages[-2].stop + 0.02
    assert (warp.orientation(halfway) > 0).all()


@pytest.mark.parametrize("activation", ["tanh", "sigmoid", "leaky-relu", "elu", "softplus"])
def test_monotone_activations_in_the_plane_never_fold(activation):
    _, _, warp = warp_of([dense(2, activation)] * 3, 300)
    for t in np.linspace(0, 3, 31):
        sine = warp.orientation(t)
        assert not ((sine > 0).any() and (sine < 0).any())
        assert not warp.dead(t).any()


def test_relu_kills_the_area_where_fewer_than_two_units_are_on():
    learner = learner_of([dense(3, "relu"), dense(4)])
    learner.step(20)
    warp = unpack(measured(learner))
    alive = (warp.end(1).mesh > 0).sum(axis=1)
    np.testing.assert_array_equal(warp.dead(1.0), alive < 2)
    np.testing.assert_allclose(warp.areas(1.0)[alive < 2], 0, atol=1e-6)
    np.testing.assert_array_equal(warp.dead(2.0), warp.dead(1.0))
    assert not warp.dead(0.9).any()


def test_a_reflection_is_a_flip_through_zero():
    learner = learner_of([dense(2, "linear", bias=False)])
    learner.weights.views["l1"]["weight"][0] = np.array([[1.0, 0.0], [0.0, -0.5]])
    warp = unpack(measured(learner))
    leg = warp.legs[0]
    turn, stretch, _ = leg.stages
    areas = [warp.areas(t).mean() for t in np.linspace(turn.stop, stretch.stop, 200)]
    assert min(areas) < 0.01
    assert areas[-1] == pytest.approx(0.5)
    assert (warp.orientation(turn.stop) > 0).all()
    assert (warp.orientation(1.0) < 0).all()


def test_axes_do_not_flip_from_frame_to_frame_and_the_window_stands_still():
    learner = learner_of([dense(6), dense(5)], rate=0.001)
    learner.step(200)
    projector = Projector(2)
    pictures, windows = [], []
    for _ in range(6):
        learner.step(2)
        warp = unpack(measured(learner))
        projector.take(warp)
        pictures.append(projector.seen(warp, 2.0)[1])
        windows.append(np.stack(projector.window(2.0)))
    size = np.abs(pictures[0]).max()
    for before, after in zip(pictures, pictures[1:], strict=False):
        assert np.abs(after - before).max() < 0.1 * size
    assert len({w.tobytes() for w in windows}) <= 2


def test_a_projection_squeezes_nothing_by_itself():
    _, _, warp = warp_of([dense(6), dense(5)])
    for units in ((), (3, 1, 0)):
        projector = Projector(3, units)
        projector.take(warp)
        for view in projector.projections[1:]:
            np.testing.assert_allclose(view.T @ view, np.eye(3), atol=1e-10)


def test_chosen_units_stand_on_the_axes():
    _, _, warp = warp_of([dense(6)])
    projector = Projector(2, (4, 1))
    projector.take(warp)
    seen = projector.seen(warp, 1.0)[1]
    np.testing.assert_allclose(seen, warp.end(1).points[:, [4, 1]], atol=1e-6)


@pytest.mark.parametrize(("data", "mesh"), [
    ("circle", 41 * 41), ("linked-rings", 27 * 21), ("sine", 205), ("iris", 0), ("digits", 0),
])  # fmt: skip
def test_every_number_of_inputs_has_its_mesh(data, mesh):
    learner = learner_of([dense(3)], data)
    arrays = measured(learner)
    assert len(arrays["mesh 0"]) == mesh
    assert len(arrays["points 0"]) == min(len(learner.source.x), 500)
    warp = unpack(arrays)
    for t in (0.0, 0.3, 1.0):
        assert np.isfinite(warp.cloud(t).points).all()


def test_a_wide_layer_is_sent_reduced_but_seen_the_same():
    learner, arrays, warp = warp_of([dense(100), dense(2)], 10)
    assert warp.legs[0].weight is None
    assert arrays["mesh 1"].shape[1] == 64
    outputs = learner.activations(learner.source.x[arrays["rows"]])["l1"][0]
    np.testing.assert_allclose(warp.end(1).points[:, :61], outputs[:, :61], atol=1e-6)
    projector = Projector(2)
    projector.take(warp)
    centred = outputs - outputs.mean(axis=0)
    best = np.linalg.svd(centred, compute_uv=False)[:2]
    seen = projector.seen(warp, 1.0)[1]
    spread = np.linalg.svd(seen - seen.mean(axis=0), compute_uv=False)
    np.testing.assert_allclose(spread, best, rtol=1e-3)


def test_a_chosen_member_is_the_one_that_is_sent():
    learner = learner_of([dense(3)], members=4)
    learner.step(5)
    for member in range(4):
        arrays = measured(learner, member=member)
        np.testing.assert_array_equal(
            arrays["weight 1"], learner.weights.views["l1"]["weight"][member]
        )


def test_a_diverged_learner_says_so_and_one_without_a_network_gives_nothing():
    learner = learner_of([dense(3)])
    learner.weights.flat[...] = np.nan
    assert list(measured(learner)) == ["diverged"]

    class Bare:
        source, members = learner.source, 1

    assert measured(Bare()) == {}


def test_without_layers_there_are_only_the_inputs():
    warp = unpack(measured(learner_of([])))
    assert warp.legs == ()
    projector = Projector(2)
    projector.take(warp)
    mesh, points = projector.seen(warp, 0.0)
    np.testing.assert_allclose(mesh, warp.input.mesh)
    np.testing.assert_allclose(points, warp.input.points)
    assert orientation(warp.input.along, warp.input.across).min() > 0


def test_the_probe_changes_nothing():
    learner = learner_of([dense(3), ("dropout", {}), ("batch-norm", {})])
    learner.step(7)
    before = learner.weights.flat.copy()
    measured(learner)
    np.testing.assert_array_equal(learner.weights.flat, before)
