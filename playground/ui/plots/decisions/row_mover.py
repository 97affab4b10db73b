"""Dragged samples: carries them into the project, as fast as learners can follow."""

from collections.abc import Callable, Sequence
from itertools import count
from time import monotonic
from typing import Any

from PySide6.QtCore import QObject

from playground.ui.plots.decisions.pane import Pane
from playground.ui.timers import after

FOLLOW_MS = 45
"""Shortest time between two places of a dragged sample that learners are told."""

PATIENCE_S = 0.35
"""How long the next place waits at most for learners that still work at the last one."""

SETTLE_MS = 400
"""How long a sample that was put down is shown there, until the learners have taken it over."""

_gestures = count()


class RowMover(QObject):
    """Moves rows of the data set by what is dragged in the panes of a panel.

    Parameters
    ----------
    panel
        Whose panes they are; its menu gets an entry that puts the points back.
    panes
        Returns the panes that are shown now.

    Attributes
    ----------
    held
        The row that is being carried, or None. While there is one, panels ask the boundary probe
        for its features.
    """

    def __init__(self, panel: Any, panes: Callable[[], Sequence[Pane]]) -> None:
        super().__init__(panel)
        self.held: int | None = None
        self._panel, self._panes = panel, panes
        self._from: Pane | None = None
        self._wanted: tuple[float, float] | None = None
        self._gesture = 0
        self._sent, self._goal = 0.0, dict[str, int]()
        self._follow = after(self, FOLLOW_MS, self._send)
        self._settle = after(self, SETTLE_MS, self._release)
        panel.header.menu.aboutToShow.connect(self._offer)

    def adopt(self, pane: Pane) -> None:
        """Follow what is dragged in a pane."""
        pane.grabbed.connect(lambda row, pane=pane: self._grab(pane, row))
        pane.dragged.connect(self._drag)
        pane.let_go.connect(self._put_down)

    def dataset(self, learner: str) -> str:
        """Return the id of the data set that a learner learns from, or ""."""
        flow = self._panel.bridge.flows.get(learner)
        return flow.origin if flow is not None else ""

    def _grab(self, pane: Pane, row: int) -> None:
        if not self.dataset(pane.learner):
            return
        self._settle.stop()
        self._release()
        self.held, self._from, self._gesture = row, pane, next(_gestures)
        self._goal = dict(self._panel.bridge.status.steps)
        self._panel.rewatch()

    def _drag(self, x: float, y: float) -> None:
        if self.held is None or self._from is None:
            return
        ours = self.dataset(self._from.learner)
        for pane in self._panes():
            if self.dataset(pane.learner) == ours:
                pane.carry(self.held, x, y)
        self._wanted = x, y
        if not self._follow.isActive():
            self._send()

    def _send(self, at_once: bool = False) -> None:
        """Tell the learners the newest place, and wait a little before the next."""
        if self._wanted is None or self.held is None or self._from is None:
            return
        pane, (x, y) = self._from, self._wanted
        self._follow.start()
        if not at_once and self._behind():
            return
        features = pane.decision.carried(self.held, x, y) if pane.decision is not None else None
        if features is None:
            return
        self._wanted, self._sent = None, monotonic()
        info = self._panel.bridge.infos.get(pane.learner)
        given = pane.decision.height(y) if pane.decision is not None else ()
        targets = given if info is not None and info.outputs == len(given) else ()
        merge = ("move-row", self._gesture)
        self._panel.bridge.hands.move_row(
            self.dataset(pane.learner), self.held, features, targets, merge
        )

    def _behind(self) -> bool:
        """Say whether some learner has not yet come to where it stood, with the last place.

        One that starts anew for every place would never be seen finished while the mouse moves.
        """
        steps = self._panel.bridge.status.steps
        behind = any(steps.get(id, goal) < goal for id, goal in self._goal.items())
        return behind and monotonic() - self._sent < PATIENCE_S

    def _put_down(self) -> None:
        self._follow.stop()
        self._send(at_once=True)
        self._follow.stop()
        self.held, self._wanted, self._from = None, None, None
        self._settle.start()
        self._panel.rewatch()

    def _release(self) -> None:
        for pane in self._panes():
            pane.release()

    def _offer(self) -> None:
        """Add what puts moved points back to the panel's menu."""
        info = self._panel.learner
        origin = self.dataset(info.id) if info is not None else ""
        placed = {p.id: p for p in self._panel.bridge.store.value.blocks}.get(origin)
        if placed is None or not placed.moved:
            return
        menu = self._panel.header.menu
        first = next((a for a in menu.actions() if a.isSeparator()), None)
        action = menu.addAction("Put points back")
        action.setToolTip("Undo every drag of a point of this data set")
        action.triggered.connect(lambda _=False: self._panel.bridge.hands.put_rows_back(origin))
        if first is not None:
            menu.removeAction(action)
            menu.insertAction(first, action)
