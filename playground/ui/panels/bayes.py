"""Bayes' rule at work: what is believed before and after every observation."""

from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from PySide6.QtWidgets import QToolButton, QVBoxLayout

from playground.core.settings import setting
from playground.document.edits import set_settings
from playground.document.flow import built
from playground.engine.labs.bayes_rule import BayesRule
from playground.kernels.array import Array
from playground.runtime.messages import LearnerInfo, Request, Snapshot
from playground.ui.panel import Panel, PanelSettings
from playground.ui.plots.bayes.bayes_picture import BayesPicture
from playground.ui.plots.bayes.believed import Believed
from playground.ui.plots.bayes.prior_sketch import PriorSketch, rounded
from playground.ui.plots.segments import Segments
from playground.ui.plots.wording import grouped, learner_title

if TYPE_CHECKING:
    from playground.ui.bridge import Bridge


class BayesSettings(PanelSettings, frozen=True, kw_only=True):
    """What the panel of Bayes' rule shows."""

    span: Annotated[
        Literal["newest", "all"],
        setting("Observations", "Whether the newest one is weighed, or all of them at once."),
    ] = "newest"  # fmt: skip


class Bayes(Panel):
    """Bayes' rule at work: what is believed before and after every observation.

    Prior times likelihood, divided by their sum, is the posterior. Buttons feed an observation by
    hand; before the first one, and where all are weighed at once, the prior can be drawn.
    """

    title: ClassVar[str] = "Bayes' rule"
    settings_type: ClassVar[type[PanelSettings]] = BayesSettings
    nothing_yet: ClassVar[str] = (
        "Nothing to believe in yet: drag Bayes' rule from the labs to the canvas"
        " and press play."
    )
    unsuited: ClassVar[str] = (
        "Not applicable: nothing here turns observations into belief. Add the lab Bayes' rule; it "
        "needs no data."
    )
    settings: BayesSettings

    def __init__(self, bridge: "Bridge", settings: dict[str, Any] | None = None) -> None:
        super().__init__(bridge, settings)
        self._sketch: PriorSketch | None = None
        self._fed: tuple[str, int] | None = None
        self.picture = BayesPicture(self.body)
        column = QVBoxLayout(self.body)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.picture)
        self.picture.rows.dragged.connect(self._drag)
        self.picture.rows.released.connect(self._release)
        self.feeders = tuple(self._feeder(outcome) for outcome in (1, 0))
        self.spans = Segments({"newest": "newest", "all": "all"}, "Observations", self.header)
        self.spans.chosen.connect(lambda span: self.change(span=span))
        self.header.add_control(self.spans, spare=True)
        bridge.project_changed.connect(self._name_feeders)
        self.refresh()

    def _feeder(self, outcome: int) -> QToolButton:
        button = QToolButton(self.header)
        button.clicked.connect(lambda _=False: self._feed(outcome))
        self.header.add_control(button)
        return button

    def requests(self) -> tuple[Request, ...]:
        """Return one request of the Bayes probe."""
        info = self.learner
        if info is None:
            return ()
        chosen = {"span": self.settings.span, "by_hand": self._fed is not None}
        return (Request("bayes", info.id, tuple(sorted(chosen.items()))),)

    def draw(self, snapshots: dict[Request, Snapshot]) -> None:
        """Show the newest beliefs."""
        info, block = self.learner, self._block()
        snapshot = next(reversed(snapshots.values()), None)
        if info is None or block is None or snapshot is None or "after" not in snapshot.arrays:
            return
        if self._fed is not None and self._fed[1] != snapshot.step:
            self._fed = None
            self.rewatch()
        span = str(dict(snapshot.request.settings)["span"])
        believed = Believed(snapshot.arrays, block.story, span)
        drawable = span == "all" or believed.newest < 0
        self.picture.show_believed(believed, drawable)
        parts = [believed.told, f"step {grouped(snapshot.step)}"]
        if len(self.learners()) > 1:
            parts.insert(0, learner_title(self.bridge, info.id))
        self.header.describe(" · ".join(parts))
        self.show_empty(None)

    def refresh(self) -> None:
        """Show the settings' effect, or what is missing."""
        self.spans.show_choice(self.settings.span)
        self._name_feeders()
        if not self._show_missing():
            self.draw(self.snapshots)

    def suits(self, info: LearnerInfo) -> bool:
        """Say whether it believes by Bayes' rule."""
        return "bayes" in info.shows

    def _block(self) -> BayesRule | None:
        """Return the lab as the project has it."""
        info = self.learner
        blocks = self.bridge.store.value.blocks
        placed = next((p for p in blocks if info is not None and p.id == info.id), None)
        block = built(placed, self.bridge.catalogue) if placed is not None else None
        return block if isinstance(block, BayesRule) else None

    def _name_feeders(self) -> None:
        """Let the buttons say what they feed."""
        block, renamed = self._block(), False
        for button, outcome in zip(self.feeders, (1, 0), strict=True):
            name = block.tale().outcomes[outcome] if block is not None else ""
            button.setEnabled(block is not None)
            if name != button.property("says"):
                button.setProperty("says", name)
                button.setText(f"+ {name}" if name else "+")
                button.setToolTip(f"Feed an observation by hand: {name}")
                button.setAccessibleName(f"Observe {name} by hand")
                renamed = True
        if renamed:  # other words take other room
            self.header.tell_apart(len(self.learners()) > 1)

    def _feed(self, outcome: int) -> None:
        """Add an observation by hand, and show it as the newest."""
        block, info = self._block(), self.learner
        if block is None or info is None:
            return
        self._fed = (info.id, self.bridge.status.steps.get(info.id, 0))
        self._apply(f"Observe {block.tale().outcomes[outcome]}",
                    {"given": [*block.given, outcome]})  # fmt: skip
        self.rewatch()

    def _drag(self, at: float, height: float, first: bool) -> None:
        """Take a stroke of the mouse into the prior."""
        block = self._block()
        if block is None:
            return
        if block.story == "coin":
            self._draw_coin(block, at, height, first)
        elif block.story == "test":
            share = round(height if at < 1 else 1 - height, 3)
            self._apply("Draw the prior", {"prevalence": share}, "prior")
        else:
            belief: Array = block.tale().prior
            heights = belief / belief.max() if len(block.drawn) != len(belief) else None
            kept = list(block.drawn) if heights is None else rounded(heights.tolist())
            kept[int(at)] = round(height, 3)
            self._apply("Draw the prior", {"drawn": kept}, "prior")

    def _draw_coin(self, block: BayesRule, at: float, height: float, first: bool) -> None:
        if self._sketch is None:
            self._sketch = PriorSketch.of(block.tale().prior)
        if first:
            self._sketch.begin()
        self._sketch.draw(at, height)
        self.picture.rows.sketch = self._sketch.curve(block.points)
        self._apply("Draw the prior", {"prior": "drawn", "drawn": self._sketch.kept}, "prior")

    def _release(self) -> None:
        """End the stroke: it is one step of undo."""
        self._sketch = self.picture.rows.sketch = None
        self.bridge.store.settle()
        self.picture.rows.update()

    def _apply(self, label: str, values: dict[str, Any], merge: str = "") -> None:
        info = self.learner
        if info is not None:
            edit = set_settings(info.id, values, self.bridge.catalogue)
            self.bridge.apply(label, edit, (merge, info.id) if merge else None)
