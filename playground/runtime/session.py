"""Learners at work: everything the worker does with them, without the pipe."""

import time
from collections.abc import Mapping
from typing import cast

import numpy as np

from playground.core.settings import build
from playground.document.project import Project
from playground.engine.catalogue import catalogue
from playground.engine.heads.fit import Fit
from playground.engine.layer import Layer
from playground.engine.learner import Scalars
from playground.runtime.compile import Built, Compiler, adopt, recipe
from playground.runtime.messages import Capture, Checkpoint, LearnerInfo, Rows, Trouble


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
        self._last: dict[str, Built] = {}
        self._compiler = Compiler()
        self._pending: dict[str, list[Scalars]] = {}
        self._ready: tuple[Rows, ...] = ()
        self._restart: dict[str, int] = {}
        self._seconds: dict[str, float] = {}
        self._per_step: dict[str, float] = {}
        self._told: dict[str, str] = {}

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
        _restore(new, states or {})
        self._ready = tuple(rows for rows in self.rows() if rows.learner in kept)
        self.project, self.built, self._last = project, built, {}
        self._told = {id: told for id, told in self._told.items() if id in kept}
        self._seconds = {id: self._seconds[id] if id in kept else 0.0 for id in built}
        # A fresh start from captures has no curves before them.
        at = self.steps
        self._restart = {id: 0 if fresh else at[id] for id in new}
        for id, made in new.items():
            self._per_step.pop(id, None)
            self._report_start(id, made)

    def _report_start(self, id: str, built: Built) -> None:
        learner = built.learner
        now = {name: value[None] for name, value in learner.evaluate().items()}
        empty = np.empty((0, learner.members), np.float32)
        at = np.array([learner.step_number])
        self._pending[id] = [Scalars(np.empty(0, np.int64), empty, at, now)]

    def tune(self, project: Project) -> None:
        """Take over changed tunable settings.

        Raises
        ------
        ValueError
            If a setting is refused or a learner's block is gone; nothing is changed then.
        """
        kinds, placed = catalogue(), {p.id: p for p in project.blocks}
        if not self.built.keys() <= placed.keys():
            raise ValueError("a learner was removed: that needs a new start")
        blocks = {
            id: build(kinds[p.kind], p.settings) for id, p in placed.items() if p.kind in kinds
        }
        self.project, self._ready = project, self.rows()
        for id, built in self.built.items():
            head, network = blocks[id], built.learner.objective.network
            if isinstance(head, Fit):
                built.learner.tune(head.plan(built.learner.members, built.learner.device))
                needs = recipe(project, id, self.device)
                self.built[id] = Built(built.learner, head, built.kind, needs)
            own = [node.id for node in network.nodes if node.id != id and node.id in blocks]
            network.replace_layers({node: cast(Layer, blocks[node]) for node in own})
        self._told.clear()

    def seek(self, states: Mapping[str, Capture]) -> None:
        """Put captures back; curves start again from their steps once learning goes on.

        Raises
        ------
        ValueError
            If a capture belongs to another network.
        """
        self._ready = self.rows()
        _restore(self.built, states)
        self._restart |= {id: step for id, step in self.steps.items() if id in states}
        self._told.clear()

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
            self._pending.setdefault(id, []).append(scalars)
            self._seconds[id] += spent
            if len(scalars.steps):
                self._per_step[id] = spent / len(scalars.steps)

    def steps_within(self, seconds: float) -> int:
        """Return how many steps of every learner fit into a time slice, at least one."""
        each = sum(self._per_step.get(id, 1e-3) for id in self.running)
        return max(1, int(seconds / max(each, 1e-7)))

    def rows(self) -> tuple[Rows, ...]:
        """Hand over what was reported since the last call."""
        found = [
            _joined(id, scalars, self._seconds[id], self._restart.pop(id, None))
            for id, scalars in self._pending.items()
        ]
        ready, self._ready = self._ready, ()
        self._pending.clear()
        return (*ready, *found)

    def move(self, device: str) -> None:
        """Carry every learner as it stands to another device."""
        built = self._compiler.learners(self.project, device)
        for id, made in built.items():
            made.learner.restore(self.built[id].learner.capture())
        self.device, self.built = device, built
        self._per_step.clear()

    def checkpoint(self) -> Checkpoint:
        """Capture every learner."""
        return Checkpoint(self.steps, {id: b.learner.capture() for id, b in self.built.items()})

    def troubles(self) -> tuple[Trouble, ...]:
        """Return divergences that have not been told yet."""
        found = []
        for id, built in self.built.items():
            reason = built.learner.finished
            if reason.startswith("diverged") and self._told.get(id) != reason:
                self._told[id] = reason
                step = built.learner.step_number
                found.append(Trouble(f"{id} {reason}", id, "diverged", step))
        return tuple(found)


def _restore(built: Mapping[str, Built], states: Mapping[str, Capture]) -> None:
    for id in built.keys() & states.keys():
        built[id].learner.restore(dict(states[id]))


def _joined(id: str, scalars: list[Scalars], seconds: float, restart: int | None) -> Rows:
    told = [s for s in scalars if len(s.evaluated)]
    names = told[-1].metrics if told else {}
    evaluated = np.concatenate([np.empty(0, np.int64), *(s.evaluated for s in told)])
    # Step 0 is evaluated when the project is loaded and again with the first step.
    last = np.diff(evaluated, append=-1) != 0
    return Rows(
        id,
        np.concatenate([s.steps for s in scalars]),
        np.concatenate([s.loss for s in scalars]),
        evaluated[last],
        {name: np.concatenate([s.metrics[name] for s in told])[last] for name in names},
        seconds,
        restart,
    )


def describe(built: Mapping[str, Built]) -> dict[str, LearnerInfo]:
    """Return what each learner is."""
    return {id: _info(id, made) for id, made in built.items()}


def _info(id: str, built: Built) -> LearnerInfo:
    learner = built.learner
    source = learner.source
    return LearnerInfo(
        id, built.kind, learner.members, source.target, source.outputs,
        learner.weights.layout.parameters(), learner.evaluation.baselines,
        int(source.train.shape[-1]), min(learner.plan.batch, int(source.train.shape[-1])),
        source.names, source.classes, learner.device,
    )  # fmt: skip
