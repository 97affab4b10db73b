"""Calibration: how often a classifier is right when it says how sure it is."""

from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from PySide6.QtWidgets import QVBoxLayout

from playground.core.settings import setting
from playground.runtime.messages import LearnerInfo, Request, Snapshot
from playground.ui.panel import Panel, PanelSettings
from playground.ui.plots.calibration.reliability_chart import ReliabilityChart
from playground.ui.plots.key_row import KeyRow
from playground.ui.plots.lettering import number
from playground.ui.plots.remark import Remark
from playground.ui.plots.segments import Segments
from playground.ui.plots.wording import stamp
from playground.ui.theme import px, theme

if TYPE_CHECKING:
    from playground.ui.bridge import Bridge

ROOMY = 260
"""Height from which words have room below the chart."""

DIVERGED = "It has diverged: its probabilities are no longer numbers. Lower the learning rate."
MARGIN = 0.02
"""Difference of confidence and accuracy that is worth a word."""


class CalibrationSettings(PanelSettings, frozen=True, kw_only=True):
    """What the calibration panel shows."""

    rows: Annotated[
        Literal["train", "validation", "test"], setting("Rows", "Which rows are asked.")
    ] = "test"
    bins: Annotated[
        Literal[5, 10, 20], setting("Bins", "In how many groups probabilities are sorted.")
    ] = 10


class Calibration(Panel):
    """Calibration: how often a classifier is right when it says how sure it is.

    Points on the diagonal keep their word. Below it, it says more than comes true. Bars tell how
    many rows a point speaks for, and thin lines how far chance may have moved it.
    """

    title: ClassVar[str] = "Calibration"
    settings_type: ClassVar[type[PanelSettings]] = CalibrationSettings
    settings: CalibrationSettings
    unsuited: ClassVar[str] = (
        "Not applicable: calibration is about probabilities of classes, and nothing here tells "
        "classes apart. Wire data with labels to a fit or a model."
    )

    def __init__(self, bridge: "Bridge", settings: dict[str, Any] | None = None) -> None:
        super().__init__(bridge, settings)
        self._arrays: dict[str, Any] = {}
        self.keys, self.chart = KeyRow(self.body), ReliabilityChart(self.body)
        self.words = Remark(self.body)
        column = QVBoxLayout(self.body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.keys)
        column.addWidget(self.chart, 1)
        column.addWidget(self.words)
        self._switch = Segments({"train": "train", "test": "test"}, "Rows", self.header)
        self._switch.chosen.connect(lambda rows: self.change(rows=rows))
        self.header.add_control(self._switch)
        self.chart.hovered.connect(lambda _: self._read())
        bridge.focus.changed.connect(self._refocus)
        self.refresh()

    def requests(self) -> tuple[Request, ...]:
        """Return one request of the calibration probe."""
        info = self.learner
        if info is None:
            return ()
        chosen: dict[str, Any] = {"part": self.settings.rows, "bins": self.settings.bins}
        return (self._request_to("calibration", info, **chosen),)

    def draw(self, snapshots: dict[Request, Snapshot]) -> None:
        """Show the newest bins."""
        info, snapshot = self.learner, next(reversed(snapshots.values()), None)
        if info is None or snapshot is None:
            return
        self._arrays = snapshot.arrays
        if "edges" not in self._arrays:
            self.show_empty("Not applicable: this learner gives no probabilities of classes.")
            return
        two = info.outputs == 2
        said = f"probability of {info.classes[1]}" if two else "probability of its choice"
        came = f"share that is {info.classes[1]}" if two else "share that is right"
        self.chart.show_bins(self._arrays, f"{said} →", f"{came} ↑")
        self._read()
        self._say()
        self.header.describe(stamp(self.bridge, info.id, snapshot.step))
        self.show_empty(None)

    def refresh(self) -> None:
        """Show the settings' effect on the newest snapshot, or what is missing."""
        if self.settings.rows != "validation":
            self._switch.show_choice(self.settings.rows)
        self.words.setVisible(self._roomy())
        if self.learner is None:
            self._arrays = {}
            self.header.describe("")
            self.show_empty(self.missing)
        elif not self.snapshots:
            self.show_empty("…" if not self._arrays else None)
        self.draw(self.snapshots)

    def suits(self, info: LearnerInfo) -> bool:
        """Say whether it tells classes apart."""
        return info.rows > 0 and info.target == "class"

    def resizeEvent(self, event: Any) -> None:  # noqa: N802 - Qt's name
        """Leave the words out where there is no room for them."""
        super().resizeEvent(event)
        self.words.setVisible(self._roomy())

    def _roomy(self) -> bool:
        return self.height() >= px(ROOMY)

    def _refocus(self) -> None:
        if self._seen and self.requests() != self._requests:
            self.rewatch()

    def _read(self) -> None:
        """Tell the scores, or the bin under the cursor."""
        arrays, accent = self._arrays, theme().color("accent")
        if "said" not in arrays:
            self.keys.show_keys([])
            return
        member = int(arrays["member"])
        if self.chart.cursor_x is None:
            rows = f"{int(arrays['rows'])} {arrays['part']}"
            self.keys.show_keys([
                ("calibration error", number(float(arrays["error"][member]), full=True),
                 theme().color("warning")),
                ("Brier score", number(float(arrays["brier"][member]), full=True), accent),
                ("rows", rows, theme().color("secondary")),
            ])  # fmt: skip
            return
        place = self.chart.bin_at(self.chart.cursor_x)
        low, high = arrays["edges"][place : place + 2].tolist()
        count = int(arrays["count"][member][place])
        rows = "1 row" if count == 1 else f"{count} rows"
        keys = [(f"{100 * low:.0f} to {100 * high:.0f} %", rows, theme().color("secondary"))]
        if count:
            keys.append(("said", _percent(arrays["said"][member][place]), accent))
            keys.append(("came", _percent(arrays["came"][member][place]), accent))
        self.keys.show_keys(keys)

    def _say(self) -> None:
        """Say whether it is surer than it may be."""
        arrays = self._arrays
        if "said" not in arrays:
            self.words.say(DIVERGED, "error")
            return
        member = int(arrays["member"])
        sure, right = float(arrays["sure"][member]), float(arrays["right"][member])
        told = f"It is {_percent(sure)} sure on average, and right {_percent(right)} of the time: "
        if sure > right + MARGIN:
            self.words.say(f"{told}over-confident.", "warning")
        elif sure < right - MARGIN:
            self.words.say(f"{told}surer would be fair.", "warning")
        else:
            self.words.say(f"{told}about as sure as it may be.", "ok")


def _percent(share: float) -> str:
    return f"{100 * float(share):.0f} %"
