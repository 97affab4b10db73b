"""Frames of the canvas with 300 blocks and 400 wires: one block dragged, all, panned, zoomed."""

import os
import statistics

from playground.bench.row import Row
from playground.document.project import Placed, Project, Wire
from playground.document.store import Store
from playground.engine.catalogue import catalogue
from playground.runtime.history import History

COLUMNS = 20
LIMITS_MS = {"drag one": 16.0, "drag all": 40.0, "pan": 16.0, "zoom": 16.0, "pan near": 16.0}


def big_project(blocks: int = 300, wires: int = 400) -> Project:
    """Return rows of networks: a data set, layers with skip wires into sums, and a head.

    Parameters
    ----------
    blocks, wires
        How many; a row has 20 blocks, and every fourth layer sums what came before it.
    """
    placed = tuple(_placed(number) for number in range(blocks))
    chain, skips = [], []
    for number in range(blocks):
        column = number % COLUMNS
        if column:
            chain.append(Wire(placed[number - 1].id, placed[number].id))
        if placed[number].kind == "add":
            skips += [Wire(placed[number - back].id, placed[number].id) for back in (2, 3)]
    return Project(title="Large", blocks=placed, wires=tuple([*chain, *skips][:wires]))


def _placed(number: int) -> Placed:
    row, column = divmod(number, COLUMNS)
    kind = "spiral" if column == 0 else "fit" if column == COLUMNS - 1 else "dense"
    if kind == "dense" and column % 4 == 0:
        kind = "add"
    settings = {"units": 8, "activation": "tanh"} if kind == "dense" else {}
    return Placed(f"{kind}-{number + 1}", kind, settings, (column * 240.0, row * 176.0))


class _Still:
    """A trainer that trains nothing: only the canvas is measured."""

    alive = True

    def __init__(self) -> None:
        self.history = History()

    def send(self, message: object) -> None:
        """Take a message and do nothing."""

    def poll(self) -> list[object]:
        """Return no messages."""
        return []

    def close(self) -> None:
        """End nothing."""


def run() -> list[Row]:
    """Measure frames on a raster surface, without a display."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from playground.ui.bridge import Bridge
    from playground.ui.canvas.frames import application, frame_times

    application()
    bridge = Bridge(Store(big_project()), _Still(), catalogue())
    try:
        times = frame_times(bridge)
    finally:
        bridge.close()
    return [_row(name, seconds) for name, seconds in times.items()]


def _row(name: str, seconds: list[float]) -> Row:
    worst = sorted(seconds)[int(0.95 * (len(seconds) - 1))]
    note = f"p95 {worst * 1e3:.1f} ms of {LIMITS_MS[name]:.0f}; 300 blocks, 400 wires"
    return Row(f"canvas: {name}", statistics.median(seconds) * 1e6, note=note)
