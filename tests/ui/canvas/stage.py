"""A bridge without a worker, and the projects that the canvas is tried on."""

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from playground.document.check import check
from playground.document.flow import trace
from playground.document.project import Placed, Project, Wire
from playground.document.store import Store
from playground.engine.catalogue import catalogue as kinds
from playground.runtime.messages import Status
from playground.ui.focus import Focus
from playground.ui.hands import Hands


class StageBridge(QObject):
    """What views know of the window's bridge, joined to a store only."""

    frame = Signal(object)
    traced = Signal(str)
    status_changed = Signal(object)
    loaded = Signal(object)
    trouble = Signal(object)
    problems_changed = Signal(object)
    project_changed = Signal(object, object)
    selection_changed = Signal(object)

    def __init__(self, project=None):
        super().__init__()
        self.store = Store(project or Project())
        self.catalogue = kinds()
        self.flows = trace(self.store.value, self.catalogue)
        self.problems = check(self.store.value, self.catalogue)
        self.selection = ()
        self.watched = {}
        self.scores, self.traces = {}, {}
        self.infos = {}
        self.focus = Focus(self)
        self.status = Status(False, {}, {}, 0.0, {})
        self.hands = Hands(self, lambda: None)
        self.quiet = False
        self.store.changed.connect(self._changed)

    def _changed(self, old, new):
        self.flows = trace(new, self.catalogue)
        self.project_changed.emit(old, new)
        if not self.quiet:
            self.problems = check(new, self.catalogue)
            self.problems_changed.emit(self.problems)

    def apply(self, label, edit, merge=None):
        self.store.apply(label, edit, merge)

    def select(self, ids):
        if tuple(ids) != self.selection:
            self.selection = tuple(ids)
            self.selection_changed.emit(self.selection)

    def watch(self, owner, requests):
        self.watched[id(owner)] = requests


def spiral():
    """Return a spiral learned by two layers and a head."""
    return Project(
        title="Spiral",
        blocks=(
            Placed("spiral-1", "spiral", {}, (0.0, 0.0)),
            Placed("dense-1", "dense", {"units": 8, "activation": "tanh"}, (240.0, 0.0)),
            Placed("dense-2", "dense", {"units": 12, "activation": "tanh"}, (480.0, 0.0)),
            Placed("fit-1", "fit", {}, (720.0, 0.0)),
        ),
        wires=(
            Wire("spiral-1", "dense-1"), Wire("dense-1", "dense-2"), Wire("dense-2", "fit-1"),
        ),
    )  # fmt: skip


LEFT, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
PLAIN = Qt.KeyboardModifier.NoModifier


def send(view, kind, at, button=LEFT, buttons=LEFT, keys=PLAIN):
    """Send one mouse event to the view at a point of the scene."""
    spot = QPointF(view.mapFromScene(at))
    glob = QPointF(view.viewport().mapToGlobal(spot.toPoint()))
    QApplication.sendEvent(view.viewport(), QMouseEvent(kind, spot, glob, button, buttons, keys))


def press(view, at, button=LEFT, keys=PLAIN):
    send(view, QEvent.Type.MouseButtonPress, at, button, button, keys)


def move(view, at, button=LEFT, keys=PLAIN):
    send(view, QEvent.Type.MouseMove, at, NONE, button, keys)


def release(view, at, button=LEFT, keys=PLAIN):
    send(view, QEvent.Type.MouseButtonRelease, at, button, NONE, keys)


def click(view, at, keys=PLAIN):
    press(view, at, keys=keys)
    release(view, at, keys=keys)


def drag(view, start, end, keys=PLAIN):
    """Press, move in steps and release, as a hand does."""
    press(view, start, keys=keys)
    for part in (0.1, 0.4, 0.8, 1.0):
        move(view, start + (end - start) * part, keys=keys)
    release(view, end, keys=keys)


def middle(view, id):
    """Return a point on a card that is no port."""
    item = view.scene().item(id)
    return item.pos() + QPointF(70, 14)


def port(view, id, output, name=""):
    """Return the centre of a port in the scene."""
    found = view.scene().port(id, name, output)
    return found.point(view.scene().item(id).pos())
