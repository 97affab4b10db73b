from hypothesis import given
from strategies import projects

from playground.document.arrange import COLUMN, GAP, NEAR, ROW, arrange, free_shift, make_room
from playground.document.graph import in_order
from playground.document.project import Placed, Project, Wire


def test_columns_follow_the_wires():
    blocks = tuple(Placed(id, "dense") for id in "dbca")
    wires = tuple(Wire(*pair) for pair in ("ab", "ac", "bd", "cd"))
    places = {b.id: b.position for b in arrange()(Project(blocks=blocks, wires=wires)).blocks}
    assert places["a"][0] < places["b"][0] == places["c"][0] < places["d"][0]
    assert places["b"][1] != places["c"][1]
    assert places["a"][1] == places["d"][1]


def test_crossed_wires_are_uncrossed():
    blocks = tuple(Placed(id, "dense") for id in "abxy")
    wires = (Wire("a", "y"), Wire("b", "x"))
    places = {b.id: b.position[1] for b in arrange()(Project(blocks=blocks, wires=wires)).blocks}
    assert (places["a"] < places["b"]) == (places["y"] < places["x"])


def test_known_sizes_leave_a_gap():
    project = Project(blocks=(Placed("a", "dense"), Placed("b", "dense")), wires=(Wire("a", "b"),))
    places = {b.id: b.position for b in arrange({"a": (500.0, 80.0)})(project).blocks}
    assert places["b"][0] == 500.0 + GAP


@given(projects(tidy=True))
def test_no_two_blocks_share_a_place_and_wires_lead_right(project):
    after = arrange()(project)
    places = {b.id: b.position for b in after.blocks}
    assert len(set(places.values())) == len(project.blocks)
    order, _ = in_order(project)
    assert all(
        places[w.source][0] < places[w.target][0] for w in project.wires if w.target in order
    )
    assert arrange()(after).wires == project.wires


def test_a_block_on_a_short_wire_moves_on_what_comes_after():
    at = {"a": 0.0, "new": 100.0, "b": 240.0, "c": 480.0, "aside": 240.0}
    blocks = tuple(Placed(id, "dense", {}, (x, 0.0)) for id, x in at.items())
    wires = (Wire("a", "new"), Wire("new", "b"), Wire("b", "c"))
    after = make_room("new")(Project(blocks=blocks, wires=wires))
    places = {b.id: b.position[0] for b in after.blocks}
    assert places == {"a": 0.0, "new": COLUMN, "b": 480.0, "c": 720.0, "aside": 240.0}
    assert make_room("new")(after).blocks == after.blocks


def test_a_block_that_stands_clear_stays():
    at = {"a": (0.0, 0.0), "new": (100.0, 300.0), "b": (240.0, 0.0)}
    blocks = tuple(Placed(id, "dense", {}, place) for id, place in at.items())
    project = Project(blocks=blocks, wires=(Wire("a", "new"), Wire("new", "b")))
    assert make_room("new")(project).blocks == blocks
    assert make_room("nobody")(project) is project


def test_copies_go_down_past_everything_that_stands_there():
    blocks = (Placed("a", "dense", {}, (0.0, 0.0)), Placed("b", "dense", {}, (COLUMN, 0.0)),
              Placed("c", "dense", {}, (COLUMN + 20.0, ROW)))  # fmt: skip
    project = Project(blocks=blocks)
    assert free_shift(project, Project(blocks=blocks[:1])) == (0.0, ROW)
    assert free_shift(project, Project(blocks=blocks[:2])) == (0.0, 2 * ROW)
    assert free_shift(project, Project(blocks=(Placed("d", "dense", {}, (0.0, 500.0)),))) == (0, 0)
    assert free_shift(Project(), project) == free_shift(project, Project()) == (0.0, 0.0)


@given(projects(), projects())
def test_a_free_place_is_free(project, fragment):
    _, down = free_shift(project, fragment)
    for one in fragment.blocks:
        for other in project.blocks:
            across = abs(one.position[0] - other.position[0])
            rows = abs(one.position[1] - other.position[1] + down)
            assert not (across < COLUMN - NEAR and rows < ROW - NEAR)
