"""A matrix as motion: columns to drag, eigenvectors, turn - stretch - turn, and A x = b."""

import time
from functools import reduce
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

import numpy as np
from PySide6.QtCore import QRect, QRectF
from PySide6.QtWidgets import QVBoxLayout

from playground.core.settings import setting
from playground.document.edits import set_settings
from playground.document.flow import built
from playground.document.project import Project
from playground.engine.labs.matrix import Matrix as MatrixLab
from playground.engine.labs.matrix import resized
from playground.kernels.array import Array
from playground.runtime.messages import LearnerInfo, Loaded, Request, Snapshot
from playground.ui.panel import Panel, PanelSettings
from playground.ui.plots.key_row import KeyRow
from playground.ui.plots.matrix.entry_grid import EntryGrid
from playground.ui.plots.matrix.matrix_view import MatrixView
from playground.ui.plots.matrix.subject import Subject
from playground.ui.plots.matrix.words import brief, keys, told
from playground.ui.plots.segments import Segments
from playground.ui.plots.warp.player import WarpPlayer
from playground.ui.plots.wording import learner_title
from playground.ui.theme import px

if TYPE_CHECKING:
    from playground.ui.bridge import Bridge

STAGES = {"motion": ("carried by A",), "eigen": ("carried by A",),
          "svd": ("1 turn Vᵀ", "2 stretch Σ", "3 turn U"), "solve": ()}  # fmt: skip
SETTLED_S = 0.5
"""How long after an edit what comes from the worker may still be older than it."""
NARROW = 520
ENDLESS = "Its entries are not all numbers: look for values in the data that are none."
NO_DATA = "No data are wired in: wire a data set to the lab, or set “Matrix of” to entries."


class MatrixSettings(PanelSettings, frozen=True, kw_only=True):
    """What the matrix panel shows."""

    mode: Annotated[
        Literal["motion", "eigen", "svd", "solve"],
        setting("Shown", "The motion as a whole, what stays on its line, turn - stretch - turn, "
                "or the best answer to A x = b."),
    ] = "motion"  # fmt: skip
    t: float = -1.0


class Matrix(Panel):
    """A matrix as motion: columns to drag, eigenvectors, turn - stretch - turn, and A x = b."""

    title: ClassVar[str] = "Matrix"
    settings_type: ClassVar[type[PanelSettings]] = MatrixSettings
    settings: MatrixSettings
    nothing_yet: ClassVar[str] = (
        "No matrix yet: add the Matrix block from Labs and press play."
    )
    unsuited: ClassVar[str] = (
        "Not applicable: this panel shows a matrix to take hold of. Add the Matrix block from Labs."
    )

    def __init__(self, bridge: "Bridge", settings: dict[str, Any] | None = None) -> None:
        super().__init__(bridge, settings)
        self._subject: Subject | None = None
        self._start: Array | None = None
        self._edited, self._gesture = 0.0, 0
        self.keys, self.view = KeyRow(self.body), MatrixView(self.body)
        self.grid, self.player = EntryGrid(self.view), WarpPlayer(self.body)
        column = QVBoxLayout(self.body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part, share in ((self.keys, 0), (self.view, 1), (self.player, 0)):
            column.addWidget(part, share)
        self._name_player()
        self._add_modes()
        self.view.dragged.connect(self._drag)
        self.view.dropped.connect(self._drop)
        self.view.resized.connect(self._show)
        self.grid.edited.connect(self._type)
        self.player.moved.connect(lambda _: self._show())
        self.player.settled.connect(self._settle)
        bridge.project_changed.connect(self._on_project)
        self.refresh()

    def requests(self) -> tuple[Request, ...]:
        """Return one request of the matrix probe."""
        info = self.learner
        return () if info is None else (Request("matrix", info.id),)

    def suits(self, info: LearnerInfo) -> bool:
        """Say whether it is a matrix."""
        return "matrix" in info.shows

    def draw(self, snapshots: dict[Request, Snapshot]) -> None:
        """Show the newest vectors, and the matrix that they belong to."""
        info, lab = self.learner, self._lab()
        snapshot = next(reversed(snapshots.values()), None)
        if info is None or lab is None or snapshot is None or "matrix" not in snapshot.arrays:
            return
        if lab.of == "data" and "points" not in snapshot.arrays:
            self.show_empty(NO_DATA)
            return
        if not np.isfinite(snapshot.arrays["matrix"]).all():
            self.show_empty(ENDLESS)
            return
        self._take(lab, snapshot.arrays)
        self._show()
        self.show_empty(None)
        self.header.describe(f"{learner_title(self.bridge, info.id)} · step {snapshot.step}")

    def refresh(self) -> None:
        """Show the settings' effect, or what is missing."""
        self.modes.show_choice(self.settings.mode)
        names = self._stages()
        self.player.offer(list(names), [[1.0] for _ in names])
        self.player.setVisible(bool(names))
        if not self.player.playing:
            at = self.settings.t
            self.player.slider.show_value(at if 0 <= at <= len(names) else float(len(names)))
        if not self._show_missing():
            self.draw(self.snapshots)

    # what is shown ------------------------------------------------------------------

    def _lab(self) -> MatrixLab | None:
        """Return the block with its settings as the project has them."""
        info, project = self.learner, self.bridge.store.value
        placed = next((p for p in project.blocks if info is not None and p.id == info.id), None)
        block = built(placed, self.bridge.catalogue) if placed is not None else None
        return block if isinstance(block, MatrixLab) else None

    def _stages(self) -> tuple[str, ...]:
        """Return the names of the motion's stages; a cloud and its axes stand still."""
        lab, mode = self._lab(), self.settings.mode
        return () if mode == "eigen" and lab is not None and lab.of == "data" else STAGES[mode]

    def _take(self, lab: MatrixLab, arrays: dict[str, Array]) -> None:
        matrix, before = arrays["matrix"], self._subject
        fresh = self.view.dragging or time.monotonic() - self._edited < SETTLED_S
        if lab.of == "entries" and fresh:
            matrix = lab.matrix_of({})
        path = arrays["path"]
        if self._start is not None and len(self._start) == len(matrix):
            path = self._start[None]
        near = None
        if self.view.dragging and before is not None and before.size == len(matrix):
            near = before.movement.first.at(1.0) if self.settings.mode == "svd" else None
        b = resized(lab.b, len(matrix))
        newer = fresh and not np.array_equal(matrix, arrays["matrix"])
        self._subject = Subject(matrix, b, path, arrays, lab.of == "data", near, newer)

    def _show(self) -> None:
        subject = self._subject
        if subject is None:
            return
        mode, at = self.settings.mode, self.player.slider.value
        sentence = brief if self.width() < px(NARROW) else told
        words = sentence(subject, mode, at)
        self.view.show_subject(subject, mode, at, words)
        self.grid.show_matrix(subject.matrix, subject.of_data)
        self._place_numbers()
        self.sizes.show_choice(str(subject.size))
        self.sizes.setEnabled(not subject.of_data)
        self.keys.show_keys(keys(subject, mode))

    def _place_numbers(self) -> None:
        """Put the numbers at the upper right, the switch of their size under them."""
        view, right = self.view, self.view.width() - px(6)
        self.grid.move(right - self.grid.width(), px(6))
        self.sizes.adjustSize()
        self.sizes.move(right - self.sizes.width(), self.grid.geometry().bottom() + px(4))
        room = view.height() - px(24 if view.says_it else 0)
        self.grid.setVisible(
            self.grid.geometry().bottom() < room and self.grid.width() < 0.6 * view.width()
        )
        self.sizes.setVisible(
            not self.grid.isHidden() and self.sizes.geometry().bottom() < room
        )
        parts = (part.geometry() for part in (self.grid, self.sizes) if not part.isHidden())
        view.numbers = QRectF(reduce(QRect.united, parts, QRect()))

    # what the person does -------------------------------------------------------------

    def _drag(self, what: str, place: Array) -> None:
        subject = self._subject
        if subject is None:
            return
        if what == "start":
            long = float(np.linalg.norm(place))
            self._start = place / long if long > 0 else None
            self.draw(self.snapshots)
            return
        merge = ("matrix", what, self._gesture)
        if what == "b":
            self._apply("Drag b", {"b": place.tolist()}, merge)
            return
        matrix = subject.matrix.copy()
        matrix[:, int(what.removeprefix("column "))] = place
        self._apply("Drag a column", {"entries": matrix.ravel().tolist()}, merge)

    def _drop(self) -> None:
        self._gesture += 1
        if self._start is not None:
            start = [round(part, 3) + 0.0 for part in self._start.tolist()]
            self._apply("Start from here", {"start": start})
        self.draw(self.snapshots)

    def _type(self, index: int, value: float) -> None:
        if self._subject is not None:
            entries = self._subject.matrix.ravel().tolist()
            entries[index] = value
            self._apply("Type an entry", {"entries": entries}, ("entry", index))

    def _resize(self, size: str) -> None:
        """Take a third dimension in, or leave it out."""
        subject = self._subject
        if subject is None or subject.of_data or str(subject.size) == size:
            return
        whole = np.eye(3)
        whole[: subject.size, : subject.size] = subject.matrix
        kept = whole[: int(size), : int(size)]
        self._apply(f"{size} × {size} matrix", {"entries": kept.ravel().tolist()})

    def _apply(self, label: str, values: dict[str, Any], merge: object = None) -> None:
        info = self.learner
        if info is None:
            return
        self._edited = time.monotonic()
        self.bridge.apply(label, set_settings(info.id, values, self.bridge.catalogue), merge)

    def _settle(self, at: float) -> None:
        end = float(len(self._stages()))
        self.change(t=-1.0 if at >= end else round(at, 3))

    def _on_project(self, old: Project, new: Project) -> None:
        info = self.learner
        if info is None or not self._seen or not self.snapshots:
            return
        before, now = ([p.settings for p in one.blocks if p.id == info.id] for one in (old, new))
        if before != now:
            self._edited = time.monotonic()
            self.draw(self.snapshots)

    def _on_loaded(self, loaded: Loaded) -> None:
        self._start = None
        super()._on_loaded(loaded)

    def _add_modes(self) -> None:
        choices = {"motion": "Motion", "eigen": "Eigen", "svd": "SVD", "solve": "Solve"}
        self.modes = Segments(choices, "Shown", self.header)
        self.modes.chosen.connect(lambda mode: self.change(mode=mode, t=-1.0))
        self.sizes = Segments({"2": "2×2", "3": "3×3"}, "Size", self.view)
        self.sizes.chosen.connect(self._resize)
        self.header.add_control(self.modes)

    def _name_player(self) -> None:
        self.player.button.setAccessibleName("Play the motion")
        self.player.button.setToolTip("Play the motion (P)")
        self.player.slider.setAccessibleName("Moment of the motion")
        self.player.slider.setToolTip(
            "Drag through the motion; Left and Right move a little, Home and End to the ends"
        )
