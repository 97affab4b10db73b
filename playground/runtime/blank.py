"""A project that begins without a single row: its data are painted."""

from typing import Any

import numpy as np

from playground.document.arrange import COLUMN
from playground.document.project import PanelView, Placed, Project, Wire
from playground.tables.keep import keep
from playground.tables.parts import PARTS
from playground.tables.table import Column, Table

CLASSES = ("A", "B")
UNITS = 8
BATCH = 8
"""Rows of a step: few, for so are the points that a person paints first."""


def blank_table() -> Table:
    """Return a table of two features and two classes, without rows."""
    columns = (
        Column("x1"), Column("x2"), Column("class", "categorical", CLASSES),
        Column("part", "categorical", PARTS),
    )  # fmt: skip
    return Table(np.empty((0, len(columns))), columns)


def blank_project() -> Project:
    """Return a project whose rows are still to be painted, with a network that awaits them.

    Raises
    ------
    TableError
        If the table cannot be kept.
    """
    data = {"table": keep().put(blank_table()), "target": "class", "parts": "part"}
    hidden = {"units": UNITS, "activation": "tanh"}
    kinds: tuple[tuple[str, str, dict[str, Any]], ...] = (
        ("table-1", "table", data), ("dense-1", "dense", hidden), ("dense-2", "dense", hidden),
        ("fit-1", "fit", {"rate": 0.01, "batch": BATCH}),
    )  # fmt: skip
    blocks = tuple(
        Placed(id, kind, settings, (place * COLUMN, 0.0))
        for place, (id, kind, settings) in enumerate(kinds)
    )
    wires = tuple(Wire(a.id, b.id) for a, b in zip(blocks, blocks[1:], strict=False))
    view = (PanelView("boundary", {"paint": True}), PanelView("curves"))
    return Project(title="My own data", blocks=blocks, wires=wires, view=view, speed=60.0)
