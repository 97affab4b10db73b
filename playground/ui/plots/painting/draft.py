"""Rows while they are being painted: what a stroke does to them, before it is an edit."""

from dataclasses import dataclass
from math import floor

import numpy as np

from playground.engine.some_rows import at_most
from playground.kernels.array import Array
from playground.runtime.own_rows import OwnRows
from playground.tables.table import Table
from playground.ui.plots.painting.nearby import Nearby

MOST_SHOWN = 2000
"""Points that pictures show at most; what a stroke adds is shown beside them."""

MANY = 20_000
"""Points from which those within reach are looked up in a grid."""


@dataclass(frozen=True)
class Reach:
    """A disc of the screen, as the ellipse that it covers of the picture's plane."""

    x: float
    y: float
    across: float
    up: float

    def far(self, at: Array) -> Array:
        """Return how far places ``(n, 2)`` are from the middle; 1 is the rim."""
        away = (at - [self.x, self.y]) / [self.across, self.up]
        found: Array = np.hypot(away[:, 0], away[:, 1])
        return found

    def inside(self, random: np.random.Generator, count: int, even: bool = True) -> Array:
        """Draw places ``(count, 2)``: even over the disc, or denser towards its middle."""
        radius = random.random(count)
        radius = np.sqrt(radius) if even else radius
        angle = 2 * np.pi * random.random(count)
        away = radius[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1)
        return np.array([self.x, self.y]) + away * [self.across, self.up]


class Draft:
    """A copy of rows that strokes change.

    Parameters
    ----------
    own
        The rows: two features, or one and a value that is the height.

    Attributes
    ----------
    at
        Places in the picture ``(n, 2)``; what is added comes last.
    marks
        Codes of classes, or values, ``(n,)``.
    parts
        0 train, 1 validation, 2 test, ``(n,)``.
    alive
        Which are left ``(n,)``.
    classes
        Names of the classes, those that the stroke adds among them.
    """

    def __init__(self, own: OwnRows) -> None:
        self.own = own
        self.curve = len(own.features) == 1
        self.at = np.column_stack([own.x[:, 0], own.y]) if self.curve else own.x
        self.marks, self.parts = own.y.copy(), own.parts.copy()
        self.alive = np.isfinite(self.at).all(axis=1)
        if own.aim is not None:
            self.alive &= np.isfinite(self.marks)
        self._unseen = ~self.alive
        self._base = len(self.at)
        self.classes = own.classes
        self.touched = 0
        self._shown = at_most(np.arange(self._base), MOST_SHOWN)
        self._held: dict[float, Array] = {}
        self._nearby: Nearby | None = None
        self._loose = np.arange(0)

    def add(self, at: Array, mark: float) -> None:
        """Add points at places ``(k, 2)``, of a class or with a value."""
        if not len(at):
            return
        marks = at[:, 1] if self.curve else np.full(len(at), mark)
        parts = [self._deal(mark) for mark in marks.tolist()]
        self._loose = np.append(self._loose, np.arange(len(self.at), len(self.at) + len(at)))
        self.at, self.marks = np.concatenate([self.at, at]), np.concatenate([self.marks, marks])
        self.parts = np.append(self.parts, parts)
        self.alive = np.append(self.alive, np.ones(len(at), bool))
        self._unseen = np.append(self._unseen, np.zeros(len(at), bool))
        self.touched += len(at)

    def _deal(self, mark: float) -> int:
        """Return the part of one more point, so that shares hold within each class."""
        mark = mark if self.own.target == "class" else 0.0
        if mark not in self._held:
            mine = self.alive & ((self.marks == mark) | (self.own.target != "class"))
            self._held[mark] = np.bincount(self.parts[mine], minlength=3)
        held = self._held[mark]
        part = 0
        for code, name, usual in ((2, "test_share", 0.3), (1, "validation_share", 0.0)):
            share = float(self.own.settings.get(name, usual))
            if held[code] < floor(share * (held.sum() + 1) + 1e-9):
                part = code
                break
        held[part] += 1
        return part

    def erase(self, reach: Reach) -> None:
        """Take away the points within reach."""
        hit = self._within(reach)
        self.alive[hit] = False
        self._held.clear()
        self.touched += len(hit)

    def shake(self, reach: Reach, random: np.random.Generator, much: float = 0.12) -> None:
        """Shift the points within reach by chance, by a share of the disc's size."""
        hit = self._within(reach)
        shift = random.standard_normal((len(hit), 2)) * [reach.across, reach.up]
        self.at[hit] += much * shift
        self._follow(hit)

    def pull(self, reach: Reach, strength: float = 0.1) -> None:
        """Draw the points within reach to its middle; below 0 push them away."""
        hit = self._within(reach)
        share = strength * (1 - 0.5 * reach.far(self.at[hit]))[:, None]
        self.at[hit] += share * (np.array([reach.x, reach.y]) - self.at[hit])
        self._follow(hit)

    def recolour(self, reach: Reach, mark: float) -> None:
        """Give the points within reach another class or value."""
        hit = self._within(reach)
        hit = hit[self.marks[hit] != mark]
        self.marks[hit] = mark
        self._held.clear()
        self.touched += len(hit)

    def _within(self, reach: Reach) -> Array:
        """Return the numbers of the points within reach, rising."""
        rows = np.arange(len(self.at))
        if self._base >= MANY:
            self._nearby = self._nearby or Nearby(self.at[: self._base])
            corner = np.array([reach.across, reach.up])
            near = self._nearby.within([reach.x, reach.y] - corner, [reach.x, reach.y] + corner)
            rows = np.union1d(near, self._loose)
        rows = rows[self.alive[rows]]
        return rows[reach.far(self.at[rows]) <= 1]

    def _follow(self, hit: Array) -> None:
        """Take over where points are now; the grid has them where they were."""
        if self.curve:
            self.marks[hit] = self.at[hit, 1]
        self._loose = np.union1d(self._loose, hit)
        self.touched += len(hit)

    def shown(self) -> Array:
        """Return the numbers of the points to show."""
        rows = np.concatenate([self._shown, np.arange(self._base, len(self.at))])
        return rows[self.alive[rows]]

    def table(self) -> Table:
        """Return the table that the stroke makes of the rows."""
        own = self.own
        columns = list(own.table.columns)
        if own.aim is not None and own.target == "class":
            last = columns[own.aim]
            columns[own.aim] = type(last)(last.name, last.kind, self.classes)
        values = np.full((len(self.at), len(columns)), np.nan)
        values[: self._base] = own.table.values
        rows = np.flatnonzero(~self._unseen)
        values[rows[:, None], list(own.features)] = self.at[rows, : len(own.features)]
        if own.aim is not None:
            values[rows, own.aim] = self.marks[rows]
        if own.part is not None:
            values[:, own.part] = self.parts
        return Table(np.ascontiguousarray(values[self.alive | self._unseen]), tuple(columns))
