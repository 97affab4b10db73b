"""What the presets learn answers in ONNX Runtime as it does here, over every learner of theirs."""

import pytest
from run_by_onnx import told_by

from playground.document.presets import preset_names
from playground.export.error import ExportError
from playground.export.subject import subject_of
from playground.runtime.headless import load, train

SAMPLE = {
    "xor": 400, "stacking": 40, "knn-metrics": 3, "boosting-classes": 20, "svr-tube": 60,
    "dbscan-vs-kmeans": 600,
}  # fmt: skip
"""Steps by preset."""

REFUSED = {
    "tsne-digits": "t-SNE", "bayes-update": "no rows", "matrix-lab": "no rows",
    "monty-hall": "no rows",
}  # fmt: skip


def compared(name, steps=None):
    """Compare every learner of a preset; returns the largest differences and what was refused."""
    off, refused = {}, {}
    for id, built in train(load(name), steps).built.items():
        try:
            told = told_by(subject_of(built.learner, id))
        except ExportError as error:
            refused[id] = str(error)
            continue
        told.check()
        off[id] = told.off
    return off, refused


@pytest.mark.parametrize("name", SAMPLE)
def test_a_sample_of_presets(name):
    off, refused = compared(name, SAMPLE[name])
    assert off
    assert not refused


@pytest.mark.long
@pytest.mark.parametrize("name", preset_names())
def test_every_preset(name, record_property):
    off, refused = compared(name)
    record_property("off", max(off.values(), default=0.0))
    record_property("refused", "; ".join(refused.values()))
    assert off or refused
    assert all(": " in told for told in refused.values())
