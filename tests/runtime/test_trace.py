"""The curves: true extremes at any zoom, restarts, and the value under the cursor."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.runtime.messages import Rows
from playground.runtime.trace import Trace


def rows(steps, loss, restart=None, seconds=0.0, **metrics):
    steps = np.asarray(steps, np.int64)
    loss = np.asarray(loss, np.float32).reshape(len(steps), -1)
    return Rows(
        learner="fit-1", steps=steps, loss=loss, evaluated=steps,
        metrics={k: np.asarray(v, np.float32).reshape(len(steps), -1) for k, v in metrics.items()},
        seconds=seconds, restart=restart,
    )  # fmt: skip


@given(
    lengths=st.lists(st.integers(1, 700), min_size=1, max_size=6),
    pixels=st.integers(1, 300),
    part=st.tuples(st.floats(0, 1), st.floats(0, 1)),
    seed=st.integers(0, 99),
    drop=st.none() | st.integers(0, 900),
)
def test_every_bucket_holds_the_true_extremes(lengths, pixels, part, seed, drop):
    draw = np.random.default_rng(seed)
    trace, values = Trace(), np.empty((0, 1), np.float32)
    for length in lengths:
        new = draw.normal(size=(length, 1)).astype(np.float32)
        trace.append(rows(np.arange(len(values), len(values) + length), new))
        values = np.concatenate([values, new])
    if drop is not None and drop < len(values):
        new = draw.normal(size=(40, 1)).astype(np.float32)
        trace.append(rows(np.arange(drop, drop + 40), new, restart=max(drop - 1, 0)))
        values = np.concatenate([values[:drop], new])
    bounds = sorted(p * len(values) for p in part)
    envelope = trace.columns("loss", pixels=pixels, range=(bounds[0], bounds[1]))
    ends = [*envelope.x[1:], None]
    assert len(envelope.x) <= pixels + 1
    for start, end, low, high in zip(envelope.x, ends, envelope.low, envelope.high, strict=True):
        last = min(int(np.searchsorted(np.arange(len(values)), bounds[1])) + 1, len(values))
        inside = values[start : end if end is not None else max(last, start + 1)]
        assert low[0] == inside.min()
        assert high[0] == inside.max()


def test_drawing_a_long_curve_gives_few_points():
    trace = Trace()
    for start in range(0, 100_000, 5000):
        trace.append(rows(np.arange(start, start + 5000), np.ones(5000)))
    assert len(trace.columns("loss", pixels=300).x) <= 300


@pytest.mark.parametrize("columns", [1, 3])
def test_a_curve_without_end_takes_little_room(monkeypatch, columns):
    monkeypatch.setattr("playground.runtime.series.MOST", 4000)
    draw = np.random.default_rng(0)
    trace, every = Trace(), []
    for start in range(0, 100_000, 777):
        every.append(draw.normal(size=(777, columns)).astype(np.float32))
        every[-1][100, 0] = np.nan
        trace.append(rows(np.arange(start, start + 777), every[-1]))
    values, series = np.concatenate(every), trace.series["loss"]
    assert series.count * series.columns <= 4000
    assert trace.last_step == len(values) - 1
    assert np.all(np.diff(series.steps) > 0)
    whole = trace.columns("loss", pixels=1)
    assert whole.low.min(axis=0)[0] == np.nanmin(values[:, 0])
    assert whole.high.max(axis=0)[0] == np.nanmax(values[:, 0])
    fine = trace.columns("loss", pixels=10_000)
    ends = np.append(fine.x[1:], len(values))
    for start, end, low in zip(fine.x, ends, fine.low[:, 0], strict=True):
        np.testing.assert_equal(low, np.fmin.reduce(values[start:end, 0]))


def test_a_spike_stays_visible():
    values = np.ones(50_000)
    values[31_415] = 9.0
    trace = Trace()
    trace.append(rows(np.arange(50_000), values))
    _, y = trace.columns("loss", pixels=200).line(0)
    assert y.max() == 9.0


def test_a_restart_forgets_what_no_longer_holds():
    trace = Trace()
    trace.append(rows(np.arange(10), np.arange(10.0), test_loss=np.arange(10.0)))
    trace.append(rows([6, 7], [50.0, 60.0], restart=5, test_loss=[50.0, 60.0]))
    assert trace.last_step == 7
    assert trace.columns("loss").low[:, 0].tolist() == [0, 1, 2, 3, 4, 5, 50, 60]
    trace.append(rows([0], [7.0], restart=0))
    assert trace.names == ("loss",)
    assert trace.columns("loss").low[:, 0].tolist() == [7.0]


def test_several_members_have_a_median():
    trace = Trace()
    trace.append(rows([0, 1], [[1.0, 2.0, 9.0], [np.nan, 4.0, 6.0]]))
    assert trace.members == 3
    assert trace.columns("loss", columns=[-1]).low[:, 0].tolist() == [2.0, 5.0]
    assert trace.columns("loss", columns=[0]).low[0, 0] == 1.0


def test_steps_that_diverged_leave_a_gap():
    trace = Trace()
    trace.append(rows(np.arange(4), [1.0, np.nan, np.nan, 2.0]))
    low = trace.columns("loss").low[:, 0]
    assert np.isnan(low[1:3]).all()
    assert low[3] == 2.0


def test_the_value_under_the_cursor_is_the_latest_known():
    trace = Trace()
    trace.append(rows([0, 5, 10], [3.0, 2.0, 1.0]))
    assert trace.value_at("loss", 7)[0] == 2.0
    assert trace.value_at("loss", 10)[0] == 1.0
    assert len(trace.value_at("test_loss", 7)) == 0
    assert trace.step_at(6.9) == 5
    assert trace.step_at(1e9) == 10


@pytest.mark.parametrize(
    ("x", "expected"),
    [("steps", [1, 2]), ("examples", [20, 40]), ("epochs", [0.2, 0.4]), ("seconds", [2.0, 4.0])],
)
def test_the_axis_counts_what_is_asked(x, expected):
    trace = Trace(batch=20, rows=100)
    trace.append(rows([1, 2], [1.0, 1.0], seconds=4.0))
    assert trace.columns("loss", x=x).x.tolist() == expected


def test_an_empty_trace_answers():
    trace = Trace()
    assert trace.last_step == -1
    assert len(trace.columns("loss").x) == 0
    assert trace.step_at(3.0) == 0
