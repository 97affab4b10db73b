"""The list of what is wrong with the project, each with a button that mends it."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from playground.document.problem import Fix, Problem
from playground.ui.labels import IconLabel, label, push
from playground.ui.theme import px, themes

SIGNS = {
    "error": ("error", "error"), "hint": ("info", "accent"), "warning": ("warning", "warning"),
}  # fmt: skip
"""Icon and colour of each kind of problem."""


class ProblemCard(QFrame):
    """One problem.

    Signals
    -------
    chosen(str)
        Show the block of this id.
    fixed(Fix)
        Make this change.
    """

    chosen = Signal(str)
    fixed = Signal(object)

    def __init__(self, problem: Problem) -> None:
        super().__init__()
        self._problem = problem
        self.setProperty("card", True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(f"{problem.severity}: {problem.message}")
        self.setToolTip("Show the block (Enter)")
        row = QHBoxLayout(self)
        row.setContentsMargins(px(8), px(8), px(8), px(8))
        row.setSpacing(px(8))
        mark = IconLabel(*SIGNS[problem.severity])
        row.addWidget(mark, alignment=Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(px(6))
        column.addWidget(label(problem.message, wrap=True))
        if problem.fix:
            button = push(problem.fix.label)
            button.clicked.connect(lambda: self.fixed.emit(problem.fix))
            column.addWidget(button, alignment=Qt.AlignmentFlag.AlignLeft)
        row.addLayout(column, 1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Show the block."""
        self.chosen.emit(self._problem.block or "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Show the block on Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.chosen.emit(self._problem.block or "")
        else:
            super().keyPressEvent(event)


class Problems(QScrollArea):
    """All problems, errors first.

    Signals
    -------
    chosen(str)
        Show the block of this id.
    """

    chosen = Signal(str)

    def __init__(self, bridge: Any) -> None:
        super().__init__()
        self._bridge = bridge
        self._shown: list[tuple[str | None, str]] | None = None
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Problems")
        bridge.problems_changed.connect(self._show)
        themes().changed.connect(self._again)
        self._show(bridge.problems)

    def _again(self, _theme: object = None) -> None:
        self._shown = None
        self._show(self._bridge.problems)

    def _show(self, problems: Sequence[Problem]) -> None:
        told = [(problem.block, problem.message) for problem in problems]
        if told == self._shown:
            return
        self._shown = told
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(px(10), px(8), px(8), px(8))
        column.setSpacing(px(8))
        for problem in problems:
            card = ProblemCard(problem)
            card.chosen.connect(self.chosen)
            card.fixed.connect(self._fix)
            column.addWidget(card)
        if not problems:
            column.addWidget(label("Nothing is wrong.", "secondary"))
        column.addStretch()
        old = self.takeWidget()
        if old is not None:
            old.deleteLater()
        self.setWidget(body)

    def _fix(self, fix: Fix) -> None:
        self._bridge.apply(fix.label, fix.edit)
