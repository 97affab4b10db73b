"""The registry of everything the window can do: one table for menus, keys, buttons and search."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from playground.ui.icons import icon
from playground.ui.theme import themes


@dataclass(frozen=True)
class Entry:
    """An action with what only the search and the theme need to know.

    Attributes
    ----------
    keywords
        Further words that find it.
    icon
        Name of its icon, or "".
    """

    action: QAction
    keywords: str
    icon: str


class Actions(QObject):
    """Actions by id, in the order of their making.

    Parameters
    ----------
    window
        Widget in which their keys work.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._entries: dict[str, Entry] = {}
        themes().changed.connect(self._tint)

    def add(
        self,
        id: str,
        text: str,
        act: Callable[[], object],
        keys: str | list[str] | QKeySequence.StandardKey = "",
        icon: str = "",
        keywords: str = "",
        checkable: bool = False,
    ) -> QAction:
        """Make an action.

        Parameters
        ----------
        text
            As menus show it; its first character may be marked by ``&``.
        keys
            Shortcut or shortcuts, the first of which tooltips show.
        """
        action = QAction(text, self._window)
        action.setObjectName(id)
        action.setCheckable(checkable)
        if isinstance(keys, QKeySequence.StandardKey):
            action.setShortcuts(keys)
        elif keys:
            several = keys if isinstance(keys, list) else [keys]
            action.setShortcuts([QKeySequence(one) for one in several])
        action.triggered.connect(lambda _checked=False: act())
        self._window.addAction(action)
        self._entries[id] = Entry(action, keywords, "")
        self.rename(id, text)
        if icon:
            self.reicon(id, icon)
        return action

    def rename(self, id: str, text: str) -> None:
        """Give an action another text, such as what undo would take back."""
        action = self[id]
        action.setText(text)
        plain = text.replace("&", "").rstrip(".")
        key = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        action.setToolTip(f"{plain} ({key})" if key else plain)

    def reicon(self, id: str, name: str) -> None:
        """Give an action another icon."""
        old = self._entries[id]
        self._entries[id] = Entry(old.action, old.keywords, name)
        old.action.setIcon(icon(name))

    def __getitem__(self, id: str) -> QAction:
        return self._entries[id].action

    def __iter__(self) -> Iterator[tuple[str, Entry]]:
        return iter(self._entries.items())

    def _tint(self, _theme: object = None) -> None:
        for entry in self._entries.values():
            if entry.icon:
                entry.action.setIcon(icon(entry.icon))
