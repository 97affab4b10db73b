"""Frames of a window that draws canvas and panels, its worker at rest and flat out."""

import os
from typing import Any

from msgspec.structs import replace

from playground.bench.row import Row
from playground.document.presets import load_preset
from playground.document.project import PanelView, Placed, Project, Wire
from playground.runtime.headless import train

SIX = ("boundary", "curves", "warp", "surface", "gradients", "histograms")
TEN = ("compare", "boundary", "curves")
SIZES = {"two panels": (1440, 860), "six panels": (1920, 1080), "ten learners": (1920, 1080)}
REDRAWN = {"two panels": ("boundary", "curves"), "six panels": (), "ten learners": ()}
SHARES = {"two panels": 0.7, "six panels": 0.5}

MODELS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("logistic-regression", {"solver": "gradient descent", "rate": 1e-4}),
    ("nearest-neighbours", {"at_once": 1}),
    ("perceptron", {}),
    ("support-vector-machine", {"updates": 1}),
    ("gradient-boosting", {"stages": 1000}),
    ("random-forest", {"trees": 1000, "together": 1}),
)
"""Classical models that learn for long in small steps."""

LONGEST = 16e-3
"""Seconds that the 99th percentile may always take."""


def run(seconds: float = 10.0, drop: float = 1.0, steps: int = 20_000) -> list[Row]:
    """Watch the preset ``spiral`` in two panels and in six, and ten learners side by side.

    The spiral is trained without a window too. The canvas moves at every frame. The two panels
    are redrawn at every frame besides, whether there is something new or not; the others draw
    when something new comes for them, as they do while somebody watches.

    Parameters
    ----------
    seconds, drop
        How long each state of the worker is watched, and the part of it that does not count.
    steps
        Length of the runs without a window.
    """
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    project = load_preset("spiral")
    views = {"two panels": project.view, "six panels": tuple(map(PanelView, SIX))}
    rows = []
    for name, view in views.items():
        rows += _watched(name, replace(project, view=view), seconds, drop, steps)
    return rows + _together("ten learners", seconds, drop)


def ten_learners() -> Project:
    """Return four networks and six classical models that learn from the same moons."""
    blocks = [Placed("moons-1", "moons", {"size": 300, "noise": 0.25})]
    wires = []
    for i in range(4):
        y, layer = 170.0 * i, {"units": 4 + 4 * i, "activation": "tanh"}
        blocks.append(Placed(f"dense-{i + 1}", "dense", layer, (280.0, y)))
        blocks.append(Placed(f"fit-{i + 1}", "fit", {}, (560.0, y)))
        wires += [Wire("moons-1", f"dense-{i + 1}"), Wire(f"dense-{i + 1}", f"fit-{i + 1}")]
    for i, (kind, settings) in enumerate(MODELS):
        blocks.append(Placed(f"{kind}-1", kind, settings, (840.0, 170.0 * i)))
        wires.append(Wire("moons-1", f"{kind}-1"))
    return Project("Ten learners", tuple(blocks), tuple(wires), tuple(map(PanelView, TEN)))


def _together(name: str, seconds: float, drop: float) -> list[Row]:
    from playground.ui.frame_times import FrameScript

    script = FrameScript(ten_learners(), SIZES[name], REDRAWN[name])
    try:
        rest, busy = script.paused(seconds, drop), script.flat_out(seconds, drop)
        spent = sorted(
            rows.series["loss"].seconds[-1]
            for id, rows in script.window.bridge.traces.items()
            if id not in script.window.bridge.status.finished
        )
    finally:
        script.close()
    calm, worst = _p99(rest.frames), _p99(busy.frames)
    told = (
        f"p99 ({1e3 * _p99(busy.computed):.1f} ms of a processor); at most "
        f"{1e3 * max(1.5 * calm, LONGEST):.1f} ms wanted; {len(spent)} still learning, the least "
        f"favoured had {spent[0] / spent[-1]:.2f} x the time of the most"
    )
    return [Row(f"frame: {name}", worst * 1e6, "worker at rest", calm * 1e6, calm / worst, told)]


def _watched(
    name: str, project: Project, seconds: float, drop: float, steps: int
) -> list[Row]:
    from playground.ui.frame_times import FrameScript

    alone = [_headless_rate(project, steps)]
    script = FrameScript(project, SIZES[name], REDRAWN[name])
    try:
        rest = script.paused(seconds, drop)
        busy = script.flat_out(seconds, drop)
    finally:
        script.close()
    alone.append(_headless_rate(project, steps))
    calm, worst = _p99(rest.frames), _p99(busy.frames)
    columns, rows = busy.cells
    drawn = (
        f"p99; at most {1e3 * max(1.5 * calm, LONGEST):.1f} ms wanted; boundary {columns}x{rows}, "
        f"{busy.updates:.0f} updates a second, at least 20 wanted"
    )
    headless = sum(alone) / len(alone)
    ratio = busy.steps / headless
    return [
        Row(f"frame: {name}", worst * 1e6, "worker at rest", calm * 1e6, calm / worst, drawn),
        Row(f"frame: a step beside {name}", 1e6 / busy.steps, "no window", 1e6 / headless,
            ratio, f"at least {SHARES[name]} x wanted"),
    ]  # fmt: skip


def _p99(frames: list[float]) -> float:
    return sorted(frames)[int(0.99 * (len(frames) - 1))]


def _headless_rate(project: Project, steps: int) -> float:
    run = train(project, steps)
    return run.steps / run.seconds
