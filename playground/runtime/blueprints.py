"""Draws blueprints of learners from the blocks and wires of a project."""

from collections.abc import Mapping
from typing import TypeAlias, cast

from playground.core.block import title_of
from playground.document.flow import TARGET
from playground.document.graph import by_port, neighbours, reached, wires_into
from playground.document.project import Placed, Project
from playground.engine.dataset import Dataset
from playground.engine.ensemble import Ensemble
from playground.engine.estimator import Estimator
from playground.engine.functions.minimisable import Minimisable
from playground.engine.head import Head
from playground.engine.lab import Lab
from playground.engine.layer import Layer
from playground.engine.network import Node
from playground.engine.transform import Transform
from playground.runtime.blueprint import Blueprint
from playground.runtime.messages import Trouble

Teachable: TypeAlias = Head | Estimator | Ensemble | Lab
"""Blocks that learn."""


class CompileError(ValueError):
    """A learner cannot be made; the message names the block and what to do."""

    def __init__(self, block: str, message: str) -> None:
        super().__init__(f"{block}: {message}" if block else message)
        self.trouble = Trouble(str(self), block)


class Blueprints:
    """Draws blueprints of the learners of a project.

    Parameters
    ----------
    project
        Whose wires count.
    blocks, placed
        The blocks that are looked at, in order, as they are built and as they are placed.
    device
        Where learners are to be put.
    """

    def __init__(
        self,
        project: Project,
        blocks: Mapping[str, object],
        placed: Mapping[str, Placed],
        device: str,
    ) -> None:
        self._project, self._blocks, self._placed = project, blocks, placed
        self._device = device
        self._before = {id: self._sources(id) for id in blocks}

    def _sources(self, id: str) -> tuple[str, ...]:
        block = self._blocks[id]
        every = by_port(type(block), wires_into(self._project)[id])  # type: ignore[arg-type]
        wires = [wire for wire in every if wire.input != TARGET]
        found = tuple(wire.source for wire in wires if wire.source in self._blocks)
        if not found and any(not port.optional for port in type(block).inputs):  # type: ignore[attr-defined]
            raise CompileError(id, f"nothing is wired into {title_of(type(block))}")
        return found

    def origin(self, id: str) -> str:
        """Return the one data set, or function, behind a learner; "" where it needs none."""
        if not self._before[id]:
            return ""
        near = self._near(id)
        found = [o for o in near if isinstance(self._blocks[o], Dataset)]
        first = self._before[id][0]
        if isinstance(self._blocks[first], Minimisable):
            return first
        if not found:
            raise CompileError(id, "no data set is wired in: drag one in and wire it up")
        if len(found) > 1:
            words = f"one data set at a time: {' and '.join(found)} reach it"
            if self._target(id) is not None:
                words += "; what it reproduces must be the rows it is given"
            raise CompileError(id, words)
        return found[0]

    def _near(self, id: str) -> list[str]:
        """Return the blocks that a learner is made of, in order, its own included."""
        reach = reached([id], neighbours(self._project.wires, back=True))
        return [other for other in self._blocks if other in reach]

    def _target(self, id: str) -> str | None:
        """Return the block whose features a head is to reproduce, if any."""
        wires = wires_into(self._project)[id]
        return next((wire.source for wire in wires if wire.input == TARGET), None)

    def of(self, id: str) -> Blueprint:
        """Return how a learner is made.

        Raises
        ------
        CompileError
            If no data set or more than one reach it.
        """
        block = cast(Teachable, self._blocks[id])
        title = title_of(type(block))
        if not self._before[id]:
            return Blueprint(id, title, block, self._device)
        first, origin = self._before[id][0], self.origin(id)
        joined = any(isinstance(self._blocks[part], Teachable) for part in self._before[id])
        if isinstance(block, Ensemble) and joined:
            parts = tuple(self._part(id, part) for part in self._before[id])
            return Blueprint(id, title, block, self._device, parts=parts)
        if origin == first and isinstance(self._blocks[origin], Minimisable):
            return Blueprint(id, title, block, self._device)
        chains = self._chains(id, origin)
        nodes = tuple(
            Node(other, layer, self._before[other], self._placed[other].frozen,
                 self._placed[other].off)
            for other in self._near(id)
            if isinstance(layer := self._blocks[other], Layer)
        )  # fmt: skip
        target = self._target(id)
        entries = [id, *(node.id for node in nodes)]
        used = {s for entry in entries for s in self._before[entry] if s in chains}
        return Blueprint(
            id, title, block, self._device, {s: chains[s] for s in used},
            chains.get(target) if target is not None else None, nodes, first,
        )  # fmt: skip

    def _part(self, ensemble: str, id: str) -> Blueprint:
        """Return how a part of an ensemble is made."""
        if not isinstance(self._blocks[id], Teachable):
            words = f"it takes models, or data alone, but {id} is wired in beside models"
            raise CompileError(ensemble, words)
        if self._target(id) is not None:
            raise CompileError(ensemble, f"{id} reproduces features: it has no answers to join")
        return self.of(id)

    def _chains(self, id: str, origin: str) -> dict[str, list[Transform]]:
        """Return the transforms between the data set and every block that rows come from."""
        chains: dict[str, list[Transform]] = {origin: []}
        for other in self._near(id):
            block = self._blocks[other]
            if isinstance(block, Transform):
                chains[other] = [*chains[self._before[other][0]], block]
        return chains
