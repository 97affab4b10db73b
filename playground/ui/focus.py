"""What the person points at: shared by all views, so that they answer each other."""

from collections.abc import Iterable
from typing import Any, NamedTuple, TypeAlias

from PySide6.QtCore import QObject, Signal

from playground.runtime.messages import LearnerInfo

PlaneSettings: TypeAlias = tuple[tuple[str, Any], ...]


class Unit(NamedTuple):
    """A neuron."""

    learner: str
    block: str
    index: int


class Place(NamedTuple):
    """A place on a loss surface, in the coordinates of its plane."""

    learner: str
    plane: PlaneSettings
    a: float
    b: float


class Spot(NamedTuple):
    """A place in feature space, under the cursor of a picture of a learner's decision.

    Attributes
    ----------
    learner
        Whose decision is pointed at.
    x
        All features, in the units of the data set.
    """

    learner: str
    x: tuple[float, ...]


class Cell(NamedTuple):
    """A box in feature space, such as the part of it that reaches a leaf of a tree.

    Attributes
    ----------
    learner
        Whose box it is.
    low, high
        Its bounds in each feature, in the units of the data set; they may be infinite.
    """

    learner: str
    low: tuple[float, ...]
    high: tuple[float, ...]


class Focus(QObject):
    """The neuron, place, member and samples that views show or mark together.

    Attributes
    ----------
    unit
        Neuron under the pointer or selected; it takes over the boundary panel.
    pinned
        Neurons that are kept for comparison.
    place
        Place on a loss surface whose weights are looked at.
    member
        Member of a population that is shown; None for the best.
    brushed
        Row numbers of the data set that are marked everywhere.
    spot
        Place in feature space under the cursor of a boundary picture.
    cell
        Box in feature space that boundary pictures outline.

    Signals
    -------
    changed()
        Any of them is another than before.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.unit: Unit | None = None
        self.pinned: tuple[Unit, ...] = ()
        self.place: Place | None = None
        self.member: int | None = None
        self.brushed: frozenset[int] = frozenset()
        self.spot: Spot | None = None
        self.cell: Cell | None = None

    def point_at(self, unit: Unit | None) -> None:
        """Show what a neuron sees, or None: what the whole learner decides."""
        self._put("unit", unit)

    def pin(self, unit: Unit) -> None:
        """Keep a neuron for comparison."""
        if unit not in self.pinned:
            self._put("pinned", (*self.pinned, unit))

    def unpin(self, unit: Unit) -> None:
        """Let a neuron go."""
        self._put("pinned", tuple(u for u in self.pinned if u != unit))

    def look_at(self, place: Place | None) -> None:
        """Show the learner as it would be at a place on its loss surface."""
        self._put("place", place)

    def pick(self, member: int | None) -> None:
        """Show one member everywhere, or None: the best."""
        self._put("member", member)

    def member_of(self, info: LearnerInfo) -> int | None:
        """Return the member of a learner that is picked, or None: the best, or its only one.

        The one picked may be another learner's, and this one may have fewer.
        """
        picked = self.member
        return picked if picked is not None and 1 < info.members > picked else None

    def brush(self, rows: Iterable[int]) -> None:
        """Mark these samples everywhere."""
        self._put("brushed", frozenset(rows))

    def hover(self, spot: Spot | None) -> None:
        """Tell every panel which place of feature space is under the cursor, or None: none is."""
        self._put("spot", spot)

    def outline(self, cell: Cell | None) -> None:
        """Have boundary pictures outline a box in feature space, or None: no longer."""
        self._put("cell", cell)

    def keep(self, learners: Iterable[str], blocks: Iterable[str]) -> None:
        """Forget what belongs to other learners and blocks, and rows that may be others now."""
        known, there = set(learners), set(blocks)
        before = self._all()
        if self.unit is not None and not (self.unit.learner in known and self.unit.block in there):
            self.unit = None
        self.pinned = tuple(u for u in self.pinned if u.learner in known and u.block in there)
        if self.place is not None and self.place.learner not in known:
            self.place = None
        if self.spot is not None and self.spot.learner not in known:
            self.spot = None
        if self.cell is not None and self.cell.learner not in known:
            self.cell = None
        if not known:
            self.member, self.brushed = None, frozenset()
        if before != self._all():
            self.changed.emit()

    def _all(self) -> tuple[object, ...]:
        return (self.unit, self.pinned, self.place, self.member, self.brushed, self.spot, self.cell)

    def _put(self, name: str, value: object) -> None:
        if getattr(self, name) != value:
            setattr(self, name, value)
            self.changed.emit()
