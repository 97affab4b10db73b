"""What a film shows from frame to frame: training from some moment on, or the past of a run."""

from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from playground.document.project import Project
from playground.runtime import messages as m
from playground.ui.filming.stage import Stage


@dataclass(frozen=True)
class Script:
    """The way through a film.

    Attributes
    ----------
    states, traces
        Captures and curves by learner that it begins with; none is a fresh start.
    ways
        What brings learners to each of the first frames.
    onward
        How many frames come after those.
    every
        Steps to each of these from the one before.
    """

    states: Mapping[str, m.Capture] = field(default_factory=dict)
    traces: Mapping[str, Any] = field(default_factory=dict)
    ways: Sequence[m.Seek] = ()
    onward: int = 0
    every: int = 1

    @property
    def frames(self) -> int:
        """How many frames the film has."""
        return len(self.ways) + self.onward

    def begin(self, stage: Stage) -> None:
        """Bring a stage that is ready to where the film begins."""
        if self.states:
            stage.continue_from(self.states, self.traces)

    def moves(self, stage: Stage) -> list[Callable[[], object]]:
        """Return what brings a stage to each frame, one after the other."""
        shown: list[Callable[[], object]] = [
            lambda way=way: stage.look_at(way) for way in self.ways
        ]
        first = self.ways[-1].to if self.ways else stage.step - self.every
        goals = [(first or 0) + self.every * (k + 1) for k in range(self.onward)]
        return shown + [lambda goal=goal: stage.learn_to(goal) for goal in goals]


def first_step(bridge: Any) -> int:
    """Return the first step of the past that can still be shown."""
    history = bridge.trainer.history
    return next((s for s in history.steps() if bridge.line.way_to(s) is not None), 0)


def last_step(bridge: Any) -> int:
    """Return the last step of the past."""
    return max(max(bridge.status.steps.values(), default=0), *bridge.trainer.history.steps(), 0)


def from_now_on(bridge: Any, frames: int, every: int) -> tuple[Project, Script]:
    """Return the project and the script of a film of what comes after what is shown now."""
    now = max(bridge.status.steps.values(), default=0)
    way = bridge.line.way_to(now)
    project: Project = bridge.store.value
    if way is None:
        return project, Script(onward=frames, every=every)
    return project, Script(way.states, deepcopy(bridge.traces), (way,), frames - 1, every)


def of_the_past(bridge: Any, frames: int) -> tuple[Project, Script]:
    """Return the project and the script of a film of the timeline, from end to end."""
    first, last = first_step(bridge), last_step(bridge)
    steps = np.linspace(first, last, frames).round().astype(int).tolist()
    found = [bridge.line.way_to(step) for step in steps]
    ways = tuple(way for way in found if way is not None)
    states = ways[-1].states if ways else {}
    return bridge.store.value, Script(states, deepcopy(bridge.traces), ways)
