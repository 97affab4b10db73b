"""The kernel's lifted space: the plane rises to its decision values and is cut flat at 0."""

from typing import TYPE_CHECKING, Annotated, Any, ClassVar

import numpy as np
from PySide6.QtWidgets import QVBoxLayout

from playground.core.settings import setting
from playground.kernels.array import Array
from playground.runtime.messages import LearnerInfo, Request, Snapshot
from playground.ui.panel import Panel, PanelSettings
from playground.ui.plots.camera import CameraHand
from playground.ui.plots.colors import class_color
from playground.ui.plots.legend import Legend
from playground.ui.plots.margins.lifted_view import LiftedView
from playground.ui.plots.margins.sheet import Sheet
from playground.ui.plots.margins.words import STAGE_NAMES, problem_names, stage_words
from playground.ui.plots.menu_button import Item, MenuButton
from playground.ui.plots.warp.player import WarpPlayer
from playground.ui.plots.wording import stamp
from playground.ui.theme import px, theme

if TYPE_CHECKING:
    from playground.ui.bridge import Bridge

CELLS = 39
ROOMY = 190
"""Height from which there is room for the slider."""

WHY = {
    "values": "Not applicable: heights are decision values between two classes, and values are "
    "learned here.",
    "classes": "Not applicable: there are more than two classes, so no single height tells them "
    "apart. A support vector machine shows them pair by pair.",
    "features": "Not applicable: there is one input only, so there is no plane to lift.",
}
LONE = "There are rows of one class only, so there is nothing to lift."
DIVERGED = "It has diverged: its numbers are no longer finite."
TIP = "Drag to turn, wheel to come nearer, double click to look at all of it"


class LiftedSettings(PanelSettings, frozen=True, kw_only=True):
    """What the lifted panel shows."""

    problem: Annotated[int, setting("Pair", "Which two classes.", low=0)] = 0
    t: Annotated[
        float, setting("Moment", "0 flat, 1 lifted, 2 cut, 3 fallen back.", low=0, high=3)
    ] = 2.0


class Lifted(Panel):
    """The kernel's lifted space: the plane rises to its decision values and is cut flat at 0."""

    title: ClassVar[str] = "Lifted space"
    settings_type: ClassVar[type[PanelSettings]] = LiftedSettings
    unsuited: ClassVar[str] = (
        "Not applicable: only a support vector machine lifts its data. Wire data with labels to "
        "one."
    )
    settings: LiftedSettings

    def __init__(self, bridge: "Bridge", settings: dict[str, Any] | None = None) -> None:
        super().__init__(bridge, settings)
        self._of: tuple[object, ...] = ()
        self._items: tuple[Item, ...] = ()
        self._rows: Array = np.empty(0, np.int64)
        self.view, self.player = LiftedView(self.body), WarpPlayer(self.body)
        self.view.setToolTip(TIP)
        self.view.setAccessibleDescription(TIP)
        self._name_player()
        column = QVBoxLayout(self.body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.view, 1)
        column.addWidget(self.player)
        self.player.moved.connect(self._move)
        self.player.settled.connect(lambda t: self.change(t=round(t, 3)))
        self._hand = CameraHand(
            self.view, self.view.camera, self.view.update, self.view.look_at_all
        )
        self.pairs = MenuButton("Pair", "Which two classes", lambda: self._items, self.header)
        self.pairs.chosen.connect(lambda value, _: self.change(problem=int(value)))
        self.header.add_control(self.pairs)
        bridge.focus.changed.connect(self._mark)
        self.refresh()

    def requests(self) -> tuple[Request, ...]:
        """Return one request of the lifted probe."""
        info = self.learner
        if info is None:
            return ()
        chosen = (("problem", self.settings.problem),) if self.settings.problem else ()
        return (Request("lifted", info.id, chosen, (CELLS, CELLS)),)

    def draw(self, snapshots: dict[Request, Snapshot]) -> None:
        """Show the newest measurement at the moment that the slider stands at."""
        info, snapshot = self.learner, next(reversed(snapshots.values()), None)
        if info is None or snapshot is None:
            return
        arrays = snapshot.arrays
        self.header.describe(stamp(self.bridge, info.id, snapshot.step))
        if "heights" not in arrays and "diverged" not in arrays:
            self.pairs.setVisible(False)
            self.show_empty(WHY.get(str(arrays.get("why", "")), LONE))
            return
        self.view.notice = DIVERGED if "diverged" in arrays else ""
        if "heights" in arrays:
            self._take(info, arrays)
        self.view.update()
        self.show_empty(None)

    def refresh(self) -> None:
        """Show the settings' effect on the newest measurement, or what is missing."""
        info = self.learner
        of = (info.id, info.inputs, info.classes, info.target) if info else ()
        if of != self._of:
            self._of = of
            self.view.sheet = None
            self.snapshots.clear()
            self.header.describe("")
            self.show_empty("…")
        if info is None:
            self.pairs.setVisible(False)
            self.show_empty(self.missing)
        if not self.player.playing:
            self.player.slider.show_value(self.settings.t)
            self._move(self.settings.t)
        self.player.setVisible(self.height() >= px(ROOMY))
        self.draw(self.snapshots)

    def suits(self, info: LearnerInfo) -> bool:
        """Say whether it decides about the rows of a data set."""
        return info.rows > 0 and info.target != "none"

    def resizeEvent(self, event: Any) -> None:  # noqa: N802 - Qt's name
        """Leave the slider out where there is no room for it."""
        super().resizeEvent(event)
        self.player.setVisible(self.height() >= px(ROOMY))

    def _name_player(self) -> None:
        names = list(STAGE_NAMES)
        self.player.offer(names, [[1.0]] * len(names))
        told = "Lift the plane, cut it, and let it fall back"
        self.player.button.setAccessibleName(told)
        self.player.button.setToolTip(f"{told} (P)")
        self.player.slider.setAccessibleName("Moment of the lift")
        self.player.slider.setToolTip(
            "Drag from flat over lifted and cut to fallen back; Left and Right move a little"
        )

    def _take(self, info: LearnerInfo, arrays: dict[str, Array]) -> None:
        view, ends = self.view, arrays["ends"].tolist()
        view.sheet = Sheet(arrays)
        view.labels, view.held = arrays["labels"].astype(int), arrays["held"]
        view.ends, view.exact = (ends[0], ends[1]), bool(arrays["exact"])
        self._rows = arrays["rows"]
        names = [info.classes[end] if end < len(info.classes) else f"class {end}" for end in ends]
        marks = ((name, class_color(theme(), end)) for name, end in zip(names, ends, strict=True))
        view.legend = Legend(tuple(marks))
        pairs = problem_names(arrays["pairs"], info.classes)
        shown = min(self.settings.problem, len(pairs) - 1)
        self._items = tuple(Item(str(i), pair, checked=i == shown) for i, pair in enumerate(pairs))
        self.pairs.setVisible(len(pairs) > 1)
        self.pairs.setText(pairs[shown])
        self._say()
        self._mark()

    def _move(self, t: float) -> None:
        self.view.t = t
        self._say()
        self.view.update()

    def _say(self) -> None:
        self.view.caption = stage_words(self.view.t, self.view.exact)

    def _mark(self) -> None:
        self.view.marked = np.isin(self._rows, list(self.bridge.focus.brushed))
        self.view.update()
