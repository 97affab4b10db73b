"""The optional target of a fit: what flows, what is checked, and that nobody wires it unasked."""

import pytest

from playground.document.auto_wire import auto_wire
from playground.document.check import check
from playground.document.complete import complete
from playground.document.flow import trace
from playground.document.project import Placed, Project, Wire
from playground.document.text import dumps, loads
from playground.document.wiring import can_connect, connect
from playground.engine.catalogue import catalogue

ALL = catalogue()


def project(*wires, blocks=()):
    return Project(
        blocks=(
            Placed("iris", "iris", {}, (0, 0)), Placed("scale", "standardise", {}, (240, 0)),
            Placed("dense", "dense", {"units": 2}, (480, 0)), Placed("fit", "fit", {}, (720, 0)),
            *blocks,
        ),
        wires=(Wire("iris", "scale"), Wire("scale", "dense"), Wire("dense", "fit"), *wires),
    )  # fmt: skip


def said(made):
    return [problem.message for problem in check(made, ALL)]


@pytest.mark.parametrize("source", ["iris", "scale"])
def test_the_fit_has_as_many_outputs_as_there_are_features(source):
    made = project(Wire(source, "fit", "", "target"))
    data = trace(made, ALL)["fit"].data
    assert (data.target, data.outputs) == ("value", 4)
    assert said(made) == []
    assert trace(project(), ALL)["fit"].data.outputs == 3


def test_data_may_enter_there_and_values_may_not():
    made = project()
    assert can_connect(made, ALL, "scale", "", "fit", "target") is None
    assert "takes data here" in can_connect(made, ALL, "dense", "", "fit", "target")


def test_a_second_wire_replaces_the_first_and_files_keep_it():
    made = connect("iris", "fit", "", "target", catalogue=ALL)(project())
    made = connect("scale", "fit", "", "target", catalogue=ALL)(made)
    assert [w for w in made.wires if w.input] == [Wire("scale", "fit", "", "target")]
    assert loads(dumps(made)) == made


def test_rows_of_another_data_set_are_a_problem_with_a_fix():
    wine = Placed("wine", "wine", {}, (0, 200))
    made = project(Wire("wine", "fit", "", "target"), blocks=(wine,))
    (problem,) = check(made, ALL)
    assert "given rows of iris" in problem.message
    assert "those of wine" in problem.message
    assert said(problem.fix.edit(made)) == []


def test_a_function_has_no_rows_to_reproduce():
    made = Project(
        blocks=(
            Placed("bowl", "bowl", {}, (0, 0)), Placed("iris", "iris", {}, (0, 200)),
            Placed("fit", "fit", {}, (240, 0)),
        ),
        wires=(Wire("bowl", "fit"), Wire("iris", "fit", "", "target")),
    )  # fmt: skip
    assert any("goes down a function" in message for message in said(made))


def test_a_loss_for_labels_is_refused():
    made = project(Wire("scale", "fit", "", "target"))
    fit = Placed("fit", "fit", {"loss": {"kind": "cross-entropy"}}, (720, 0))
    made = Project(blocks=(*made.blocks[:-1], fit), wires=made.wires)
    assert any("does not suit values" in message for message in said(made))


def test_nothing_is_wired_there_unasked():
    bare = Project(
        blocks=(Placed("iris", "iris", {}, (0, 0)), Placed("fit", "fit", {}, (240, 0)))
    )
    done = complete(bare, ALL)(bare)
    assert len(done.wires) == 1
    assert all(wire.input != "target" for wire in done.wires)
    assert complete(done, ALL) is None
    added = auto_wire("digits", ALL, "fit")(project())
    assert all(wire.input != "target" for wire in added.wires)
    grown = auto_wire("fit", ALL, "iris")(project())
    assert all(wire.input != "target" for wire in grown.wires)


def test_a_fit_with_nothing_but_a_target_lacks_its_input():
    made = Project(
        blocks=(Placed("iris", "iris", {}, (0, 0)), Placed("fit", "fit", {}, (240, 0))),
        wires=(Wire("iris", "fit", "", "target"),),
    )
    assert any("nothing is wired to it" in message for message in said(made))
