"""Every classical model and ensemble on small data sets, made as a project makes them."""

from typing import Any

import numpy as np

from playground.core.settings import Setting, build, settings_of
from playground.core.shape import ShapeError, Target
from playground.document.project import Placed, Project, Wire
from playground.engine.catalogue import DATASETS, ENSEMBLES, MODELS, catalogue
from playground.engine.data import Data
from playground.engine.ensemble import Ensemble
from playground.engine.estimator import Estimator
from playground.engine.feed import Feed
from playground.engine.modelling.stepwise import Stepwise
from playground.runtime.compile import Compiler

SETS: dict[str, dict[str, Any]] = {
    "moons": {"size": 80, "noise": 0.25}, "iris": {"size": 90}, "sine": {"size": 60, "noise": 0.1},
}  # fmt: skip
TARGETS: dict[str, Target] = {"moons": "class", "iris": "class", "sine": "value"}
STEPS = 60
PARTS = ("decision-tree", "naive-bayes", "nearest-neighbours", "logistic-regression",
         "linear-regression")  # fmt: skip


def rows(name: str) -> Data:
    """Return the rows of one of the small data sets."""
    return build(DATASETS[name], SETS[name]).load()


def suits(cls: type[Estimator] | type[Ensemble], name: str) -> bool:
    """Say whether a model takes a data set."""
    signature = rows(name).signature()
    try:
        cls().check_input(signature.shape, signature)
    except ShapeError:
        return False
    return True


def cases(*folders: Any) -> list[tuple[str, str]]:
    """Return every kind with every data set that it takes."""
    return [
        (kind, name)
        for folder in folders or (MODELS, ENSEMBLES)
        for kind, cls in folder.items()
        for name in SETS
        if suits(cls, name)
    ]


def parts_for(target: Target) -> list[str]:
    """Return two kinds of models that learn classes, or values; networks where there are none."""
    known = [kind for kind in PARTS if kind in MODELS and target in MODELS[kind].targets]
    others = [kind for kind, cls in MODELS.items() if target in cls.targets and kind not in known]
    return [*known, *others][:2] or ["fit", "fit"]


def parts_of(kind: str, target: Target) -> list[str]:
    """Return the kinds of models that are wired into an ensemble; [] for a model."""
    port = next((port for port in catalogue()[kind].inputs if port.type == "model"), None)
    found = parts_for(target) if port is not None else []
    return found if port is not None and port.many else found[:1]


def project(kind: str, name: str, seed: int = 0, **settings: Any) -> Project:
    """Return a project with one model, or one ensemble on two of them, called "model"."""
    blocks = [Placed("data", name, SETS[name]), Placed("model", kind, settings)]
    wanted = parts_of(kind, TARGETS[name])
    parts = [Placed(f"part-{i}", part) for i, part in enumerate(wanted)]
    wires = [wire for p in parts for wire in (Wire("data", p.id), Wire(p.id, "model"))]
    blocks, wires = [*blocks, *parts], wires or [Wire("data", "model")]
    return Project(blocks=tuple(blocks), wires=tuple(wires), seed=seed)


class Bench:
    """The learners of one project side by side; the one called "model" is looked at."""

    def __init__(self, made: Project) -> None:
        built = Compiler().learners(made)
        self.learners: dict[str, Any] = {id: one.learner for id, one in built.items()}
        self.model: Any = self.learners["model"]

    def step(self, count: int = 1, at_once: bool = False) -> None:
        """Step every learner, one by one or many at once."""
        for _ in range(1 if at_once else count):
            for learner in self.learners.values():
                learner.step(count if at_once else 1)

    def capture(self) -> dict[str, Any]:
        """Return captures of all learners."""
        return {id: learner.capture() for id, learner in self.learners.items()}

    def restore(self, states: dict[str, Any]) -> None:
        """Put captures of all learners back."""
        for id, learner in self.learners.items():
            learner.restore(states[id])

    def decide(self, x: Any) -> Any:
        """Return what the model says at rows ``(k, d)``."""
        return self.model.decide(x)


def bench(kind: str, name: str, seed: int = 0, **settings: Any) -> Bench:
    """Make the learners of a small project."""
    return Bench(project(kind, name, seed, **settings))


def alone(kind: str, data: Data, seed: int = 0, **settings: Any) -> Stepwise:
    """Make a classical model on rows, without a project around it."""
    block = build(MODELS[kind], settings)
    return Stepwise("model", block, Feed.through(data, {"data": ()}), seed)


def same(one: Any, other: Any) -> bool:
    """Say whether two states are equal to the last bit, in structure, types and numbers."""
    if isinstance(one, dict):
        return isinstance(other, dict) and one.keys() == other.keys() and all(
            same(one[key], other[key]) for key in one
        )  # fmt: skip
    if isinstance(one, list | tuple):
        return isinstance(other, list | tuple) and len(one) == len(other) and all(
            same(a, b) for a, b in zip(one, other, strict=True)
        )  # fmt: skip
    if isinstance(one, np.ndarray):
        return (
            isinstance(other, np.ndarray) and one.dtype == other.dtype
            and np.array_equal(one, other, equal_nan=one.dtype.kind == "f")
        )  # fmt: skip
    if isinstance(one, float) and one != one:
        return isinstance(other, float) and other != other
    return type(one) is type(other) and bool(one == other)


def another(option: Setting, value: Any) -> Any:
    """Return another value that a setting may have, or None where none is known."""
    if option.kind == "bool":
        return not value
    if option.kind == "choice":
        return next(
            (c for c in option.choices if c != value and c not in ("custom", "own")), None
        )
    if option.kind not in ("int", "float"):
        return None
    low = option.low if option.low is not None else option.above
    more = value * 2 if value else 1
    high = option.high if option.high is not None else more
    found = more if more <= high else (value + (low or 0)) / 2
    found = int(found) if option.kind == "int" else found
    return None if found == value else found


def tunable(cls: type[Any]) -> list[Setting]:
    """Return the settings that act without a new start."""
    return [option for option in settings_of(cls) if option.tunable]
