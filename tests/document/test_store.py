import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import edit_of, projects

from playground.document.edits import add_block, set_seed, set_title
from playground.document.project import Project
from playground.document.store import Store


def test_apply_undo_redo():
    store = Store()
    start = store.value
    heard = []
    store.changed.connect(lambda old, new: heard.append((old, new)))
    store.apply("Add Dense", add_block("dense"))
    added = store.value
    assert (store.can_undo(), store.can_redo(), store.undo_label) == (True, False, "Add Dense")
    store.undo()
    assert store.value is start
    assert store.redo_label == "Add Dense"
    store.redo()
    assert store.value is added
    assert heard == [(start, added), (added, start), (start, added)]
    store.undo()
    store.undo()
    assert len(heard) == 4


def test_an_edit_that_changes_nothing_is_no_step():
    store = Store()
    store.apply("Seed", set_seed(0))
    store.apply("Same", lambda project: Project())
    assert not store.can_undo()


def test_an_edit_that_fails_changes_nothing():
    store = Store()
    with pytest.raises(KeyError):
        store.apply("Break", lambda project: project.block("ghost") and project)
    assert store.value == Project()
    assert not store.can_undo()


def test_a_new_edit_forgets_what_was_undone():
    store = Store()
    store.apply("One", set_seed(1))
    store.undo()
    store.apply("Two", set_seed(2))
    assert not store.can_redo()


def test_one_gesture_is_one_step():
    store = Store()
    for seed in (1, 2, 3):
        store.apply("Seed", set_seed(seed), merge=("seed", 1))
    store.undo()
    assert store.value.seed == 0
    store.redo()
    assert store.value.seed == 3


def test_another_key_settling_or_undo_ends_a_gesture():
    store = Store()
    store.apply("Seed", set_seed(1), merge="a")
    store.apply("Seed", set_seed(2), merge="b")
    store.settle()
    store.apply("Seed", set_seed(3), merge="b")
    store.undo()
    assert store.value.seed == 2
    store.apply("Seed", set_seed(4), merge="b")
    store.undo()
    assert store.value.seed == 2
    store.undo()
    assert store.value.seed == 1


def test_a_gesture_that_returns_leaves_no_step():
    store = Store()
    store.apply("Seed", set_seed(1), merge="a")
    store.apply("Seed", set_seed(0), merge="a")
    assert not store.can_undo()


def test_clean_follows_undo():
    store = Store()
    assert store.clean
    store.apply("Seed", set_seed(1))
    assert not store.clean
    store.undo()
    assert store.clean
    store.redo()
    marks = []
    store.marked.connect(lambda: marks.append(store.clean))
    store.mark_saved()
    assert marks == [True]
    store.undo()
    assert not store.clean


def test_replace_clears_the_history():
    store = Store()
    store.apply("Seed", set_seed(1))
    store.replace(Project(title="Other"))
    assert store.clean
    assert not store.can_undo()
    store.replace(Project(title="Recovered"), saved=False)
    assert not store.clean


@given(st.data(), projects(tidy=True))
def test_undo_all_returns_the_start_and_redo_all_the_end(data, start):
    store = Store(start)
    for _ in range(data.draw(st.integers(0, 6))):
        merge = data.draw(st.sampled_from([None, "drag"]))
        store.apply("Edit", data.draw(edit_of(store.value)), merge)
    end = store.value
    while store.can_undo():
        store.undo()
    assert store.value == start
    while store.can_redo():
        store.redo()
    assert store.value == end


def test_the_history_is_bounded():
    store = Store()
    for number in range(1200):
        store.apply("Title", set_title(str(number)))
    steps = 0
    while store.can_undo():
        store.undo()
        steps += 1
    assert steps == 1000


def test_a_gesture_that_came_back_does_not_go_on_in_the_one_before_it():
    store = Store(Project())
    for title in ("a", "b"):
        store.apply("Title", set_title(title), merge="title")
    store.settle()
    for title in ("c", "b", "d"):
        store.apply("Title", set_title(title), merge="title")
    store.undo()
    assert store.value.title == "b"
    store.undo()
    assert store.value == Project()
