"""A walk at random through edits, undos, saves, loads and tunings while a real worker learns."""

import multiprocessing
import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox
from stand_in import circle

from playground.core.folders import folder
from playground.document.auto_wire import auto_wire
from playground.document.check import check
from playground.document.clipboard import duplicate
from playground.document.edits import freeze, move, set_seed, set_setting, set_speed, set_title
from playground.document.files import load
from playground.document.journal import recovered
from playground.document.pacing import watchable
from playground.document.store import LIMIT
from playground.document.wiring import connect, disconnect, remove
from playground.engine.catalogue import catalogue
from playground.runtime.messages import Play
from playground.ui.save_dialog import Saving

KINDS = catalogue()
ADDED = ("dense", "dropout", "fit", "batch-norm", "decision-tree", "k-means", "xor", "standardise",
         "logistic-regression", "voting")  # fmt: skip
MOST = 14
"""Blocks, so that a step stays short."""

places = st.tuples(st.integers(-500, 900).map(float), st.integers(-500, 900).map(float))
which = st.integers(0, 10**6)


class Model:
    """What the document should be: the list of all values, and the place in it."""

    def __init__(self, project):
        self.values, self.at, self.key, self.saved = [project], 0, None, project

    @property
    def now(self):
        return self.values[self.at]

    def apply(self, edit, key):
        new = watchable(edit, KINDS)(self.now)
        if new == self.now:
            return
        joined = key is not None and key == self.key and self.at > 0
        if joined:
            self.at -= 1
        del self.values[self.at + 1 :]
        if new != self.now:
            self.values.append(new)
            self.at += 1
        self.values = self.values[-LIMIT - 1 :]
        # A gesture that has come back to where it began leaves no step to go on with.
        self.key = key if self.values[self.at] is new else None

    def undo(self):
        if self.at:
            self.at -= 1
            self.key = None

    def redo(self):
        if self.at < len(self.values) - 1:
            self.at += 1
            self.key = None

    def show(self, project):
        self.__init__(project)


class Walk(RuleBasedStateMachine):
    """One window over its worker."""

    def __init__(self):
        super().__init__()
        from playground.ui.app import build

        self.home = Path(tempfile.mkdtemp())
        self.before = os.environ["PLAYGROUND_HOME"]
        os.environ["PLAYGROUND_HOME"] = str(self.home / "home")
        self.window = build(circle(), remember=False, device="cpu")
        self.window.show()
        self.bridge, self.documents = self.window.bridge, self.window.documents
        self.model = Model(circle())
        self.files = {}

    @initialize()
    def begin(self):
        self.spin(50)

    def spin(self, milliseconds=0):
        QCoreApplication.processEvents()
        if milliseconds:
            QTest.qWait(milliseconds)

    def edit(self, edit, key=None):
        self.bridge.apply("Edit", edit, key)
        self.model.apply(edit, key)
        self.spin()

    def some(self, number):
        blocks = self.model.now.blocks
        return blocks[number % len(blocks)].id if blocks else None

    @precondition(lambda self: len(self.model.now.blocks) < MOST)
    @rule(kind=st.sampled_from(ADDED), number=which)
    def add(self, kind, number):
        self.edit(auto_wire(kind, KINDS, self.some(number)))

    @precondition(lambda self: len(self.model.now.blocks) > 0)
    @rule(number=which)
    def delete(self, number):
        self.edit(remove([self.some(number)], KINDS))

    @precondition(lambda self: 0 < len(self.model.now.blocks) < MOST)
    @rule(number=which)
    def double(self, number):
        self.edit(duplicate([self.some(number)]))

    @precondition(lambda self: len(self.model.now.blocks) > 0)
    @rule(number=which, at=places, times=st.integers(1, 4))
    def drag(self, number, at, times):
        id = self.some(number)
        for i in range(times):
            self.edit(move({id: (at[0] + 10 * i, at[1])}), ("drag", id))
        self.bridge.store.settle()
        self.model.key = None

    @precondition(lambda self: len(self.model.now.blocks) > 1)
    @rule(a=which, b=which)
    def wire(self, a, b):
        self.edit(connect(self.some(a), self.some(b), catalogue=KINDS))

    @precondition(lambda self: len(self.model.now.wires) > 0)
    @rule(number=which)
    def cut(self, number):
        wires = self.model.now.wires
        self.edit(disconnect(wires[number % len(wires)]))

    def of(self, kind):
        return next((p.id for p in self.model.now.blocks if p.kind == kind), None)

    @rule(rate=st.floats(1e-4, 0.1))
    def tune(self, rate):
        id = self.of("fit")
        if id:
            self.edit(set_setting(id, "rate", rate, KINDS), ("rate", id))

    @rule(units=st.integers(1, 12))
    def units(self, units):
        id = self.of("dense")
        if id:
            self.edit(set_setting(id, "units", units, KINDS), ("units", id))

    @rule(odd=st.sampled_from([-1, "x", None, 10**12, [1]]))
    def refused(self, odd):
        id = self.of("dense")
        if id:
            self.edit(set_setting(id, "units", odd, KINDS))

    @precondition(lambda self: len(self.model.now.blocks) > 0)
    @rule(number=which, frozen=st.booleans())
    def freeze(self, number, frozen):
        self.edit(freeze([self.some(number)], frozen))

    @rule(seed=st.integers(0, 5))
    def seed(self, seed):
        self.edit(set_seed(seed))

    @rule(speed=st.none() | st.floats(1, 500))
    def speed(self, speed):
        self.edit(set_speed(speed), "speed")

    @rule(title=st.text(max_size=5))
    def title(self, title):
        self.edit(set_title(title))

    @rule()
    def mend_and_play(self):
        """Take the fixes that are offered, as a person would, so that something learns."""
        for _ in range(6):
            fixes = [p.fix for p in check(self.model.now, KINDS) if p.fix]
            if not fixes:
                break
            self.edit(fixes[0].edit)
        self.bridge.play()
        self.spin(40)

    @rule()
    def undo(self):
        self.window.actions_["undo"].trigger()
        self.model.undo()
        self.spin()

    @rule()
    def redo(self):
        self.window.actions_["redo"].trigger()
        self.model.redo()
        self.spin()

    @rule(until=st.none() | st.integers(1, 200))
    def play(self, until):
        self.bridge.line.go(Play(None, until))

    @rule()
    def pause(self):
        self.bridge.pause()

    @rule()
    def step(self):
        self.bridge.step()

    @rule(part=st.floats(0, 1))
    def seek(self, part):
        self.bridge.seek(int(part * max(self.bridge.status.steps.values(), default=0)))

    @rule(milliseconds=st.integers(1, 120))
    def wait(self, milliseconds):
        self.spin(milliseconds)

    @rule(name=st.sampled_from(["a", "b"]), learned=st.booleans())
    def save(self, name, learned):
        path = self.home / f"{name}.{'zip' if learned else 'json'}"
        assert self.documents.file._write(Saving(path, learned))
        self.files[path], self.model.saved = self.model.now, self.model.now
        assert load(path) == self.model.now

    @precondition(lambda self: self.files)
    @rule(number=which)
    def load(self, number):
        path = list(self.files)[number % len(self.files)]
        self.give_up()
        assert self.documents.open(path)
        self.model.show(self.files[path])
        self.spin()

    def give_up(self):
        """Leave nothing to ask about: no changes, and nothing learned since."""
        self.bridge.store.mark_saved()
        self.documents.file.kept = None

    @rule(number=st.integers(0, 9))
    def kill_the_worker(self, number):
        if number == 0:
            self.bridge.trainer._process.kill()
            self.spin(30)

    @invariant()
    def the_document_is_its_model(self):
        store = self.bridge.store
        assert store.value == self.model.now
        assert store.can_undo() == (self.model.at > 0)
        assert store.can_redo() == (self.model.at < len(self.model.values) - 1)
        assert store.clean == (self.model.now == self.model.saved)
        assert set(self.window.canvas.scene().blocks) == {p.id for p in self.model.now.blocks}

    @invariant()
    def what_is_not_saved_is_kept(self):
        entries = list(folder("journal").glob("journal-*.json"))
        assert bool(entries) != self.bridge.store.clean

    @invariant()
    def there_is_one_worker(self):
        assert len(multiprocessing.active_children()) <= 1

    def teardown(self):
        try:
            self.settles()
        finally:
            self.give_up()
            self.window.close()
            self.window.deleteLater()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            leaves = recovered(folder("journal"))
            os.environ["PLAYGROUND_HOME"] = self.before
            shutil.rmtree(self.home, ignore_errors=True)
        assert not multiprocessing.active_children()
        assert not leaves

    def settles(self):
        """In the end the worker has what the document has, where it makes sense."""
        self.bridge.pause()
        for _ in range(200):
            self.spin(20)
            errors = [p for p in self.bridge.problems if p.severity == "error"]
            families = {p.id: KINDS[p.kind].family for p in self.model.now.blocks}
            learners = {id for id, f in families.items() if f in ("fit", "model", "ensemble")}
            if errors or set(self.bridge.infos) == learners:
                return
        raise AssertionError((set(self.bridge.infos), self.window.banner.text))


@pytest.fixture(autouse=True)
def _no_dialogs(monkeypatch):
    def unasked(*arguments):
        raise AssertionError(arguments[1:])

    for name in ("warning", "question", "critical", "information"):
        monkeypatch.setattr(QMessageBox, name, unasked)
    monkeypatch.setattr(QMessageBox, "exec", unasked)


CI, LONG = (3, 50), (26, 100)


@pytest.mark.parametrize(
    ("walks", "steps"), [pytest.param(*CI, id="ci"), pytest.param(*LONG, marks=pytest.mark.long)]
)
def test_the_document_equals_its_model_at_each_step(qtbot, walks, steps):
    run_state_machine_as_test(
        Walk,
        settings=settings(
            max_examples=walks, stateful_step_count=steps, deadline=None, database=None,
            derandomize=True, suppress_health_check=list(HealthCheck), print_blob=False,
        ),
    )  # fmt: skip
