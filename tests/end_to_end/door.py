"""Runs the program as its command does, and says on request where things are in its window.

Requests are lines of JSON on standard input, ``[name, arguments...]``; each is answered by a line
on standard output. The door only looks: every act comes through the X server.
"""

import json
import os
import sys
from operator import attrgetter

from PySide6.QtCore import QObject, QPoint, QPointF, QSocketNotifier

from playground.cli import main
from playground.ui import app
from playground.ui.palette import KIND


class Door(QObject):
    def __init__(self, window):
        super().__init__(window)
        self.window = window
        self.heard = b""
        self.notifier = QSocketNotifier(0, QSocketNotifier.Type.Read, self)
        self.notifier.activated.connect(self.answer)

    def answer(self):
        self.heard += os.read(0, 65536)
        *lines, self.heard = self.heard.split(b"\n")
        for line in lines:
            name, *arguments = json.loads(line)
            told = getattr(self, f"tell_{name}")(*arguments)
            print(json.dumps(told), flush=True)

    def tell_state(self):
        window, bridge = self.window, self.window.bridge
        trace = next(iter(bridge.traces.values()), None)
        series = trace.series.get("train_loss") if trace else None
        losses = [] if series is None else trace.value_at("train_loss", trace.last_step).tolist()
        return {
            "active": window.isActiveWindow(),
            "blocks": [placed.id for placed in bridge.store.value.blocks],
            "wires": [[wire.source, wire.target] for wire in bridge.store.value.wires],
            "speed": bridge.store.value.speed,
            "learners": list(bridge.infos),
            "playing": bridge.status.playing,
            "step": max(bridge.status.steps.values(), default=0),
            "loss": losses[-1] if losses else None,
            "banner": window.banner.text,
            "worker": bridge.trainer.pid,
        }

    def tell_row(self, kind):
        """Return the middle of a block's row in the palette, or None while it is out of sight."""
        tree = self.window.palette_.tree
        tops = [tree.topLevelItem(i) for i in range(tree.topLevelItemCount())]
        rows = [top.child(i) for top in tops for i in range(top.childCount())]
        row = next(row for row in rows if row.data(0, KIND) == kind)
        area = tree.visualItemRect(row)
        seen = area.isValid() and tree.viewport().rect().contains(area)
        return spot(tree.viewport(), area.center()) if seen else None

    def tell_canvas(self, across, down):
        """Return a place of the canvas, in shares of its width and height."""
        view = self.window.canvas.viewport()
        return spot(view, QPoint(int(view.width() * across), int(view.height() * down)))

    def tell_port(self, id, output):
        view = self.window.canvas
        port = view.scene().port(id, "", output)
        at = port.point(QPointF(view.scene().item(id).pos()))
        return spot(view.viewport(), view.mapFromScene(at))

    def tell_area(self, path):
        """Return left, top, width and height of a part of the window on the screen."""
        part = attrgetter(path)(self.window)
        return [*spot(part, QPoint(0, 0)), part.width(), part.height()]

    def tell_panel(self, name):
        body = self.window.panels.panel(name).body
        return [*spot(body, QPoint(0, 0)), body.width(), body.height()]


def spot(widget, point):
    at = widget.mapToGlobal(point)
    return [at.x(), at.y()]


def open_door():
    build = app.build

    def built(*arguments, **keywords):
        window = build(*arguments, **keywords)
        window.door = Door(window)
        return window

    app.build = built


if __name__ == "__main__":
    open_door()
    raise SystemExit(main(sys.argv[1:]))
