"""The bar below: the timeline, how many problems there are, and what was just done."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from playground.ui.fleeting import Fleeting
from playground.ui.icons import icon
from playground.ui.labels import push
from playground.ui.problems import SIGNS
from playground.ui.theme import px, themes
from playground.ui.timeline import Timeline


class Footer(QWidget):
    """Timeline and problem count.

    Attributes
    ----------
    told
        Says over them what was just done.

    Signals
    -------
    problems_wanted()
        The person wants to see the problems.
    """

    problems_wanted = Signal()

    def __init__(self, bridge: Any) -> None:
        super().__init__()
        self._bridge = bridge
        self.timeline = Timeline(bridge)
        self._button = push("", "Show the problems", flat=True)
        self._button.clicked.connect(self.problems_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(8))
        row.addWidget(self.timeline, 1)
        row.addWidget(self._button)
        self.told = Fleeting(self)
        bridge.problems_changed.connect(self._show)
        themes().changed.connect(self._show)
        self._show()

    def _show(self, _what: object = None) -> None:
        problems = self._bridge.problems
        worst = min((p.severity for p in problems), default="warning")
        what = "hint" if worst == "hint" else "problem"
        words = f"1 {what}" if len(problems) == 1 else f"{len(problems)} {what}s"
        self._button.setText(words)
        self._button.setAccessibleName(words)
        self._button.setIcon(icon(*SIGNS[worst]))
        self._button.setVisible(bool(problems))
