"""One row of the inspector: a setting's name, its editor, its problem, and the way back."""

from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from playground.core.settings import Setting
from playground.ui.inspector.editor import Choice, Editor, Toggle, Words, default_of, help_of
from playground.ui.inspector.entry_list import EntryList
from playground.ui.inspector.name_list import NameList
from playground.ui.inspector.number import Number
from playground.ui.inspector.number_list import NumberList
from playground.ui.labels import IconButton, label, restyle
from playground.ui.theme import px

EDITORS: dict[str, type[Editor]] = {
    "int": Number, "float": Number, "bool": Toggle, "choice": Choice, "plugin": Choice,
    "text": Words, "numbers": NumberList, "entries": EntryList,
    "names": NameList,
}  # fmt: skip
BROAD = ("text", "numbers", "entries", "names")
"""Kinds whose editors take the whole width, below the title."""

FIRST_GUESS = {
    "int": 100, "float": 1.0, "text": "", "numbers": [], "entries": [], "names": [], "bool": False,
}  # fmt: skip


class Row(QWidget):
    """A setting as a row.

    Parameters
    ----------
    name
        Dotted name of the setting.

    Signals
    -------
    edited(str, object), reset(str)
        The person changed the setting of this dotted name, or wants its default.
    settled()
        The gesture is over.
    """

    edited = Signal(str, object)
    reset = Signal(str)
    settled = Signal()

    def __init__(self, name: str, option: Setting) -> None:
        super().__init__()
        self.name, self.option = name, option
        self.editor = EDITORS[option.kind](option)
        self._none = self._none_box()
        self._title = label(option.title, "secondary", wrap=True)
        self._title.setToolTip(help_of(option))
        self._title.setBuddy(self.editor)
        self._back = IconButton("reset", f"Back to the default of {option.title}")
        self._back.setProperty("compact", True)
        self._back.setFixedSize(px(20), px(26))
        self._back.setIconSize(QSize(px(14), px(14)))
        self._problem = label("", "error", wrap=True)
        self._problem.hide()
        self._lay_out()
        self.editor.edited.connect(lambda value: self.edited.emit(name, value))
        self.editor.settled.connect(self.settled)
        self._back.clicked.connect(lambda: self.reset.emit(name))

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(px(6))
        grid.setVerticalSpacing(px(2))
        side = self._none or self._title
        grid.addWidget(side, 0, 0, Qt.AlignmentFlag.AlignTop)
        if self.option.kind in BROAD:
            grid.addWidget(self.editor, 1, 0, 1, 3)
        else:
            grid.addWidget(self.editor, 0, 1)
        grid.addWidget(self._back, 0, 2, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self._problem, 2, 0, 1, 3)
        grid.setColumnMinimumWidth(2, px(20))
        grid.setColumnStretch(0, 9)
        grid.setColumnStretch(1, 10)
        self._title.setMinimumHeight(px(26))

    def _none_box(self) -> QCheckBox | None:
        if not self.option.optional or self.option.kind == "plugin":
            return None
        box = QCheckBox(self.option.title)
        box.setToolTip(help_of(self.option))
        box.setMinimumHeight(px(26))
        box.clicked.connect(self._toggle_none)
        return box

    def _toggle_none(self, checked: bool) -> None:
        option = self.option
        guess = option.default if option.default is not None else FIRST_GUESS[option.kind]
        if option.kind in ("int", "float") and option.high is not None:
            guess = min(guess, option.high)
        self.edited.emit(self.name, guess if checked else None)
        self.settled.emit()

    def show_value(self, value: Any, problem: str | None) -> None:
        """Show a plain value, and what is wrong with it."""
        if self._none:
            self._none.setChecked(value is not None)
            self.editor.setVisible(value is not None)
        if value is not None or self.option.kind == "plugin":
            self.editor.show_value(value)
        unchanged = _same(value, default_of(self.option))
        keep = self._back.sizePolicy()
        keep.setRetainSizeWhenHidden(True)
        self._back.setSizePolicy(keep)
        self._back.setVisible(not unchanged)
        self._problem.setText(problem or "")
        self._problem.setVisible(bool(problem))
        field = self.editor.focusProxy()
        if field is not None:
            restyle(field, wrong=bool(problem))


def _same(a: Any, b: Any) -> bool:
    if isinstance(a, dict) and isinstance(b, dict):
        return {**b, **a} == b
    if isinstance(a, list | tuple) and isinstance(b, list | tuple):
        return list(a) == list(b)
    return bool(a == b)
