"""A curve that is looked for: it moves until nothing pulls at it any more."""

from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from PySide6.QtWidgets import QToolButton, QVBoxLayout

from playground.core.settings import setting
from playground.runtime.messages import LearnerInfo, Request, Snapshot
from playground.ui.panel import Panel, PanelSettings
from playground.ui.plots.curve.curve_picture import CurvePicture
from playground.ui.plots.curve.sought import Sought
from playground.ui.plots.key_row import KeyRow
from playground.ui.plots.wording import grouped, learner_title

if TYPE_CHECKING:
    from playground.ui.bridge import Bridge


class CurveSettings(PanelSettings, frozen=True, kw_only=True):
    """What the curve panel shows."""

    pull: Annotated[
        bool,
        setting("Pull", "Arrows for the slope at every point, as long as its root."),
    ] = True  # fmt: skip
    beads: Annotated[
        bool, setting("Beads", "Beads that roll down slides in real time.")
    ] = True


class Curve(Panel):
    """A curve that is looked for: it moves until nothing pulls at it any more.

    The known answer is dashed, and arrows tell what pulls at each point. The strip below shows
    the Euler-Lagrange residual: it is zero all along the best curve. On a slide beads race, in
    real time, along the present curve, the straight line and the cycloid.
    """

    title: ClassVar[str] = "Curve"
    settings_type: ClassVar[type[PanelSettings]] = CurveSettings
    nothing_yet: ClassVar[str] = (
        "No curve yet: wire a Shortest path, a Brachistochrone or a Hanging chain to a fit and "
        "press play."
    )
    unsuited: ClassVar[str] = (
        "Not applicable: nothing here looks for a curve. Wire a Shortest path, a Brachistochrone "
        "or a Hanging chain to a fit, and it moves here."
    )
    settings: CurveSettings

    def __init__(self, bridge: "Bridge", settings: dict[str, Any] | None = None) -> None:
        super().__init__(bridge, settings)
        self.picture, self.keys = CurvePicture(self.body), KeyRow(self.body)
        self.picture.setAccessibleName("Curve with the known answer dashed")
        column = QVBoxLayout(self.body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.keys)
        column.addWidget(self.picture, 1)
        self.pull = self._toggle(
            "pull", "Arrows: what pulls at each point (as long as the root of the slope)"
        )
        self.beads = self._toggle(
            "beads", "Beads that race down in real time; point at the picture to see them again"
        )
        bridge.focus.changed.connect(self._on_focus)
        self.refresh()

    def requests(self) -> tuple[Request, ...]:
        """Return one request of the curve probe."""
        info = self.learner
        return (self._request_to("curve", info),) if info is not None else ()

    def draw(self, snapshots: dict[Request, Snapshot]) -> None:
        """Show where the curves are now."""
        info = self.learner
        snapshot = next(reversed(snapshots.values()), None)
        if info is None or snapshot is None or "heights" not in snapshot.arrays:
            return
        marked = self.bridge.focus.member_of(info) is not None
        sought = Sought(snapshot.arrays, info.labels, marked)
        self.beads.setVisible(sought.rolls)
        self.picture.show_sought(sought)
        self.keys.show_keys(sought.keys())
        self.show_empty(None)
        title = learner_title(self.bridge, info.id)
        parts = (title, sought.gap(), f"step {grouped(snapshot.step)}")
        self.header.describe(" · ".join(part for part in parts if part))

    def refresh(self) -> None:
        """Show the settings' effect, or what is missing."""
        self.pull.setChecked(self.settings.pull)
        self.beads.setChecked(self.settings.beads)
        self.picture.show_parts(self.settings.pull, self.settings.beads)
        if not self._show_missing():
            self.draw(self.snapshots)

    def suits(self, info: LearnerInfo) -> bool:
        """Say whether it looks for a curve."""
        return "curve" in info.shows

    def _toggle(self, name: str, tip: str) -> QToolButton:
        button = QToolButton(self.header)
        button.setText(name)
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.setCheckable(True)
        button.clicked.connect(lambda on: self.change(**{name: on}))
        self.header.add_control(button)
        return button

    def _on_focus(self) -> None:
        if self._seen:
            self.rewatch()
