"""A small button that opens a menu of choices made at that moment."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QToolButton, QWidget


@dataclass(frozen=True)
class Item:
    """A choice of the menu; `checked` is None where it cannot be checked."""

    value: str
    title: str
    tip: str = ""
    checked: bool | None = None


class MenuButton(QToolButton):
    """Opens a menu.

    Parameters
    ----------
    choices
        Returns what the menu offers, each time it opens.

    Signals
    -------
    chosen(str, bool)
        The person chose this value; whether it is checked now.
    """

    chosen = Signal(str, bool)

    def __init__(
        self, text: str, tip: str, choices: Callable[[], Sequence[Item]], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._choices = choices
        self.setText(text)
        self.setToolTip(tip)
        self.setAccessibleName(tip)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self)
        self._menu.setToolTipsVisible(True)
        self._menu.aboutToShow.connect(self.fill)
        self.setMenu(self._menu)

    def fill(self) -> None:
        """Fill the menu with what can be chosen now."""
        self._menu.clear()
        for item in self._choices():
            action = self._menu.addAction(item.title)
            action.setToolTip(item.tip)
            if item.checked is not None:
                action.setCheckable(True)
                action.setChecked(item.checked)
            action.triggered.connect(lambda on, value=item.value: self.chosen.emit(value, on))
