"""Benchmarks on a tiny budget: what they return and print, not how fast anything is."""

import importlib
import json
import math
import sys

import pytest

from playground.bench import (
    canvas,
    classical,
    clustering,
    frame,
    start,
    step,
    surface,
    tables,
    warp,
)
from playground.bench.row import Row, compared
from playground.bench.run import workloads
from playground.cli import main

KEYS = {"workload", "ours_us", "peer", "peer_us", "ratio"}


@pytest.fixture
def brief(monkeypatch):
    """Make every group of workloads short; returns what runs each of them."""
    frames = importlib.import_module("playground.ui.canvas.frames")
    monkeypatch.setattr(step, "STEPS", 8)
    monkeypatch.setattr(frames, "FRAMES", 2)
    moments = importlib.import_module("playground.ui.plots.warp.frames")
    monkeypatch.setattr(moments, "FRAMES", 2)
    clouds = clustering.clouds
    monkeypatch.setattr(clustering, "clouds", lambda rows, *what: clouds(rows // 10, *what))
    monkeypatch.setattr(canvas, "big_project", lambda big=canvas.big_project: big(40, 50))
    return {
        "canvas": canvas.run,
        "classical": lambda: classical.run(rounds=1),
        "clustering": lambda: clustering.run(rounds=1),
        "frame": lambda: frame.run(seconds=0.5, drop=0.1, steps=100),
        "start": lambda: start.run(rounds=1),
        "step": step.run,
        "surface": lambda: surface.run(rounds=1, seconds=1.0),
        "tables": lambda: tables.run(rounds=1, rows=5000),
        "warp": warp.run,
    }


def positive(value):
    return isinstance(value, float) and math.isfinite(value) and value > 0


GROUPS = [
    "canvas", "classical", "clustering", "frame", "start", "step", "surface", "tables", "warp",
]  # fmt: skip


@pytest.mark.parametrize("name", GROUPS)
def test_every_workload_measures_something(qtbot, brief, name):
    rows = brief[name]()
    assert rows
    for row in rows:
        assert isinstance(row, Row)
        assert name in row.workload
        assert positive(row.ours_us)
        assert (row.peer_us is None) == (row.ratio is None)
        if row.peer_us is not None:
            assert positive(row.peer_us)
            assert row.peer
    assert len({row.workload for row in rows}) == len(rows)


def test_no_group_of_workloads_is_left_out(brief):
    assert set(workloads()) == set(brief)


def test_the_ratio_is_the_peers_time_over_ours():
    row = compared("it", lambda: sum(range(10)), "twice", lambda: sum(range(200_000)), rounds=3)
    assert row.ratio == pytest.approx(row.peer_us / row.ours_us)
    assert row.ratio > 1


def test_units_of_work_in_a_call_divide_its_time():
    def work():
        return sum(range(100_000))

    one = compared("one", work, "none", None, rounds=5)
    many = compared("many", work, "none", None, per_call=1000, rounds=5)
    assert many.ours_us < one.ours_us / 10


def test_json_has_the_agreed_keys(brief, capsys):
    assert main(["bench", "step", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [set(row) for row in rows] == [KEYS] * len(rows)
    assert all(positive(row["ours_us"]) for row in rows)


def test_a_missing_peer_is_null(brief, capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, "torch", None)
    assert main(["bench", "step", "--json"]) == 0
    for row in json.loads(capsys.readouterr().out):
        assert row["peer"] == "PyTorch eager, 1 thread"
        assert row["peer_us"] is None
        assert row["ratio"] is None
        assert positive(row["ours_us"])


def test_a_missing_peer_is_named_in_the_table(brief, capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, "torch", None)
    assert main(["bench", "step"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 2
    assert all("PyTorch eager, 1 thread: missing" in line for line in lines)


def test_the_start_is_measured_without_its_peer(brief, monkeypatch):
    monkeypatch.setattr(start, "find_spec", lambda name: None)
    (row,) = brief["start"]()
    assert positive(row.ours_us)
    assert row.peer_us is None
    assert row.ratio is None


def test_an_unknown_name_is_refused(capsys):
    assert main(["bench", "nothing"]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "nothing" in told.err
    assert all(name in told.err for name in workloads())
