import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_catalogue import CATALOGUE
from strategies import projects

from playground.document.graph import Catalogue
from playground.document.project import Placed, Project, Wire
from playground.document.wiring import (
    can_connect,
    can_insert,
    connect,
    disconnect,
    insert_existing,
    insert_on_wire,
    move_and_insert,
    remove,
)


def chain(*kinds: str) -> Project:
    """Return blocks called a, b, c ..., each wired to the next."""
    ids = "abcdefgh"[: len(kinds)]
    blocks = tuple(Placed(id, kind) for id, kind in zip(ids, kinds, strict=True))
    return Project(blocks=blocks, wires=tuple(map(Wire, ids, ids[1:])))


@pytest.mark.parametrize(
    ("source", "output", "target", "input", "reason"),
    [
        ("a", "", "b", "", None),
        ("b", "y", "c", "target", None),
        ("b", "", "b", "", "feed itself"),
        ("c", "", "b", "", "gives a model"),
        ("a", "wrong", "b", "", "no output 'wrong'"),
        ("a", "", "b", "wrong", "no input 'wrong'"),
        ("a", "", "ghost", "", "not known"),
        ("b", "", "a", "", "has no input"),
        ("d", "", "b", "", "circle"),
    ],
)
def test_can_connect_says_why_not(source, output, target, input, reason, catalogue: Catalogue):
    project = chain("circle", "dense", "fit")
    project = Project(
        blocks=(*project.blocks, Placed("d", "dense")), wires=(*project.wires, Wire("b", "d"))
    )
    said = can_connect(project, catalogue, source, output, target, input)
    assert (said is None) if reason is None else (said is not None and reason in said)


def test_connect_replaces_the_wire_of_a_single_input(catalogue: Catalogue):
    project = chain("circle", "dense")
    project = Project(blocks=(*project.blocks, Placed("c", "circle")), wires=project.wires)
    assert connect("c", "b", catalogue=catalogue)(project).wires == (Wire("c", "b"),)


def test_connect_adds_to_an_input_of_many(catalogue: Catalogue):
    project = chain("circle", "add")
    project = Project(blocks=(*project.blocks, Placed("c", "circle")), wires=project.wires)
    both = connect("c", "b", catalogue=catalogue)(project)
    assert both.wires == (Wire("a", "b"), Wire("c", "b"))
    assert connect("c", "b", "data", "x", catalogue=catalogue)(both) is both


def test_connect_to_another_input_leaves_the_first(catalogue: Catalogue):
    project = chain("circle", "fit")
    wired = connect("a", "b", input="target", catalogue=catalogue)(project)
    assert wired.wires == (Wire("a", "b"), Wire("a", "b", "", "target"))


def test_connect_to_nothing_changes_nothing(catalogue: Catalogue):
    project = chain("circle", "fit")
    assert connect("a", "ghost", catalogue=catalogue)(project) is project
    assert connect("a", "b", "wrong", catalogue=catalogue)(project) is project


def test_disconnect_takes_one_wire():
    wire = Wire("a", "b")
    project = Project(blocks=(Placed("a", "circle"), Placed("b", "add")), wires=(wire, wire))
    assert disconnect(wire)(project).wires == (wire,)
    assert disconnect(Wire("b", "a"))(project) is project


def test_remove_heals(catalogue: Catalogue):
    project = chain("circle", "dense", "dense", "fit")
    assert remove(["b"], catalogue)(project).wires == (Wire("a", "c"), Wire("c", "d"))
    assert remove(["b", "c"], catalogue)(project).wires == (Wire("a", "d"),)
    assert remove(["c", "b"], catalogue)(project).wires == (Wire("a", "d"),)


def test_remove_heals_every_way_out_and_keeps_their_order(catalogue: Catalogue):
    blocks = tuple(
        Placed(i, k) for i, k in zip("abcd", ["circle", "dense", "add", "add"], strict=True)
    )
    wires = (Wire("a", "b"), Wire("b", "c"), Wire("a", "d"), Wire("b", "d", "y", "x"))
    healed = remove(["b"], catalogue)(Project(blocks=blocks, wires=wires))
    assert healed.wires == (Wire("a", "c"), Wire("a", "d"))


def test_remove_joins_nothing_that_does_not_fit(catalogue: Catalogue):
    project = chain("circle", "kmeans", "vote")
    assert remove(["b"], catalogue)(project).wires == ()


def test_remove_of_a_block_with_two_wires_in_joins_nothing(catalogue: Catalogue):
    blocks = tuple(
        Placed(i, k) for i, k in zip("abcd", ["circle", "circle", "add", "fit"], strict=True)
    )
    wires = (Wire("a", "c"), Wire("b", "c"), Wire("c", "d"))
    assert remove(["c"], catalogue)(Project(blocks=blocks, wires=wires)).wires == ()


def test_insert_on_wire_takes_its_place(catalogue: Catalogue):
    project = chain("circle", "dense", "fit")
    inserted = insert_on_wire(project.wires[0], "flatten", (1, 2), catalogue)(project)
    assert inserted.wires == (Wire("a", "flatten-1"), Wire("flatten-1", "b"), Wire("b", "c"))
    assert inserted.block("flatten-1").position == (1.0, 2.0)


def test_insert_on_wire_keeps_the_named_input(catalogue: Catalogue):
    project = Project(
        blocks=(Placed("a", "circle"), Placed("b", "fit")), wires=(Wire("a", "b", "", "target"),)
    )
    inserted = insert_on_wire(project.wires[0], "dense", (0, 0), catalogue)(project)
    assert inserted.wires[1] == Wire("dense-1", "b", "", "target")


def test_what_cannot_sit_on_a_wire_is_only_added(catalogue: Catalogue):
    project = chain("circle", "kmeans")
    assert "cannot sit between a and b" in str(
        can_insert(project, catalogue, project.wires[0], "dense")
    )
    added = insert_on_wire(project.wires[0], "dense", (0, 0), catalogue)(project)
    assert added.wires == project.wires
    assert len(added.blocks) == 3


def test_a_loose_block_lands_on_a_wire(catalogue: Catalogue):
    project = chain("circle", "dense")
    project = Project(blocks=(*project.blocks, Placed("c", "dense")), wires=project.wires)
    wire = project.wires[0]
    landed = move_and_insert({"c": (5, 5)}, wire, "c", catalogue)(project)
    assert landed.wires == (Wire("a", "c"), Wire("c", "b"))
    assert landed.block("c").position == (5.0, 5.0)
    assert insert_existing(landed.wires[0], "c", catalogue)(landed) is landed


@given(projects(tidy=True), st.integers(1, 4))
def test_remove_heals_any_chain(project, count):
    ids = [placed.id for placed in project.blocks]
    left = remove(ids[:count], CATALOGUE)(project)
    assert [placed.id for placed in left.blocks] == ids[count:]
    assert all(w.source in ids[count:] and w.target in ids[count:] for w in left.wires)


@given(st.integers(1, 8), st.data())
def test_removing_layers_leaves_a_chain_whole(count, data):
    blocks = (
        Placed("data", "circle"),
        *(Placed(f"dense-{i}", "dense") for i in range(count)),
        Placed("head", "fit"),
    )
    ids = [placed.id for placed in blocks]
    project = Project(blocks=blocks, wires=tuple(map(Wire, ids, ids[1:])))
    gone = data.draw(st.permutations(ids[1:-1]))[: data.draw(st.integers(0, count))]
    left = [id for id in ids if id not in gone]
    healed = remove(gone, CATALOGUE)(project)
    assert set(healed.wires) == set(map(Wire, left, left[1:]))
