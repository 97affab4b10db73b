import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_catalogue import CATALOGUE
from strategies import KINDS

from playground.document.auto_wire import auto_wire
from playground.document.check import check
from playground.document.complete import complete
from playground.document.edits import add_block, new_id
from playground.document.graph import Catalogue
from playground.document.project import Placed, Project, Wire


def completed(project: Project, catalogue: Catalogue) -> Project:
    edit = complete(project, catalogue)
    assert edit is not None
    return edit(project)


def test_an_empty_project_becomes_one_that_learns(catalogue: Catalogue):
    project = completed(Project(), catalogue)
    assert [placed.kind for placed in project.blocks] == ["circle", "dense", "fit"]
    assert project.wires == (Wire("circle-1", "dense-1"), Wire("dense-1", "fit-1"))
    assert check(project, catalogue) == []
    assert complete(project, catalogue) is None
    xs = [placed.position[0] for placed in project.blocks]
    assert xs == sorted(set(xs))


def test_loose_layers_are_wired_from_left_to_right(catalogue: Catalogue):
    project = Project(
        blocks=(
            Placed("b", "dense", {}, (600.0, 0.0)),
            Placed("a", "dense", {}, (300.0, 0.0)),
            Placed("data", "blobs", {}, (0.0, 0.0)),
        )
    )
    after = completed(project, catalogue)
    assert set(after.wires) == {Wire("data", "a"), Wire("a", "b"), Wire("b", "fit-1")}


def test_what_is_there_is_left_alone(catalogue: Catalogue):
    blocks = (Placed("data", "circle"), Placed("means", "kmeans"))
    assert complete(Project(blocks=blocks, wires=(Wire("data", "means"),)), catalogue) is None
    assert complete(Project(blocks=(Placed("lab", "walk"),)), catalogue) is None


def test_a_learner_without_data_gets_some(catalogue: Catalogue):
    after = completed(Project(blocks=(Placed("means", "kmeans"),)), catalogue)
    assert after.wires == (Wire("circle-1", "means"),)


@given(st.lists(st.sampled_from([k for k in KINDS if k not in ("fragile", "digits")]), max_size=5))
def test_completing_leaves_no_input_empty(kinds):
    project = Project()
    for place, kind in enumerate(kinds):
        project = add_block(kind, (place * 200.0, 0.0))(project)
    edit = complete(project, CATALOGUE)
    after = edit(project) if edit else project
    assert not any("nothing is wired" in problem.message for problem in check(after, CATALOGUE))
    assert not any("circle." in problem.message for problem in check(after, CATALOGUE))
    assert complete(after, CATALOGUE) is None


def test_double_clicks_build_a_chain(catalogue: Catalogue):
    project = Project()
    for kind in ("circle", "dense", "dense", "fit"):
        project = auto_wire(kind, catalogue)(project)
    assert project.wires == (
        Wire("circle-1", "dense-1"),
        Wire("dense-1", "dense-2"),
        Wire("dense-2", "fit-1"),
    )
    assert check(project, catalogue) == []


def test_a_double_click_continues_the_selected_block(catalogue: Catalogue):
    project = Project()
    for kind in ("circle", "dense", "dense"):
        project = auto_wire(kind, catalogue)(project)
    after = auto_wire("fit", catalogue, "dense-1", {"units": 1})(project)
    assert after.wires[-1] == Wire("dense-1", "fit-1")
    assert after.block("fit-1").settings == {"units": 1}


@pytest.mark.parametrize("selected", ["dense-1", None])
def test_a_block_goes_between_where_the_chain_is_closed(selected, catalogue: Catalogue):
    project = Project()
    for kind in ("circle", "dense", "fit"):
        project = auto_wire(kind, catalogue)(project)
    after = auto_wire("dense", catalogue, selected)(project)
    assert after.wires == (
        Wire("circle-1", "dense-1"),
        Wire("dense-1", "dense-2"),
        Wire("dense-2", "fit-1"),
    )
    across = [after.block(id).position[0] for id in ("circle-1", "dense-1", "dense-2", "fit-1")]
    assert across == sorted(set(across))
    assert check(after, catalogue) == []


def test_data_goes_in_front_of_what_lacks_it(catalogue: Catalogue):
    project = auto_wire("circle", catalogue)(auto_wire("dense", catalogue)(Project()))
    assert project.wires == (Wire("circle-1", "dense-1"),)
    assert project.block("circle-1").position[0] < project.block("dense-1").position[0]


@pytest.mark.parametrize("count", [2, 5])
def test_added_blocks_do_not_lie_on_each_other(count, catalogue: Catalogue):
    project = auto_wire("circle", catalogue)(Project())
    for _ in range(count):
        project = auto_wire("dense", catalogue, "circle-1")(project)
    places = [placed.position for placed in project.blocks]
    assert len(set(places)) == count + 1


def test_the_id_is_known_beforehand(catalogue: Catalogue):
    project = auto_wire("dense", catalogue)(Project())
    name = new_id(project, "dense")
    assert auto_wire("dense", catalogue)(project).blocks[-1].id == name
