"""Rows that little can be learned from, in a worker process of its own: words, and it lives on."""

import time

import pytest
from odd_rows import CASES, odd, serve_odd
from patience import PATIENCE
from small_models import another
from test_classical_bad_input import pairs, project

from playground.core.settings import settings_of
from playground.engine.catalogue import catalogue
from playground.runtime import trainer as handle
from playground.runtime.messages import Frame, Load, Loaded, Step, Taken, Trouble

JARGON = ("Error", "error:", "array", "axis", "nan", "NaN", "shape", "None", "index", "dtype",
          "divide", "Traceback", "()", "broadcast")  # fmt: skip


@pytest.fixture(scope="module")
def worker():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(handle, "serve", serve_odd)
        made = handle.Trainer("cpu")
        made.start()
    yield made
    made.close()


@pytest.fixture(autouse=True)
def _nothing_left():
    """Let the one worker of this file live between its tests."""


def told(worker, made, steps=6):
    """Load a project, take steps; returns the trouble, how learners ended, and their steps."""
    worker.send(Load(made))
    worker.send(Step(steps))
    found, ended, end = [], None, time.monotonic() + PATIENCE
    loaded = False
    while ended is None and time.monotonic() < end and worker.alive:
        for message in worker.poll():
            if isinstance(message, Frame):
                worker.send(Taken())
                ended = ended or (reached(message.status, steps) if loaded else None)
            loaded = loaded or (isinstance(message, Loaded) and bool(message.learners))
            if isinstance(message, Trouble):
                found.append(message)
                ended = ({}, {}) if message.kind == "load" else ended
        time.sleep(0.001)
    assert worker.alive, "the worker died"
    assert ended is not None, f"no answer: {found}"
    return found, *ended


def reached(status, steps):
    """Return how learners ended, and their steps, once all that go on have taken so many."""
    going = [s for id, s in status.steps.items() if id not in status.finished]
    if status.playing or not status.steps or not all(s >= steps for s in going):
        return None
    return dict(status.finished), status.steps


def reads_well(text):
    return not any(word in text for word in JARGON)


@pytest.mark.parametrize(("kind", "target"), pairs())
def test_no_rows_end_the_worker(worker, kind, target):
    pid = worker.pid
    for case in CASES:
        made = odd(project(kind, target), case, target)
        troubles, finished, steps = told(worker, made)
        assert worker.alive
        assert worker.pid == pid
        ids = {placed.id for placed in made.blocks}
        for trouble in troubles:
            assert trouble.kind in ("load", "diverged"), f"{case}: {trouble.message}"
            assert trouble.block in ids, f"{case}: {trouble.message}"
            assert reads_well(trouble.message), f"{case}: {trouble.message}"
        assert all(reads_well(text) for text in finished.values()), f"{case}: {finished}"
        assert troubles or "model-1" in steps, case
        if case in ("missing numbers", "one row"):
            assert [t.kind for t in troubles] == ["load"], case


@pytest.mark.parametrize("typed", ["", "abs(", "foo(a)", "a - b", "1 / (a - b)", "x.y", "7",
                                   "__import__('os')", "(" * 300])  # fmt: skip
def test_a_metric_that_is_none_is_told_at_the_block(worker, typed):
    settings = {"metric": "expression", "expression": typed}
    made = odd(project("nearest-neighbours", "class", settings), "constant feature", "class")
    (trouble,), _, _ = told(worker, made)
    assert trouble.block == "model-1"
    assert "expression" in trouble.message
    assert reads_well(trouble.message)
    assert worker.alive


@pytest.mark.long
@pytest.mark.parametrize(("kind", "target"), pairs())
def test_every_other_setting_meets_them_too(worker, kind, target):
    cls = catalogue()[kind]
    for option in settings_of(cls):
        values = option.choices if option.kind == "choice" else (
            another(option, getattr(cls(), option.name)),)  # fmt: skip
        for value in values:
            if value is None or value == "expression":
                continue
            for case in ("two rows", "nothing varies", "200 features"):
                made = odd(project(kind, target, {option.name: value}), case, target)
                troubles, _, _ = told(worker, made, steps=3)
                where = f"{option.name} = {value}, {case}: {troubles}"
                assert all(t.block and reads_well(t.message) for t in troubles), where
