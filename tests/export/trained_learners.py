"""Small trained learners of every kind, as projects make them, for the tests of scripts."""

from functools import cache
from typing import Any

import numpy as np

from playground.core.shape import ShapeError
from playground.document.project import Placed, Project, Wire
from playground.engine.catalogue import (
    CLUSTERERS,
    DATASETS,
    EMBEDDERS,
    ENSEMBLES,
    MODELS,
)
from playground.export.subject import Subject, subject_of
from playground.runtime.compile import Compiler

ROWS: dict[str, dict[str, Any]] = {
    "moons": {"size": 70, "noise": 0.25}, "iris": {"size": 80}, "sine": {"size": 60, "noise": 0.1},
}  # fmt: skip
CLASSES = ("moons", "iris")


def chain(data: str, *kinds: tuple[str, dict[str, Any]]) -> Project:
    """Return a data set and blocks behind it, each wired to the one before."""
    placed = [Placed(f"{data}-1", data, ROWS.get(data, {}))]
    placed += [Placed(f"{kind}-{at}", kind, given) for at, (kind, given) in enumerate(kinds, 1)]
    wires = [Wire(a.id, b.id) for a, b in zip(placed, placed[1:], strict=False)]
    return Project(blocks=tuple(placed), wires=tuple(wires))


def joined(kind: str, data: str, parts: tuple[tuple[str, dict[str, Any]], ...],
           **settings: Any) -> Project:  # fmt: skip
    """Return an ensemble, the last block, of parts that stand on one data set."""
    blocks = [Placed("data", data, ROWS[data])]
    blocks += [Placed(f"part-{at}", part, given) for at, (part, given) in enumerate(parts, 1)]
    wires = [Wire("data", placed.id) for placed in blocks[1:]]
    wires += [Wire(placed.id, "whole") for placed in blocks[1:]]
    blocks.append(Placed("whole", kind, settings))
    return Project(blocks=tuple(blocks), wires=tuple(wires))


def trained(project: Project, steps: int = 30, member: int | None = None) -> Subject:
    """Train every learner of a project; returns the one of its last block."""
    built = Compiler().learners(project)
    for one in sorted(built.values(), key=lambda one: one.after):
        one.learner.step(steps)
    id = project.blocks[-1].id
    return subject_of(built[id].learner, id, "A test", member)


def suits(cls: Any, data: str) -> bool:
    """Say whether a model takes a data set."""
    signature = _signature(data)
    try:
        cls().check_input(signature.shape, signature)
    except ShapeError:
        return False
    return True


@cache
def _signature(data: str) -> Any:
    return DATASETS[data](**ROWS[data]).load().signature()


def models() -> list[tuple[str, str]]:
    """Return every model with every data set that it takes."""
    folders = (MODELS, CLUSTERERS, EMBEDDERS)
    return [
        (kind, data)
        for folder in folders for kind, cls in folder.items() for data in ROWS
        if kind != "t-sne" and suits(cls, data)
    ]  # fmt: skip


def ensembles() -> list[tuple[str, str]]:
    """Return every ensemble with every data set that it takes."""
    return [(kind, data) for kind, cls in ENSEMBLES.items() for data in ROWS if suits(cls, data)]


def some_rows(subject: Subject) -> Any:
    """Return rows that a learner knows, and rows around them that it does not."""
    known = subject.rows()
    spread = known.std(axis=0)
    random = np.random.default_rng(3)
    return np.concatenate([known[:25], known[:25] + spread * random.normal(size=known[:25].shape)])
