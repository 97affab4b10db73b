"""Mini-batches: every row once an epoch, a new order each time, a true partial batch."""

import numpy as np
import pytest

from playground.engine.batches import Batches, _pick


def cut(size, seeds=(0,), rows=10):
    numbers = np.arange(rows, dtype=np.float32)
    return Batches({"x": numbers[None, :, None]}, 10 * numbers[None, :, None], size, seeds)


def seen(batches, steps, member=0):
    return [batches.at(step).x["x"][min(member, len(batches.at(step).x["x"]) - 1), :, 0].tolist()
            for step in steps]  # fmt: skip


@pytest.mark.parametrize("size", [1, 3, 5, 9, 10])
def test_every_epoch_sees_every_row_once_in_a_new_order(size):
    batches = cut(size)
    per_epoch = batches.per_epoch
    orders = []
    for epoch in range(4):
        parts = seen(batches, range(epoch * per_epoch, (epoch + 1) * per_epoch))
        lengths = [len(part) for part in parts]
        assert lengths == [size] * (10 // size) + [10 % size] * (10 % size > 0)
        order = [row for part in parts for row in part]
        assert sorted(order) == list(range(10))
        orders.append(tuple(order))
    assert len(set(orders)) == 4


def test_targets_stay_with_their_rows():
    batches = cut(3)
    for step in range(9):
        batch = batches.at(step)
        assert np.array_equal(batch.y, 10 * batch.x["x"])
        assert batch.step == step
        assert batch.weight is None


def test_a_batch_larger_than_the_data_is_all_of_it():
    batches = cut(1000)
    assert batches.size == 10
    assert batches.per_epoch == 1
    assert sorted(seen(batches, [5])[0]) == list(range(10))


def test_the_batch_of_a_step_depends_on_nothing_but_seed_and_step():
    forwards = cut(3, (4,))
    there = seen(forwards, range(12))
    assert seen(cut(3, (4,)), reversed(range(12))) == there[::-1]
    assert seen(cut(3, (5,)), range(12)) != there


def test_members_draw_apart_and_members_of_one_seed_share():
    both = cut(3, (4, 5))
    assert both.at(0).x["x"].shape == (2, 3, 1)
    assert seen(both, range(8), 0) == seen(cut(3, (4,)), range(8))
    assert seen(both, range(8), 1) == seen(cut(3, (5,)), range(8))
    shared = cut(3, (4, 4, 4))
    assert shared.at(0).x["x"].shape == (1, 3, 1)
    assert shared.at(0).seeds == (4, 4, 4)
    assert seen(shared, range(8)) == seen(both, range(8), 0)


def test_gathering_in_windows_changes_nothing(monkeypatch):
    whole = seen(cut(3, (4, 5)), range(12), 1)
    monkeypatch.setattr("playground.engine.batches._NUMBERS_AT_ONCE", 24)
    small = cut(3, (4, 5))
    assert seen(small, range(12), 1) == whole
    assert seen(small, reversed(range(12)), 1) == whole[::-1]


def test_rows_are_picked_alike_where_arrays_only_know_indexing():
    class Elsewhere(np.ndarray):
        def take(self, *args, **kwargs):
            raise TypeError("got an unexpected keyword argument 'mode'")

    values, rows = np.arange(12.0).reshape(6, 2), np.array([[5, 0], [2, 2]])
    rooms = np.empty((2, 2, 2, 2))
    _pick(values, rows, rooms[0])
    _pick(values.view(Elsewhere), rows, rooms[1])
    assert np.array_equal(rooms[0], rooms[1])
    assert rooms[0, 0, 0].tolist() == [10.0, 11.0]
