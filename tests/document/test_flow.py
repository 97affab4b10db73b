import msgspec
import pytest
from small_catalogue import Dense, Fit

from playground.core.shape import ShapeError, Signature, features
from playground.document.flow import not_finite, trace
from playground.document.graph import Catalogue, cycles, in_order, leads_to
from playground.document.project import Placed, Project, Wire


def test_shapes_flow_along_the_wires(catalogue: Catalogue):
    blocks = (
        Placed("fit", "fit"),
        Placed("hidden", "dense", {"units": 5}),
        Placed("flat", "flatten"),
        Placed("data", "digits"),
    )
    wires = (Wire("data", "flat"), Wire("flat", "hidden"), Wire("hidden", "fit"))
    flows = trace(Project(blocks=blocks, wires=wires), catalogue)
    assert flows["flat"].out == features(64)
    assert flows["hidden"].out == features(5)
    assert flows["hidden"].block == Dense(units=5)
    fit = flows["fit"]
    assert (fit.block, fit.out, fit.arrives, fit.origin) == (Fit(), None, features(5), "data")
    assert fit.data is not None
    assert fit.data.outputs == 10


def test_a_transform_changes_the_signature(catalogue: Catalogue):
    blocks = (Placed("data", "circle"), Placed("cut", "select"), Placed("fit", "fit"))
    wires = (Wire("data", "cut"), Wire("cut", "fit"))
    flows = trace(Project(blocks=blocks, wires=wires), catalogue)
    assert flows["cut"].out == Signature(features(1), "class", 2, 500)
    assert flows["fit"].data == flows["cut"].out
    assert flows["fit"].origin == "data"


def test_a_wired_target_stands_in_for_the_labels(catalogue: Catalogue):
    blocks = (Placed("data", "blobs"), Placed("hidden", "dense"), Placed("fit", "fit"))
    wires = (Wire("data", "hidden"), Wire("hidden", "fit"), Wire("data", "fit", "", "target"))
    data = trace(Project(blocks=blocks, wires=wires), catalogue)["fit"].data
    assert data is not None
    assert (data.target, data.outputs) == ("value", 2)


def test_what_is_unknown_stays_unknown(catalogue: Catalogue):
    blocks = (
        Placed("data", "unheard-of"),
        Placed("hidden", "dense"),
        Placed("bad", "dense", {"units": 0}),
        Placed("after", "dense"),
    )
    wires = (Wire("data", "hidden"), Wire("bad", "after"))
    flows = trace(Project(blocks=blocks, wires=wires), catalogue)
    assert flows["data"].block is None
    assert flows["data"].error is None
    assert flows["hidden"].out is None
    assert flows["bad"].error is not None
    assert flows["after"].out is None
    assert flows["after"].refusal is None


def test_a_refusal_is_kept_and_stops_there(catalogue: Catalogue):
    blocks = (Placed("data", "digits"), Placed("a", "dense"), Placed("b", "dense"))
    wires = (Wire("data", "a"), Wire("a", "b"))
    flows = trace(Project(blocks=blocks, wires=wires), catalogue)
    assert isinstance(flows["a"].refusal, ShapeError)
    assert flows["a"].refusal.remedy == "flatten"
    assert flows["b"] == msgspec.structs.replace(flows["b"], refusal=None, out=None)


def test_a_cycle_is_survived(catalogue: Catalogue):
    blocks = (Placed("a", "dense"), Placed("b", "dense"), Placed("c", "dense"))
    wires = (Wire("a", "b"), Wire("b", "a"), Wire("b", "c"))
    flows = trace(Project(blocks=blocks, wires=wires), catalogue)
    assert all(flows[id].out is None for id in "abc")
    assert flows["a"].block == Dense()


def test_equal_settings_are_built_once(catalogue: Catalogue):
    blocks = (Placed("a", "dense", {"units": 3}), Placed("b", "dense", {"units": 3}))
    flows = trace(Project(blocks=blocks), catalogue)
    assert flows["a"].block is flows["b"].block


def test_settings_that_are_no_plain_values_are_an_error(catalogue: Catalogue):
    flows = trace(Project(blocks=(Placed("a", "dense", {"units": object()}),)), catalogue)
    assert flows["a"].error is not None


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ({"a": 1.0}, ""),
        ({"a": float("nan")}, "a"),
        ({"a": {"b": [0.0, float("inf")]}}, "a.b[1]"),
    ],
)
def test_not_finite_names_the_place(value, name):
    assert not_finite(value) == name


def test_order_and_cycles():
    blocks = tuple(Placed(id, "dense") for id in "dcbaxyz")
    wires = tuple(Wire(*pair) for pair in ("ab", "bc", "cd", "xy", "yx", "zz", "yd"))
    project = Project(blocks=blocks, wires=wires)
    order, rest = in_order(project)
    assert order == ["a", "b", "c"]
    assert rest == ["d", "x", "y", "z"]
    found = {frozenset(wire.source for wire in cycle) for cycle in cycles(project)}
    assert found == {frozenset("xy"), frozenset("z")}
    assert leads_to(project, "a", "d")
    assert not leads_to(project, "d", "a")
