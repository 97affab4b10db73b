"""The data set that a panel's learner learns from, if its rows can be painted."""

from typing import Any

from playground.core.settings import SettingError, build
from playground.document.project import Placed
from playground.document.rows import KIND
from playground.engine.datasets.table import Table as TableBlock
from playground.engine.tabular.sources import columns_of
from playground.runtime.own_rows import OwnRows, own_rows
from playground.tables.trouble import TableError

PLANE = 2
"""Features that make a plane."""


class PaintedData:
    """Finds the data set and its rows; both are looked up again only when it has changed.

    Parameters
    ----------
    bridge
        Joins the window to the project.
    """

    def __init__(self, bridge: Any) -> None:
        self._bridge = bridge
        self._of: Placed | None = None
        self._rows: OwnRows | None = None

    def origin(self, learner: str) -> str:
        """Return the id of the data set of a learner; of the first there is, without one."""
        flow = self._bridge.flows.get(learner)
        if flow is not None and flow.origin:
            return str(flow.origin)
        blocks = self._bridge.store.value.blocks
        used = {wire.source for wire in self._bridge.store.value.wires}
        given = [placed.id for placed in blocks if self._gives(placed)]
        return next((id for id in given if id in used), next(iter(given), ""))

    def unready(self, origin: str) -> bool:
        """Say whether nothing can be learned from the rows as they are."""
        flow = self._bridge.flows.get(origin)
        return flow is not None and flow.refusal is not None

    def placed(self, origin: str) -> Placed | None:
        """Return a data set as the project has it, or None."""
        return next((p for p in self._bridge.store.value.blocks if p.id == origin), None)

    def paintable(self, origin: str) -> bool:
        """Say at a glance whether the rows can be painted: they are a plane or a curve."""
        placed = self.placed(origin)
        if placed is None:
            return False
        if placed.kind == KIND:
            return _paintable(placed)
        flow = self._bridge.flows.get(placed.id)
        told = flow.out if flow is not None and flow.refusal is None else None
        shape = getattr(told, "shape", ())
        if len(shape) != 1:
            return False
        return shape[0][1] == PLANE or (shape[0][1] == 1 and told.target == "value")

    def rows(self, origin: str) -> OwnRows | None:
        """Return the rows of a data set, or None where they cannot be painted."""
        placed = self.placed(origin)
        if placed is None or not self.paintable(origin):
            return None
        if placed != self._of:
            self._of = placed
            try:
                self._rows = own_rows(placed)
            except TableError:
                self._rows = None
        return self._rows

    def _gives(self, placed: Placed) -> bool:
        cls = self._bridge.catalogue.get(placed.kind)
        return cls is not None and cls.family == "data"


def _paintable(placed: Placed) -> bool:
    """Say whether a table block gives all of its rows as they are, and they are plain numbers."""
    try:
        block = build(TableBlock, placed.settings)
        roles = block.roles()
        if block.noise or roles.usable > block.size:
            return False
        held = columns_of(block.table)
    except (SettingError, TableError):
        return False
    learned = (roles.aim,) if roles.target == "value" and roles.aim is not None else ()
    plain = all(held[place].kind == "continuous" for place in (*roles.places, *learned))
    wide = len(roles.places)
    return plain and (wide == PLANE or (wide == 1 and roles.target == "value"))
