"""Makes the report of a run: pictures of both themes beside the numbers, in small turns."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSize, Signal
from PySide6.QtWidgets import QApplication, QWidget

from playground.core.disk import FileError, write_atomic
from playground.export.report import Learned, Picture, Report, as_html
from playground.ui.closing import when_closed
from playground.ui.filming.grid import CANVAS
from playground.ui.filming.script import from_now_on
from playground.ui.filming.stage import Stage
from playground.ui.panel_grid import row_lengths, shown_view
from playground.ui.plots.drawing import svg_of
from playground.ui.plots.glide import OFF_SCREEN
from playground.ui.plots.picture import png_of
from playground.ui.plots.wording import learner_title
from playground.ui.theme import DARK, LIGHT, themes
from playground.ui.timers import every

WIDE, HIGH = 720, 480
"""Of each panel's picture."""
MOST = 4
"""Panels of the project that are told of, besides the curves."""
HEAVY = 120_000
"""Bytes of an SVG drawing from which on pixels are smaller."""
TICK_MS, LONGEST = 15, 120.0


def shown_in_report(project: Any, catalogue: Any) -> tuple[str, ...]:
    """Return the names of what a report pictures: blocks, curves, and the project's own panels."""
    own = [view.panel for view in shown_view(project, catalogue) if view.panel != "table"]
    return (CANVAS, *dict.fromkeys([*own[:MOST], "curves"]))


def report_size(shown: Sequence[str]) -> tuple[int, int]:
    """Return the size of a stage on which each panel has the room that the report gives it."""
    lengths = row_lengths(len(shown) - 1)
    return WIDE * max(lengths), round(HIGH * (len(lengths) + 2 / 3))


class Reporting(QObject):
    """A report in the making; the window that asked for it goes on.

    Parameters
    ----------
    stage
        Shows `shown_in_report`; it is closed at the end.
    acts
        What brings the stage to the moment that is told of, one after the other.
    source
        What the project is called on the command line.
    path
        Where the page is written.

    Signals
    -------
    done()
        The page is there.
    failed(str)
        Why it is not, in words; "" where it was called off.
    """

    done = Signal()
    failed = Signal(str)

    def __init__(
        self, stage: Stage, shown: Sequence[str], acts: Sequence[Callable[[], object]],
        source: str, path: Path,
    ) -> None:  # fmt: skip
        super().__init__()
        self._stage, self._source, self._path = stage, source, path
        self._names = sorted(shown, key=lambda name: name != CANVAS)
        self._since = time.monotonic()
        self._acts = [*acts, self._make_room]
        self._turn = every(self, TICK_MS, self._go_on)
        self._turn.start()

    def cancel(self) -> None:
        """Stop at once; nothing is written."""
        if self._turn.isActive():
            self._fail("")

    def _go_on(self) -> None:
        try:
            self._take_turn()
        except BaseException:  # else the next turn would fail again, and so on without end
            self._fail("the page cannot be made")
            raise

    def _take_turn(self) -> None:
        if self._stage.trouble:
            self._fail(self._stage.trouble)
        elif time.monotonic() - self._since > LONGEST:
            self._fail("the pictures do not come: try again with fewer panels")
        elif self._stage.ready and self._stage.settled():
            self._since = time.monotonic()
            if self._acts:
                self._acts.pop(0)()
            else:
                self._write()

    def _make_room(self) -> None:
        """Give the canvas the room that its blocks take, no more and no less."""
        canvas = self._stage.widget.shown[0]
        self._stage.widget.layout().removeWidget(canvas)
        area = canvas.scene().outline().size().toSize() + QSize(64, 56)
        canvas.resize(area.expandedTo(QSize(320, 120)).boundedTo(QSize(2400, 1600)))

    def _write(self) -> None:
        try:
            write_atomic(self._path, as_html(self._report()).encode())
        except (FileError, OSError, ValueError) as error:
            self._fail(str(error))
        else:
            self._end()
            self.done.emit()

    def _report(self) -> Report:
        bridge = self._stage.bridge
        light: dict[str, bytes] = {}
        dark: dict[str, bytes] = {}
        with _quietly():
            for theme, kept in ((LIGHT, light), (DARK, dark)):
                themes().choose(theme)
                QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
                for name, widget in zip(self._names, self._stage.widget.shown, strict=True):
                    kept[name] = _pictured(widget)
        graph, *pictures = (
            Picture(widget.accessibleName(), light[name], dark[name], widget.width())
            for name, widget in zip(self._names, self._stage.widget.shown, strict=True)
        )
        devices = {info.device for info in bridge.infos.values()}
        return Report(bridge.store.value, self._source, _learned(bridge), graph, pictures,
                      ", ".join(sorted(devices)), datetime.now().astimezone())  # fmt: skip

    def _fail(self, why: str) -> None:
        self._end()
        self.failed.emit(why)

    def _end(self) -> None:
        self._turn.stop()
        self._stage.close()


def report_of(window: Any, path: Path) -> Reporting:
    """Begin a report of what a window shows now; it ends with the window."""
    bridge, own = window.bridge, window.documents.path
    project, script = from_now_on(bridge, 1, 1)
    shown = shown_in_report(project, bridge.catalogue)
    stage = Stage(project, shown, report_size(shown), bridge.line.device)
    acts = [lambda: script.begin(stage), lambda: [move() for move in script.moves(stage)]]
    source = own.name if own else "PROJECT.json"
    making = Reporting(stage, shown, acts, source, path)
    making.setParent(window)
    when_closed(making, making.cancel)
    # What it holds of the run is much, and the window may stay open for long.
    making.done.connect(making.deleteLater)
    making.failed.connect(making.deleteLater)
    return making


def _pictured(widget: QWidget) -> bytes:
    drawing = svg_of(widget)
    return drawing if len(drawing) < HEAVY else png_of(widget)


def _learned(bridge: Any) -> list[Learned]:
    status = bridge.status
    return [
        Learned(id, learner_title(bridge, id), status.steps.get(id, 0), bridge.scores.get(id, {}),
                status.finished.get(id, ""))
        for id in bridge.infos
    ]  # fmt: skip


@contextmanager
def _quietly() -> Iterator[None]:
    """Keep windows that people look at from showing another theme for a moment."""
    before = themes().theme
    windows = (w for w in QApplication.topLevelWidgets() if w.isVisible())
    seen = [w for w in windows if w.updatesEnabled() and not w.testAttribute(OFF_SCREEN)]
    for window in seen:
        window.setUpdatesEnabled(False)
    try:
        yield
    finally:
        themes().choose(before)
        for window in seen:
            window.setUpdatesEnabled(True)
