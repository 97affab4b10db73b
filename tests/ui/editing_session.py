"""Edits a project in a real window for as long as it is let, and says on standard output what.

Arguments: the project's file and a seed. A line ``next SUM`` comes before an edit takes effect,
``done SUM`` after it; the first line names the worker's process.
"""

import hashlib
import os
import random
import sys
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from playground.document.edits import move, set_seed, set_setting, set_title
from playground.document.store import Store
from playground.document.text import dumps
from playground.ui.app import application, build


def summed(project):
    return hashlib.sha256(dumps(project).encode()).hexdigest()[:16]


def say(*words):
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


def tell_of_edits():
    """Have every change of the project told before and after everybody has taken note of it."""
    show = Store._show

    def told(store, new, label):
        say("next", summed(new))
        show(store, new, label)
        say("done", summed(new))

    Store._show = told


class Session:
    """One person, at random."""

    def __init__(self, window, seed):
        self.window, self.random = window, random.Random(seed)
        self.acts = [self.add, self.drag, self.tune, self.units, self.keys, self.undo, self.redo,
                     self.seed, self.title, self.play]  # fmt: skip

    def act(self):
        self.random.choice(self.acts)()
        if self.random.random() < 0.1:
            self.window.documents.save()

    def some(self, kinds=("circle", "dense", "fit")):
        blocks = self.window.bridge.store.value.blocks
        fitting = [placed.id for placed in blocks if placed.kind in kinds]
        return self.random.choice(fitting) if fitting else ""

    def set(self, kind, name, value):
        id, bridge = self.some((kind,)), self.window.bridge
        if id:
            bridge.apply(name, set_setting(id, name, value, bridge.catalogue), merge=(id, name))

    def add(self):
        if len(self.window.bridge.store.value.blocks) < 12:
            self.window.add_block(self.random.choice(("dense", "dropout", "fit")))

    def drag(self):
        id = self.some()
        for _ in range(5):
            at = (self.random.uniform(-99, 999), self.random.uniform(-99, 999))
            if id:
                self.window.bridge.apply("Move", move({id: at}), merge=("drag", id))
        self.window.bridge.store.settle()

    def tune(self):
        self.set("fit", "rate", self.random.uniform(1e-4, 1e-2))

    def units(self):
        self.set("dense", "units", self.random.randint(1, 9))

    def keys(self):
        keys = (Qt.Key.Key_Left, Qt.Key.Key_Down, Qt.Key.Key_Delete)
        id = self.some(("dense", "dropout"))
        if id:
            self.window.show_block(id)
            QTest.keyClick(self.window.canvas.viewport(), self.random.choice(keys))

    def undo(self):
        self.window.actions_["undo"].trigger()

    def redo(self):
        self.window.actions_["redo"].trigger()

    def seed(self):
        self.window.bridge.apply("Seed", set_seed(self.random.randint(0, 99)))

    def title(self):
        self.window.bridge.apply("Title", set_title(f"Title {self.random.random()}"))

    def play(self):
        self.window.actions_["play"].trigger()


def main():
    path, seed = Path(sys.argv[1]), int(sys.argv[2])
    app = application()
    window = build(remember=False)
    window.show()
    window.documents.open(path)
    app.processEvents()
    tell_of_edits()
    say("worker", window.bridge.trainer.pid)
    session = Session(window, seed)
    while True:
        session.act()
        app.processEvents()


if __name__ == "__main__":
    main()
