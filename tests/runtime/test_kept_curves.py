"""Curves that are kept in a file: they come back as they were, and what is none is refused."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.runtime.kept_curves import ROOM, checked, thinned
from playground.runtime.messages import Rows
from playground.runtime.trace import Trace


def rows(first, count, members=1, seconds=1.0, restart=None):
    steps = np.arange(first, first + count)
    loss = np.random.default_rng(first).random((count, members)).astype(np.float32)
    every = steps[steps % 10 == 0]
    return Rows("fit", steps, loss, every, {"test_loss": loss[: len(every)]}, seconds, restart)


def points(trace):
    return {
        name: (one.steps.tolist(), one.values.tolist(), one.seconds.tolist())
        for name, one in trace.series.items()
    }


@pytest.mark.parametrize("members", [1, 3])
def test_curves_come_back_and_go_on(members):
    lived, reopened = Trace(20, 100), Trace(20, 100)
    lived.append(rows(1, 45, members, 2.0, restart=0))
    reopened.recall(checked(lived.kept()))
    assert points(reopened) == points(lived)
    lived.append(rows(46, 20, members, 3.0))
    # The time of a run that goes on from a file begins at none.
    reopened.append(rows(46, 20, members, 1.0, restart=45))
    assert points(reopened) == points(lived)
    assert reopened.members == members
    reopened.append(rows(1, 5, members, 0.5, restart=0))
    assert reopened.series["loss"].steps.tolist() == [1, 2, 3, 4, 5]
    assert reopened.series["loss"].seconds[-1] == 0.5


def long(members, count=700_000):
    """Return a noisy curve that falls, with a few spikes and gaps of one step."""
    random = np.random.default_rng(members)
    values = np.exp(-np.linspace(0, 5, count))[:, None] + random.normal(0, 0.01, (count, members))
    spikes = random.choice(count - 20_000, 12, replace=False)
    values[spikes[:4], 0], values[spikes[4:8], -1], values[spikes[8:]] = 9.0, -9.0, np.nan
    steps = np.arange(1, count + 1)
    told = values.astype(np.float32)
    return {"steps": steps, "values": told, "seconds": steps / 500.0}, spikes[:8]


@pytest.mark.parametrize("members", [1, 3, 30])
def test_a_long_curve_takes_little_room_and_looks_the_same(members):
    whole, spikes = long(members, 700_000 if members < 30 else 100_000)
    kept = thinned({"loss": whole})["loss"]
    assert sum(array.nbytes for array in kept.values()) < 1.05 * ROOM
    at = kept["steps"] - 1
    for name, array in kept.items():
        np.testing.assert_array_equal(array, whole[name][at])
    newest = ROOM // (16 + 4 * members) // 4
    np.testing.assert_array_equal(at[-newest:], np.arange(at[-1] + 1 - newest, at[-1] + 1))
    assert at[0] == 0
    assert at[-1] == len(whole["steps"]) - 1
    assert set(spikes) <= set(at)
    whole["values"][spikes] = np.nan
    kept["values"][np.isin(at, spikes)] = np.nan
    for start in range(0, len(whole["steps"]), 5_000):
        true = whole["values"][start : start + 5_000]
        seen = kept["values"][(at >= start) & (at < start + 5_000)]
        assert np.nanmin(seen) == pytest.approx(np.nanmin(true), abs=0.02)
        assert np.nanmax(seen) == pytest.approx(np.nanmax(true), abs=0.02)


def test_a_short_curve_stays_whole():
    whole, _ = long(1, 25_000)
    for name, array in thinned({"loss": whole})["loss"].items():
        assert array is whole[name]


@given(count=st.integers(1, 400), room=st.integers(1, 2000), members=st.integers(1, 3))
def test_curves_of_any_length_can_be_thinned(count, room, members):
    trace = Trace()
    trace.append(rows(1, count, members))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("playground.runtime.kept_curves.ROOM", room)
        kept = checked(thinned(trace.kept()))["loss"]
    assert {1, count} <= set(kept["steps"].tolist())
    np.testing.assert_array_equal(
        kept["values"], trace.series["loss"].values[kept["steps"] - 1, :members]
    )
    assert kept["values"].min() == trace.series["loss"].values.min()
    assert kept["values"].max() == trace.series["loss"].values.max()


GOOD = {"steps": np.array([1, 2]), "values": np.zeros((2, 1)), "seconds": np.array([0.0, 1.0])}


@pytest.mark.parametrize("told", [
    None, 3, [1], {"loss": None}, {"loss": {}}, {"loss": GOOD | {"steps": np.array([2, 1])}},
    {"loss": GOOD | {"seconds": np.array([1.0, 0.0])}}, {"loss": GOOD | {"steps": np.array([1])}},
    {"loss": GOOD | {"seconds": np.array([0.0, np.nan])}}, {"loss": GOOD | {"values": "no"}},
    {"loss": GOOD | {"values": np.zeros((2, 0))}}, {"loss": GOOD | {"values": np.zeros(2)}},
    {"loss": GOOD | {"steps": np.array(["a", "b"])}},
])  # fmt: skip
def test_what_is_no_curve_is_refused(told):
    with pytest.raises(ValueError, match=r".+"):
        checked(told)
