"""A few points of a data set for the face of its card, found when the window is idle."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from msgspec.structs import replace
from PySide6.QtCore import QObject, QTimer, Signal

from playground.core.block import Block
from playground.engine.datasets.table import Table
from playground.engine.functions.minimisable import Minimisable
from playground.engine.tabular.sources import table_by_hash
from playground.kernels.array import Array
from playground.tables.trouble import TableError
from playground.ui.canvas.function_face import FunctionSketch, function_sketch
from playground.ui.canvas.picture_sheet import PictureSheet, picture_shape, sheet_of
from playground.ui.canvas.ranges import Ranges, ranges

Chain = tuple[Block, ...]
"""A data set and the transforms that its rows pass, in order."""

MOST = 300
ENOUGH = 3000
"""Rows of a table that are read for a preview, so that a large one does not hold the window up."""

KEPT = 64
PAUSE_MS = 15


@dataclass(frozen=True, eq=False)
class Preview:
    """Points in the plane and what colours them.

    Attributes
    ----------
    xy
        Points ``(n, 2)``, scaled so that the longer side of their box spans [-1, 1].
    label
        Class of each point ``(n,)``; for values their level in [-1, 1], as floats.
    """

    xy: Array
    label: Array


Sketch = Preview | PictureSheet | Ranges | FunctionSketch | None
"""What a card can show before anything learns."""


def preview(block: Block) -> Preview | PictureSheet | None:
    """Draw at most 300 rows of a data set, or some of its pictures.

    Many features that are no pictures show their two principal axes. A block that has no rows to
    give, or refuses its settings, gives None.
    """
    try:
        found = _rows(block)
    except (ValueError, OSError, TableError):
        return None
    if found is None or not len(found[0]):
        return None
    all_x, all_y, target, names = found
    rows = np.random.default_rng(0).permutation(len(all_x))[:MOST]
    x = np.asarray(all_x[rows], dtype=float).reshape(len(rows), -1)
    value, label = None, np.zeros(len(rows), dtype=int)
    if target == "value":
        value = np.asarray(all_y[rows], dtype=float).reshape(len(rows), -1)[:, 0]
        label = value / max(float(np.abs(value).max()), 1e-12)
    elif target == "class":
        label = all_y[rows]
    shape = picture_shape(names)
    return sheet_of(x, label, shape) if shape else Preview(boxed(plane(x, value)), label)


def _rows(block: Block) -> tuple[Array, Array, str, tuple[str, ...]] | None:
    """Return features, targets, what they are and names; of a table also before it is learned."""
    if isinstance(block, Table):
        roles = block.roles()
        pictures = bool(picture_shape(roles.names))
        # More would be read only to be left out.
        block = replace(block, size=min(block.size, MOST if pictures else ENOUGH))
        plain = all(column.kind == "continuous" for column in roles.columns)
        if plain and (block.parts or pictures):
            values = table_by_hash(block.table).values[block.used(roles)]
            x = np.nan_to_num(values[:, list(roles.places)])
            return x, roles.learned(values), roles.target, roles.names
    load = getattr(block, "load", None)
    if load is None:
        return None
    data = load()
    return data.x, data.y, data.target, data.names


def sketch(chain: Chain) -> Sketch:
    """Return the points of a data set, what the last transform of a chain does, or a function."""
    if isinstance(chain[0], Minimisable):
        return function_sketch(chain[0])
    return preview(chain[0]) if len(chain) == 1 else ranges(chain)


def plane(x: Array, value: Array | None) -> Array:
    """Return points ``(n, 2)``: the features, a feature over its value, or principal axes."""
    if x.shape[1] == 2:
        return x
    if x.shape[1] == 1:
        height = value if value is not None else np.zeros(len(x))
        spread = np.ptp(x) or 1.0
        return np.column_stack([x[:, 0], height * (0.6 * spread / (np.ptp(height) or 1.0))])
    centred = x - x.mean(axis=0)
    centred = centred / np.where(centred.std(axis=0) > 0, centred.std(axis=0), 1.0)
    _, _, axes = np.linalg.svd(centred, full_matrices=False)
    return centred @ axes[:2].T


def boxed(xy: Array) -> Array:
    """Return points moved and scaled, equally in both directions, into [-1, 1]."""
    low, high = xy.min(axis=0), xy.max(axis=0)
    return (xy - (low + high) / 2) / (max(float((high - low).max()), 1e-12) / 2)


class Previews(QObject):
    """Previews by settings; those not known yet are drawn one at a time when events pause.

    Signals
    -------
    ready(str)
        Id of a block whose preview is there now.
    """

    ready = Signal(str)

    def __init__(
        self, parent: QObject, draw: Callable[[Chain], Sketch] = sketch
    ) -> None:
        super().__init__(parent)
        self._draw = draw
        self._known: OrderedDict[Chain, Sketch] = OrderedDict()
        self._waiting: dict[str, Chain] = {}
        self._timer = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._timer.timeout.connect(self._next)

    def get(self, id: str, blocks: Sequence[Block]) -> Sketch:
        """Return the preview of a block, or None and have it drawn soon.

        Parameters
        ----------
        blocks
            The data set and the transforms up to the block; nothing is drawn of none.
        """
        chain = tuple(blocks)
        if not chain:
            return None
        if chain in self._known:
            self._known.move_to_end(chain)
            self._waiting.pop(id, None)
            return self._known[chain]
        self._waiting[id] = chain
        if not self._timer.isActive():
            self._timer.start()
        return None

    def drawn(self, blocks: Sequence[Block]) -> bool:
        """Say whether the preview of a block has been drawn, be there something to see or not."""
        return tuple(blocks) in self._known

    def _next(self) -> None:
        if not self._waiting:
            return
        id = next(iter(self._waiting))
        chain = self._waiting.pop(id)
        if chain not in self._known:
            self._known[chain] = self._draw(chain)
        while len(self._known) > KEPT:
            self._known.popitem(last=False)
        self.ready.emit(id)
        if self._waiting:
            self._timer.start()
