"""A section of the inspector that folds away."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from playground.ui.icons import icon
from playground.ui.labels import restyle
from playground.ui.theme import px, themes

_unfolded: set[str] = set()
"""Titles of sections that the person has opened; they stay so from block to block."""
_folded: set[str] = set()
"""Titles of sections that the person has closed although something is set in them."""


class Fold(QWidget):
    """A title that opens and closes what stands under it.

    Parameters
    ----------
    used
        Whether something in it is other than it is by itself: then it begins open.
    """

    def __init__(self, title: str, used: bool = False) -> None:
        super().__init__()
        self._title, self._used = title, used
        self._head = QPushButton(title)
        self._head.setAccessibleName(f"Section {title}")
        self._head.setStyleSheet("text-align: left; padding-left: 0;")
        self._head.setCursor(Qt.CursorShape.PointingHandCursor)
        restyle(self._head, flat=True)
        self.body = QWidget()
        self.rows = QVBoxLayout(self.body)
        self.rows.setContentsMargins(px(8), 0, 0, 0)
        self.rows.setSpacing(px(6))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(4))
        column.addWidget(self._head)
        column.addWidget(self.body)
        self._head.clicked.connect(self._toggle)
        themes().changed.connect(self._show)
        self._show()

    @property
    def is_open(self) -> bool:
        """Whether its rows are seen."""
        return self._title in _unfolded or (self._used and self._title not in _folded)

    def _toggle(self) -> None:
        now, before = (_folded, _unfolded) if self.is_open else (_unfolded, _folded)
        now.add(self._title)
        before.discard(self._title)
        self._show()

    def _show(self, _theme: object = None) -> None:
        is_open = self.is_open
        self._head.setIcon(icon("chevron-down" if is_open else "chevron-right"))
        self._head.setToolTip(f"{'Fold' if is_open else 'Open'} {self._title}")
        self.body.setVisible(is_open)
