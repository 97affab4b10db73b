"""A dialog of cards under a head, as many in a row as there is room for."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from playground.ui.card import Card
from playground.ui.labels import label
from playground.ui.theme import px

WIDTH = 184
"""About how wide a card is, in units of the interface."""


class CardSheet(QDialog):
    """Cards to choose one of, in groups; choosing closes it.

    Parameters
    ----------
    parent
        The window it stands over and does not outgrow.
    title
        What it is called.
    size
        How large it would be, in units of the interface.
    tools
        What stands at the right of its head.

    Signals
    -------
    chosen(object)
        Open what the card stands for.
    """

    chosen = Signal(object)

    def __init__(
        self, parent: QWidget, title: str, size: tuple[int, int], tools: Sequence[QWidget]
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        width, height = (px(side) for side in size)
        self.resize(min(width, parent.width() - px(40)), min(height, parent.height() - px(40)))
        self._groups: dict[str, list[Card]] = {}
        self._columns, self._nothing = 0, ""
        head = QHBoxLayout()
        head.addWidget(label(title, "title"))
        head.addStretch()
        for tool in tools:
            head.addWidget(tool)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(20), px(16), px(12), px(12))
        column.setSpacing(px(10))
        column.addLayout(head)
        column.addWidget(self._area, 1)

    @property
    def cards(self) -> list[Any]:
        """The cards that are shown, in order."""
        return [card for group in self._groups.values() for card in group]

    def show_cards(self, groups: Mapping[str, Sequence[Card]], nothing: str) -> None:
        """Show these cards and no others; those that go are kept, to be shown again.

        Parameters
        ----------
        groups
            Cards by the title over them, which may be "".
        nothing
            Words for where there are none.
        """
        self._groups = {title: list(cards) for title, cards in groups.items() if cards}
        self._nothing = nothing
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put as many cards in a row as there is room for."""
        super().resizeEvent(event)
        if self._columns != self._room():
            self._arrange()

    def choose(self, what: object) -> None:
        """Close, and have it opened."""
        self.accept()
        self.chosen.emit(what)

    def _room(self) -> int:
        return max(2, (self.width() - px(32)) // px(WIDTH))

    def _arrange(self) -> None:
        self._columns = self._room()
        for card in self._area.findChildren(Card):
            card.setParent(self)
            card.hide()
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, px(8), 0)
        column.setSpacing(px(8))
        for title, cards in self._groups.items():
            if title:
                column.addWidget(label(title.upper(), "section"))
            column.addLayout(_in_rows(cards, self._columns))
        if not self._groups:
            column.addWidget(label(self._nothing, "secondary"))
        column.addStretch(1)
        self._area.setWidget(body)


def _in_rows(cards: Sequence[Card], columns: int) -> QGridLayout:
    """Return a grid that shows cards, all of one width."""
    grid = QGridLayout()
    grid.setSpacing(px(12))
    for place, card in enumerate(cards):
        grid.addWidget(card, place // columns, place % columns)
        card.show()
    for column in range(columns):
        grid.setColumnStretch(column, 1)
        grid.setColumnMinimumWidth(column, px(120))
    return grid
