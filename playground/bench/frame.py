"""Frames of a window that draws canvas and panels, its worker at rest and flat out."""

import os

from msgspec.structs import replace

from playground.bench.row import Row
from playground.document.presets import load_preset
from playground.document.project import PanelView, Project
from playground.runtime.headless import train

SIX = ("boundary", "curves", "warp", "surface", "gradients", "histograms")
SIZES = {"two panels": (1440, 860), "six panels": (1920, 1080)}
REDRAWN = {"two panels": ("boundary", "curves"), "six panels": ()}
SHARES = {"two panels": 0.7, "six panels": 0.5}

LONGEST = 16e-3
"""Seconds that the 99th percentile may always take."""


def run(seconds: float = 10.0, drop: float = 1.0, steps: int = 20_000) -> list[Row]:
    """Watch the preset ``spiral`` in two panels and in six, and train it without a window.

    The canvas moves at every frame. The two panels are redrawn at every frame besides, whether
    there is something new or not; the six draw when something new comes for them, as they do
    while somebody watches.

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
    return rows


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
