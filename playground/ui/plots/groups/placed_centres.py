"""Centres that a person puts down by hand: from the mouse to the settings of the block."""

from collections.abc import Callable
from itertools import count
from typing import Any

import msgspec
import numpy as np
from PySide6.QtCore import QObject

from playground.core.block import Block, title_of
from playground.document.edits import reset_setting, set_settings
from playground.document.flow import built
from playground.kernels.array import Array
from playground.ui.plots.groups.centre_hand import CentreHand
from playground.ui.plots.groups.groups_view import NOWHERE, GroupsView
from playground.ui.timers import after

BY_HAND = "by hand"

FOLLOW_MS = 60
"""Shortest time between two places of a centre that the learner is told."""

DIGITS = 4
"""Digits that a place is kept with."""

_gestures = count()


class PlacedCentres(QObject):
    """Reads and writes the settings ``start`` and ``placed`` of a block that has them.

    Parameters
    ----------
    panel
        Whose learner it is.
    view
        Where centres are put.
    """

    def __init__(self, panel: Any, view: GroupsView) -> None:
        super().__init__(panel)
        self._panel, self._view = panel, view
        self._gesture = next(_gestures)
        self._next: Callable[[], None] | None = None
        self.hand = CentreHand(view)
        self.hand.put.connect(self._put)
        self.hand.carried.connect(self._carry)
        self.hand.taken.connect(self._take)
        self.hand.let_go.connect(self._let_go)
        self._follow = after(self, FOLLOW_MS, self._send)

    @property
    def block(self) -> Block | None:
        """The block, if centres can be put down for it."""
        info, bridge = self._panel.learner, self._panel.bridge
        if info is None:
            return None
        placed = next((p for p in bridge.store.value.blocks if p.id == info.id), None)
        block = built(placed, bridge.catalogue) if placed is not None else None
        fits = isinstance(block, Block) and {"start", "placed"} <= set(block.__struct_fields__)
        return block if fits and isinstance(block, Block) else None

    @property
    def armed(self) -> bool:
        """Whether centres stand where they were put by hand."""
        return getattr(self.block, "start", "") == BY_HAND

    @property
    def places(self) -> Array:
        """Where they were put, in the data's units ``(k, d)``."""
        info = self._panel.learner
        wide = len(info.inputs) if info is not None else 1
        flat = np.array(getattr(self.block, "placed", ()), float)
        return flat[: len(flat) // wide * wide].reshape(-1, wide)

    def refresh(self) -> None:
        """Bring the picture in line with the settings."""
        self.hand.arm(self.armed)
        known = self._view.decision
        places = self.places if self.armed else NOWHERE
        shown = NOWHERE
        if known is not None and len(places) and places.shape[1] == len(known.arrays["origin"]):
            shown = np.array([known.project(place) for place in places.tolist()])
        self._view.show_starts(shown)

    def switch(self) -> None:
        """Start by hand, with the centres where they are now, or no longer by hand."""
        info, block = self._panel.learner, self.block
        if info is None or block is None:
            return
        if self.armed:
            self._panel.bridge.apply("Start as usual", reset_setting(info.id, "start"))
            return
        known = self._view.decision
        now = known.arrays.get("centre places") if known is not None else None
        values: dict[str, Any] = {"start": BY_HAND}
        if now is not None and not len(self.places):
            values["placed"] = _plain(now)
        self._apply(f"Place centres of {title_of(type(block))} by hand", values, None)

    def _put(self, x: float, y: float) -> None:
        place = self._lifted(x, y)
        if place is not None:
            self._write("Put a centre down", np.concatenate([self.places, place[None]]))

    def _carry(self, which: int, x: float, y: float) -> None:
        self._next = lambda: self._move(which, x, y)
        if not self._follow.isActive():
            self._send()
            self._follow.start()

    def _move(self, which: int, x: float, y: float) -> None:
        places, known, there = self.places, self._view.decision, self._lifted(x, y)
        if known is None or there is None or which >= len(places):
            return
        before = known.project(places[which].tolist())
        flat = self._lifted(*before) if before is not None and len(before) == 2 else None
        # What the plane does not show of a centre stays as it is.
        places[which] = places[which] + (there - flat) if flat is not None else there
        self._write("Move a centre", places)

    def _take(self, which: int) -> None:
        self._write("Take a centre away", np.delete(self.places, which, axis=0))

    def _send(self) -> None:
        act, self._next = self._next, None
        if act is not None:
            act()

    def _let_go(self) -> None:
        self._send()
        self._gesture = next(_gestures)

    def _lifted(self, x: float, y: float) -> Array | None:
        known = self._view.decision
        found = known.lift(x, y) if known is not None else None
        return np.array(found) if found is not None else None

    def _write(self, label: str, places: Array) -> None:
        self._apply(label, {"placed": _plain(places)}, ("centres", self._gesture))

    def _apply(self, label: str, values: dict[str, Any], merge: Any) -> None:
        bridge, info = self._panel.bridge, self._panel.learner
        bridge.apply(label, set_settings(info.id, msgspec.to_builtins(values), bridge.catalogue),
                     merge)  # fmt: skip
        self.refresh()


def _plain(places: Array) -> list[float]:
    """Return places ``(k, d)`` one after the other, without digits that nobody sees."""
    wide = np.ptp(places, axis=0) if len(places) > 1 else np.abs(places[:1]).max(axis=0, initial=0)
    scale = float(np.max(wide, initial=0.0)) or 1.0
    digits = DIGITS - int(np.floor(np.log10(scale)))
    return [round(float(value), digits) + 0.0 for value in places.reshape(-1)]
