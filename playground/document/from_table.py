"""A project for a table of one's own: its rows, brought to one scale, and a network for them."""

from collections.abc import Mapping
from typing import Any

from playground.document.arrange import COLUMN
from playground.document.project import PanelView, Placed, Project, Wire
from playground.document.rows import KIND, SETTING

UNITS = 16

PANELS = {"class": ("curves", "confusion"), "value": ("curves", "residuals"), "none": ("clusters",)}

DRAWN = 2
"""Features that a boundary shows whole."""


def project_from(
    title: str, table: str, settings: Mapping[str, Any], learns: str, features: int
) -> Project:
    """Return a project on a table.

    Numbers are standardised in a block of its own, where everybody sees it.

    Parameters
    ----------
    table
        Its content hash.
    settings
        Further settings of the table block: target, ignored, task, missing.
    learns
        ``"class"``, ``"value"``, or ``"none"``, for which groups are looked for.
    features
        How many columns are learned from.
    """
    unit = {"target": True} if learns == "value" else {}
    hidden = {"units": UNITS, "activation": "relu"}
    chain: list[tuple[str, str, dict[str, Any]]] = [
        ("table-1", KIND, {SETTING: table, **settings}),
        ("standardise-1", "standardise", unit),
    ]
    if learns == "none":
        chain.append(("k-means-1", "k-means", {}))
    else:
        chain += [("dense-1", "dense", hidden), ("dense-2", "dense", hidden), ("fit-1", "fit", {})]
    blocks = tuple(
        Placed(id, kind, told, (place * COLUMN, 0.0))
        for place, (id, kind, told) in enumerate(chain)
    )
    wires = tuple(Wire(a[0], b[0]) for a, b in zip(chain, chain[1:], strict=False))
    plane = ("boundary", "curves") if features <= DRAWN and learns != "none" else PANELS[learns]
    view = tuple(PanelView(name) for name in plane)
    return Project(title=title, blocks=blocks, wires=wires, view=view, speed=100.0)
