"""A small switch between a few views, all of its choices in sight where there is room."""

from collections.abc import Mapping

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QMenu, QToolButton, QWidget

from playground.ui.theme import px


class Segment(QToolButton):
    """A choice that is as wide as its word, and never narrower."""

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the room for the word, with little around it: headers are narrow."""
        high = super().sizeHint().height()  # the first thing that sees to the style's font
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + px(15), high)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the same: a word that is cut says nothing, names beside it give way."""
        return self.sizeHint()


class Segments(QWidget):
    """Buttons side by side of which one is on; folded, one button with a menu of all.

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
        self._what, self._folded = what, Segment(self)
        self._folded.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._folded.setAccessibleName(what)
        self._folded.hide()
        row.addWidget(self._folded)

    @property
    def choice(self) -> str:
        """What the button says that is on, or "" where none is."""
        return next((b.text() for b in self._buttons.values() if b.isChecked()), "")

    @property
    def unfolded(self) -> int:
        """Return the width of all choices side by side."""
        return sum(button.sizeHint().width() for button in self._buttons.values())

    def fold(self, folded: bool) -> None:
        """Show one button with a menu instead of a button for each choice, or the other way."""
        if folded == self._folded.isHidden():
            for button in self._buttons.values():
                button.setHidden(folded)
            self._folded.setHidden(not folded)
            self._show_folded()

    def show_choice(self, value: str) -> None:
        """Mark the button of a value."""
        self._buttons[value].setChecked(True)
        self._show_folded()

    def _show_folded(self) -> None:
        """Write the choice on the button that stands for all, and fill its menu."""
        if self._folded.isHidden():
            return
        menu = self._folded.menu() or QMenu(self)
        menu.clear()
        for value, button in self._buttons.items():
            action = menu.addAction(button.text(), lambda value=value: self.chosen.emit(value))
            action.setCheckable(True)
            action.setChecked(button.isChecked())
            if button.isChecked():
                self._folded.setText(f"{button.text()} ▾")
                self._folded.setToolTip(f"{self._what}: {button.text()}")
        self._folded.setMenu(menu)

    def rename(self, value: str, text: str) -> None:
        """Let a button say something else."""
        self._buttons[value].setText(text)
        self._show_folded()
