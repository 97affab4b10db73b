"""Every panel gives the numbers behind its picture, as a table that pandas reads."""

import io

import numpy as np
import pandas as pd
import pytest

from playground.document.presets import load_preset, preset_names
from playground.engine.catalogue import catalogue
from playground.ui.panel import PANELS
from playground.ui.panel_data import csv_of
from playground.ui.panel_grid import shown_view

OTHERS = {
    "confusion": "iris", "importance": "forest-vs-tree", "roc": "calibration", "table": "circle",
}  # fmt: skip
"""Where panels apply that no preset shows."""


def shown_by():
    """Return a preset for each panel."""
    kinds, found = catalogue(), {}
    for name in preset_names():
        for view in shown_view(load_preset(name), kinds):
            found.setdefault(view.panel, name)
    return {name: found.get(name) or OTHERS.get(name) for name in PANELS}


@pytest.mark.parametrize(("panel", "preset"), shown_by().items())
def test_a_panel_gives_the_numbers_behind_its_picture(qtbot, bench, panel, preset):
    assert preset is not None, f"say in OTHERS where {panel} applies"
    bridge = bench.of(load_preset(preset))
    shown = PANELS[panel](bridge)
    qtbot.addWidget(shown)
    shown.resize(500, 360)
    shown.show()
    bridge.run(5)
    table = pd.read_csv(io.StringIO(csv_of(shown)), dtype={"value": str})
    snapshots = list(shown.snapshots.values())
    assert list(table.columns)[-1] == "value"
    assert not any(str(name).startswith("Unnamed") for name in table.columns)
    if not snapshots:
        assert {"learner", "step", "member"} <= set(table.columns)
        return
    assert len(table) == sum(a.size for s in snapshots for a in s.arrays.values())
    indices = [c for c in table.columns if c not in ("value",)]
    assert not table.duplicated(indices).any(), "two values at one place"
    for taken in snapshots[:1]:
        for name, array in taken.arrays.items():
            mine = (table.quantity == name) & (table.learner == taken.request.learner)
            if np.asarray(array).dtype.kind == "f" and len(snapshots) == 1:
                told = table[mine].value.astype(float).to_numpy()
                np.testing.assert_array_equal(told.astype(array.dtype), np.ravel(array))
