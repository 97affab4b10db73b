"""What every editor of a setting is: shows a value, and says when the person changes it."""

from typing import Any

import msgspec
from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QWidget

from playground.core.block import summary_of, title_of
from playground.core.settings import Setting
from playground.ui.inspector.undoing import Undoing
from playground.ui.theme import px


class Editor(QWidget):
    """Parent of the editors.

    Signals
    -------
    edited(object)
        The person gave the setting this plain value.
    settled()
        The gesture is over: the next edit is an undo step of its own.
    """

    edited = Signal(object)
    settled = Signal()

    def __init__(self, option: Setting) -> None:
        super().__init__()
        self.option = option
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(px(6))

    def show_value(self, value: Any) -> None:
        """Show a plain value."""
        raise NotImplementedError

    def _name(self, widget: QWidget) -> None:
        widget.setAccessibleName(self.option.title)
        widget.setToolTip(help_of(self.option))
        self.setFocusProxy(widget)


def help_of(option: Setting) -> str:
    """Return the tooltip of a setting: its help, its bounds and when it takes effect."""
    parts = [option.help] if option.help else []
    if option.low is not None and option.high is not None:
        parts.append(f"From {option.low:g} to {option.high:g}.")
    if option.tunable:
        parts.append("Can be changed while it learns.")
    return " ".join(parts)


ACRONYMS = {"and", "or", "pca", "rbf", "xor"}
"""Choices that people write in capitals."""

NAMES = {"k-means++"}
"""Choices that are written as they are."""


def choice_title(choice: Any) -> str:
    """Return a plain value as people read it.

    Examples
    --------
    >>> choice_title("best-first"), choice_title("rbf"), choice_title("k-means++")
    ('Best first', 'RBF', 'k-means++')
    """
    if choice in NAMES:
        return str(choice)
    words = str(choice).replace("-", " ")
    return words.upper() if words in ACRONYMS else words[:1].upper() + words[1:]


class Toggle(Editor):
    """A check box."""

    def __init__(self, option: Setting) -> None:
        super().__init__(option)
        self._box = QCheckBox()
        self._name(self._box)
        self.row.addWidget(self._box)
        self.row.addStretch()
        self._box.clicked.connect(self._click)

    def _click(self, checked: bool) -> None:
        self.edited.emit(checked)
        self.settled.emit()

    def show_value(self, value: Any) -> None:
        """Show a truth value."""
        self._box.setChecked(bool(value))


class CalmCombo(QComboBox):
    """A combo box that leaves the wheel to the page it stands on."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page."""
        event.ignore()


class Choice(Editor):
    """A combo box of plain values, or of choices that have settings of their own."""

    def __init__(self, option: Setting) -> None:
        super().__init__(option)
        self._combo = CalmCombo()
        self._name(self._combo)
        if option.kind == "plugin" and option.optional:
            self._combo.addItem(option.nothing or "Automatic", None)
        for choice in option.choices:
            self._add(choice)
        self.row.addWidget(self._combo)
        self._combo.activated.connect(self._choose)

    def _add(self, choice: Any) -> None:
        if not isinstance(choice, type):
            self._combo.addItem(choice_title(choice), choice)
            return
        self._combo.addItem(title_of(choice), choice.__struct_config__.tag)
        tip = Qt.ItemDataRole.ToolTipRole
        self._combo.setItemData(self._combo.count() - 1, summary_of(choice), tip)

    def _choose(self, index: int) -> None:
        value = self._combo.itemData(index)
        if self.option.kind == "plugin" and value is not None:
            value = {"kind": value}
        self.edited.emit(value)
        self.settled.emit()

    def show_value(self, value: Any) -> None:
        """Show a choice; one with settings is told by its kind."""
        kind = value.get("kind") if isinstance(value, dict) else value
        with QSignalBlocker(self._combo):
            self._combo.setCurrentIndex(self._combo.findData(kind))


class Words(Editor):
    """A line of text."""

    def __init__(self, option: Setting) -> None:
        super().__init__(option)
        self._line = QLineEdit()
        Undoing(self._line)
        self._name(self._line)
        self.row.addWidget(self._line)
        self._line.editingFinished.connect(self._finish)
        self._shown: Any = None

    def _finish(self) -> None:
        value = self._line.text().strip()
        if value != self._shown:
            self.edited.emit(value)
            self.settled.emit()

    def show_value(self, value: Any) -> None:
        """Show a text."""
        self._shown = value
        if not self._line.hasFocus():
            self._line.setText("" if value is None else str(value))
            self._line.setCursorPosition(0)


def default_of(option: Setting) -> Any:
    """Return the plain default of a setting."""
    return None if option.default is msgspec.NODEFAULT else msgspec.to_builtins(option.default)
