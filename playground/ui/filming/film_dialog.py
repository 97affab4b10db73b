"""The dialog that saves an animation: of what, from when, how long, how large."""

import time
from pathlib import Path
from typing import Any

from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QVBoxLayout

from playground.export.error import ExportError
from playground.export.video import FASTEST, refusal
from playground.ui.closing import when_closed
from playground.ui.file_asking import ask_to_write
from playground.ui.filming.filming import Filming
from playground.ui.filming.grid import CANVAS
from playground.ui.filming.pace import Pace, left_in_words
from playground.ui.filming.script import first_step, from_now_on, last_step, of_the_past
from playground.ui.filming.stage import WINDOW, Stage
from playground.ui.form import choice_box, form_of, number_box
from playground.ui.labels import label, restyle
from playground.ui.plots.wording import grouped
from playground.ui.theme import px
from playground.ui.work_foot import WorkFoot

KINDS = {"MP4 film: for slides, chats and the web": ".mp4", "GIF: plays in any document": ".gif"}
SIZES = ((640, 400), (900, 600), (1280, 720), (1920, 1080))
ONWARD, PAST = "Training, from here on", "The past, along the timeline"
SECONDS = 8
"""Length that is offered first."""


class FilmDialog(QDialog):
    """Chooses what is filmed and makes the film beside the window, which stays usable.

    Parameters
    ----------
    window
        The main window.
    panel
        Name of the panel that is offered first; all that are shown unless said.

    Signals
    -------
    None of its own: `finished` when it closes, which cancels a film in the making.
    """

    def __init__(self, window: Any, panel: str = "") -> None:
        super().__init__(window)
        self.setWindowTitle("Save animation")
        self._window, self._bridge = window, window.bridge
        self._making: Filming | None = None
        self._fill(panel)
        self.estimate = label(" ", "secondary", wrap=True)
        self.foot = WorkFoot("Save…", "Frames that are there")
        self._lay_out()
        for box in (self.shown, self.time, self.kind, self.size):
            box.currentIndexChanged.connect(self._tell)
        for spin in (self.every, self.frames, self.fps):
            spin.valueChanged.connect(self._tell)
        self.foot.begin.clicked.connect(self._ask)
        self.foot.leave.clicked.connect(self._leave)
        self._bridge.status_changed.connect(self._tell)
        when_closed(self, self.reject)
        self._tell()

    def _fill(self, panel: str) -> None:
        panels = self._window.panels
        self.shown = choice_box("What", "What is seen in the animation")
        several = {"All panels": panels.names} if len(panels.names) > 1 else {}
        each = {one.accessibleName(): (name,)
                for name, one in zip(panels.names, panels.panels, strict=True)}  # fmt: skip
        self._subjects: dict[str, tuple[str, ...]] = several | each | {
            "Canvas": (CANVAS,), "Canvas and panels": (CANVAS, *panels.names),
            "Whole window": (WINDOW,),
        }  # fmt: skip
        self.shown.addItems(list(self._subjects))
        if (panel,) in self._subjects.values():
            self.shown.setCurrentIndex(list(self._subjects.values()).index((panel,)))
        self.time = choice_box("From", "Whether it shows what comes, or what was")
        self.time.addItem(ONWARD)
        if last_step(self._bridge) > first_step(self._bridge):
            self.time.addItem(PAST)
            self.time.setCurrentIndex(1)
        self.kind = choice_box("File", "What kind of file", KINDS)
        sizes = {f"{width} × {height}": (width, height) for width, height in SIZES}
        self.size = choice_box("Size", "Width and height in pixels", sizes)
        self.size.setCurrentIndex(1 if panel else 2)
        self.fps = number_box("Frames a second", "How fast they follow each other", 1, 60, 25)
        self.frames = number_box("Frames", "How many pictures", 2, 20_000, 25 * SECONDS)
        planned = self._bridge.store.value.promise
        steps = planned.steps if planned else 2000
        self.every = number_box("Steps a frame", "Steps from picture to picture", 1, 100_000,
                                max(round(steps / self.frames.value()), 1))  # fmt: skip
        self._boxes = (
            self.shown, self.time, self.every, self.frames, self.fps, self.size, self.kind,
        )  # fmt: skip

    def _lay_out(self) -> None:
        self._form = form_of(*self._boxes)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(20), px(16), px(20), px(16))
        column.setSpacing(px(8))
        column.addWidget(label("Save animation", "title"))
        words = ("It is made by a run of its own, so that you can go on here meanwhile; "
                 "each picture shows exactly its step.")  # fmt: skip
        column.addWidget(label(words, "secondary", wrap=True))
        column.addLayout(self._form)
        column.addWidget(self.estimate)
        column.addStretch(1)
        column.addWidget(self.foot)
        self.setFixedWidth(px(480))

    @property
    def making(self) -> Filming | None:
        """The film that is being made, or None."""
        return self._making

    @property
    def subject(self) -> tuple[str, ...]:
        """Names of what is seen, as a `Stage` takes them."""
        return self._subjects[self.shown.currentText()]

    def _tell(self, _value: object = None) -> None:
        """Say how long it will be and what it will show."""
        if self._making is not None:
            return
        past = self.time.currentText() == PAST
        self._form.setRowVisible(self.every, not past)
        count, fps = self.frames.value(), self.fps.value()
        first = max(self._bridge.status.steps.values(), default=0)
        last = first + (count - 1) * self.every.value()
        if past:
            first, last = first_step(self._bridge), last_step(self._bridge)
        words = f"{count / fps:.1f} seconds, from step {grouped(first)} to {grouped(last)}"
        ending = self.kind.currentData()
        reason = refusal(f"film{ending}", fps)
        if self.subject == (WINDOW,) and self.size.currentData()[0] < 1280:
            reason = reason or "The whole window needs a size of 1280 × 720 or more."
        self.estimate.setText(reason or words)
        restyle(self.estimate, role="warning" if reason else "secondary")
        self.fps.setMaximum(min(FASTEST[ending], 60))
        self.foot.begin.setEnabled(not reason)

    def _ask(self) -> None:
        ending = self.kind.currentData()
        path = ask_to_write(self, "Save animation", f"animation{ending}", f"Animation (*{ending})")
        if path is not None:
            self.start(path)

    def start(self, path: Path) -> None:
        """Begin to make the film."""
        count, every = self.frames.value(), self.every.value()
        past = self.time.currentText() == PAST
        bridge = self._bridge
        project, script = (
            of_the_past(bridge, count) if past else from_now_on(bridge, count, every)
        )
        stage = Stage(project, self.subject, self.size.currentData(), bridge.line.device)
        try:
            self._making = Filming(stage, script, path, self.fps.value())
        except ExportError as error:
            stage.close()
            self.foot.say(str(error), "error")
            return
        self._making.progressed.connect(self._progress)
        self._making.done.connect(lambda: self._done(path))
        self._making.failed.connect(self._failed)
        self._pace = Pace(count)
        self.foot.bar.setRange(0, count)
        self.foot.bar.setValue(0)
        self.foot.say(f"Making {path.name}…")
        self._free(False)

    def cancel(self) -> None:
        """Stop a film in the making; no file is left."""
        if self._making is not None:
            self._making.cancel()

    def _leave(self) -> None:
        if self._making is not None:
            self.cancel()
        else:
            self.reject()

    def _progress(self, frames: int) -> None:
        self.foot.bar.setValue(frames)
        count = f"{frames} of {self.foot.bar.maximum()} frames"
        left = left_in_words(self._pace.left(time.monotonic()))
        self.foot.say(f"{count}, {left}" if left else count)

    def _done(self, path: Path) -> None:
        self._end()
        self.foot.say_saved(path)

    def _failed(self, why: str) -> None:
        self._end()
        self.foot.say(why or "Cancelled: no file was written.", "error" if why else "secondary")

    def _end(self) -> None:
        self._making = None
        self._free(True)
        self._tell()

    def _free(self, free: bool) -> None:
        for box in self._boxes:
            box.setEnabled(free)
        self.foot.bar.setHidden(free)
        self.foot.begin.setEnabled(free)
        self.foot.leave.setText("Close" if free else "Cancel")
        self.foot.leave.setAccessibleName(self.foot.leave.text())

    def reject(self) -> None:
        """Close, which ends a film in the making."""
        self.cancel()
        super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """End a film in the making."""
        self.cancel()
        super().closeEvent(event)

