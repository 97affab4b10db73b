"""A drawing pad: what a network of 64 inputs says to a digit drawn by hand."""

from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

import numpy as np
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from playground.core.settings import setting
from playground.engine.coding.drawing import CELLS, MOST, digit_of, in_place
from playground.kernels.array import Array
from playground.runtime.messages import LearnerInfo, Request, Snapshot
from playground.ui.answers import Answers
from playground.ui.panel import Panel, PanelSettings
from playground.ui.plots.coding.pad_readings import PadReadings, Reading
from playground.ui.plots.coding.pen_sheet import PenSheet
from playground.ui.plots.lettering import number
from playground.ui.plots.menu_button import Item, MenuButton
from playground.ui.plots.wording import learner_title, stamp
from playground.ui.theme import px
from playground.ui.timers import every

if TYPE_CHECKING:
    from playground.ui.bridge import Bridge

DIVERGED = "It has diverged: what it says is no longer finite. Lower the learning rate."
WRONG = (
    "A drawing here is 8 × 8 = 64 numbers with a class to say: {} has {}. "
    "Use the data set Digits and a fit on its labels."
)
HINT = "Draw a digit here"
BRUSHES = {"auto": None, "thin": 1.6, "medium": 2.4, "thick": 3.4}
TITLES = {"auto": "As thick as the data's", "thin": "Thin", "medium": "Medium", "thick": "Thick"}
MORPH_MS, FRAME_MS = 1300, 33


class PadSettings(PanelSettings, frozen=True, kw_only=True):
    """What is drawn on the pad, and with what."""

    brush: Annotated[
        Literal["auto", "thin", "medium", "thick"],
        setting("Brush", "Automatic: as much ink as the digits of the data set have."),
    ] = "auto"
    strokes: tuple[tuple[tuple[float, float], ...], ...] = ()
    base: tuple[float, ...] = ()
    say: int = -1


class Pad(Panel):
    """A drawing pad: what a network of 64 inputs says to a digit drawn by hand."""

    title: ClassVar[str] = "Draw a digit"
    settings_type: ClassVar[type[PanelSettings]] = PadSettings
    unsuited: ClassVar[str] = (
        "Not applicable: nothing here could say what a drawing is. Wire digits to a fit or a "
        "model."
    )
    settings: PadSettings

    def __init__(self, bridge: "Bridge", settings: dict[str, Any] | None = None) -> None:
        super().__init__(bridge, settings)
        self._arrays: dict[str, Array] = {}
        self._classes: tuple[str, ...] = ()
        self._turn, self._frame, self._of = 0, 1.0, ""
        self.sheet, self.readings = PenSheet(self.body), PadReadings(self.body)
        self._answers = Answers(self, self.rewatch)
        self._morph = every(self, FRAME_MS, self._advance)
        self._lay_out()
        self.sheet.undo_wanted.connect(self.undo.click)
        self.sheet.clear_wanted.connect(self.clear.click)
        self.sheet.begun.connect(self._begin)
        self.sheet.moved.connect(self._answers.want)
        self.sheet.drawn.connect(lambda: self.change(strokes=self.sheet.strokes))
        self.example = MenuButton("Load", "Put a training digit on the sheet", self._digits,
                                  self.header)  # fmt: skip
        self.example.chosen.connect(lambda value, _: self.load(int(value)))
        self.say = MenuButton("Make it say", "The smallest change that makes the network say this",
                              self._sayings, self.header)  # fmt: skip
        self.say.chosen.connect(lambda value, _: self.make_it_say(int(value)))
        self.header.add_control(self.example)
        self.header.add_control(self.say)
        bridge.focus.changed.connect(self._refocus)
        self.refresh()

    def requests(self) -> tuple[Request, ...]:
        """Return one request for what the learner says to the drawing."""
        info = self.learner
        if info is None:
            return ()
        chosen: dict[str, Any] = {"drawing": tuple(self.drawing().reshape(-1).tolist())}
        if self.settings.say >= 0:
            chosen["say"] = self.settings.say
        if self._turn:
            chosen["turn"] = self._turn
        return (self._request_to("pad", info, **chosen),)

    def draw(self, snapshots: dict[Request, Snapshot]) -> None:
        """Show what is said now."""
        info, snapshot = self.learner, next(reversed(snapshots.values()), None)
        if info is None or snapshot is None:
            return
        self._answers.came()
        arrays = snapshot.arrays
        if "scores" in arrays:
            self._arrays, self._classes = arrays, info.classes
            self._show()
            self.show_empty(None)
        elif "diverged" in arrays:
            self.show_empty(DIVERGED)
        else:
            self.show_empty(self._why_not(info, arrays))
        self.header.describe(stamp(self.bridge, info.id, snapshot.step))

    def refresh(self) -> None:
        """Show the settings' effect, or what is missing."""
        info, chosen = self.learner, self.settings
        if info is None or info.id != self._of:
            self._of = info.id if info else ""
            self._arrays, self.readings.reading = {}, None
            self.snapshots.clear()
            self.header.describe("")
            self.show_empty(self.missing if info is None else "…")
        self.sheet.strokes = chosen.strokes
        self.sheet.base = _base(chosen.base)
        self.sheet.pen = BRUSHES[chosen.brush] or 2.4
        self.sheet.hint = HINT
        self.undo.setEnabled(bool(chosen.strokes))
        self.clear.setEnabled(bool(chosen.strokes or chosen.base))
        if chosen.say < 0:
            self._morph.stop()
        self.draw(self.snapshots)
        self._show()

    def suits(self, info: LearnerInfo) -> bool:
        """Say whether it learns from rows."""
        return info.rows > 0 and info.target != "none"

    # what the person does ------------------------------------------------------------

    def drawing(self) -> Array:
        """Return the drawing as the data set would hold it, ``(8, 8)`` from 0 to 16."""
        base, pen = _base(self.settings.base), BRUSHES[self.settings.brush]
        if base is None:
            return digit_of(self.sheet.every, pen)
        return np.clip(base + in_place(self.sheet.every, pen), 0, MOST)

    def wipe(self) -> None:
        """Clear the sheet."""
        self.change(strokes=(), base=(), say=-1)

    def take_back(self) -> None:
        """Take the last stroke back."""
        self.change(strokes=self.settings.strokes[:-1], say=-1)

    def load(self, label: int) -> None:
        """Put a training digit of a class on the sheet; another one the next time."""
        if "examples" in self._arrays:
            picture = self._arrays["examples"][label]
            self._turn += 1
            self.change(base=tuple(picture.tolist()), strokes=(), say=-1)

    def make_it_say(self, label: int) -> None:
        """Change the drawing a little, so that the network says a class; -1: as drawn."""
        self._frame = 0.0 if label >= 0 else 1.0
        self.change(say=label)
        if label >= 0:
            self._morph.start()

    def _begin(self) -> None:
        """Let a new stroke end what was said to the last one."""
        if self.settings.say >= 0:
            self.change(say=-1)

    # what is shown -------------------------------------------------------------------

    def _show(self) -> None:
        arrays, sheet = self._arrays, self.sheet
        sheet.caption, sheet.changed_to = "", None
        if "scores" not in arrays:
            sheet.update()
            return
        scores, wanted = arrays["scores"], self.settings.say
        if wanted >= 0 and "changed" in arrays:
            at, way = self._frame, arrays["along"]
            scores = way[round(at * (len(way) - 1))]
            seen = arrays["asked"] + at * (arrays["changed"] - arrays["asked"])
            sheet.changed_from = arrays["asked"].reshape(CELLS, CELLS)
            sheet.changed_to = seen.reshape(CELLS, CELLS)
            sheet.caption = self._told(wanted, float(arrays["size"]), bool(arrays["reached"]))
        units = tuple(
            (str(block), arrays[f"unit {k}"]) for k, block in enumerate(arrays.get("blocks", ()))
        )
        self.readings.reading = Reading(
            scores, self._classes, arrays["asked"], units, arrays["pictures"],
            arrays["neighbours"], arrays["distances"], wanted,
        )  # fmt: skip
        self.readings.update()
        sheet.update()

    def _told(self, wanted: int, size: float, reached: bool) -> str:
        name = self._classes[wanted] if wanted < len(self._classes) else str(wanted)
        if not reached:
            return f"found no way to “{name}”"
        if size == 0:
            return f"it says “{name}” already"
        return f"“{name}” after a change of {number(size, 2)}"

    def _advance(self) -> None:
        """Show the next moment of the change."""
        if "changed" not in self._arrays:
            return
        self._frame = min(self._frame + FRAME_MS / MORPH_MS, 1.0)
        if self._frame >= 1.0:
            self._morph.stop()
        self._show()

    def _why_not(self, info: LearnerInfo, arrays: dict[str, Array]) -> str:
        name, count = learner_title(self.bridge, info.id), int(arrays.get("inputs", 0))
        told = f"{count} input{'s' * (count != 1)}" if count != CELLS**2 else "no classes"
        return WRONG.format(name, told)

    def _digits(self) -> list[Item]:
        return [Item(str(i), f"A training “{name}”") for i, name in enumerate(self._classes)]

    def _sayings(self) -> list[Item]:
        said = self.settings.say
        rest = [Item("-1", "As it is drawn", "Take the change back", said < 0)]
        names = enumerate(self._classes)
        return [*(Item(str(i), f"“{name}”", "", i == said) for i, name in names), *rest]

    def _brushes(self) -> list[Item]:
        return [Item(key, text, "", key == self.settings.brush) for key, text in TITLES.items()]

    def _refocus(self) -> None:
        if self._seen and self.requests() != self._requests:
            self.rewatch()

    def _lay_out(self) -> None:
        left = QWidget(self.body)
        self.undo = self._tool("Undo", "Take the last stroke back", "Backspace", self.take_back)
        self.clear = self._tool("Clear", "Clear the sheet", "Delete", self.wipe)
        self.brush = MenuButton("Brush", "How thick the pen is", self._brushes, left)
        self.brush.chosen.connect(lambda value, _: self.change(brush=value))
        tools = QHBoxLayout()
        tools.setContentsMargins(px(6), 0, px(6), px(5))
        tools.setSpacing(px(4))
        tools.addStretch(1)
        for tool in (self.undo, self.clear, self.brush):
            tools.addWidget(tool)
        tools.addStretch(1)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.sheet, 1)
        column.addLayout(tools)
        row = QHBoxLayout(self.body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(left, 11)
        row.addWidget(self.readings, 10)

    def _tool(self, text: str, tip: str, key: str, act: Any) -> QToolButton:
        button = QToolButton(self.body)
        button.setText(text)
        button.setToolTip(f"{tip} ({key})")
        button.setAccessibleName(tip)
        button.clicked.connect(act)
        return button


def _base(values: tuple[float, ...]) -> Array | None:
    return np.array(values).reshape(CELLS, CELLS) if len(values) == CELLS**2 else None


