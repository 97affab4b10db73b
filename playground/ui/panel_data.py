"""The numbers behind the picture of a panel."""

from typing import Any

from playground.export.plot_data import Measured, as_csv, measured
from playground.runtime.trace import Trace
from playground.ui.plots.wording import score_title


def csv_of(panel: Any) -> str:
    """Return what a panel draws as the text of a CSV file: what was measured, else the curves.

    Raises
    ------
    ValueError
        If there is nothing yet.
    """
    parts = []
    for taken in panel.snapshots.values():
        request, info = taken.request, panel.bridge.infos.get(taken.request.learner)
        known: dict[str, tuple[str, ...]] = {}
        if info is not None:
            known = {"feature": info.inputs, "class": info.classes, "member": info.labels}
        parts.append(measured(request.probe, request.learner, taken.step, taken.arrays, known))
    return as_csv(parts or curves_of(panel.bridge))


def curves_of(bridge: Any) -> list[Measured]:
    """Return every curve of every learner."""
    return [
        _curve(id, name, trace) for id, trace in bridge.traces.items() for name in trace.names
    ]


def _curve(learner: str, name: str, trace: Trace) -> Measured:
    series = trace.series[name]
    # The column after those of several members is their median, which anybody can take.
    values = series.values[:, : trace.members]
    called = "mini-batch loss" if name == "loss" else score_title(name)
    about = {"learner": learner, "measured": "curves"}
    return Measured(about, {called: values}, {called: ("step", "member")}, {"step": series.steps})
