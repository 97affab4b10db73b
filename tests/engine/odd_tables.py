"""Tables that little can be found in, and a worker process whose moons hold them."""

from typing import Any

import numpy as np
from explored import table

from playground.document.project import Placed, Project, Wire
from playground.engine.catalogue import CLUSTERERS, DATASETS, EMBEDDERS
from playground.engine.data import Data
from playground.runtime.worker import serve

MODELS = (*CLUSTERERS, *EMBEDDERS, "matrix")
FRONTS = ("", "standardise", "min-max", "pca", "kernel-pca", "linear-discriminant", "feature-map")
TARGETS = ("none", "class", "value", "one class")
JARGON = ("Error", "error:", "array", " nan", "NaN", "None", "dtype", "divide", "Traceback",
          "()", "broadcast", "overflow")  # fmt: skip

_RANDOM = np.random.default_rng(1)
_X = _RANDOM.standard_normal((24, 2))
ROWS = {
    "plain": _X,
    "all equal": np.full((24, 3), 0.1),
    "all zero": np.zeros((24, 2)),
    "one row": _X[:1],
    "two rows": _X[:2],
    "two equal rows": np.ones((2, 2)),
    "three rows": _X[:3],
    "one feature": _X[:, :1],
    "one feature, all equal": np.ones((24, 1)),
    "a feature that stands still": np.column_stack([_X, np.full(24, 7.0)]),
    "a feature twice": np.column_stack([_X, _X[:, 0]]),
    "on a line": _X[:, :1] * [1.0, 2.0],
    "few places": np.repeat(_X[:3], 8, axis=0),
    "one far away": np.concatenate([_X, [[1e9, -1e9]]]),
    "huge": 1e150 * _X,
    "beyond squares": 1e300 * _X,
    "one huge feature": _X * [1e150, 1.0],
    "tiny": 1e-150 * _X,
    "below squares": 1e-300 * _X,
    "far from the origin": 1e12 + _X,
    "more features than rows": _RANDOM.standard_normal((6, 40)),
    "200 features": _RANDOM.standard_normal((24, 200)),
}
TABLES = tuple((case, target) for case in ROWS for target in TARGETS)


def given(case: str, target: str) -> Data:
    """Return a table by its name, with classes, values, one class or nothing beside it."""
    x = ROWS[case]
    n = len(x)
    train = np.arange(n) if n < 6 else np.arange(n - 4)
    if target == "none":
        return table(x, train=train)
    if target == "value":
        return table(x, np.sin(np.arange(n))[:, None], "value", train)
    return table(x, np.arange(n) % 3 if target == "class" else np.zeros(n, int), "class", train)


def odd(case: str, target: str, front: str, models: dict[str, dict[str, Any]]) -> Project:
    """Return a project of models, each named by its kind, behind one table, for `serve_odd`."""
    blocks = [Placed("data", "moons", {"seed": TABLES.index((case, target))})]
    if front:
        blocks.append(Placed("front", front))
    last = blocks[-1].id
    wires = [Wire("data", "front")] if front else []
    for kind, settings in models.items():
        of = {"of": "data"} if kind == "matrix" else {}
        blocks.append(Placed(kind, kind, of | settings))
        wires.append(Wire(last, kind))
    return Project(blocks=tuple(blocks), wires=tuple(wires))


def reads_well(text: str) -> bool:
    """Say whether a sentence is one for people."""
    return len(text.split()) > 2 and not any(word in text for word in JARGON)


def serve_odd(connection: Any, device: str = "auto") -> None:
    """Serve as a worker does; the entry point of the child process."""

    def load(self: Any) -> Data:
        data = given(*TABLES[self.seed])
        data.check()
        return data

    DATASETS["moons"].load = load  # type: ignore[method-assign]
    DATASETS["moons"].signature = lambda self: given(*TABLES[self.seed]).signature()  # type: ignore
    serve(connection, device)
