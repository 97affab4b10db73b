"""Histograms of weights, activations and gradients in every layer, over the steps."""

from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from PySide6.QtWidgets import QVBoxLayout

from playground.core.settings import setting
from playground.runtime.messages import LearnerInfo, Request, Snapshot
from playground.ui.panel import Panel, PanelSettings
from playground.ui.plots.segments import Segments
from playground.ui.plots.signals.ridges import Ridge, Ridges
from playground.ui.plots.wording import grouped, learner_title
from playground.ui.theme import px

if TYPE_CHECKING:
    from playground.ui.bridge import Bridge

NONE = "Nothing here has layers: histograms belong to networks. Wire data to a fit and press play."
NO_GRADIENT = "No gradients yet: press play and the first step makes them."
NO_LAYERS = "This learner has no layers to look into."
WORDS = {
    "weights": ("weights", "wts", "W"),
    "activations": ("activations", "acts", "A"),
    "gradients": ("gradients", "grads", "G"),
}
"""What the switch says where there is room, where there is little, and hardly any."""
NARROW, NARROWEST = 430, 310
"""Widths below which the switch uses shorter words."""


class HistogramsSettings(PanelSettings, frozen=True, kw_only=True):
    """What the histograms panel shows."""

    of: Annotated[
        Literal["weights", "activations", "gradients"],
        setting("Of", "Weights, the layers' outputs, or the size of the gradients."),
    ] = "weights"
    common: Annotated[
        bool, setting("One scale", "The same axis in every layer, so that they compare.")
    ] = True


class Histograms(Panel):
    """Histograms of weights, activations and gradients in every layer, over the steps."""

    title: ClassVar[str] = "Histograms"
    settings_type: ClassVar[type[PanelSettings]] = HistogramsSettings
    nothing_yet: ClassVar[str] = "Nothing to draw yet: wire data to a fit and press play."
    settings: HistogramsSettings
    unsuited: ClassVar[str] = (
        "Not applicable: nothing here goes down a slope by its gradient. Wire a network to a fit."
    )

    def __init__(self, bridge: "Bridge", settings: dict[str, Any] | None = None) -> None:
        super().__init__(bridge, settings)
        self._switch = Segments({name: name for name in WORDS}, "Show", self.header)
        self._switch.chosen.connect(lambda of: self.change(of=of))
        self.header.add_control(self._switch)
        self.ridges = Ridges(self.body)
        self.ridges.picked.connect(lambda block: self.bridge.select((block,)))
        column = QVBoxLayout(self.body)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.ridges)
        # Between two kept steps snapshots come that look the same: painting them costs time.
        self._drawn: tuple[Request, bytes] | None = None
        bridge.focus.changed.connect(self._follow)
        self.refresh()

    def requests(self) -> tuple[Request, ...]:
        """Return one request of the histograms probe."""
        info = self.learner
        if info is None:
            return ()
        chosen: dict[str, Any] = {"of": self.settings.of, "common": self.settings.common}
        member = self.bridge.focus.member_of(info)
        if member is not None:
            chosen["member"] = member
        return (Request("histograms", info.id, tuple(sorted(chosen.items())), (0, 0)),)

    def draw(self, snapshots: dict[Request, Snapshot]) -> None:
        """Show the newest histograms."""
        info, snapshot = self.learner, next(reversed(snapshots.values()), None)
        if info is None or snapshot is None:
            return
        arrays = snapshot.arrays
        if not len(arrays.get("steps", ())):
            self.show_empty(NO_GRADIENT if self.settings.of == "gradients" else NO_LAYERS)
            return
        state = (snapshot.request, arrays["mean"].tobytes())
        if state != self._drawn:
            self._drawn = state
            self.ridges.show_ridges(_ridges(snapshot, self.settings.of == "gradients"))
        cells = len(self.ridges.cells())
        count = len(arrays["blocks"])
        layers = f"{cells} of {count} layers" if 0 < cells < count else ""
        shown = f"up to step {grouped(int(arrays['steps'][-1]))}"
        parts = [learner_title(self.bridge, info.id), self._which(info), shown, layers]
        self.header.describe(" · ".join(part for part in parts if part))
        self.show_empty(None)

    def refresh(self) -> None:
        """Show the settings' effect on the newest snapshot, or what is missing."""
        self._switch.show_choice(self.settings.of)
        wanted = self.requests()
        self.snapshots = {r: s for r, s in self.snapshots.items() if r in wanted}
        if not wanted:
            self.header.describe("")
            self.show_empty(NONE if self.bridge.infos else self.nothing_yet)
        elif not self.snapshots and not self.ridges.ridges:
            self.show_empty("…")
        self.draw(self.snapshots)

    def resizeEvent(self, event: Any) -> None:  # noqa: N802 - Qt's name
        """Shorten the words of the switch where there is little room."""
        super().resizeEvent(event)
        size = (self.width() < px(NARROW)) + (self.width() < px(NARROWEST))
        for name, words in WORDS.items():
            self._switch.rename(name, words[size])

    def suits(self, info: LearnerInfo) -> bool:
        """Say whether it has layers with weights."""
        return "descent" in info.shows and info.rows > 0

    def _which(self, info: LearnerInfo) -> str:
        member = self.bridge.focus.member_of(info)
        if info.members < 2:
            return ""
        if member is None:
            return "best member"
        return info.labels[member] if info.labels else f"member {member + 1}"

    def _follow(self) -> None:
        if self._seen and self.requests() != self._requests:
            self.rewatch()


def _ridges(snapshot: Snapshot, decades: bool) -> tuple[Ridge, ...]:
    arrays = snapshot.arrays
    return tuple(
        Ridge(
            str(name), arrays["steps"], arrays["density"][i], float(arrays["low"][i]),
            float(arrays["high"][i]), arrays["mean"][i], arrays["spread"][i], decades,
        )
        for i, name in enumerate(arrays["blocks"])
    )  # fmt: skip
