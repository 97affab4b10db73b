"""ROC and precision-recall curves: what a classifier finds, and what it takes wrongly."""

from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

import numpy as np
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from playground.core.settings import setting
from playground.kernels.array import Array
from playground.runtime.messages import LearnerInfo, Request, Snapshot
from playground.ui.panel import Panel, PanelSettings
from playground.ui.plots.colors import class_color
from playground.ui.plots.key_row import KeyRow
from playground.ui.plots.lettering import number
from playground.ui.plots.remark import Remark
from playground.ui.plots.scores.sweep import Sweep
from playground.ui.plots.scores.threshold_chart import ThresholdChart
from playground.ui.plots.segments import Segments
from playground.ui.plots.wording import learner_title, stamp
from playground.ui.theme import px, theme
from playground.ui.timers import after

if TYPE_CHECKING:
    from playground.ui.bridge import Bridge

WIDE = 540
"""Width from which both curves stand side by side."""


class RocSettings(PanelSettings, frozen=True, kw_only=True):
    """What the curves show."""

    part: Annotated[
        Literal["train", "validation", "test"], setting("Part", "Which rows are judged.")
    ] = "test"
    show: Annotated[
        Literal["roc", "precision-recall"], setting("Shown when narrow", "Which of the two.")
    ] = "roc"
    all: Annotated[
        bool, setting("All learners", "One curve of each learner, for the class that is marked.")
    ] = False
    of: int = -1
    threshold: float = 0.5


class Roc(Panel):
    """ROC and precision-recall curves: what a classifier finds, and what it takes wrongly.

    Each class stands against all others. The mark on a curve is the threshold from which on a row
    is taken for the class, and can be drawn along it.
    """

    title: ClassVar[str] = "ROC"
    settings_type: ClassVar[type[PanelSettings]] = RocSettings
    unsuited: ClassVar[str] = (
        "Not applicable: these curves judge who tells classes apart, and no learner of classes "
        "from the rows of a data set is here."
    )
    settings: RocSettings

    def __init__(self, bridge: "Bridge", settings: dict[str, Any] | None = None) -> None:
        super().__init__(bridge, settings)
        self.roc = ThresholdChart("roc", self.body)
        self.pr = ThresholdChart("precision-recall", self.body)
        self.keys, self.told = KeyRow(self.body), Remark(self.body)
        self._classes: list[int] = []
        self._marked: dict[str, Any] = {}
        # The mark follows the mouse at once; the project is told once it has come to rest.
        self._keep = after(self, 250, lambda: self.change(**self._marked))
        self._switch = Segments(
            {"roc": "ROC", "precision-recall": "P–R"}, "Which curve", self.header
        )
        self._switch.chosen.connect(lambda show: self.change(show=show))
        self.header.add_control(self._switch)
        plots = QHBoxLayout()
        plots.setSpacing(0)
        for chart in (self.roc, self.pr):
            chart.marked.connect(self._mark)
            plots.addWidget(chart, 1)
        column = QVBoxLayout(self.body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.keys)
        column.addLayout(plots, 1)
        column.addWidget(self.told)
        bridge.focus.changed.connect(self.rewatch)
        self._settle()
        self.refresh()

    def requests(self) -> tuple[Request, ...]:
        """Return a request of the roc probe for the learner, or for all of them."""
        info = self.learner
        if info is None:
            return ()
        shown = self._alike(info) if self.settings.all else [info]
        part = self.settings.part
        return tuple(self._request_to("roc", one, part=part) for one in shown)

    def draw(self, snapshots: dict[Request, Snapshot]) -> None:
        """Show the newest curves."""
        info = self.learner
        if info is None or not snapshots:
            return
        mine = next((s for r, s in snapshots.items() if r.learner == info.id), None)
        if mine is None:
            return
        self.header.describe(stamp(self.bridge, info.id, mine.step, self.settings.part))
        if "diverged" in mine.arrays and not self.settings.all:
            self.show_empty("It has diverged: its numbers are no longer finite. Lower the rate.")
            return
        sweeps = self._sweeps(info, mine, snapshots)
        if not sweeps:
            self.show_empty(
                f"There are no {self.settings.part} rows of two classes to judge: choose another "
                "part in the menu, or give the data set a larger share of them."
            )
            return
        self._show(info, sweeps, None if self.settings.all else mine.arrays.get("macro"))
        self.show_empty(None)

    def refresh(self) -> None:
        """Show the settings' effect on the newest snapshots, or what is missing."""
        self._switch.show_choice(self.settings.show)
        self._marked = {"of": self.settings.of, "threshold": self.settings.threshold}
        self._settle()
        if not self._show_missing():
            self.draw(self.snapshots)

    def suits(self, info: LearnerInfo) -> bool:
        """Say whether it learns classes."""
        return info.rows > 0 and info.target == "class"

    def resizeEvent(self, event: Any) -> None:  # noqa: N802 - Qt's name
        """Show both curves where there is room."""
        super().resizeEvent(event)
        self._settle()

    def _settle(self) -> None:
        wide = self.width() >= px(WIDE)
        self.roc.setVisible(wide or self.settings.show == "roc")
        self.pr.setVisible(wide or self.settings.show != "roc")
        self._switch.setVisible(not wide)
        self.told.setVisible(self.height() >= px(200))

    def _alike(self, info: LearnerInfo) -> list[LearnerInfo]:
        """Return the learners of the same classes."""
        return [one for one in self.learners().values() if one.classes == info.classes]

    def _sweeps(
        self, info: LearnerInfo, mine: Snapshot, snapshots: dict[Request, Snapshot]
    ) -> list[Sweep]:
        if not self.settings.all:
            labels = [c for c in range(len(info.classes)) if f"curve {c}" in mine.arrays]
            self._classes = labels
            return [
                sweep_of(mine.arrays, c, info.classes[c], class_color(theme(), c)) for c in labels
            ]
        label = self._label(info)
        self._classes = []
        found = []
        for place, one in enumerate(self._alike(info)):
            snapshot = next((s for r, s in snapshots.items() if r.learner == one.id), None)
            if snapshot is not None and f"curve {label}" in snapshot.arrays:
                name, color = learner_title(self.bridge, one.id), class_color(theme(), place)
                found.append(sweep_of(snapshot.arrays, label, name, color))
        return found

    def _label(self, info: LearnerInfo) -> int:
        """Return the class that is marked; of two only the second has a curve."""
        last = len(info.classes) - 1
        return self._marked["of"] if len(info.classes) > 2 and self._marked["of"] >= 0 else last

    def _show(self, info: LearnerInfo, sweeps: list[Sweep], mean: Array | None) -> None:
        label, threshold = self._label(info), self._marked["threshold"]
        chosen = self._classes.index(label) if label in self._classes else 0
        if self.settings.all:
            chosen = min(self._learner_marked, len(sweeps) - 1)
        self.roc.show_sweeps(sweeps, chosen, threshold, mean)
        self.pr.show_sweeps(sweeps, chosen, threshold)
        score = "ap" if not self.roc.isVisibleTo(self.body) else "auc"
        keys = [(s.name, f"{score.upper()} {number(getattr(s, score), full=True)}", s.color)
                for s in sweeps]  # fmt: skip
        if mean is not None and score == "auc":
            whole = float(np.nanmean([s.auc for s in sweeps]))
            keys.append(("mean", f"AUC {number(whole, full=True)}", theme().color("text")))
        self.keys.show_keys(keys, names_first=True)
        one = sweeps[chosen]
        rates = " · ".join(f"{name} {number(v, full=True)}" for name, v in one.told(threshold))
        of = info.classes[label] if label < len(info.classes) else str(label)
        who = f"{one.name}: " if self.settings.all else ""
        self.told.say(f"{who}“{of}” from {number(threshold, 2)} on · {rates} · "
                      f"AUC {number(one.auc, full=True)} · AP {number(one.ap, full=True)}",
                      "accent", 2)  # fmt: skip

    _learner_marked = 0

    def _mark(self, sweep: int, threshold: float) -> None:
        """Move the mark at once, and have the project keep it when it has come to rest."""
        if self.settings.all:
            self._learner_marked = sweep
        elif self._classes:
            self._marked["of"] = self._classes[sweep]
        self._marked["threshold"] = round(threshold, 4)
        self._keep.start()
        self.draw(self.snapshots)


def sweep_of(arrays: dict[str, Array], label: int, name: str, color: Any) -> Sweep:
    """Return the curve of a class as the probe sent it."""
    thresholds, false, true = arrays[f"curve {label}"].T
    return Sweep(
        name, color, thresholds, false, true, int(arrays["positive"][label]),
        int(arrays["negative"][label]), float(arrays["auc"][label]), float(arrays["ap"][label]),
    )  # fmt: skip
