"""Ctrl+Shift+P: everything the window can do, found by typing a few letters."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QFrame,
    QHeaderView,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from playground.ui.actions import Actions
from playground.ui.fuzzy import score
from playground.ui.theme import px, theme

SHOWN = 60


@dataclass(frozen=True)
class Command:
    """A line of the list: what it says, its key, further words that find it, and what it does."""

    text: str
    key: str
    keywords: str
    act: Callable[[], object]


def commands_of(actions: Actions) -> list[Command]:
    """Return the enabled actions of a registry as commands."""
    native = QKeySequence.SequenceFormat.NativeText
    return [
        Command(
            entry.action.text().replace("&", ""),
            entry.action.shortcut().toString(native),
            entry.keywords,
            entry.action.trigger,
        )
        for _, entry in actions
        if entry.action.isEnabled()
    ]


def best(typed: str, commands: list[Command]) -> list[Command]:
    """Return the commands that fit what is typed, the best first."""
    if not typed.strip():
        return commands[:SHOWN]
    found = []
    for command in commands:
        scores = [score(typed, command.text), score(typed, command.keywords)]
        known = [s - 0.5 * i for i, s in enumerate(scores) if s is not None]
        if known:
            found.append((max(known), command))
    found.sort(key=lambda pair: -pair[0])
    return [command for _, command in found[:SHOWN]]


class CommandPalette(QFrame):
    """A popup over the window: a line to type in and a list.

    Parameters
    ----------
    window
        The window it stands over.
    commands
        What can be chosen.
    """

    def __init__(self, window: QWidget, commands: list[Command]) -> None:
        super().__init__(window, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._commands = commands
        self._found: list[Command] = []
        self.line = QLineEdit()
        self.line.setPlaceholderText("Type what you want to do")
        self.line.setAccessibleName("Search commands")
        self.line.setToolTip("Arrow keys choose, Enter does it, Esc closes")
        self.list = QTreeWidget()
        self.list.setColumnCount(2)
        self.list.setHeaderHidden(True)
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.header().setStretchLastSection(False)
        self.list.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.list.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.list.setAccessibleName("Commands")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(8), px(8), px(8), px(8))
        column.addWidget(self.line)
        column.addWidget(self.list)
        self.line.textChanged.connect(self._search)
        self.line.installEventFilter(self)
        self.list.itemClicked.connect(lambda _item, _column: self._do())
        self._search("")
        width = min(px(520), window.width() - px(40))
        self.resize(width, min(px(380), window.height() - px(80)))
        corner = window.mapToGlobal(window.rect().topLeft())
        self.move(corner.x() + (window.width() - width) // 2, corner.y() + px(60))

    def _search(self, typed: str) -> None:
        self._found = best(typed, self._commands)
        self.list.clear()
        for command in self._found:
            item = QTreeWidgetItem([command.text, command.key])
            item.setForeground(1, theme().color("secondary"))
            item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            item.setSizeHint(0, QSize(0, px(26)))
            self.list.addTopLevelItem(item)
        self._go_to(0)

    def _go_to(self, row: int) -> None:
        item = self.list.topLevelItem(max(0, min(row, self.list.topLevelItemCount() - 1)))
        if item is not None:
            self.list.setCurrentItem(item)

    def _row(self) -> int:
        item = self.list.currentItem()
        return self.list.indexOfTopLevelItem(item) if item is not None else -1

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let arrow keys and Enter of the line work on the list."""
        if event.type() == QEvent.Type.KeyPress:
            key = event.key()
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(key)
            if step:
                self._go_to(self._row() + step)
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._do()
                return True
        return super().eventFilter(watched, event)

    def _do(self) -> None:
        row = self._row()
        self.close()
        if 0 <= row < len(self._found):
            self._found[row].act()
