"""Paints rows into the pictures of a panel: the tools, the live preview, the edit."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from PySide6.QtCore import QObject, QPointF, Qt, Signal
from PySide6.QtGui import QColor

from playground.document.by_hand import hold_rows
from playground.kernels.array import Array
from playground.tables.trouble import TableError
from playground.ui.plots.colors import class_color
from playground.ui.plots.painting.draft import Draft
from playground.ui.plots.painting.paint_hand import PaintHand
from playground.ui.plots.painting.stroke import Stroke
from playground.ui.plots.painting.subject import PaintedData
from playground.ui.plots.painting.tool_strip import ToolStrip
from playground.ui.plots.painting.tools import ADDING, BRUSH, BY_NAME, ERASE, LOOK
from playground.ui.theme import px, theme
from playground.ui.timers import after, every

LEAST, USUAL, MOST = 8, 26, 140
"""Reach of the tools, in pixels at the scale of 1."""

GROWTH = 1.15
"""By a notch of the wheel."""

FLOW_MS = 33

PATIENCE_MS = 1500
"""How long a stroke is shown until the learners have taken it over."""

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

    Signals
    -------
    changed()
        There may be something else to paint, or nothing.
    """

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
        self._stroke: Stroke | None = None
        self._left: Draft | None = None
        self._before: Array | None = None
        self._added: tuple[str, ...] = ()
        self._random = np.random.default_rng()
        self._flow = every(self, FLOW_MS, self._go_on)
        self._patience = after(self, PATIENCE_MS, self._forget)
        strip.chosen.connect(self._arm)
        strip.picker.class_wanted.connect(self.add_class)

    @property
    def available(self) -> bool:
        """Whether the rows of the data set can be painted."""
        return self.data.rows(self.origin) is not None

    @property
    def blank(self) -> bool:
        """Whether the rows are too few to learn from, so that there is no other picture."""
        return self.data.unready(self.origin) and self.available

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
        own = self.data.rows(self.origin)
        if own is not None:
            self._added = tuple(name for name in self._added if name not in own.classes)
            classes = (*own.classes, *self._added) if own.target == "class" else ()
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
        names = (*own.classes, *self._added)
        name = next((c for c in LETTERS if c not in names), "") if _letters(names) else ""
        self._added += (name or f"class {len(names) + 1}",)
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
        own = self.data.rows(self.origin)
        if own is None:
            return
        self._forget()
        self._before = pane.decision.arrays.get("points") if pane.decision is not None else None
        draft = Draft(own)
        mark = self.strip.picker.mark if own.aim is not None else 0.0
        if own.target == "class" and self.strip.tool != ERASE.name:
            draft.classes = (*own.classes, *self._added)[: max(len(own.classes), int(mark) + 1)]
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
        own = self.data.rows(self.origin)
        if stroke is None or own is None or not stroke.draft.touched:
            return
        try:
            settings = own.holding(stroke.draft.table())
        except TableError as error:
            self._show(Draft(own))
            self._panel.header.describe(str(error))
            return
        self._left = stroke.draft
        self._patience.start()
        self._bridge.apply(_label(stroke), hold_rows(self.origin, settings))
        self.changed.emit()

    def _forget(self) -> None:
        self._left = None
        self._patience.stop()


def _letters(names: Sequence[str]) -> bool:
    return all(len(name) == 1 and name in LETTERS for name in names)


def _label(stroke: Stroke) -> str:
    """Say what undo takes back."""
    count = stroke.draft.touched
    many = "a point" if count == 1 else f"{count} points"
    if stroke.tool in ADDING:
        return f"Paint {many}"
    if stroke.tool == ERASE.name:
        return f"Erase {many}"
    return {"recolour": f"Change the class of {many}", "jitter": "Jitter points"}.get(
        stroke.tool, "Pull points together"
    )
