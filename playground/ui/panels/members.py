"""The members of a population side by side: a small decision of each, the best first."""

from time import monotonic
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

import numpy as np
from PySide6.QtWidgets import QVBoxLayout

from playground.core.settings import setting
from playground.kernels.array import Array
from playground.runtime.messages import LearnerInfo, Request, Snapshot
from playground.ui.panel import Panel, PanelSettings
from playground.ui.plots.decisions.member_grid import MemberGrid, Tiles
from playground.ui.plots.decisions.subject import member_name
from playground.ui.plots.field import class_pixels, image_of, limits_of, value_pixels
from playground.ui.plots.goals import Goal, goal_of
from playground.ui.plots.wording import grouped, learner_title, score_title
from playground.ui.theme import theme
from playground.ui.timers import after

if TYPE_CHECKING:
    from playground.ui.bridge import Bridge

CELLS = 32
SETTLE_S = 0.6
"""Shortest time between two orders of the tiles, so that they do not dance."""


class MembersSettings(PanelSettings, frozen=True, kw_only=True):
    """What the members panel shows."""

    order: Annotated[
        Literal["loss", "number"], setting("Order", "The lowest train loss first, or by number.")
    ] = "loss"


class Members(Panel):
    """The members of a population side by side: a small decision of each, the best first.

    A click on one shows it in the other panels and on the canvas; another click, or Esc, shows
    the best again.
    """

    title: ClassVar[str] = "Members"
    settings_type: ClassVar[type[PanelSettings]] = MembersSettings
    unsuited: ClassVar[str] = (
        "Not applicable: nothing here makes something of every place of a plane. Wire data to a "
        "fit, a model or k-means, and let several learn at once."
    )
    settings: MembersSettings

    def __init__(self, bridge: "Bridge", settings: dict[str, Any] | None = None) -> None:
        super().__init__(bridge, settings)
        self._order: tuple[int, ...] = ()
        self._ordered = 0.0
        self._later = after(self, round(1100 * SETTLE_S), lambda: self.draw(self.snapshots))
        self.grid = MemberGrid(self.body)
        column = QVBoxLayout(self.body)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.grid)
        self.grid.picked.connect(bridge.focus.pick)
        bridge.focus.changed.connect(self._choose)
        self.refresh()

    def requests(self) -> tuple[Request, ...]:
        """Return one request of the members probe."""
        info = self.learner
        return (Request("members", info.id, (), (CELLS, CELLS)),) if info else ()

    def draw(self, snapshots: dict[Request, Snapshot]) -> None:
        """Show the newest decisions."""
        info, snapshot = self.learner, next(reversed(snapshots.values()), None)
        if info is None or snapshot is None:
            return
        arrays = snapshot.arrays
        shown = len(arrays.get("fields", arrays.get("curves", ())))
        if not shown:
            self.show_empty(f"{learner_title(self.bridge, info.id)} decides nothing over a plane.")
            return
        losses = self._losses(info, arrays, snapshot.step, shown)
        self._sort(losses)
        self.grid.show_tiles(tiles_of(info, arrays, losses, self._order))
        self.grid.choose(self.bridge.focus.member)
        count = int(arrays.get("count", info.members))
        self.header.describe(self._told(count, losses, snapshot.step))
        self.show_empty(None)

    def refresh(self) -> None:
        """Show the settings' effect on the newest snapshot, or what is missing."""
        self._ordered = 0.0
        if not self._show_missing():
            self.draw(self.snapshots)

    def suits(self, info: LearnerInfo) -> bool:
        """Say whether it decides about places, or puts them into groups."""
        return info.rows > 0 and (info.target != "none" or "clusters" in info.shows)

    @property
    def _goal(self) -> Goal:
        """What the members are ranked by."""
        return goal_of(self.bridge, self.learner.id if self.learner is not None else "")

    def _choose(self) -> None:
        self.grid.choose(self.bridge.focus.member)

    def _losses(
        self, info: LearnerInfo, arrays: dict[str, Array], step: int, shown: int
    ) -> Array:
        """Return what ranks each member at the last evaluation, NaN where it diverged."""
        trace = self.bridge.traces.get(info.id)
        values = trace.value_at(self._goal.metric, step) if trace is not None else np.empty(0)
        values = arrays.get("losses", values)
        losses = np.asarray(values[:shown], float)
        if len(losses) < shown:
            losses = np.zeros(shown)
        finite = np.isfinite(arrays.get("fields", arrays.get("curves")).reshape(shown, -1))
        return np.where(finite.all(axis=1), losses, np.nan)

    def _sort(self, losses: Array) -> None:
        """Bring the tiles into order, now and then."""
        lately = self.bridge.status.playing and monotonic() - self._ordered < SETTLE_S
        if len(self._order) == len(losses) and lately:
            if not self._later.isActive():
                self._later.start()
            return
        if self.settings.order == "number":
            order = np.arange(len(losses))
        else:
            ranked = self._goal.standing(losses)
            order = np.argsort(np.where(np.isfinite(losses), ranked, np.inf), kind="stable")
        self._order, self._ordered = tuple(order.tolist()), monotonic()

    def _told(self, members: int, losses: Array, step: int) -> str:
        if members == 1:
            fits = self.learner is None or self.learner.target != "none"
            where = "Experiment in the fit block" if fits else "Starts in the block"
            return f"one member · more: {where}"
        count = f"{len(losses)} of {members}" if members > len(losses) else len(losses)
        gone = int((~np.isfinite(losses)).sum())
        by = score_title(self._goal.metric)
        parts = [f"{count} members by {by}", f"{gone} diverged" if gone else "",
                 f"step {grouped(step)}"]  # fmt: skip
        return " · ".join(part for part in parts if part)


def tiles_of(
    info: LearnerInfo, arrays: dict[str, Array], losses: Array, order: tuple[int, ...]
) -> Tiles:
    """Return the pictures of the members' decisions in the colours of the theme."""
    count = max(info.members, len(losses))
    names = tuple(member_name(info, number) for number in range(count))
    if "curves" in arrays:
        low, high = limits_of(arrays["range"]) if "range" in arrays else (0.0, 1.0)
        curves = (arrays["curves"][..., -1].astype(np.float32) - low) / (high - low)
        return Tiles(names, losses, order, curves=0.06 + 0.88 * curves)
    fields = np.nan_to_num(arrays["fields"].astype(np.float32))
    count, height, width = fields.shape[:3]
    tall = fields.reshape(count * height, width, -1)
    if "range" in arrays:
        pixels = value_pixels(theme(), tall[..., 0], limits_of(arrays["range"]))
    else:
        pixels = class_pixels(theme(), tall)
    return Tiles(names, losses, order, image_of(pixels), (width, height))
