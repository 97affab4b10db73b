"""Curves that are kept in a file: they come back as they were, and what is none is refused."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.runtime import trace as traces
from playground.runtime.kept_curves import checked
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


@given(count=st.integers(1, 60), most=st.integers(1, 80), members=st.integers(1, 3))
def test_a_long_curve_keeps_some_points_and_its_last(count, most, members):
    trace = Trace()
    trace.append(rows(1, count, members))
    before, traces.MOST_KEPT = traces.MOST_KEPT, most
    try:
        kept = trace.kept()["loss"]
    finally:
        traces.MOST_KEPT = before
    assert kept["steps"][-1] == count
    assert kept["values"].size <= max(most, members)
    np.testing.assert_array_equal(
        kept["values"], trace.series["loss"].values[kept["steps"] - 1, :members]
    )


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
