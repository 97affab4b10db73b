"""A bridge for panels: real learners, stepped by the test instead of by a worker."""

import pytest
from PySide6.QtCore import QObject, Signal

from playground.document.flow import trace
from playground.document.project import PanelView, Placed, Project, Wire
from playground.document.store import Store
from playground.engine.catalogue import catalogue
from playground.runtime.description import describe
from playground.runtime.messages import Frame, Loaded, Status
from playground.runtime.probing import Probing
from playground.runtime.session import Session
from playground.runtime.trace import Trace
from playground.ui.changes import Change, classify
from playground.ui.focus import Focus
from playground.ui.hands import Hands


class AtOnce:
    """Has whoever asks draw without waiting for a turn."""

    streaming = False

    def ask(self, widget, draw):
        draw()

    def waits(self, widget):
        return False

    def drop(self, widget):
        pass


class Bench(QObject):
    """What panels use of the bridge."""

    frame = Signal(object)
    traced = Signal(str)
    status_changed = Signal(object)
    loaded = Signal(object)
    project_changed = Signal(object, object)
    selection_changed = Signal(object)

    def __init__(self, project):
        super().__init__()
        self.store = Store(project)
        self.focus, self.pacer = Focus(self), AtOnce()
        self.hands = Hands(self, lambda: None)
        self.selection = ()
        self.status = Status(False, {}, {}, 0.0, {})
        self.catalogue = catalogue()
        self.session = Session("cpu")
        self.probing = Probing()
        self.watched = {}
        self.infos = {}
        self.traces = {}
        self.flows = trace(project, self.catalogue)
        self.store.changed.connect(self._follow)
        if project.blocks:
            self.load(project)

    def _follow(self, old, new):
        self.flows = trace(new, self.catalogue)
        if classify(old, new, self.catalogue) is Change.TUNE:
            self.session.tune(new)
        self.project_changed.emit(old, new)

    def load(self, project):
        self.session.load(project, fresh=True)
        self.infos = describe(self.session.built)
        self.traces = {id: Trace(info.batch, info.rows) for id, info in self.infos.items()}
        self.loaded.emit(Loaded(self.infos))

    def apply(self, label, edit, merge=None):
        self.store.apply(label, edit, merge)

    def watch(self, owner, requests):
        self.watched[id(owner)] = requests

    def run(self, steps):
        if steps:
            self.session.step(steps)
        for rows in self.session.telemetry.rows():
            self.traces[rows.learner].append(rows)
            self.traced.emit(rows.learner)
        self.pulse()

    def pulse(self):
        self.probing.watch(tuple(r for requests in self.watched.values() for r in requests))
        self.probing.renew()
        snapshots = self.probing.at_rest(self.session, 5.0)
        self.frame.emit(Frame(Status(False, {}, {}, 0.0, {}), (), snapshots))


def small(data="circle", view=(), fits=1, settings=None, **fit):
    blocks = [Placed(f"{data}-1", data, settings or {})]
    wires = []
    for i in range(1, fits + 1):
        blocks += [
            Placed(f"dense-{i}", "dense", {"units": 4, "activation": "tanh"}),
            Placed(f"fit-{i}", "fit", fit),
        ]
        wires += [Wire(f"{data}-1", f"dense-{i}"), Wire(f"dense-{i}", f"fit-{i}")]
    view = tuple(PanelView(name) for name in view)
    return Project(blocks=tuple(blocks), wires=tuple(wires), view=view)


@pytest.fixture
def bench(qtbot):
    made = []

    def make(*args, **kwargs):
        made.append(Bench(small(*args, **kwargs)))
        return made[-1]

    make.empty = lambda: Bench(Project())
    make.of = Bench
    return make
