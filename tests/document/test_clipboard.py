from hypothesis import given
from hypothesis import strategies as st
from strategies import projects

from playground.document.arrange import ROW
from playground.document.clipboard import duplicate, extract, paste, pasted_ids
from playground.document.project import Placed, Project, Wire

PROJECT = Project(
    title="T",
    blocks=(
        Placed("circle-1", "circle"),
        Placed("dense-1", "dense", {"units": 3}, (10.0, 20.0), True),
        Placed("dense-2", "dense"),
    ),
    wires=(Wire("circle-1", "dense-1"), Wire("dense-1", "dense-2")),
)


def test_extract_keeps_inner_wires():
    fragment = extract(PROJECT, ["dense-1", "dense-2"])
    assert [b.id for b in fragment.blocks] == ["dense-1", "dense-2"]
    assert fragment.wires == (Wire("dense-1", "dense-2"),)


def test_paste_gives_fresh_ids_and_an_offset():
    pasted = paste(extract(PROJECT, ["dense-1", "dense-2"]), (5, 6))(PROJECT)
    assert pasted.blocks[3] == Placed("dense-3", "dense", {"units": 3}, (15.0, 26.0), True)
    assert pasted.wires[2:] == (Wire("dense-3", "dense-4"),)


def test_a_named_block_keeps_its_name_when_pasted():
    fragment = Project(blocks=(Placed("hidden", "dense"),))
    assert paste(fragment)(PROJECT).blocks[-1].id == "hidden-1"


def test_duplicate_keeps_what_feeds_the_originals():
    copied = duplicate(["dense-1", "dense-2"])(PROJECT)
    assert copied.wires[2:] == (Wire("dense-3", "dense-4"), Wire("circle-1", "dense-3"))
    assert duplicate(["dense-1"], inputs=False)(PROJECT).wires == PROJECT.wires
    assert duplicate(["ghost"])(PROJECT) is PROJECT


def test_duplicates_keep_their_places_to_each_other_and_cover_nothing():
    originals = PROJECT.blocks[1:]
    copied = duplicate(["dense-1", "dense-2"])(PROJECT).blocks[3:]
    moves = {
        (copy.position[0] - one.position[0], copy.position[1] - one.position[1])
        for copy, one in zip(copied, originals, strict=True)
    }
    assert moves == {(0.0, ROW)}
    again = duplicate(["dense-1"])(duplicate(["dense-1"])(PROJECT))
    assert [b.position for b in again.blocks[3:]] == [(10.0, 20.0 + ROW), (10.0, 20.0 + 2 * ROW)]


@given(projects(tidy=True), projects(tidy=True), st.data())
def test_paste_keeps_the_wires_of_the_fragment(project, source, data):
    ids = [placed.id for placed in source.blocks]
    fragment = extract(source, data.draw(st.lists(st.sampled_from(ids))) if ids else [])
    fresh = pasted_ids(project, fragment)
    pasted = paste(fragment)(project)
    assert pasted.blocks[: len(project.blocks)] == project.blocks
    assert len({b.id for b in pasted.blocks}) == len(project.blocks) + len(fragment.blocks)
    back = {new: old for old, new in fresh.items()}
    wires = [
        Wire(back[w.source], back[w.target], w.output, w.input)
        for w in pasted.wires[len(project.wires) :]
    ]
    assert tuple(wires) == fragment.wires
