"""Paints rows into the pictures of a panel: the tools, the live preview, the edit."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from PySide6.QtCore import QObject, QPointF, Qt, Signal
from PySide6.QtGui import QColor, QCursor
from PySide6.QtWidgets import QToolTip

from playground.document.by_hand import hold_rows
from playground.document.project import Placed
from playground.kernels.array import Array
from playground.runtime.own_rows import OwnRows
from playground.tables.table import Table
from playground.ui.plots.colors import class_color
from playground.ui.plots.painting.class_hand import ClassHand
from playground.ui.plots.painting.draft import Draft
from playground.ui.plots.painting.paint_hand import PaintHand
from playground.ui.plots.painting.stroke import Stroke
from playground.ui.plots.painting.subject import PaintedData
from playground.ui.plots.painting.tool_strip import ToolStrip
from playground.ui.plots.painting.tools import ADDING, BRUSH, BY_NAME, ERASE, LOOK
from playground.ui.plots.rows.remaking import Remaking
from playground.ui.theme import px, theme
from playground.ui.timers import after, every

LEAST, USUAL, MOST = 8, 26, 140
"""Reach of the tools, in pixels at the scale of 1."""

GROWTH = 1.15
"""By a notch of the wheel."""

FLOW_MS = 33

PATIENCE_MS = 1500
"""How long a stroke is shown until the learners have taken it over."""

PER_MS = 250
"""Rows for each of which they are given another millisecond, so many at a time."""

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class Painter(QObject):
    """Follows the tools of a strip in the pictures of a panel.

    Parameters
    ----------
    panel
        Whose pictures they are.
    strip
        The tools.
    show
        Shows a draft in the pictures.

    Attributes
    ----------
    radius
        Reach of the tools in pixels.
    origin
        Id of the data set that is painted, or "".
    added
        Names of classes that there are no points of yet.

    Signals
    -------
    began(object)
        A stroke begins in this pane.
    changed()
        There may be something else to paint, or nothing.
    """

    began = Signal(object)
    changed = Signal()

    def __init__(
        self, panel: Any, strip: ToolStrip, show: Callable[[Draft], object]
    ) -> None:
        super().__init__(panel)
        self.strip, self._panel, self._show = strip, panel, show
        self._bridge = panel.bridge
        self.radius, self.origin = float(px(USUAL)), ""
        self.data = PaintedData(self._bridge)
        self._hands: list[PaintHand] = []
        self._remaking = Remaking(panel)
        self._placed: Placed | None = None
        self._stroke: Stroke | None = None
        self._left: Draft | None = None
        self._before: Array | None = None
        self.added: tuple[str, ...] = ()
        self._random = np.random.default_rng()
        self._flow = every(self, FLOW_MS, self._go_on)
        self._patience = after(self, PATIENCE_MS, self._forget)
        strip.chosen.connect(self._arm)
        strip.picker.class_wanted.connect(self.add_class)
        self._classes = ClassHand(self)

    @property
    def available(self) -> bool:
        """Whether the rows of the data set can be painted."""
        return self.data.paintable(self.origin)

    @property
    def blank(self) -> bool:
        """Whether the rows are too few to learn from, so that there is no other picture."""
        return self.data.unready(self.origin) and self.available

    @property
    def names(self) -> tuple[str, ...]:
        """Names of what is painted; none while the tools are put away."""
        own = None if self.strip.isHidden() else self.data.rows(self.origin)
        return own.table.names if own is not None else ()

    @property
    def helpless(self) -> bool:
        """Whether the tool in the hand can do nothing: it needs points, and there are none."""
        draft = self.draft()
        bare = draft is not None and not draft.alive.any()
        return self.strip.tool == LOOK.name or (bare and self.strip.tool not in ADDING)

    def adopt(self, pane: Any) -> None:
        """Paint in a pane too: in its plane and in its chart."""
        for ground in dict.fromkeys((pane.plane, pane.chart)):
            ground.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            hand = PaintHand(ground)
            hand.began.connect(
                lambda at, alt, pane=pane, hand=hand: self._begin(pane, hand, at, alt)
            )
            hand.moved.connect(self._go)
            hand.ended.connect(self._end)
            hand.hovered.connect(lambda at, hand=hand: self._hover(hand, at))
            hand.sized.connect(self.grow)
            hand.arm(self._armed)
            self._hands.append(hand)

    def refresh(self) -> None:
        """Find what there is to paint for the learner that the panel shows."""
        info = self._panel.learner
        self.origin = self.data.origin(info.id if info is not None else "")
        # Rows of a large table take their time: they are not had before there is a tool for them.
        own = None if self.strip.isHidden() else self.data.rows(self.origin)
        if own is not None:
            self.added = tuple(name for name in self.added if name not in own.classes)
            classes = (*own.classes, *self.added) if own.target == "class" else ()
            self.strip.offer(classes, own.target == "value" and len(own.features) > 1)
        self._arm()

    def draft(self) -> Draft | None:
        """Return the rows as they are; None where they cannot be painted."""
        own = self.data.rows(self.origin)
        return Draft(own) if own is not None else None

    def in_hand(self, points: Array) -> Draft | None:
        """Return what is shown instead of the points of a decision, or None: they are the newest.

        That is the stroke under way, and the last one until the learners have taken it over.
        """
        if self._stroke is not None:
            return self._stroke.draft
        if self._left is not None and not np.array_equal(points, self._before):
            self._forget()
        return self._left

    def add_class(self) -> None:
        """Paint one more class from now on; it is there with its first point."""
        own = self.data.rows(self.origin)
        if own is None or own.target != "class":
            return
        names = (*own.classes, *self.added)
        name = next((c for c in LETTERS if c not in names), "") if _letters(names) else ""
        self.added += (name or f"class {len(names) + 1}",)
        self.refresh()
        self.strip.picker.pick(float(len(names)))
        if self.strip.tool in (LOOK.name, ERASE.name):
            self.strip.choose(BRUSH.name)

    def grow(self, notches: float) -> None:
        """Let the tools reach farther, or less far below 0."""
        self.radius = float(np.clip(self.radius * GROWTH**notches, px(LEAST), px(MOST)))
        for hand in self._hands:
            if hand.ring.isVisible():
                hand.ring.show_at(hand.ring.place, self._reach, self._color)

    @property
    def _armed(self) -> bool:
        return not self.strip.isHidden() and self.strip.tool != LOOK.name

    @property
    def _reach(self) -> float:
        return self.radius if BY_NAME[self.strip.tool].sized else 0.0

    @property
    def _color(self) -> QColor:
        if self.strip.tool in ADDING | {"recolour"} and self.strip.picker.classes:
            return class_color(theme(), int(self.strip.picker.mark))
        return theme().color("error" if self.strip.tool == ERASE.name else "accent")

    def _arm(self, _tool: str = "") -> None:
        armed = self._armed and self.available
        for hand in self._hands:
            hand.arm(armed)

    def _hover(self, hand: PaintHand, at: QPointF | None) -> None:
        hand.ring.show_at(at, self._reach, self._color)

    def _begin(self, pane: Any, hand: PaintHand, at: QPointF, alt: bool) -> None:
        own, self._placed = self.data.rows(self.origin), self.data.placed(self.origin)
        if own is None:
            return
        if self._remaking.busy:
            self.refuse("One moment: the last edit is still being kept.")
            return
        self.began.emit(pane)
        self._forget()
        self._before = pane.decision.arrays.get("points") if pane.decision is not None else None
        draft = Draft(own)
        mark = self.strip.picker.mark if own.aim is not None else 0.0
        if own.target == "class" and self.strip.tool != ERASE.name:
            draft.classes = (*own.classes, *self.added)[: max(len(own.classes), int(mark) + 1)]
        self._stroke = Stroke(
            draft, self.strip.tool, hand.ground, self.radius, mark, alt, self._random
        )
        self._go(at)
        if BY_NAME[self.strip.tool].flows:
            self._flow.start()

    def _go(self, at: QPointF) -> None:
        if self._stroke is not None:
            self._stroke.to(at)
            self._show(self._stroke.draft)

    def _go_on(self) -> None:
        if self._stroke is not None:
            self._stroke.go_on()
            self._show(self._stroke.draft)

    def _end(self) -> None:
        """Make the stroke one edit."""
        self._flow.stop()
        stroke, self._stroke = self._stroke, None
        if stroke is not None and self._placed is not None and stroke.draft.touched:
            draft = self._left = stroke.draft
            self.remake(stroke.label, self._placed, draft.own, draft.table)

    def remake(
        self, label: str, placed: Placed, own: OwnRows, make: Callable[[], Table]
    ) -> None:
        """Make another table of the rows of a data set one edit."""
        if self._remaking.busy:
            self.refuse("One moment: the last edit is still being kept.")
            return
        self._remaking.begin(
            own.table.values.size,
            lambda: own.holding(make()),
            lambda settings: self._keep(label, placed, settings),
            self._give_up,
        )
        if self._remaking.busy:
            self._panel.header.describe(f"{label} …")

    def _keep(self, label: str, placed: Placed, settings: dict[str, Any]) -> None:
        # Whoever changed the rows in the meantime has the last word.
        if placed != self.data.placed(placed.id):
            self._give_up("")
            return
        if self._left is not None:
            self._patience.start(PATIENCE_MS + len(self._left.at) // PER_MS)
        self._bridge.apply(label, hold_rows(placed.id, settings))
        self.changed.emit()

    def _give_up(self, why: str) -> None:
        """Show the rows as they are, without the stroke."""
        self._forget()
        draft = self.draft()
        if draft is not None:
            self._show(draft)
        if why:
            self.refuse(why)

    def refuse(self, why: str) -> None:
        """Say why not, at the cursor too: the header may have no room for it."""
        self._panel.header.describe(why)
        QToolTip.showText(QCursor.pos(), why, self._panel)

    def _forget(self) -> None:
        self._left = None
        self._patience.stop()


def _letters(names: Sequence[str]) -> bool:
    return all(len(name) == 1 and name in LETTERS for name in names)
