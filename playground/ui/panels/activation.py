"""Activation functions: the curve, its slope, and where this network's values lie on it."""

from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

import numpy as np
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from playground.core.settings import setting
from playground.document.edits import set_setting
from playground.kernels.activations import ACTIVATIONS
from playground.runtime.messages import LearnerInfo, Request, Snapshot
from playground.ui.panel import Panel, PanelSettings
from playground.ui.plots.caption import Caption
from playground.ui.plots.colors import class_color
from playground.ui.plots.explorers.activation_plot import bars_of, curve, other_color, value_drawing
from playground.ui.plots.explorers.activation_words import NOTES, stuck_words
from playground.ui.plots.explorers.histogram_chart import HistogramChart
from playground.ui.plots.explorers.upstream import learner_of
from playground.ui.plots.key_row import KeyRow
from playground.ui.plots.lettering import number
from playground.ui.plots.menu_button import Item, MenuButton
from playground.ui.plots.segments import Segments
from playground.ui.plots.wording import grouped, learner_title
from playground.ui.theme import px, theme

if TYPE_CHECKING:
    from playground.ui.bridge import Bridge

WIDE, HIGH = 560, 330
"""Width from which value and slope stand side by side, and height from which words have room."""

FIELDS = {"dense": "activation", "activation": "function"}
NO_ACTIVATION = (
    "No layer has an activation function yet: give a Dense block one, or add an Activation block."
)
NO_LAYERS = "Not applicable: what learns here has no layers, and so no activation functions."
DIVERGED = "It has diverged: the numbers are no longer finite. Lower the learning rate."


class ActivationSettings(PanelSettings, frozen=True, kw_only=True):
    """What the activation panel shows."""

    show: Annotated[
        Literal["value", "slope"], setting("Shown when narrow", "The function, or its slope.")
    ] = "value"
    block: str = ""
    compare: tuple[str, ...] = ()


class Activation(Panel):
    """Activation functions: the curve, its slope, and where this network's values lie on it."""

    title: ClassVar[str] = "Activation"
    settings_type: ClassVar[type[PanelSettings]] = ActivationSettings
    settings: ActivationSettings
    unsuited: ClassVar[str] = (
        "Not applicable: what learns here has no layers. Wire a network to a fit."
    )

    def __init__(self, bridge: "Bridge", settings: dict[str, Any] | None = None) -> None:
        super().__init__(bridge, settings)
        self._arrays: dict[str, Any] = {}
        self.value, self.slope = HistogramChart(self.body), HistogramChart(self.body)
        self.keys, self.words = KeyRow(self.body), Caption(self.body, 2)
        self._switch = Segments({"value": "value", "slope": "slope"}, "Show", self.header)
        self._switch.chosen.connect(lambda show: self.change(show=show))
        beside, instead = "Draw other activation functions beside it", "Give this layer another one"
        self._compare = MenuButton("Compare", beside, lambda: self._offered(True), self.header)
        self._compare.chosen.connect(self.compare_with)
        use = MenuButton("Use…", instead, lambda: self._offered(False), self.header)
        use.chosen.connect(self.use)
        for control in (self._switch, self._compare, use):
            self.header.add_control(control, spare=control is not self._switch)
        plots = QHBoxLayout()
        plots.setSpacing(0)
        plots.addWidget(self.value, 1)
        plots.addWidget(self.slope, 1)
        column = QVBoxLayout(self.body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.keys)
        column.addLayout(plots, 1)
        column.addWidget(self.words)
        for chart in (self.value, self.slope):
            chart.hovered.connect(self._on_hover)
        bridge.selection_changed.connect(self.rewatch)
        bridge.focus.changed.connect(self.rewatch)
        self.refresh()

    def _offered(self, checkable: bool) -> list[Item]:
        compare = self.settings.compare
        return [
            Item(name, activation.title, activation.formula, name in compare if checkable else None)
            for name, activation in ACTIVATIONS.items()
            if name != self.function
        ]

    @property
    def function(self) -> str:
        """Name of the activation function shown, or ""."""
        return str(self._arrays.get("function", ""))

    @property
    def block(self) -> str:
        """Id of the layer whose function is shown, or ""."""
        return str(self._arrays.get("block", ""))

    def compare_with(self, name: str, on: bool) -> None:
        """Draw another function beside the layer's own, or no longer."""
        kept = tuple(n for n in self.settings.compare if n != name)
        self.change(compare=(*kept, name) if on else kept)

    def use(self, name: str, _on: bool = True) -> None:
        """Give the layer another activation function; can be undone."""
        block, catalogue = self.block, self.bridge.catalogue
        kinds = {placed.id: placed.kind for placed in self.bridge.store.value.blocks}
        if kinds.get(block) in FIELDS:
            edit = set_setting(block, FIELDS[kinds[block]], name, catalogue)
            self.bridge.apply(f"Use {ACTIVATIONS[name].title}", edit)

    def requests(self) -> tuple[Request, ...]:
        """Return one request of the activation probe for the layer shown."""
        info = self.learner
        if info is None:
            return ()
        block = self._chosen()
        info = self.bridge.infos.get(learner_of(self.bridge, block, info.id), info)
        chosen: dict[str, Any] = {"block": block}
        focus = self.bridge.focus
        if focus.unit is not None and focus.unit.learner == info.id:
            chosen |= {"block": focus.unit.block, "unit": focus.unit.index}
        member = focus.member_of(info)
        if member is not None:
            chosen["member"] = member
        return (Request("activation", info.id, tuple(sorted(chosen.items()))),)

    def _chosen(self) -> str:
        """Return the layer that is selected, or else the one chosen in the settings."""
        kinds = {placed.id: placed.kind for placed in self.bridge.store.value.blocks}
        selected = self.bridge.selection
        if len(selected) == 1 and kinds.get(selected[0]) in FIELDS:
            return str(selected[0])
        return self.settings.block

    def draw(self, snapshots: dict[Request, Snapshot]) -> None:
        """Show where the newest values lie."""
        snapshot = next(reversed(snapshots.values()), None)
        if snapshot is None or self.learner is None:
            return
        self._arrays = snapshot.arrays
        if "function" not in snapshot.arrays:
            self.show_empty(NO_ACTIVATION)
            self.header.describe("")
            return
        self.show_empty(None)
        id, title = snapshot.request.learner, ACTIVATIONS[self.function].title
        parts = [f"{self.block}: {title}", f"step {grouped(snapshot.step)}"]
        if len(self.learners()) > 1:
            parts.insert(0, learner_title(self.bridge, id))
        self.header.describe(" · ".join(parts))
        self._draw_charts()
        self._read(self.value.cursor_x)

    def _draw_charts(self) -> None:
        name, arrays = self.function, self._arrays
        others = tuple(n for n in self.settings.compare if n in ACTIVATIONS and n != name)
        reach = float(arrays["edges"][-1]) if "edges" in arrays else 5.0
        bars = bars_of(arrays, name) if "edges" in arrays else None
        self.value.show_bars(value_drawing(name, others, "value", reach), bars)
        self.slope.show_bars(value_drawing(name, others, "slope", reach), bars)
        self.words.set_text(self._told(name))

    def _told(self, name: str) -> str:
        if "diverged" in self._arrays:
            return DIVERGED
        return f"{NOTES[name]} {stuck_words(name, self._arrays['flat'])}"

    def refresh(self) -> None:
        """Show the settings' effect on the newest snapshot, or what is missing."""
        self._switch.show_choice(self.settings.show)
        self._arrange()
        if self.learner is None:
            self._arrays = {}
            self.header.describe("")
            self.show_empty(NO_LAYERS if self.bridge.infos else self.nothing_yet)
        elif not self.snapshots:
            self.show_empty("…" if not self._arrays else None)
        self.draw(self.snapshots)

    def suits(self, info: LearnerInfo) -> bool:
        """Say whether it is a network."""
        return info.rows > 0 and "network" in info.shows

    def resizeEvent(self, event: Any) -> None:  # noqa: N802 - Qt's name
        """Put the charts side by side where there is room."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        both = self.width() >= px(WIDE)
        self.value.setVisible(both or self.settings.show == "value")
        self.slope.setVisible(both or self.settings.show == "slope")
        self._switch.setVisible(not both)
        self._compare.setVisible(both)
        self.words.setVisible(self.height() >= px(HIGH))

    def _on_hover(self, x: float | None) -> None:
        self.value.point_at(x)
        self.slope.point_at(x)
        self._read(x)

    def _read(self, x: float | None) -> None:
        """Tell the values at the cursor, or how the network's values lie."""
        name, arrays = self.function, self._arrays
        if not name:
            return
        color = class_color(theme(), 0)
        if x is not None:
            keys = [self._value_at(name, x, color)]
        elif "flat" in arrays:
            keys = [
                ("slope (mean)", number(float(arrays["slope"]), full=True), color),
                ("flat (share)", f"{arrays['flat'].mean() * 100:.0f} %", theme().color("warning")),
            ]
        else:
            keys = []
        for place, other in enumerate(self._others()):
            shown = self._value_at(other, x, other_color(place)) if x is not None else None
            keys.append(shown or (ACTIVATIONS[other].title, "", other_color(place)))
        self.keys.show_keys(keys)

    def _others(self) -> list[str]:
        return [n for n in self.settings.compare if n in ACTIVATIONS and n != self.function]

    def _value_at(self, name: str, x: float, color: Any) -> tuple[str, str, Any]:
        at = np.array([x])
        value, slope = (float(curve(name, what, at)[0]) for what in ("value", "slope"))
        return ACTIVATIONS[name].title, f"{number(value)}, slope {number(slope)}", color
