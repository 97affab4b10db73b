"""A small switch between a few views, all of its choices in sight."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QToolButton, QWidget


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
        self._buttons: dict[str, QToolButton] = {}
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for value, text in choices.items():
            button = QToolButton(self)
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
