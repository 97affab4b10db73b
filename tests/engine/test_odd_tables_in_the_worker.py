"""Tables that little can be found in, in a worker process: words, and it lives on."""

import time

import numpy as np
import pytest
from odd_tables import FRONTS, MODELS, ROWS, TARGETS, odd, reads_well, serve_odd
from patience import PATIENCE

from playground.document.check import check
from playground.engine.catalogue import catalogue
from playground.runtime import trainer as handle
from playground.runtime.messages import (
    Frame,
    Jump,
    Load,
    Loaded,
    Request,
    Seek,
    Step,
    Taken,
    Trouble,
    Watch,
)


class Person:
    """Somebody at the window of one worker: opens, steps, looks back, and reads what is said."""

    def __init__(self):
        self.worker = handle.Trainer("cpu")
        self.worker.start()
        self.pid = self.worker.pid
        self.unread, self.said, self.finished, self.metrics = [], [], {}, {}
        self.steps, self.seen, self.looked, self.requests = {}, {}, False, ()

    def opens(self, project):
        """Open a project; returns the sentence with which it is refused, or None."""
        self.requests = tuple(
            Request(probe, p.id, size=(8, 8)) for p in project.blocks
            for probe in getattr(catalogue()[p.kind], "shows", ())
        )  # fmt: skip
        self.said, self.metrics = [], {}
        self.worker.history.clear()
        self.worker.send(Watch(()))
        self.worker.send(Load(project, fresh=True))
        answer = self._until(lambda m: (isinstance(m, Loaded) and m.learners)
                             or (isinstance(m, Trouble) and m.kind == "load"))  # fmt: skip
        return answer if isinstance(answer, Trouble) else None

    def steps_on(self, count):
        """Step, and return every picture of where learners stand then."""
        self.worker.send(Step(count))
        return self._pictures()

    def looks_back(self, to):
        """Go back to a step, and return every picture of it."""
        history = self.worker.history
        found = history.nearest(to)
        self.worker.send(Seek(found.states, to, None, history.apart(to, found, self.steps)))
        return self._pictures()

    def _pictures(self):
        # What comes after the answer to a jump to nowhere was sent after what was asked before.
        self.worker.send(Watch(()))
        self.worker.send(Jump("nowhere", (), 0.0, 0.0))
        self._until(lambda m: isinstance(m, Trouble) and m.kind == "past")
        self.said.pop()
        self.seen, self.looked = {}, False
        self.worker.send(Watch(self.requests))
        self._until(lambda m: self.looked and self._complete())
        return self.steps, {
            request: {name: a for name, a in snapshot.arrays.items() if name != "window"}
            for request, snapshot in self.seen.items()
        }

    def _complete(self):
        failed = {t.block for t in self.said if t.kind == "probe"}
        return all(request in self.seen or request.learner in failed for request in self.requests)

    def _until(self, done):
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and self.worker.alive:
            self.unread += self.worker.poll()
            while self.unread:
                message = self.unread.pop(0)
                self._hears(message)
                if done(message):
                    return message
            time.sleep(0.0005)
        assert self.worker.alive, "the worker died"
        raise AssertionError(f"no answer: {self.said}")

    def _hears(self, message):
        if isinstance(message, Trouble):
            self.said.append(message)
        if isinstance(message, Frame):
            self.worker.send(Taken())
            self.looked = True
            self.steps, self.finished = message.status.steps, message.status.finished
            self.seen |= {snapshot.request: snapshot for snapshot in message.snapshots}
            for rows in message.rows:
                self.metrics.setdefault(rows.learner, {}).update(rows.metrics)


@pytest.fixture(scope="module")
def person():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(handle, "serve", serve_odd)
        somebody = Person()
    yield somebody
    somebody.worker.close()


@pytest.fixture(autouse=True)
def _nothing_left():
    """Let the one worker of this file live between its tests."""


def borne(person, case, target, front, settings=None):
    """Open all models behind a table, without those that are refused in words; return these."""
    wanted = {kind: dict((settings or {}).get(kind, {})) for kind in MODELS}
    refused = {}
    while wanted:
        trouble = person.opens(odd(case, target, front, wanted))
        if trouble is None:
            break
        assert reads_well(trouble.message), trouble
        if trouble.block in ("data", "front"):
            return dict.fromkeys(wanted, trouble.message), {}
        refused[trouble.block] = trouble.message
        del wanted[trouble.block]
    return refused, wanted


def check_what_is_said(person, models):
    """Check that the worker lives, that sentences read well, and that metrics are told."""
    assert person.worker.alive
    assert person.worker.pid == person.pid
    for trouble in person.said:
        assert trouble.kind in ("load", "diverged"), trouble
        assert trouble.block in models, trouble
        assert reads_well(trouble.message), trouble
    for id, text in person.finished.items():
        assert reads_well(text), (id, text)
    for id, metrics in person.metrics.items():
        ended = person.finished.get(id, "")
        for name, values in metrics.items():
            assert ended or not np.isinf(values).any(), (id, name, values)


def same(one, other):
    return one.keys() == other.keys() and all(
        a.keys() == other[request].keys()
        and all(np.array_equal(v, other[request][k], equal_nan=v.dtype.kind == "f")
                for k, v in a.items())
        for request, a in one.items()
    )  # fmt: skip


def live_through(person, case, target, front, settings=None):
    """Open, step, look back and go on; everything that is shown comes back."""
    refused, models = borne(person, case, target, front, settings)
    if not models:
        return refused
    person.said = []
    early = person.steps_on(3)
    late = person.steps_on(4)
    for to, (steps, pictures) in ((3, early), (7, late), (3, early)):
        there, shown = person.looks_back(to)
        assert there == steps
        assert same(shown, pictures), to
    steps, pictures = person.steps_on(4)
    assert steps == late[0]
    assert same(pictures, late[1])
    check_what_is_said(person, models)
    return refused


@pytest.mark.parametrize("case", ROWS)
def test_any_table_is_borne_and_looked_back_at(person, case):
    live_through(person, case, "class", "")


ASKED = {
    "too many centroids": ("three rows", "k-means", {"k": 40}, "lower Centroids"),
    "too many components": ("three rows", "gaussian-mixture", {"components": 40}, "lower"),
    "more clusters than rows": ("three rows", "agglomerative", {"clusters": 40}, ""),
    "more splits than rows": ("three rows", "bisecting", {"clusters": 40}, ""),
    "more neighbours than rows": ("three rows", "t-sne", {"perplexity": 40.0}, ""),
    "a tiny epsilon": ("plain", "dbscan", {"epsilon": 1e-9}, "raise epsilon"),
    "an epsilon beyond all": ("plain", "dbscan", {"epsilon": 1e6}, "one cluster"),
    "one feature": ("one feature", "matrix", {"of": "data"}, "two features"),
    "no spread": ("all equal", "matrix", {"of": "data"}, "A x = 0"),
    "a singular matrix": ("plain", "matrix", {"of": "entries", "entries": [1.0, 2.0, 2.0, 4.0]},
                          "A x = 5 x"),
    "no axis": ("all equal", "principal-components", {}, "all rows are alike"),
}  # fmt: skip


@pytest.mark.parametrize("asked", ASKED)
def test_what_cannot_be_had_is_told_at_the_block(person, asked):
    case, kind, settings, words = ASKED[asked]
    trouble = person.opens(odd(case, "none", "", {kind: settings}))
    if trouble is None:
        person.steps_on(3000)
        told = person.finished[kind]
        check_what_is_said(person, {kind})
    else:
        told = trouble.message
        assert trouble.block == kind
    assert words in told
    assert reads_well(told)


REFUSED = [("dbscan", {"epsilon": 0.0}), ("dbscan", {"epsilon": float("inf")}),
           ("k-means", {"k": 0}), ("t-sne", {"perplexity": float("inf")}),
           ("matrix", {"entries": [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]})]  # fmt: skip


@pytest.mark.parametrize(("kind", "settings"), REFUSED)
def test_what_no_block_can_be_set_to_is_a_problem_at_it(person, kind, settings):
    project, (name,) = odd("plain", "none", "", {kind: settings}), settings
    (problem,) = check(project, catalogue())
    trouble = person.opens(project)
    assert problem.severity == "error"
    for block, message in ((problem.block, problem.message), (trouble.block, trouble.message)):
        assert block == kind
        assert name in message
        assert reads_well(message)


@pytest.mark.parametrize("covariance", ["full", "tied", "diagonal", "spherical"])
def test_components_without_width_are_held_up_and_that_is_said(person, covariance):
    settings = {"components": 3, "covariance": covariance}
    assert person.opens(odd("few places", "none", "", {"gaussian-mixture": settings})) is None
    _, pictures = person.steps_on(3000)
    (told,) = (p for r, p in pictures.items() if r.probe == "mixture")
    assert np.isfinite(told["points"]).all()
    check_what_is_said(person, {"gaussian-mixture"})
    assert "regularisation" in str(told["note"])
    assert reads_well(str(told["note"]))


@pytest.mark.long
@pytest.mark.parametrize("front", FRONTS)
@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("case", ROWS)
def test_any_table_is_borne_behind_every_front(person, case, target, front):
    live_through(person, case, target, front)
