"""Reads project, flows and problems for the canvas: what each card and each wire says."""

from collections import Counter
from typing import Any

from playground.core.block import OF_ROWS, Block
from playground.core.shape import Shape, describe
from playground.document.flow import Flow
from playground.document.problem import Problem
from playground.document.project import Placed, Wire
from playground.ui.canvas.facts import Facts, facts

UNKNOWN = Flow()


class Reading:
    """One look at the project: what is shown of it, gathered in one pass.

    Parameters
    ----------
    bridge
        Holds project, flows, problems and catalogue.
    """

    def __init__(self, bridge: Any) -> None:
        self._flows, self._catalogue = bridge.flows, bridge.catalogue
        project = bridge.store.value
        self._kinds = Counter(placed.kind for placed in project.blocks)
        self._arriving: dict[str, list[Shape | None]] = {}
        for wire in project.wires:
            shape = self._flows.get(wire.source, UNKNOWN).shape
            self._arriving.setdefault(wire.target, []).append(shape)
        self._before = {wire.target: wire.source for wire in project.wires}
        self._of_block: dict[str, list[Problem]] = {}
        self._of_wire: dict[Wire, list[Problem]] = {}
        for problem in bridge.problems:
            if problem.wire is not None:
                self._of_wire.setdefault(problem.wire, []).append(problem)
            if problem.block is not None:
                self._of_block.setdefault(problem.block, []).append(problem)

    def facts(self, placed: Placed) -> Facts:
        """Return what the card of a block shows."""
        return facts(
            placed,
            self._catalogue.get(placed.kind),
            self._flows.get(placed.id, UNKNOWN),
            tuple(self._arriving.get(placed.id, ())),
            self._kinds[placed.kind] > 1,
            self._of_block.get(placed.id, ()),
        )

    def chain(self, id: str) -> tuple[Block, ...]:
        """Return the data set or function and what leads on to a block; () where one is missing."""
        chain: list[Block] = []
        while id and len(chain) <= len(self._before):
            block = self._flows.get(id, UNKNOWN).block
            if block is None:
                break
            chain.append(block)
            if block.family in ("data", "objective"):
                return tuple(reversed(chain))
            id = self._before.get(id, "")
        return ()

    def _family(self, id: str) -> str:
        block = self._flows.get(id, UNKNOWN).block
        return block.family if block is not None else ""

    def wire(self, wire: Wire) -> tuple[str, tuple[Problem, ...]]:
        """Return the size that flows through a wire, and its problems."""
        shape = self._flows.get(wire.source, UNKNOWN).shape
        if self._family(wire.target) in OF_ROWS:
            shape = None  # many wires lead from one data set to models: one size would do
        return describe(shape) if shape else "", tuple(self._of_wire.get(wire, ()))
