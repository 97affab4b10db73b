"""From a project to learners: data loaded, transforms fitted, layers wired into networks."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias, cast

import numpy as np

from playground.core.settings import SettingError, build
from playground.core.shape import ShapeError
from playground.document.graph import in_order, neighbours, reached
from playground.document.project import Moved, Placed, Project
from playground.engine.catalogue import catalogue
from playground.engine.data import Data, DataError
from playground.engine.dataset import Dataset
from playground.engine.functions.minimisable import Minimisable
from playground.engine.learner import Learner
from playground.runtime.blueprints import Blueprints, CompileError, Teachable
from playground.runtime.by_hand import start_by_hand
from playground.runtime.kept_start import note_start, start_from_kept
from playground.runtime.messages import Capture

Recipe: TypeAlias = tuple[object, ...]


def recipe(project: Project, id: str, device: str) -> Recipe:
    """Return everything that a learner depends on, where its blocks stand left out."""
    needed = reached([id], neighbours(project.wires, back=True))
    blocks = [
        (p.id, p.kind, p.settings, p.frozen, p.off, p.moved, p.weights)
        for p in project.blocks
        if p.id in needed
    ]
    wires = [wire for wire in project.wires if wire.target in needed]
    return project.seed, device, blocks, wires


def rows_told(project: Project) -> dict[str, Recipe]:
    """Return what the rows of every data set depend on, by the id of its block."""
    kinds = catalogue()
    return {
        p.id: (p.kind, p.settings, p.moved)
        for p in project.blocks
        if p.kind in kinds and kinds[p.kind].family == "data"
    }


@dataclass(frozen=True)
class Built:
    """A learner, the block it came from, and all of the project that it was made from.

    Attributes
    ----------
    after
        How many learners it is made of, which have their turn before it.
    """

    learner: Learner
    block: Teachable
    kind: str
    recipe: Recipe
    after: int = 0


@dataclass(frozen=True)
class _Loaded:
    """A data set as its settings give it, and with the rows that were moved by hand."""

    told: tuple[object, ...]
    data: Data
    moved: tuple[Moved, ...]
    shown: Data


class Compiler:
    """Makes learners, loading a data set again only when its settings changed."""

    def __init__(self) -> None:
        self._loaded: dict[str, _Loaded] = {}

    def learners(
        self, project: Project, device: str = "cpu", known: Mapping[str, Built] | None = None
    ) -> dict[str, Built]:
        """Make every learner of a project that can be made, by the id of its block.

        Parameters
        ----------
        known
            Learners made before: those that nothing has changed for are taken as they are.

        Raises
        ------
        CompileError
            For the first learner that cannot.
        """
        kinds = catalogue()
        present = {placed.id for placed in project.blocks}
        self._loaded = {id: known for id, known in self._loaded.items() if id in present}
        teachable = {
            p.id: p for p in project.blocks
            if p.kind in kinds and issubclass(kinds[p.kind], Teachable)
        }  # fmt: skip
        made: dict[str, Built] = {}
        order, loop = in_order(project)
        for id in [*order, *loop]:  # what an ensemble is wired to is made before it
            if id not in teachable:
                continue
            needs, before = recipe(project, id, device), (known or {}).get(id)
            unchanged = before is not None and before.recipe == needs
            learner = before if unchanged else self._learner(project, id, device, needs, made)
            assert learner is not None
            made[id] = learner
        return {id: made[id] for id in teachable}

    def _learner(
        self, project: Project, id: str, device: str, needs: Recipe, made: Mapping[str, Built]
    ) -> Built:
        needed = reached([id], neighbours(project.wires, back=True))
        order, loop = in_order(project)
        tangled = [other for other in loop if other in needed]
        if tangled:
            raise CompileError(id, f"the wires through {', '.join(tangled)} run in a circle")
        placed = {p.id: p for p in project.blocks}
        blocks = {other: _build(placed[other]) for other in order if other in needed}
        plans = Blueprints(project, blocks, placed, device)
        live = {other: built.learner for other, built in made.items()}
        try:
            drawn = plans.of(id)
            origin = plans.origin(id)
            function = blocks.get(origin)
            if function is None:
                learner = drawn.lab(project.seed)
            elif isinstance(function, Minimisable):
                learner = drawn.minimiser(function, origin, project.seed)
            else:
                data = self._load(placed[origin], cast(Dataset, function))
                learner = drawn.make(data, project.seed, live)
            start_from_kept(project, learner)
            start_by_hand(project, learner)
            note_start(project, learner)
        except CompileError:
            raise
        except (ShapeError, DataError) as error:
            raise CompileError(id, str(error)) from None
        except MemoryError:
            raise CompileError(id, "not enough memory: fewer members or units") from None
        except Exception as error:  # whatever a block does, the other projects can be opened
            raise CompileError(id, f"it cannot be made: {in_a_line(error)}") from error
        return Built(learner, drawn.block, placed[id].kind, needs, len(needed & made.keys()))

    def _load(self, placed: Placed, dataset: Dataset) -> Data:
        known, told = self._loaded.get(placed.id), (placed.kind, placed.settings)
        try:
            if known is None or known.told != told:
                data = dataset.load()
                known = _Loaded(told, data, (), data)
            if known.moved != placed.moved:
                shown = with_moved(known.data, placed.moved)
                shown.check()
                known = replace(known, moved=placed.moved, shown=shown)
        except DataError as error:
            raise CompileError(placed.id, str(error)) from None
        self._loaded[placed.id] = known
        return known.shown


def put_back(id: str, learner: Learner, state: Capture) -> None:
    """Have a learner go on from what it had learned.

    Raises
    ------
    CompileError
        In words, whatever is wrong with the capture.
    """
    try:
        learner.restore(dict(state))
    except Exception as error:  # a file may hold anything
        what = "" if isinstance(error, ValueError) else "what it had learned is damaged: "
        raise CompileError(id, what + in_a_line(error)) from error


def in_a_line(error: Exception) -> str:
    """Return what an unforeseen error says, or at least its name."""
    told = str(error).strip().partition("\n")[0]
    return told or type(error).__name__


def with_moved(data: Data, moved: tuple[Moved, ...]) -> Data:
    """Return rows with some put elsewhere; rows and features that are not there are left."""
    x, y = data.x.copy(), data.y.copy()
    for move in moved:
        if move.row < len(x) and len(move.x) == x[move.row].size:
            x[move.row] = np.reshape(move.x, x[move.row].shape)
        if data.target == "value" and move.row < len(y) and len(move.y) == y.shape[1]:
            y[move.row] = move.y
    return replace(data, x=x, y=y, unmoved=data, _cache={}) if moved else data


def _build(placed: Placed) -> object:
    cls = catalogue().get(placed.kind)
    if cls is None:
        raise CompileError(placed.id, f'this version knows no block "{placed.kind}"')
    try:
        return build(cls, placed.settings)
    except SettingError as error:
        raise CompileError(placed.id, str(error)) from None
