"""Learners at work: everything the worker does with them, without the pipe."""

import time
from collections.abc import Mapping
from dataclasses import replace
from typing import cast

from playground.core.settings import build
from playground.document.project import Placed, Project
from playground.engine.catalogue import catalogue
from playground.engine.heads.fit import Fit
from playground.engine.layer import Layer
from playground.engine.modelling.stepping import Stepping
from playground.engine.probe import network_of
from playground.engine.training.descending import Descending
from playground.runtime.blueprints import Teachable
from playground.runtime.by_hand import follow_by_hand
from playground.runtime.compile import Built, Compiler, Recipe, put_back, recipe, rows_told
from playground.runtime.kept_start import started_anew
from playground.runtime.messages import Capture
from playground.runtime.succession import adopt, drawing_level, go_on, to_catch_up
from playground.runtime.telemetry import Telemetry
from playground.runtime.turns import Turns


class Session:
    """A compiled project: steps its learners in fair slices and keeps what they report.

    Parameters
    ----------
    device
        ``"auto"``, ``"cpu"`` or ``"cuda"``.

    Attributes
    ----------
    turns
        How long steps of each learner take, and whose turn it is.
    behind
        Steps that learners are to catch up with, because they were started again.
    """

    def __init__(self, device: str = "auto") -> None:
        self.device = device
        self.built: dict[str, Built] = {}
        self.project = Project()
        self.telemetry = Telemetry()
        self._last: dict[str, Built] = {}
        self._begun = False
        self._rows_of: dict[str, Recipe] = {}
        self._compiler = Compiler()
        self.turns = Turns()
        self.behind: dict[str, int] = {}

    def load(
        self, project: Project, fresh: bool = False, states: Mapping[str, Capture] | None = None
    ) -> None:
        """Compile a project.

        Unless `fresh`, learners that nothing has changed for go on as they are, and others keep
        the weights that still fit; models brought back beside them catch up with them.

        Raises
        ------
        CompileError
            If a learner cannot be made.
        ValueError
            If a capture belongs to another network. In both cases nothing learns until a project
            can be made, which then takes over the weights of the last one.
        """
        self._last, self.built = self.built or self._last, {}
        known = {} if fresh else self._last
        built = self._compiler.learners(project, self.device, known)
        kept = {id for id, made in built.items() if made is known.get(id)} - (states or {}).keys()
        new = {id: made for id, made in built.items() if id not in kept}
        for id in new.keys() & known.keys():
            adopt(new[id].learner, known[id].learner, started_anew(self.project, project))
        if known:
            follow_by_hand(self.project, project, [made.learner for made in new.values()])
        self.behind = {id: goal for id, goal in self.behind.items() if id in kept and not fresh}
        for id in (new.keys() & known.keys()) - (states or {}).keys():
            self.behind[id] = to_catch_up(new[id].learner, known[id].learner)
        _restore(new, states or {})
        if self._begun and not fresh:
            self.behind |= drawing_level({id: b.learner for id, b in built.items()}, states or {})
        self.project, self.built, self._last, self._begun = project, built, {}, True
        self._rows_of = rows_told(project)
        self.telemetry.keep(kept, built)
        for id, made in new.items():
            self.turns.forget(id)
            # A fresh start from captures has no curves before them; another network had others.
            other = id in known and known[id].recipe != made.recipe
            first = 0 if fresh or other else made.learner.step_number
            self.telemetry.begin(id, made.learner, first)

    def tune(self, project: Project, tell: bool = True) -> bool:
        """Take over changed tunable settings, weights set by hand and units switched off.

        Parameters
        ----------
        tell
            Whether to tell how models do whose answers follow their settings at once.

        Returns
        -------
        bool
            Whether something was changed by hand; how learners do now is told then.

        Raises
        ------
        ValueError
            If a setting is refused or a learner's block is gone; nothing is changed then.
        """
        before, blocks = self.project, {id: made.block for id, made in self.built.items()}
        self.telemetry.close()
        self.follow(project)
        self.project = project
        tuned = self._answering_anew(blocks) if tell else set()
        for id, built in self.built.items():
            needs = recipe(project, id, self.device)
            self.built[id] = replace(built, recipe=needs)
        learners = {id: made.learner for id, made in self.built.items()}
        switched = _switched(before) != _switched(project)
        by_hand = follow_by_hand(before, project, learners.values()) or switched
        for id, learner in learners.items():
            if by_hand or id in tuned:
                self.telemetry.tell(id, learner)
        self.telemetry.forget_troubles()
        return by_hand

    def _answering_anew(self, blocks: Mapping[str, object]) -> set[str]:
        """Return models whose block has changed, and those that may be made of them."""
        models = {id: m for id, m in self.built.items() if isinstance(m.learner, Stepping)}
        tuned = {id for id, made in models.items() if made.block != blocks[id]}
        return tuned | {id for id, made in models.items() if tuned and made.after}

    def follow(self, project: Project, rows: bool = True) -> None:
        """Have the learners follow the tunable settings of a project, the present one or not.

        Parameters
        ----------
        rows
            Whether rows are moved by hand as they are there; otherwise they stay.

        Raises
        ------
        ValueError
            If a setting is refused or a learner's block is gone.
        """
        kinds, placed = catalogue(), {p.id: p for p in project.blocks}
        if not self.built.keys() <= placed.keys():
            raise ValueError("a learner was removed: that needs a new start")
        blocks = {
            id: build(kinds[p.kind], p.settings) for id, p in placed.items() if p.kind in kinds
        }
        if rows:
            self.follow_rows(project)
        for id, built in self.built.items():
            block, learner = cast(Teachable, blocks[id]), built.learner
            self.built[id] = replace(built, block=block)
            if isinstance(learner, Stepping):
                learner.tune(block)
            elif isinstance(learner, Descending):
                if isinstance(block, Fit):
                    learner.tune(block.plan(learner.device))
                _follow_layers(learner, id, placed, blocks)

    def follow_rows(self, project: Project) -> None:
        """Have learners go on with the rows that were changed by hand in a project."""
        if rows_told(project) == self._rows_of:
            return
        followed = self._compiler.learners(project, self.device, self.built)
        self._rows_of = rows_told(project)
        for id, made in followed.items():
            before = self.built[id].learner
            if made.learner is before:
                continue
            go_on(made.learner, before)
            self.turns.begin_again(id)
            self.behind[id] = max(to_catch_up(made.learner, before), self.behind.get(id, 0))
            self.telemetry.begin(id, made.learner, 0 if self.behind[id] else None)
            self.built[id] = made

    def seek(self, states: Mapping[str, Capture]) -> None:
        """Put captures back; curves start again from their steps once learning goes on.

        Raises
        ------
        ValueError
            If a capture belongs to another network.
        """
        self.telemetry.close()
        self.behind.clear()
        _restore(self.built, states)
        self.telemetry.cut({id: step for id, step in self.steps.items() if id in states})
        self.telemetry.forget_troubles()

    @property
    def running(self) -> list[str]:
        """Ids of learners that can go on; who is made of others comes after them."""
        going = [id for id, built in self.built.items() if not built.learner.finished]
        return sorted(going, key=lambda id: self.built[id].after)

    @property
    def steps(self) -> dict[str, int]:
        """Steps of every learner."""
        return {id: built.learner.step_number for id, built in self.built.items()}

    @property
    def step_number(self) -> int:
        """Steps of the learner that is ahead."""
        return max(self.steps.values(), default=0)

    def step(self, count: int) -> None:
        """Take `count` steps with every learner that can go on."""
        self.follow_rows(self.project)
        for id in self.running:
            self._take(id, count, charged=False)

    def advance(self, seconds: float, wanted: Mapping[str, int]) -> bool:
        """Take steps for a slice of time, shared fairly; False where none was wanted.

        Learners that are behind catch up first, whatever is wanted of them; where nothing else is
        wanted, those first who are soon there.
        """
        self.follow_rows(self.project)
        running = self.running
        for id in [id for id, goal in self.behind.items() if id not in running
                   or self.built[id].learner.step_number >= goal]:  # fmt: skip
            del self.behind[id]
        missing = {id: goal - self.steps[id] for id, goal in self.behind.items()}
        if missing and not any(wanted.values()):
            first = min(self.built[id].after for id in missing)
            parts = {id: n for id, n in missing.items() if self.built[id].after == first}
            counts = self.turns.quickest_first(seconds, parts)
        else:
            most = {id: missing.get(id) or wanted.get(id, 0) for id in running}
            counts = self.turns.divide(seconds, most)
        for id, count in counts.items():
            self._take(id, count, charged=id not in missing)
        return bool(counts)

    def _take(self, id: str, count: int, charged: bool = True) -> None:
        learner = self.built[id].learner
        started = time.perf_counter()
        scalars = learner.step(count)
        spent = time.perf_counter() - started
        self.telemetry.take(id, scalars, spent)
        self.turns.note(id, len(scalars.steps), spent, charged)

    def retrace(self, seconds: float, wanted: Mapping[str, int]) -> bool:
        """Take steps again that have been taken before; nothing is told. False at the end."""
        most = {id: wanted.get(id, 0) for id in self.running}
        counts = self.turns.divide(seconds, most)
        for id, count in counts.items():
            learner = self.built[id].learner
            learner.retracing = True
            started = time.perf_counter()
            try:
                learner.step(count)
            finally:
                learner.retracing = False
            self.turns.note(id, count, time.perf_counter() - started)
        self.telemetry.cut(self.steps)
        return bool(counts)

    def move(self, device: str) -> None:
        """Carry every learner as it stands to another device."""
        built = self._compiler.learners(self.project, device)
        for id, made in built.items():
            made.learner.restore(self.built[id].learner.capture())
        self.device, self.built = device, built
        self.turns = Turns()


def _switched(project: Project) -> dict[str, tuple[int, ...]]:
    """Return the units that are switched off, by block."""
    return {placed.id: placed.off for placed in project.blocks if placed.off}


def _follow_layers(
    learner: Descending, own: str, placed: Mapping[str, Placed], blocks: Mapping[str, object]
) -> None:
    """Give a network the layers as they are set now."""
    network = network_of(learner)
    if network is None:
        return
    layers = [node.id for node in network.nodes if node.id != own and node.id in blocks]
    off = {node: placed[node].off for node in layers}
    network.replace_layers({node: cast(Layer, blocks[node]) for node in layers}, off)


def _restore(built: Mapping[str, Built], states: Mapping[str, Capture]) -> None:
    for id in built.keys() & states.keys():
        put_back(id, built[id].learner, states[id])
