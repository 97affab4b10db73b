"""Pictures of numbers that are none, endless, huge or all zero: nothing raises while it paints."""

import sys
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QImage

from playground.document.presets import load_preset
from playground.ui.panel import PANELS

SHOWN = {
    "clusters": "kmeans", "dendrogram": "dendrogram-linkages", "elbow": "elbow",
    "embedding": "pca-turning", "scree": "pca-turning", "bayes": "bayes-update",
    "doors": "monty-hall", "entropy": "max-entropy", "curve": "brachistochrone",
    "reach": "dbscan-moons",
}  # fmt: skip
FIXED = ("extent", "exact", "x", "rivals", "scale")
"""What probes make themselves, and never of such numbers."""


def spoiled(values, how):
    values = np.asarray(values)
    if values.dtype.kind != "f" or not values.size:
        return values
    if how == "some":
        return np.where(np.arange(values.size).reshape(values.shape) % 3 == 0, np.nan, values)
    return {"none": values * np.nan, "endless": values + np.inf, "zero": values * 0}[how]


@pytest.mark.qt_log_ignore("arcTo", extend=True)
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("how", ["none", "endless", "some", "zero"])
@pytest.mark.parametrize("name", SHOWN)
def test_nothing_raises_while_it_paints(qtbot, bench, monkeypatch, name, how):
    bridge = bench.empty()
    project = load_preset(SHOWN[name])
    bridge.store.replace(project)
    bridge.load(project)
    panel = PANELS[name](bridge)
    qtbot.addWidget(panel)
    panel.resize(900, 600)
    panel.show()
    bridge.run(3)
    raised = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, error, _: raised.append(error))
    panel.draw({
        request: replace(snapshot, arrays={
            key: values if key in FIXED else spoiled(values, how)
            for key, values in snapshot.arrays.items()
        })
        for request, snapshot in panel.snapshots.items()
    })  # fmt: skip
    for size in ((900, 600), (350, 230)):
        panel.resize(*size)
        panel.render(QImage(panel.size(), QImage.Format.Format_RGB32), QPoint())
    assert not raised
