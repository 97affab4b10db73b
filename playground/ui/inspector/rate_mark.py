"""The mark on a learning rate's slider: the highest rate that the local curvature allows."""

import math
from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QEvent, QObject

from playground.document.project import Placed
from playground.runtime.messages import Frame, Request
from playground.ui.inspector.editor import Editor
from playground.ui.inspector.number import Number
from playground.ui.plots.lettering import number
from playground.ui.plots.rates.rate_words import CAPTION

COUNT = 3
"""Eigenvalues asked for: as many as the curvature panel shows, so that both share one request."""


class RateMark(QObject):
    """Measures curvature while the slider is seen, and marks the limit on it.

    Parameters
    ----------
    bridge
        Joins the window to the learners.
    learner
        Id of the fit whose rate it is.
    editor
        The editor of the rate; it becomes the parent.
    """

    def __init__(self, bridge: Any, learner: str, editor: Number) -> None:
        super().__init__(editor)
        self._bridge, self._editor = bridge, editor
        self.request = Request("curvature", learner, (("count", COUNT),))
        editor.installEventFilter(self)
        bridge.frame.connect(self._take)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Measure only while the editor is seen."""
        if event.type() == QEvent.Type.Show:
            self._bridge.watch(self, (self.request,))
        elif event.type() == QEvent.Type.Hide:
            self._bridge.watch(self, ())
            self._editor.show_mark(None)
        return False

    def _take(self, frame: Frame) -> None:
        for snapshot in frame.snapshots:
            if snapshot.request == self.request:
                limit = float(snapshot.arrays.get("limit", math.nan))
                limit /= float(snapshot.arrays.get("factor", 1.0)) or math.nan
                self._show(limit if "diverged" not in snapshot.arrays else math.nan)

    def _show(self, limit: float) -> None:
        if not math.isfinite(limit):
            self._editor.show_mark(None)
            return
        self._editor.show_mark(limit, f"The mark is the limit {number(limit, 2)}:\n{CAPTION}.")


def mark_rate(bridge: Any, placed: Placed, editors: Mapping[str, Editor]) -> RateMark | None:
    """Return a mark for the learning rate among the editors of a learner, if it has one."""
    editor = editors.get("rate")
    family = getattr(bridge.catalogue.get(placed.kind), "family", "")
    if family != "fit" or not isinstance(editor, Number):
        return None
    return RateMark(bridge, placed.id, editor)
