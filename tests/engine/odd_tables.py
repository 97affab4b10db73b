"""Tables that little can be found in, and a worker process whose moons hold them."""

from typing import Any

import numpy as np
from explored import hold, table

from playground.document.project import Placed, Project, Wire
from playground.engine.catalogue import CLUSTERERS, DATASETS, EMBEDDERS
from playground.engine.data import Data
from playground.runtime.worker import serve

EXPLORERS = (*CLUSTERERS, *EMBEDDERS)
MODELS = (*EXPLORERS, "matrix")
FRONTS = ("", "standardise", "pca", "kernel-pca", "linear-discriminant")
JARGON = ("Error", "error:", "array", " nan", "NaN", "None", "dtype", "divide", "Traceback",
          "()", "broadcast", "overflow", "singular", "converge")  # fmt: skip


def _rows(case: str) -> Any:
    random = np.random.default_rng(1)
    x = random.standard_normal((24, 2))
    return {
        "plain": lambda: x,
        "all equal": lambda: np.full((24, 3), 0.1),
        "all zero": lambda: np.zeros((24, 2)),
        "one row": lambda: x[:1],
        "two rows": lambda: x[:2],
        "two equal rows": lambda: np.ones((2, 2)),
        "three rows": lambda: x[:3],
        "one feature": lambda: x[:, :1],
        "one feature, all equal": lambda: np.ones((24, 1)),
        "a feature that stands still": lambda: np.column_stack([x, np.full(24, 7.0)]),
        "a feature twice": lambda: np.column_stack([x, x[:, 0]]),
        "on a line": lambda: x[:, :1] * [1.0, 2.0],
        "few places": lambda: np.repeat(x[:3], 8, axis=0),
        "one far away": lambda: np.concatenate([x, [[1e9, -1e9]]]),
        "huge": lambda: 1e150 * x,
        "beyond squares": lambda: 1e300 * x,
        "one huge feature": lambda: x * [1e150, 1.0],
        "tiny": lambda: 1e-150 * x,
        "below squares": lambda: 1e-300 * x,
        "far from the origin": lambda: 1e12 + x,
        "more features than rows": lambda: random.standard_normal((6, 40)),
        "200 features": lambda: random.standard_normal((24, 200)),
    }[case]()


PLAIN = ("plain", "all equal", "all zero", "one row", "two rows", "two equal rows", "three rows",
         "one feature", "one feature, all equal", "a feature that stands still", "a feature twice",
         "on a line", "few places", "one far away", "huge", "beyond squares", "one huge feature",
         "tiny", "below squares", "far from the origin", "more features than rows",
         "200 features")  # fmt: skip
TARGETS = ("none", "class", "value", "one class")
TABLES = tuple((case, target) for case in PLAIN for target in TARGETS)


def given(case: str, target: str) -> Data:
    """Return a table by its name, with classes, values, one class or nothing beside it."""
    x = _rows(case)
    n = len(x)
    train = np.arange(n) if n < 6 else np.arange(n - 4)
    if target == "none":
        return table(x, train=train)
    if target == "value":
        return table(x, np.sin(np.arange(n))[:, None], "value", train)
    return table(x, np.arange(n) % 3 if target == "class" else np.zeros(n, int), "class", train)


def behind(front: str, kind: str, **settings: Any) -> Project:
    """Return a project of odd moons, perhaps a transform, and a model."""
    blocks = [Placed("data-1", "moons"), Placed("model-1", kind, settings)]
    if kind == "matrix":
        blocks[1] = Placed("model-1", kind, {"of": "data", **settings})
    if not front:
        return Project(blocks=tuple(blocks), wires=(Wire("data-1", "model-1"),))
    blocks.append(Placed("front-1", front))
    return Project(blocks=tuple(blocks), wires=(Wire("data-1", "front-1"),
                                                Wire("front-1", "model-1")))  # fmt: skip


def reads_well(text: str) -> bool:
    """Say whether a sentence is one for people."""
    return len(text.split()) > 3 and not any(word in text for word in JARGON)


def odd(project: Project, case: str, target: str) -> Project:
    """Return a project whose data hold a table, in a process of `serve_odd`."""
    first, *others = project.blocks
    seeded = Placed(first.id, first.kind, {"seed": TABLES.index((case, target))})
    return Project(blocks=(seeded, *others), wires=project.wires)


def serve_odd(connection: Any, device: str = "auto") -> None:
    """Serve as a worker does; the entry point of the child process."""

    def load(self: Any) -> Data:
        data = given(*TABLES[self.seed])
        data.check()
        return data

    DATASETS["moons"].load = load  # type: ignore[method-assign]
    DATASETS["moons"].signature = lambda self: given(*TABLES[self.seed]).signature()  # type: ignore
    serve(connection, device)


__all__ = ["EXPLORERS", "FRONTS", "MODELS", "PLAIN", "TABLES", "TARGETS", "behind", "given", "hold",
           "odd", "reads_well", "serve_odd"]  # fmt: skip
