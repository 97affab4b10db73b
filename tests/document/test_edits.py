import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import edit_of, projects

from playground.document import edits
from playground.document.graph import Catalogue
from playground.document.project import PanelView, Placed, Project, Wire


def test_new_id_is_the_first_free_number():
    project = Project(blocks=(Placed("dense-1", "dense"), Placed("dense-3", "dense")))
    assert edits.new_id(project, "dense") == "dense-2"
    assert edits.new_id(project, "dense", ["dense-2"]) == "dense-4"
    assert edits.new_id(project, "fit") == "fit-1"


def test_add_block_gives_an_id_and_keeps_settings_apart():
    given_settings = {"units": 3}
    project = edits.add_block("dense", (4, 5), given_settings)(Project())
    given_settings["units"] = 9
    assert project.blocks == (Placed("dense-1", "dense", {"units": 3}, (4.0, 5.0)),)


def test_add_block_replaces_a_taken_id():
    add = edits.add_block("dense", id="hidden")
    assert [b.id for b in add(add(Project())).blocks] == ["hidden", "dense-1"]


def test_move_changes_only_what_it_names():
    project = Project(blocks=(Placed("a", "dense"), Placed("b", "dense")))
    moved = edits.move({"a": (3, 4), "ghost": (1, 1)})(project)
    assert moved.block("a").position == (3.0, 4.0)
    assert moved.block("b") is project.block("b")
    assert edits.move({"a": (0, 0)})(project) is project


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("units", 5, {"units": 5}),
        ("units", 8, {}),
        ("initialiser", "normal", {"initialiser": {"kind": "normal"}}),
        ("initialiser", "xavier", {}),
        ("initialiser.gain", 2.0, {"initialiser": {"kind": "xavier", "gain": 2.0}}),
        ("initialiser.gain", 1.0, {}),
        ("made-up", 1, {"made-up": 1}),
    ],
)
def test_set_setting_from_the_defaults(name, value, expected, catalogue: Catalogue):
    project = Project(blocks=(Placed("a", "dense"),))
    assert edits.set_setting("a", name, value, catalogue)(project).block("a").settings == expected


def test_set_setting_keeps_the_rest_of_a_choice(catalogue: Catalogue):
    settings = {"units": 4, "initialiser": {"kind": "normal", "spread": 2.0}}
    project = Project(blocks=(Placed("a", "dense", settings),))
    same = edits.set_setting("a", "initialiser", "normal", catalogue)(project)
    assert same is project
    other = edits.set_setting("a", "initialiser.spread", 3.0, catalogue)(project)
    assert other.block("a").settings["initialiser"] == {"kind": "normal", "spread": 3.0}
    assert settings["initialiser"]["spread"] == 2.0


def test_set_setting_of_an_unknown_kind_keeps_the_value(catalogue: Catalogue):
    project = Project(blocks=(Placed("a", "unheard-of"),))
    changed = edits.set_setting("a", "rule", "adam", catalogue)(project)
    assert changed.block("a").settings == {"rule": "adam"}


def test_set_setting_of_a_missing_block_raises(catalogue: Catalogue):
    with pytest.raises(KeyError, match="ghost"):
        edits.set_setting("ghost", "units", 1, catalogue)(Project())


@pytest.mark.parametrize(
    ("name", "left"),
    [
        ("units", {"initialiser": {"kind": "normal", "spread": 2.0}}),
        ("initialiser.spread", {"units": 4, "initialiser": {"kind": "normal"}}),
        ("initialiser", {"units": 4}),
        ("", {}),
    ],
)
def test_reset_setting(name, left):
    settings = {"units": 4, "initialiser": {"kind": "normal", "spread": 2.0}}
    project = Project(blocks=(Placed("a", "dense", settings),))
    assert edits.reset_setting("a", name)(project).block("a").settings == left


def test_settings_of_the_project():
    project = Project()
    view = (PanelView("loss"),)
    for edit in (
        edits.set_seed(3),
        edits.set_speed(20),
        edits.set_title("T"),
        edits.set_view(view),
    ):
        assert edit(project) != project
        assert edit(edit(project)) == edit(project)
        project = edit(project)
    assert (project.seed, project.speed, project.title, project.view) == (3, 20, "T", view)


def test_freeze_and_weights():
    project = Project(blocks=(Placed("a", "dense"), Placed("b", "dense")))
    frozen = edits.freeze(["a"])(project)
    assert [b.frozen for b in frozen.blocks] == [True, False]
    assert edits.freeze(["a"], False)(frozen) == project


def test_rename_duplicate_changes_the_later_block():
    project = Project(blocks=(Placed("a", "dense"), Placed("a", "dense")), wires=(Wire("a", "a"),))
    assert [b.id for b in edits.rename_duplicate("a")(project).blocks] == ["a", "dense-1"]
    assert edits.rename_duplicate("b")(project) is project


@given(st.data(), projects(tidy=True))
def test_every_edit_keeps_ids_unique_and_wires_attached(data, project):
    for _ in range(4):
        before = project
        project = data.draw(edit_of(project))(project)
        ids = [placed.id for placed in project.blocks]
        assert len(ids) == len(set(ids))
        new = set(project.wires) - set(before.wires)
        assert all(wire.source in ids and wire.target in ids for wire in new)


@given(st.data(), projects(tidy=True))
def test_an_edit_is_a_pure_function(data, project):
    edit = data.draw(edit_of(project))
    copy = projects_copy(project)
    once = edit(project)
    assert project == copy
    assert edit(project) == once


def projects_copy(project: Project) -> Project:
    from copy import deepcopy

    return deepcopy(project)
