"""Models without labels as a person wires them: data, transforms, the model, and its rows."""

from typing import Any

import numpy as np

from playground.document.check import check
from playground.document.project import Placed, Project, Wire
from playground.engine.catalogue import DATASETS, catalogue
from playground.engine.data import Data
from playground.runtime.compile import Compiler


def chain(data: Placed, *kinds: tuple[str, dict[str, Any]]) -> Project:
    """Return a project of one data set and blocks behind it, each wired to the one before."""
    placed = [data, *(Placed(f"{kind}-1", kind, settings) for kind, settings in kinds)]
    wires = [Wire(a.id, b.id) for a, b in zip(placed, placed[1:], strict=False)]
    return Project(blocks=tuple(placed), wires=tuple(wires))


def compiled(project: Project) -> Any:
    """Check a project and make its learner, the last block."""
    assert [p for p in check(project, catalogue()) if p.severity == "error"] == []
    return Compiler().learners(project)[project.blocks[-1].id].learner


def explored(name: str, kind: str, scaled: bool = True, given: Any = None, **settings: Any) -> Any:
    """Return a learner of a data set, behind a standardising block or not."""
    front = [("standardise", {})] if scaled else []
    return compiled(chain(Placed("data", name, given or {}), *front, (kind, settings)))


def table(x: Any, y: Any = None, target: str = "none", train: Any = None) -> Data:
    """Return rows of which all, or those that are told, are for training."""
    x, none = np.asarray(x, float), np.empty(0, np.int64)
    every = np.arange(len(x))
    train = every if train is None else np.asarray(train)
    test = np.setdiff1d(every, train)
    y = np.empty((len(x), 0)) if y is None else np.asarray(y)
    names = tuple(f"f{i}" for i in range(int(np.prod(x.shape[1:]))))
    classes = tuple(f"c{i}" for i in range(int(y.max()) + 1)) if target == "class" else ()
    return Data(x, y, target, train, none, test, names, classes)  # type: ignore[arg-type]


def hold(monkeypatch: Any, data: Data) -> None:
    """Let the data set called moons hold these rows."""

    def load(self: object) -> Data:
        data.check()
        return data

    monkeypatch.setattr(DATASETS["moons"], "load", load)
    monkeypatch.setattr(DATASETS["moons"], "signature", lambda self: data.signature())


def through(learner: Any, most: int = 50_000) -> Any:
    """Step a learner to its end; returns it."""
    learner.step(most)
    assert learner.finished
    assert not learner.finished.startswith(("diverged", "stopped")), learner.finished
    return learner


def apart(ours: Any, theirs: Any) -> float:
    """Return the largest difference, relative where values are larger than 1."""
    return float((np.abs(ours - theirs) / np.maximum(1, np.abs(theirs))).max())


def renamed(labels: Any) -> Any:
    """Return labels numbered by the first row that has each; -1 stays."""
    labels = np.asarray(labels)
    found, first = np.unique(labels[labels >= 0], return_index=True)
    order = {int(found[i]): rank for rank, i in enumerate(np.argsort(first))}
    return np.array([order.get(int(one), -1) for one in labels])
