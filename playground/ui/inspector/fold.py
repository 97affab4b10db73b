"""A section of the inspector that folds away."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from playground.ui.icons import icon
from playground.ui.labels import restyle
from playground.ui.theme import px, themes

_unfolded: set[str] = set()
"""Titles of sections that the person has opened; they stay so from block to block."""


class Fold(QWidget):
    """A title that opens and closes what stands under it."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self._title = title
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

    def _toggle(self) -> None:
        _unfolded.symmetric_difference_update({self._title})
        self._show()

    def _show(self, _theme: object = None) -> None:
        is_open = self._title in _unfolded
        self._head.setIcon(icon("chevron-down" if is_open else "chevron-right"))
        self._head.setToolTip(f"{'Fold' if is_open else 'Open'} {self._title}")
        self.body.setVisible(is_open)
