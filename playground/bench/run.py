"""Runs benchmarks by name and prints them."""

import importlib
import json
import pkgutil
import sys
from collections.abc import Sequence
from dataclasses import asdict

from playground.bench.row import Row

_NOT_WORKLOADS = ("row", "run")


def workloads() -> tuple[str, ...]:
    """Return the names of all groups of workloads: the files of this folder."""
    import playground.bench as folder

    names = (m.name for m in pkgutil.iter_modules(folder.__path__))
    return tuple(name for name in names if name not in _NOT_WORKLOADS)


def run_all(names: Sequence[str], as_json: bool) -> int:
    """Run groups of workloads (all of them unless named) and print their rows.

    Returns
    -------
    int
        Exit status: 2 for an unknown name.
    """
    unknown = [name for name in names if name not in workloads()]
    if unknown:
        known = ", ".join(workloads())
        print(f"playground: no benchmark {unknown[0]!r}; there are {known}", file=sys.stderr)
        return 2
    rows: list[Row] = []
    for name in names or workloads():
        found = importlib.import_module(f"playground.bench.{name}").run()
        rows += found
        if not as_json:
            for row in found:
                print(_line(row), flush=True)
    if as_json:
        keys = ("workload", "ours_us", "peer", "peer_us", "ratio")
        print(json.dumps([{key: asdict(row)[key] for key in keys} for row in rows]))
    return 0


def _line(row: Row) -> str:
    ours = "-" if row.ours_us is None else f"{row.ours_us:,.1f} us"
    peer = "" if row.peer is None else f"{row.peer}: missing"
    if row.peer_us is not None:
        peer = f"{row.peer} {row.peer_us:,.1f} us"
    ratio = "" if row.ratio is None else f"{row.ratio:.2f} x"
    return f"{row.workload:<34}{ours:>14}  {peer:<28}{ratio:>9}  {row.note}"
