"""Captures by step within a memory budget."""

import numpy as np
import pytest

from playground.runtime.history import History, size_of
from playground.runtime.messages import Checkpoint


def checkpoint(step, numbers=1000):
    return Checkpoint({"fit-1": step}, {"fit-1": {"step": step, "weights": np.zeros(numbers)}})


def filled(count, budget=10**9):
    history = History(budget)
    for step in range(count):
        history.add(checkpoint(10 * step))
    return history


def test_keeps_what_fits_in_order():
    history = filled(5)
    assert history.steps() == (0, 10, 20, 30, 40)
    assert len(history) == 5
    assert history.latest().steps == {"fit-1": 40}
    assert 5 * 8000 <= history.bytes < 5 * 9000


@pytest.mark.parametrize(("step", "found"), [(0, 0), (9, 0), (10, 10), (35, 30), (999, 40)])
def test_nearest_is_the_last_at_or_before(step, found):
    assert filled(5).nearest(step).steps == {"fit-1": found}


def test_nearest_is_the_first_where_all_are_later():
    history = History()
    assert history.nearest(3) is None
    assert history.latest() is None
    history.add(checkpoint(10))
    assert history.nearest(3).steps == {"fit-1": 10}


def test_nearest_passes_over_what_does_not_fit_while_something_does():
    history = filled(5)
    assert history.nearest(25, lambda made: made.steps["fit-1"] < 20).steps == {"fit-1": 10}
    assert history.nearest(25, lambda made: False).steps == {"fit-1": 20}


def test_the_budget_holds_and_the_ends_stay():
    history = filled(500, budget=200_000)
    assert history.bytes <= 200_000
    assert history.bytes == sum(size_of(history.nearest(s).states) + 64 for s in history.steps())
    assert history.steps()[0] == 0
    assert history.steps()[-1] == 4990
    assert len(history) > 10
    gaps = np.diff(history.steps())
    assert gaps[:3].mean() > gaps[-3:].mean()


def test_small_captures_are_counted_too():
    history = History(most=50)
    for step in range(500):
        history.add(checkpoint(step, 1))
    assert 10 < len(history) <= 50
    assert history.steps()[0] == 0
    assert history.steps()[-1] == 499


def test_a_capture_larger_than_the_budget_is_kept_all_the_same():
    history = filled(3, budget=10)
    assert history.steps() == (0, 20)


def test_a_future_that_was_left_is_dropped():
    history = filled(5)
    history.add(checkpoint(20))
    assert history.steps() == (0, 10, 20)
    assert history.bytes == pytest.approx(3 * (64 + size_of(checkpoint(0).states)))
    history.clear()
    assert (len(history), history.bytes) == (0, 0)


def test_size_counts_nested_arrays():
    state = {"a": [np.zeros(10, np.float32), {"b": np.zeros((3, 4))}], "c": "text", "d": None}
    assert 40 + 96 <= size_of(state) < 700


def test_what_was_changed_outlives_what_was_captured_by_the_way():
    history = History(most=8)
    for step in range(40):
        event = f"change {step}" if step % 10 == 3 else ""
        history.add(Checkpoint({"fit-1": step}, {"fit-1": {"step": step}}, step // 10, event))
    assert len(history) <= 8
    assert [step for step, _ in history.events()] == [3, 13, 23, 33]


def test_captures_that_are_shared_are_counted_once_also_when_others_went():
    history = History(budget=200_000)
    still = {"weights": np.zeros(5000)}
    for step in range(300):
        states = {"fit-1": {"weights": np.zeros(100)}, "tree-1": still}
        history.add(Checkpoint({"fit-1": step, "tree-1": 7}, states))
    assert history.bytes <= 200_000
    assert len(history) > 30
    own = sum(size_of(history.nearest(s).states["fit-1"]) for s in history.steps())
    assert history.bytes >= own + size_of(still)
