"""A small switch between a few views, all of its choices in sight."""

from collections.abc import Mapping

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QToolButton, QWidget

from playground.ui.theme import px


class Segment(QToolButton):
    """A choice that is as wide as its word, and never narrower."""

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the room for the word, with little around it: headers are narrow."""
        wide = self.fontMetrics().horizontalAdvance(self.text()) + px(15)
        return QSize(wide, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the same: a word that is cut says nothing, names beside it give way."""
        return self.sizeHint()


class Segments(QWidget):
    """Buttons side by side of which one is on.

    Parameters
    ----------
    choices
        What the buttons say, by value.
    what
        What is switched, for tooltips and screen readers.

    Signals
    -------
    chosen(str)
        The person switched to this value.
    """

    chosen = Signal(str)

    def __init__(self, choices: Mapping[str, str], what: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._buttons: dict[str, Segment] = {}
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for value, text in choices.items():
            button = Segment(self)
            button.setText(text)
            button.setCheckable(True)
            button.setAccessibleName(f"{what}: {text}")
            button.setToolTip(f"{what}: {text}")
            button.clicked.connect(lambda _=False, value=value: self.chosen.emit(value))
            self._group.addButton(button)
            self._buttons[value] = button
            row.addWidget(button)

    def show_choice(self, value: str) -> None:
        """Mark the button of a value."""
        self._buttons[value].setChecked(True)

    def rename(self, value: str, text: str) -> None:
        """Let a button say something else."""
        self._buttons[value].setText(text)
