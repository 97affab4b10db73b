"""Long tables: a CSV read into a table, against pandas."""

import tempfile
import time
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from playground.bench.row import Row, compared
from playground.tables.importing import look, read
from playground.tables.preview import Choices

PEER = "pandas.read_csv"
ROWS, COLUMNS = 1_000_000, 20
CHUNK = 50_000


def written(path: Path, rows: int, columns: int = COLUMNS) -> None:
    """Write a CSV of normal numbers, about ten bytes each, the last column a class of three."""
    random = np.random.default_rng(0)
    with open(path, "w", encoding="utf-8") as file:
        file.write(",".join(f"x{place + 1}" for place in range(columns - 1)) + ",kind\n")
        kinds = np.array(["red", "green", "blue"])
        line = ",".join(["%.7f"] * (columns - 1)) + ",%s\n"
        for start in range(0, rows, CHUNK):
            count = min(CHUNK, rows - start)
            numbers = random.normal(size=(count, columns - 1)).tolist()
            names = kinds[random.integers(0, 3, count)].tolist()
            file.writelines(
                line % (*row, name) for row, name in zip(numbers, names, strict=True)
            )


def called_off(path: Path, choices: Choices) -> float:
    """Return the longest time in seconds between two moments at which reading can be called off."""
    moments: list[float] = []

    read(path, choices, lambda _share: moments.append(time.perf_counter()))
    return float(np.diff(moments).max())


def run(rounds: int = 3, rows: int = ROWS) -> list[Row]:
    """Time reading a CSV of 20 columns against pandas.

    Parameters
    ----------
    rows
        A million are about 200 MB.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "long.csv"
        written(path, rows)
        choices = look(path).choices
        peer: Callable[[], object] | None = None
        if find_spec("pandas") is not None:
            pandas = import_module("pandas")

            def peer() -> object:
                return pandas.read_csv(path)

        megabytes = path.stat().st_size / 2**20
        wait = called_off(path, choices)
        note = (
            f"{megabytes:.0f} MB; at least 0.67 x wanted; "
            f"can be called off every {1e3 * wait:.0f} ms, of 300"
        )
        name = f"tables: CSV, {rows:,} x {COLUMNS}"
        return [
            compared(name, lambda: read(path, choices), PEER, peer, rounds=rounds, note=note)
        ]
