"""Frames of the space warp: six layers, a mesh of 41 by 41 lines, 500 points."""

import os
import statistics
import time
from collections.abc import Callable

from playground.bench.row import Row
from playground.document.project import Placed, Project, Wire
from playground.engine.probes.warp import Warp as WarpProbe
from playground.engine.warping.projection import Projector
from playground.engine.warping.warp import unpack
from playground.kernels.array import Array
from playground.runtime.compile import Compiler

LAYERS, UNITS = 6, 8
BUDGET_MS = 33.0
SIZE = (900, 600)


def project() -> Project:
    """Return a spiral of 500 points through six tanh layers."""
    data = Placed("spiral-1", "spiral", {"size": 500})
    layers = [
        Placed(f"dense-{i}", "dense", {"units": UNITS, "activation": "tanh"})
        for i in range(1, LAYERS + 1)
    ]
    blocks = (data, *layers, Placed("fit-1", "fit", {}))
    wires = tuple(Wire(a.id, b.id) for a, b in zip(blocks, blocks[1:], strict=False))
    return Project(blocks=blocks, wires=wires)


def run() -> list[Row]:
    """Time a frame in the plane and in space, and what a new measurement costs on both sides."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    learner = Compiler().learners(project(), "cpu")["fit-1"].learner
    learner.step(300)
    arrays = WarpProbe().measure(learner, (0, 0))
    rows = [_frames(arrays, axes) for axes in (2, 3)]
    probe = _median(lambda: WarpProbe().measure(learner, (0, 0)))
    projector = Projector(2)
    taken = _median(lambda: projector.take(unpack(arrays)))
    size = sum(array.nbytes for array in arrays.values()) / 1e6
    rows.append(Row("warp: probe", probe * 1e6, note=f"{size:.1f} MB a measurement"))
    rows.append(Row("warp: take over", taken * 1e6, note="turns, projections and windows"))
    return rows


def _frames(arrays: dict[str, Array], axes: int) -> Row:
    from playground.ui.plots.warp.frames import warp_times

    times = warp_times(arrays, axes, SIZE)
    worst = 1e3 * sorted(times)[int(0.99 * len(times))]
    note = f"p99 {worst:.1f} ms of {BUDGET_MS:.0f} for 30 frames a second, {SIZE[0]}x{SIZE[1]}"
    return Row(f"warp: frame, {axes}-D", statistics.median(times) * 1e6, note=note)


def _median(work: Callable[[], object], rounds: int = 15) -> float:
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return statistics.median(times)
