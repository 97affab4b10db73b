"""The one place that holds the project while it is edited: its value, undo and redo."""

from collections.abc import Hashable
from itertools import count
from typing import NamedTuple

from playground.core.signal import Signal
from playground.document.edits import Edit
from playground.document.project import Project

LIMIT = 1000
"""Undo steps that are kept."""


class _Step(NamedTuple):
    label: str
    before: Project
    after: Project
    merge: Hashable


class Store:
    """Holds a project and the values it had before.

    Parameters
    ----------
    project
        The value to start from; it counts as saved.

    Attributes
    ----------
    changed
        Signal ``(old, new)``, after every change of `value`.
    marked
        Signal ``()``, when `clean` may have changed without a change of value.
    last
        What the last change was, in words.
    """

    def __init__(self, project: Project | None = None) -> None:
        self._value = project if project is not None else Project()
        self._saved = self._value
        self._done: list[_Step] = []
        self._undone: list[_Step] = []
        self._gestures = count()
        self._open = True
        self.last = ""
        self.changed = Signal[[Project, Project]]()
        self.marked = Signal[[]]()

    @property
    def value(self) -> Project:
        """The project as it is now."""
        return self._value

    def apply(self, label: str, edit: Edit, merge: Hashable = None) -> None:
        """Change the project by an edit, as one undo step.

        Parameters
        ----------
        label
            Says what undo takes back, such as ``"Add Dense"``.
        edit
            When it returns an equal project nothing happens.
        merge
            Edits that follow each other with one key, such as those of one drag of a slider,
            become a single step; `settle` ends the gesture.
        """
        old = self._value
        new = edit(old)
        if new is old or new == old:
            return
        self._undone.clear()
        last = self._done[-1] if self._done else None
        if last and self._open and merge is not None and last.merge == merge:
            self._done.pop()
            step = _Step(last.label, last.before, new, merge)
        else:
            step = _Step(label, old, new, merge)
        # A gesture that has come back to where it began must not go on in the one before it.
        self._open = step.before != step.after
        if self._open:
            self._done.append(step)
        del self._done[:-LIMIT]
        self._show(new, label)

    def settle(self) -> None:
        """End a gesture: the next edit is an undo step of its own, whatever its merge key."""
        self._open = False

    def undo(self) -> None:
        """Take the last step back; does nothing when there is none."""
        if self._done:
            step = self._done.pop()
            self._undone.append(step)
            self._open = False
            self._show(step.before, f"Undo: {step.label}")

    def redo(self) -> None:
        """Do the step again that was taken back last; does nothing when there is none."""
        if self._undone:
            step = self._undone.pop()
            self._done.append(step)
            self._open = False
            self._show(step.after, f"Redo: {step.label}")

    @property
    def undo_label(self) -> str | None:
        """Label of the step that `undo` takes back, or None when there is none."""
        return self._done[-1].label if self._done else None

    @property
    def redo_label(self) -> str | None:
        """Label of the step that `redo` does again, or None when there is none."""
        return self._undone[-1].label if self._undone else None

    def can_undo(self) -> bool:
        """Say whether there is a step to take back."""
        return bool(self._done)

    def can_redo(self) -> bool:
        """Say whether there is a step to do again."""
        return bool(self._undone)

    @property
    def clean(self) -> bool:
        """Whether the project equals what was last saved or opened."""
        return self._value is self._saved or self._value == self._saved

    def mark_saved(self, project: Project | None = None) -> None:
        """Remember a project (the present one by default) as what is on disk."""
        self._saved = self._value if project is None else project
        self.marked.emit()

    def replace(self, project: Project, saved: bool = True) -> None:
        """Hold another project, as when a file is opened; the history is cleared.

        Parameters
        ----------
        saved
            Whether it counts as saved; a project recovered after a crash does not.
        """
        self._done.clear()
        self._undone.clear()
        self._open = False
        self.last = ""
        old, self._value = self._value, project
        self._saved = project if saved else Project(title="", seed=-1)
        self.changed.emit(old, project)

    def _show(self, new: Project, label: str) -> None:
        self.last = label
        old, self._value = self._value, new
        self.changed.emit(old, new)
