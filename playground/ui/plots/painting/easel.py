"""Everything a panel needs for its rows to be painted: button, tools, preview, blank sheet."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from playground.kernels.array import Array
from playground.ui.header_tool import HeaderTool
from playground.ui.plots.decisions.pane import Pane
from playground.ui.plots.painting.draft import Draft
from playground.ui.plots.painting.painter import Painter
from playground.ui.plots.painting.sheet import show_blank, show_draft
from playground.ui.plots.painting.tool_strip import ToolStrip
from playground.ui.plots.painting.tools import BRUSH, LOOK

WORDS = "Paint"
TIP = "Paint points; erase, shake, pull and recolour them while it learns"
SETTING = "paint"
"""Setting of the panel that says whether the tools are shown."""


class Easel(QObject):
    """Adds painting to a panel.

    Parameters
    ----------
    panel
        With a header, a body, and a setting `paint`.
    panes
        Returns the panes that are shown; one that is no `Pane` shows a draft in its own way.

    Attributes
    ----------
    strip
        The tools.
    shelf
        Holds the strip; the panel puts it above its panes.
    button
        Shows and hides them, in the header.
    window
        What was in sight at the first stroke: it stays there, so that no stroke makes the picture
        jump. None where there is no need.
    """

    def __init__(self, panel: Any, panes: Callable[[], Sequence[Any]]) -> None:
        super().__init__(panel)
        self._panel, self._panes = panel, panes
        self._was_blank = False
        self.window: tuple[float, float, float, float] | None = None
        self._of: tuple[object, ...] = ()
        self.shelf = QWidget(panel.body)
        self.shelf.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.strip = ToolStrip(panel, self.shelf)
        row = QHBoxLayout(self.shelf)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.strip)
        self.strip.open(False)
        self.painter = Painter(panel, self.strip, self._show)
        self.painter.began.connect(self._keep_still)
        self.button = HeaderTool(WORDS, TIP, BRUSH.name, panel.header)
        self.button.setCheckable(True)
        self.button.clicked.connect(self._switch)
        panel.header.add_control(self.button)
        panel.bridge.project_changed.connect(self._look_again)

    def adopt(self, pane: Any) -> None:
        """Let a pane be painted in."""
        self.painter.adopt(pane)

    @property
    def blank(self) -> bool:
        """Whether there is nothing but a blank sheet to show."""
        return self.painter.blank

    def refresh(self) -> bool:
        """Offer what can be painted now; True where a blank sheet is shown."""
        self.painter.refresh()
        blank = self.painter.blank
        available = blank or (self._panel.learner is not None and self.painter.available)
        self.button.setVisible(available)
        shown = available and (blank or getattr(self._panel.settings, SETTING))
        self.button.setChecked(shown)
        if shown == self.strip.isHidden():
            self.strip.open(shown)
        if blank and not self._was_blank and self.painter.helpless:
            self.strip.choose(BRUSH.name)
        self._was_blank = blank
        self.painter.refresh()
        of = (shown, self.painter.origin, self.painter.names)
        if of != self._of:
            self._of, self.window = of, None
        if blank:
            self._show_blank()
        return blank

    def over(self, points: Array | None) -> None:
        """Show the stroke that learners have not taken over yet, over their decision."""
        draft = self.painter.in_hand(points) if points is not None else None
        if draft is not None:
            self._show(draft)

    def _keep_still(self, pane: Any) -> None:
        if self.window is None:
            self.window = pane.in_sight
            self._panel.rewatch()

    def _show(self, draft: Draft) -> None:
        if self.painter.blank:
            show_blank(self._panes()[0], draft)
            return
        for pane in self._panes():
            if isinstance(pane, Pane):
                show_draft(pane, draft, self._panel.settings.test)
            else:
                pane.show_draft(draft)

    def _show_blank(self) -> None:
        draft = self.painter.draft()
        if draft is not None:
            show_blank(self._panes()[0], draft)
            self._panel.header.describe("")
            self._panel.show_empty(None)

    def _look_again(self, *_: object) -> None:
        """Follow the project: another data set may be there, or other rows."""
        if self._panel.isVisible():
            blank = self._was_blank
            if not self.refresh() and blank:
                self._panel.refresh()

    def _switch(self, _: bool = False) -> None:
        """Show the tools with the brush in the hand, or put them away."""
        shown = self.strip.isHidden()
        if shown and self.strip.tool == LOOK.name:
            self.strip.choose(BRUSH.name)
        self._panel.change(**{SETTING: shown})
        self.refresh()
        if shown:
            self._panes()[0].plane.setFocus(Qt.FocusReason.OtherFocusReason)
