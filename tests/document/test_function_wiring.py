"""Functions on the canvas: what they wire to, what Play needs, what problems say."""

from playground.document.auto_wire import auto_wire
from playground.document.check import check
from playground.document.complete import complete
from playground.document.project import Placed, Project, Wire
from playground.document.wiring import can_connect
from playground.engine.catalogue import catalogue

ALONE = Project(blocks=(Placed("bowl-1", "bowl"),))


def messages(project):
    return [(p.severity, p.message) for p in check(project, catalogue())]


def test_a_function_feeds_a_fit_and_nothing_else():
    project = Project(blocks=(*ALONE.blocks, Placed("fit-1", "fit"), Placed("dense-1", "dense")))
    assert can_connect(project, catalogue(), "bowl-1", "", "fit-1", "") is None
    reason = can_connect(project, catalogue(), "bowl-1", "", "dense-1", "")
    assert reason == "Dense takes values here, but Bowl gives a function."


def test_a_function_and_a_fit_are_sound():
    blocks = (*ALONE.blocks, Placed("fit-1", "fit"))
    project = Project(blocks=blocks, wires=(Wire("bowl-1", "fit-1"),))
    assert messages(project) == []


def test_a_fit_without_input_says_that_a_function_will_do():
    ((severity, message),) = messages(Project(blocks=(Placed("fit-1", "fit"),)))
    assert severity == "error"
    assert "needs values or a function" in message


def test_completing_a_function_adds_a_fit_and_no_data():
    done = complete(ALONE, catalogue())(ALONE)
    assert [placed.kind for placed in done.blocks] == ["bowl", "fit"]
    assert [(wire.source, wire.target) for wire in done.wires] == [("bowl-1", "fit-1")]


def test_a_function_that_is_added_wires_itself_to_a_waiting_fit():
    project = Project(blocks=(Placed("fit-1", "fit"),))
    done = auto_wire("beale", catalogue())(project)
    assert [(wire.source, wire.target) for wire in done.wires] == [("beale-1", "fit-1")]


def test_a_fit_that_is_added_continues_a_function():
    done = auto_wire("fit", catalogue())(ALONE)
    assert [(wire.source, wire.target) for wire in done.wires] == [("bowl-1", "fit-1")]


def test_a_refused_formula_is_a_problem_of_its_setting():
    project = Project(blocks=(Placed("formula-1", "formula", {"text": "__import__('os')"}),))
    (problem,) = check(project, catalogue())
    assert problem.setting == "text"
    assert problem.message.startswith("formula-1: text: not a formula")
    assert problem.fix.label == "Use the default"
    assert check(problem.fix.edit(project), catalogue()) == []


def test_data_beside_a_function_plays_no_part_and_is_told_of():
    blocks = (*ALONE.blocks, Placed("circle-1", "circle"), Placed("fit-1", "fit"))
    wires = (Wire("bowl-1", "fit-1"), Wire("circle-1", "fit-1", "", "target"))
    project = Project(blocks=blocks, wires=wires)
    (problem,) = check(project, catalogue())
    assert problem.severity == "warning"
    assert "plays no part" in problem.message
    assert check(problem.fix.edit(project), catalogue()) == []
