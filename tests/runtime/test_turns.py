"""Time shared among learners whose steps cost very differently."""

import pytest

from playground.runtime import turns as module
from playground.runtime.turns import Clock, Turns


def spent(costs, slices, seconds=0.006, wanted=10**9):
    """Run slices with steps of known cost; returns steps and time of each learner."""
    turns, steps, times = Turns(), dict.fromkeys(costs, 0), dict.fromkeys(costs, 0.0)
    for _ in range(slices):
        for id, count in turns.divide(seconds, dict.fromkeys(costs, wanted)).items():
            turns.note(id, count, count * costs[id])
            steps[id] += count
            times[id] += count * costs[id]
    return steps, times


def test_equal_shares_of_time_however_long_a_step_takes():
    costs = {"a": 3e-5, "b": 1e-4, "c": 2e-3, "d": 0.03, "e": 0.1}
    steps, times = spent(costs, 2000)
    total = sum(times.values())
    for id in costs:
        assert times[id] / total == pytest.approx(1 / len(costs), rel=0.15), (id, steps, times)


def test_a_single_learner_gets_all_of_the_slice():
    turns = Turns()
    turns.note("a", 10, 0.001)
    assert turns.divide(0.006, {"a": 1000})["a"] == pytest.approx(60, abs=12)


def test_a_step_longer_than_the_slice_is_taken_all_the_same():
    turns = Turns()
    turns.note("a", 1, 0.5)
    assert turns.divide(0.006, {"a": 5}) == {"a": 1}


def test_what_one_leaves_over_goes_to_the_others():
    turns = Turns()
    for id in "ab":
        turns.note(id, 100, 0.01)
    for _ in range(20):
        counts = turns.divide(0.006, {"a": 2, "b": 10**6})
        for id, count in counts.items():
            turns.note(id, count, count * 1e-4)
    assert counts["a"] == 2
    assert counts["b"] == pytest.approx(58, abs=2)


def test_nobody_wants_nothing():
    assert Turns().divide(0.006, {"a": 0}) == {}


def test_the_clock_counts_each_learner_on_its_own(monkeypatch):
    now = [100.0]
    monkeypatch.setattr(module.time, "perf_counter", lambda: now[0])
    clock = Clock()
    clock.start({"a": 0, "b": 7})
    now[0] += 0.5
    assert clock.due(20.0, {"a": 0, "b": 7}) == {"a": 10, "b": 10}
    assert clock.due(20.0, {"a": 10, "b": 12}) == {"a": 0, "b": 5}
    assert clock.wait(20.0, {"a": 10, "b": 17}) == pytest.approx(0.05)


def test_more_than_a_second_is_not_caught_up(monkeypatch):
    now = [100.0]
    monkeypatch.setattr(module.time, "perf_counter", lambda: now[0])
    clock = Clock()
    clock.start({"a": 0, "b": 0})
    now[0] += 60.0
    assert clock.due(10.0, {"a": 0, "b": 595}) == {"a": 1, "b": 5}
    assert clock.due(10.0, {"a": 1, "b": 600}) == {"a": 0, "b": 0}


def test_steps_that_were_caught_up_with_are_not_waited_for(monkeypatch):
    now = [100.0]
    monkeypatch.setattr(module.time, "perf_counter", lambda: now[0])
    clock = Clock()
    clock.start({"a": 50, "b": 0})
    now[0] += 0.5
    assert clock.due(10.0, {"a": 50, "b": 52}) == {"a": 5, "b": 0}
    now[0] += 0.5
    assert clock.due(10.0, {"a": 55, "b": 52}) == {"a": 5, "b": 5}


def test_a_step_that_took_longer_than_expected_is_owed_and_nothing_is_lost():
    # Every tenth step is evaluated as well, and takes fifty times as long.
    turns, taken, times = Turns(), {"a": 0, "b": 0}, {"a": 0.0, "b": 0.0}
    turns.note("b", 1, 0.4, charged=False)  # the first one had to load something
    for _ in range(3000):
        for id, count in turns.divide(0.006, dict.fromkeys("ab", 10**9)).items():
            own = range(taken[id], taken[id] + count)
            spent = sum(1e-4 if id == "a" else 5e-4 if step % 10 else 0.025 for step in own)
            turns.note(id, count, spent)
            taken[id] += count
            times[id] += spent
    assert times["a"] == pytest.approx(times["b"], rel=0.05)


def test_who_is_soon_there_catches_up_first():
    costs, turns = {"slow": 1e-3, "quick": 1e-4}, Turns()
    for id, cost in costs.items():
        turns.note(id, 100, 100 * cost)
        turns.begin_again(id)
    left, order = dict.fromkeys(costs, 100), []
    while left:
        for id, count in turns.quickest_first(0.006, left).items():
            turns.note(id, count, count * costs[id], charged=False)
            left[id] -= count
        order += [id for id, count in left.items() if not count]
        left = {id: count for id, count in left.items() if count}
    assert order == ["quick", "slow"]
