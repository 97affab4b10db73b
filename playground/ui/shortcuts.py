"""The sheet of keys and gestures, read from the registry of actions."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from playground.ui.actions import Actions
from playground.ui.labels import figures, label
from playground.ui.theme import px

GESTURES = (
    ("Add a block", "drag it, double-click it, or Tab on the canvas"),
    ("Connect", "drag from port to port"),
    ("Insert", "drop a block on a wire"),
    ("Select several", "drag a frame, or Shift-click"),
    ("Zoom", "wheel"),
    ("Move the canvas", "drag with the middle button"),
    ("Look through a neuron", "point at its thumbnail; a click keeps it"),
    ("Pin it, switch it off, see its weights", "P, O, W over the thumbnail"),
    ("Mark samples", "Shift and drag on a boundary"),
    ("Cancel a gesture", "Esc"),
)


class ShortcutSheet(QDialog):
    """All keys and gestures at a glance."""

    def __init__(self, parent: QWidget, actions: Actions) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keys and gestures")
        native = QKeySequence.SequenceFormat.NativeText
        keys = [
            (entry.action.text().replace("&", ""), entry.action.shortcut().toString(native))
            for _, entry in actions
            if not entry.action.shortcut().isEmpty()
        ]
        room = parent.size() - QSize(px(40), px(40))
        sheet = _widest(keys, room.width() - px(60))
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(sheet)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(px(20), px(16), px(8), px(12))
        outer.setSpacing(px(12))
        outer.addWidget(label("Keys and gestures", "title"))
        outer.addWidget(area)
        self.resize((sheet.sizeHint() + QSize(px(60), px(84))).boundedTo(room))


def _widest(keys: list[tuple[str, str]], room: int) -> QWidget:
    """Return the keys and gestures in as many columns as there is room for."""
    half, gestures = (len(keys) + 1) // 2, list(GESTURES)
    three, two = [keys[:half], keys[half:], gestures], [keys[:half], keys[half:] + gestures]
    sheets = (_sheet(parts) for parts in (three, two, [keys + gestures]))
    for sheet in sheets:
        if sheet.sizeHint().width() <= room:
            break
    return sheet


def _sheet(parts: list[list[tuple[str, str]]]) -> QWidget:
    sheet = QWidget()
    columns = QHBoxLayout(sheet)
    columns.setContentsMargins(0, 0, px(12), 0)
    columns.setSpacing(px(32))
    for part in parts:
        columns.addLayout(_column(part))
    return sheet


def _column(pairs: list[tuple[str, str]]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(px(16))
    grid.setVerticalSpacing(px(5))
    for line, (words, key) in enumerate(pairs):
        grid.addWidget(label(words), line, 0)
        grid.addWidget(figures(key, "secondary"), line, 1)
    grid.setRowStretch(len(pairs), 1)
    return grid
