"""Embedding: rows in few dimensions, as a learner lays them out or is given them."""

from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
from PySide6.QtWidgets import QVBoxLayout

from playground.kernels.array import Array
from playground.runtime.messages import LearnerInfo, Request, Snapshot
from playground.ui.answers import Answers
from playground.ui.panel import Panel, PanelSettings
from playground.ui.plots.components.along_the_way import reducers_before
from playground.ui.plots.decisions.decision import Decision, Look
from playground.ui.plots.embedding.embedding_view import EmbeddingView, Sheet, Thumbnail
from playground.ui.plots.field import limits_of
from playground.ui.plots.lettering import number
from playground.ui.plots.menu_button import Item, MenuButton
from playground.ui.plots.wording import learner_title, stamp

if TYPE_CHECKING:
    from playground.ui.bridge import Bridge

DIVERGED = "Its places are no longer numbers: go back in time, or start anew."
WITHIN = (
    "No places to show: what reduces the rows lies in front of one of its parts. Wire it in front "
    "of the learner, or choose another in the menu."
)
MOST_NAMED = 6
"""Features of a row that are told in words."""


class EmbeddingSettings(PanelSettings, frozen=True, kw_only=True):
    """Which two dimensions are shown."""

    first: int = 0
    second: int = 1


class Embedding(Panel):
    """Embedding: rows in few dimensions, as a learner lays them out or is given them.

    Colours are the labels or values that the data set gives, whether they are learned or not.
    Pointing at a row shows it, and marks it in every picture.
    """

    title: ClassVar[str] = "Embedding"
    settings_type: ClassVar[type[PanelSettings]] = EmbeddingSettings
    settings: EmbeddingSettings
    unsuited: ClassVar[str] = (
        "Not applicable: nothing here lays rows out in fewer dimensions. Put a PCA block between "
        "data and a learner, or wire data to Principal components."
    )

    def __init__(self, bridge: "Bridge", settings: dict[str, Any] | None = None) -> None:
        super().__init__(bridge, settings)
        self._of, self._names = "", ()
        self._held = False
        self.view = EmbeddingView(self.body)
        column = QVBoxLayout(self.body)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)
        tip = "Which two dimensions are shown"
        self.dimensions = MenuButton("Axes", tip, self._choices, self.header)
        self.dimensions.chosen.connect(self._choose)
        self.header.add_control(self.dimensions)
        self._answers = Answers(self, self.rewatch)
        self.view.pointed.connect(self._point)
        bridge.focus.changed.connect(self._refocus)
        self.refresh()

    def requests(self) -> tuple[Request, ...]:
        """Return one request of all places, and one of the row that is pointed at."""
        info = self.learner
        if info is None:
            return ()
        shown = {"first": self.settings.first, "second": self.settings.second}
        found = [self._request_to("embedding", info, **shown)]
        if self.view.row is not None:
            found.append(Request("sample", info.id, (("row", self.view.row),)))
        return tuple(found)

    def draw(self, snapshots: dict[Request, Snapshot]) -> None:
        """Show the newest places."""
        info = self.learner
        newest = {request.probe: snapshot for request, snapshot in snapshots.items()}
        if "sample" in newest:
            self._answers.came()
            self._show_sample(newest["sample"].arrays)
        snapshot = newest.get("embedding")
        if info is None or snapshot is None:
            return
        arrays = snapshot.arrays
        self.view.notice = DIVERGED if "diverged" in arrays else ""
        if "places" not in arrays:
            lost = "diverged" in arrays and self.view.sheet is not None
            self.view.update()
            words = DIVERGED if "diverged" in arrays else WITHIN
            self.show_empty(None if lost else words)
            return
        self._names = tuple(arrays["names"].tolist())
        self.dimensions.setVisible(len(self._names) > 2)
        self._show_places(info, arrays)
        made = str(arrays["title"])
        own = made in learner_title(self.bridge, info.id)
        self.header.describe(stamp(self.bridge, info.id, snapshot.step, "" if own else made))
        self.show_empty(None)

    def refresh(self) -> None:
        """Show the settings' effect, or what is missing."""
        info = self.learner
        if (info.id if info else "") != self._of:
            self._of = info.id if info else ""
            self.view.show_sheet(None, False)
            self.snapshots.clear()
        self.dimensions.setVisible(len(self._names) > 2)
        if not self._show_missing():
            self.draw(self.snapshots)

    def suits(self, info: LearnerInfo) -> bool:
        """Say whether it lays rows out, or is given reduced features."""
        return "embedding" in info.shows or bool(reducers_before(self.bridge, info.id))

    # what is shown -----------------------------------------------------------------

    def _show_places(self, info: LearnerInfo, arrays: dict[str, Array]) -> None:
        places, window = arrays["places"].astype(float), arrays["window"]
        first, second = arrays["chosen"].tolist()
        if second < 0:
            places = np.stack([places[:, 0], _lanes(arrays)], axis=1)
            window = np.stack([window[:, 0], np.array([0.0, 1.0])], axis=1)
        classes = tuple(arrays.get("classes", np.empty(0)).tolist())
        shown = {k: arrays[k] for k in ("labels", "values", "part", "rows") if k in arrays}
        if "values" in shown:
            shown["limits"] = np.array(limits_of(shown["values"]))
        decision = Decision({**shown, "points": places}, classes, Look())
        names = (self._names[first], self._names[second] if second >= 0 else "")
        sheet = Sheet(decision.samples(), window, names, decision.legend())
        self.view.brushed = self.bridge.focus.brushed
        self.view.show_sheet(sheet, self.bridge.status.playing)

    def _show_sample(self, arrays: dict[str, Array]) -> None:
        if "features" not in arrays:
            return
        row, side = int(arrays["row"]), int(arrays["side"])
        what = f"row {row}"
        if "labels" in arrays:
            what += f" · {arrays['classes'][int(arrays['labels'][0])]}"
        elif "values" in arrays:
            what += f" · {number(float(arrays['values'][0]))}"
        words = [what]
        if not side:
            pairs = list(zip(arrays["names"].tolist(), arrays["features"].tolist(), strict=True))
            words += [f"{name} {number(value)}" for name, value in pairs[:MOST_NAMED]]
            words += ["…"] if len(pairs) > MOST_NAMED else []
        low, high = arrays["limits"].tolist()
        self.view.thumbnail = Thumbnail(row, tuple(words), arrays["features"], side, (low, high))
        self.view.update()

    # what the person does ----------------------------------------------------------

    def _choices(self) -> list[Item]:
        chosen = self.settings
        return [
            Item(f"{axis} {i}", f"{words}: {name}", "", current == i)
            for axis, words, current in (("first", "Horizontal", chosen.first),
                                         ("second", "Vertical", chosen.second))
            for i, name in enumerate(self._names)
        ]  # fmt: skip

    def _choose(self, value: str, _checked: bool) -> None:
        axis, _, place = value.partition(" ")
        picked, other = int(place), "second" if axis == "first" else "first"
        values = {axis: picked}
        if getattr(self.settings, other) == picked:
            values[other] = getattr(self.settings, axis)
        self.change(**values)

    def _point(self, row: int | None) -> None:
        """Mark the row everywhere, and ask what it is."""
        if row is not None:
            self._held = True
            self.bridge.focus.brush([row])
            self._answers.want()
        elif self._held:
            self._held = False
            self.bridge.focus.brush(())

    def _refocus(self) -> None:
        if self.view.brushed != self.bridge.focus.brushed:
            self.view.brushed = self.bridge.focus.brushed
            self.view.update()
        if self._seen and self.requests() != self._requests:
            self._answers.want()


def _lanes(arrays: dict[str, Array]) -> Array:
    """Return heights ``(n,)`` from 0 to 1 at which rows of one dimension stand, class by class."""
    spread = (arrays["rows"] * 0.6180339887) % 1.0  # even, and the same for a row every time
    if "labels" not in arrays:
        return np.asarray(0.2 + 0.6 * spread)
    count = int(arrays["labels"].max()) + 1
    return np.asarray(0.15 + 0.75 * (arrays["labels"] + 0.15 + 0.7 * spread) / count)
