"""Learners at work: everything the worker does with them, without the pipe."""

import time
from collections.abc import Mapping
from typing import cast

from playground.core.settings import build
from playground.document.project import Project
from playground.engine.catalogue import catalogue
from playground.engine.functions.function_loss import FunctionLoss
from playground.engine.heads.fit import Fit
from playground.engine.layer import Layer
from playground.runtime.by_hand import follow_by_hand
from playground.runtime.compile import Built, Compiler, adopt, recipe
from playground.runtime.messages import Capture, Checkpoint, LearnerInfo
from playground.runtime.reports import Reports


class Session:
    """A compiled project: steps its learners in fair slices and keeps what they report.

    Parameters
    ----------
    device
        ``"auto"``, ``"cpu"`` or ``"cuda"``.
    """

    def __init__(self, device: str = "auto") -> None:
        self.device = device
        self.built: dict[str, Built] = {}
        self.project = Project()
        self.reports = Reports()
        self._last: dict[str, Built] = {}
        self._compiler = Compiler()
        self._per_step: dict[str, float] = {}

    def load(
        self, project: Project, fresh: bool = False, states: Mapping[str, Capture] | None = None
    ) -> None:
        """Compile a project.

        Unless `fresh`, learners that nothing has changed for go on as they are, and others keep
        the weights that still fit.

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
        adopt(new, known)
        if known:
            follow_by_hand(self.project, project, [made.learner for made in new.values()])
        _restore(new, states or {})
        self.project, self.built, self._last = project, built, {}
        self.reports.keep(kept, built)
        for id, made in new.items():
            self._per_step.pop(id, None)
            # A fresh start from captures has no curves before them; another network had others.
            other = id in known and known[id].recipe != made.recipe
            self.reports.begin(id, made.learner, 0 if fresh or other else made.learner.step_number)

    def tune(self, project: Project) -> bool:
        """Take over changed tunable settings, weights set by hand and units switched off.

        Returns
        -------
        bool
            Whether something was changed by hand; how learners do now is told then.

        Raises
        ------
        ValueError
            If a setting is refused or a learner's block is gone; nothing is changed then.
        """
        before = self.project
        self.reports.close()
        self.follow(project)
        self.project = project
        for id, built in self.built.items():
            needs = recipe(project, id, self.device)
            self.built[id] = Built(built.learner, built.head, built.kind, needs)
        learners = {id: made.learner for id, made in self.built.items()}
        switched = _switched(before) != _switched(project)
        by_hand = follow_by_hand(before, project, learners.values()) or switched
        for id, learner in learners.items():
            if by_hand:
                self.reports.tell(id, learner)
        self.reports.forget_troubles()
        return by_hand

    def follow(self, project: Project) -> None:
        """Have the learners follow the tunable settings of a project, the present one or not.

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
        for id, built in self.built.items():
            head, objective = blocks[id], built.learner.objective
            if isinstance(head, Fit):
                built.learner.tune(head.plan(built.learner.device))
                self.built[id] = Built(built.learner, head, built.kind, built.recipe)
            if isinstance(objective, FunctionLoss):
                continue
            network = objective.network
            own = [node.id for node in network.nodes if node.id != id and node.id in blocks]
            off = {node: placed[node].off for node in own}
            network.replace_layers({node: cast(Layer, blocks[node]) for node in own}, off)

    def seek(self, states: Mapping[str, Capture]) -> None:
        """Put captures back; curves start again from their steps once learning goes on.

        Raises
        ------
        ValueError
            If a capture belongs to another network.
        """
        self.reports.close()
        _restore(self.built, states)
        self.reports.cut({id: step for id, step in self.steps.items() if id in states})
        self.reports.forget_troubles()

    @property
    def running(self) -> list[str]:
        """Ids of learners that can go on."""
        return [id for id, built in self.built.items() if not built.learner.finished]

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
        for id in self.running:
            learner = self.built[id].learner
            started = time.perf_counter()
            scalars = learner.step(count)
            spent = time.perf_counter() - started
            self.reports.take(id, scalars, spent)
            if len(scalars.steps):
                self._per_step[id] = spent / len(scalars.steps)

    def retrace(self, count: int) -> None:
        """Take steps again that have been taken before: nothing is told of them."""
        for id in self.running:
            learner = self.built[id].learner
            learner.retracing = True
            try:
                learner.step(count)
            finally:
                learner.retracing = False
        self.reports.cut(self.steps)

    def steps_within(self, seconds: float) -> int:
        """Return how many steps of every learner fit into a time slice, at least one."""
        each = sum(self._per_step.get(id, 1e-3) for id in self.running)
        return max(1, int(seconds / max(each, 1e-7)))

    def move(self, device: str) -> None:
        """Carry every learner as it stands to another device."""
        built = self._compiler.learners(self.project, device)
        for id, made in built.items():
            made.learner.restore(self.built[id].learner.capture())
        self.device, self.built = device, built
        self._per_step.clear()

    def checkpoint(self, edition: int = 0, event: str = "") -> Checkpoint:
        """Capture every learner."""
        states = {id: b.learner.capture() for id, b in self.built.items()}
        return Checkpoint(self.steps, states, edition, event)


def _switched(project: Project) -> dict[str, tuple[int, ...]]:
    """Return the units that are switched off, by block."""
    return {placed.id: placed.off for placed in project.blocks if placed.off}


def _restore(built: Mapping[str, Built], states: Mapping[str, Capture]) -> None:
    for id in built.keys() & states.keys():
        built[id].learner.restore(dict(states[id]))


def describe(built: Mapping[str, Built]) -> dict[str, LearnerInfo]:
    """Return what each learner is."""
    return {id: _info(id, made) for id, made in built.items()}


def _info(id: str, built: Built) -> LearnerInfo:
    learner = built.learner
    source = learner.source
    rows = int(source.train.shape[-1])
    batches = tuple(min(size, rows) for size in learner.plan.batches)
    return LearnerInfo(
        id, built.kind, learner.members, source.target, source.outputs,
        learner.weights.layout.parameters(), learner.baselines, rows, batches[0],
        source.names, source.classes, learner.device, learner.labels, batches,
    )  # fmt: skip
