"""Units, single weights and members as probes measure them, against the network itself."""

import numpy as np
import pytest

from playground.core.settings import build
from playground.document.project import Placed, Project, Wire
from playground.engine.plane import extent_of, grid_of
from playground.engine.probe import PROBES
from playground.engine.signals.unit import read_unit, unit_name, unit_title
from playground.runtime.compile import Compiler

CELLS = (20, 20)


def learner_of(blocks, wires, data="spiral", members=3, **fit):
    placed = [Placed("data", data, {"noise": 0.1} if data == "spiral" else {})]
    placed += [Placed(id, kind, settings) for id, kind, settings in blocks]
    placed.append(Placed("fit", "fit", {"members": members, **fit}))
    project = Project(blocks=tuple(placed), wires=tuple(Wire(*wire) for wire in wires))
    return Compiler().learners(project)["fit"].learner


@pytest.fixture(scope="module")
def learner():
    blocks = [
        ("dense", "dense", {"units": 24}),
        ("norm", "batch-norm", {}),
        ("bend", "activation", {"function": "tanh"}),
        ("wide", "dense", {"units": 24, "activation": "relu"}),
        ("sum", "add", {}),
        ("both", "concatenate", {}),
    ]
    wires = [
        ("data", "dense"), ("dense", "norm"), ("norm", "bend"), ("bend", "wide"),
        ("wide", "sum"), ("bend", "sum"), ("sum", "both"), ("wide", "both"),
        ("both", "fit"),
    ]  # fmt: skip
    made = learner_of(blocks, wires)
    made.step(20)
    return made


def measure(name, learner, size=CELLS, **settings):
    return build(PROBES[name], settings).measure(learner, size)


def answers(learner, block, member):
    cells = grid_of(extent_of(learner.source.x, 1.0), CELLS)
    return learner.activations(cells, slice(member, member + 1))[block][0]


def test_every_kind_of_layer_and_the_read_out_have_thumbnails(learner):
    arrays = measure("units", learner)
    counts = {id: len(a) for id, a in arrays.items() if a.ndim == 3}
    assert counts == {
        "dense": 18, "norm": 18, "bend": 18, "wide": 18, "sum": 18, "both": 18, "fit": 2,
    }  # fmt: skip


def test_chosen_units_of_a_chosen_member_are_shown_in_their_order(learner):
    member = (learner.best_member + 1) % 3
    found = measure("units", learner, chosen=(("wide", (23, 4)),), member=member)["wide"]
    expected = answers(learner, "wide", member)[:, [23, 4]].T.reshape(2, 20, 20)
    limit = np.percentile(np.abs(answers(learner, "wide", member)), 98)
    assert found.shape == (2, 20, 20)
    assert found / 127 == pytest.approx(np.clip(expected / limit, -1, 1), abs=0.005)


def test_units_that_are_not_there_are_passed_over(learner):
    assert len(measure("units", learner, chosen=(("wide", (3, 99, -1)),))["wide"]) == 1


def test_activity_is_the_spread_over_the_plane(learner):
    found = measure("units", learner)["activity bend"]
    best = answers(learner, "bend", learner.best_member)
    assert found == pytest.approx(best.std(axis=0), rel=1e-4)


def test_outgoing_weights_are_looked_for_behind_layers_without_any(learner):
    arrays = measure("units", learner)
    matrix = learner.weights.views["wide"]["weight"][learner.best_member]
    for block in ("dense", "norm", "bend"):
        assert arrays[f"outgoing {block}"] == pytest.approx(np.abs(matrix).sum(axis=1), rel=1e-5)
    read_out = learner.weights.views["fit"]["weight"][learner.best_member]
    assert arrays["outgoing both"] == pytest.approx(np.abs(read_out).sum(axis=1), rel=1e-5)


def test_the_boundary_of_a_unit_is_its_answer(learner):
    arrays = measure("boundary", learner, unit="wide:5", of="one", member=1)
    expected = answers(learner, "wide", 1)[:, 5].reshape(20, 20)
    assert arrays["field"][..., 0] == pytest.approx(expected, abs=1e-5)
    assert arrays["reach"] == pytest.approx(np.percentile(np.abs(expected), 98), rel=1e-5)
    assert "wrong" not in measure("boundary", learner, unit="wide:5", mistakes=True)


def test_a_difference_is_that_of_two_answers(learner):
    field = measure("boundary", learner, unit="wide:5", minus="bend:2")["field"][..., 0]
    best = learner.best_member
    expected = answers(learner, "wide", best)[:, 5] - answers(learner, "bend", best)[:, 2]
    assert field == pytest.approx(expected.reshape(20, 20), abs=1e-5)


@pytest.mark.parametrize("unit", ["wide:99", "gone:0", "wide", "wide:x"])
def test_a_unit_that_is_not_there_has_points_and_no_field(learner, unit):
    arrays = measure("boundary", learner, unit=unit)
    assert "field" not in arrays
    assert len(arrays["points"])


def test_units_of_one_input_are_curves():
    blocks = [("dense", "dense", {"units": 3, "activation": "tanh"})]
    made = learner_of(blocks, [("data", "dense"), ("dense", "fit")], "sine")
    arrays = measure("boundary", made, unit="dense:1")
    best = made.best_member
    expected = made.activations(arrays["grid"][:, None], slice(best, best + 1))["dense"][..., 1:2]
    assert arrays["curve"] == pytest.approx(expected, abs=1e-5)


def test_rows_tell_which_sample_each_point_is(learner):
    arrays = measure("boundary", learner)
    assert arrays["points"] == pytest.approx(learner.source.x[arrays["rows"]], abs=1e-5)


def test_a_place_on_a_surface_shows_the_weights_there(learner):
    here = measure("boundary", learner, place=(0.0, 0.0), of="best")
    there = measure("boundary", learner, place=(3.0, 2.0), of="best")
    assert here["field"].shape == there["field"].shape
    assert not np.allclose(here["field"], there["field"])


def test_connections_are_the_weights_of_a_member(learner):
    found = measure("connections", learner, block="wide", member=2)
    for name, values in learner.weights.views["wide"].items():
        assert np.array_equal(found[name], values[2])
    found["weight"][:] = 0
    assert learner.weights.views["wide"]["weight"][2].any()


def test_of_a_large_matrix_only_one_column_is_sent():
    blocks = [("dense", "dense", {"units": 128}), ("wide", "dense", {"units": 128})]
    made = learner_of(blocks, [("data", "dense"), ("dense", "wide"), ("wide", "fit")], members=1)
    assert set(measure("connections", made, block="wide")) == {"bias"}
    column = measure("connections", made, block="wide", unit=7)["weight column"]
    assert np.array_equal(column, made.weights.views["wide"]["weight"][0, :, 7])


def test_what_has_no_weights_has_no_connections(learner):
    assert measure("connections", learner, block="gone") == {}
    assert measure("connections", object(), block="wide") == {}


def test_members_show_what_each_decides(learner):
    arrays = measure("members", learner, (16, 16))
    cells = grid_of(tuple(arrays["extent"]), (16, 16))
    expected = learner.decide(cells).reshape(3, 16, 16, 2)
    assert arrays["fields"] == pytest.approx(expected, abs=1e-3)
    assert arrays["best"] == learner.best_member


def test_no_more_members_are_shown_than_asked_for(learner):
    assert len(measure("members", learner, most=2)["fields"]) == 2


def test_names_of_units_are_read_back():
    assert read_unit(unit_name("dense-2", 11)) == ("dense-2", 11)
    assert unit_title("dense-2", 11) == "dense-2, unit 12"


def test_the_loss_without_a_unit_is_that_with_zero_in_its_place(learner):
    found = measure("connections", learner, block="wide", unit=3, member=1, loss=True)
    whole = learner.evaluate()["train_loss"][1]
    assert found["loss on"][0] == pytest.approx(whole, rel=1e-6)
    cut = learner.weights.copy()
    for name in ("weight", "bias"):
        cut.views["wide"][name][:, ..., 3] = 0
    expected = learner.objective.loss(cut, learner.whole)[1]
    assert found["loss off"][0] == pytest.approx(expected, rel=1e-5)
    assert all(not node.off for node in learner.objective.network.nodes)
