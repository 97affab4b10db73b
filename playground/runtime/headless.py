"""Training without a window: the same engine, the same numbers."""

import math
import time
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import TypeAlias

import msgspec
import numpy as np

from playground.core.disk import FileError
from playground.document.bundle import load_bundle, save_bundle
from playground.document.check import check
from playground.document.presets import load_preset, preset_names
from playground.document.project import Project
from playground.engine.catalogue import catalogue
from playground.kernels.array import Array
from playground.runtime.blueprints import CompileError
from playground.runtime.compile import Built, Compiler, put_back
from playground.runtime.messages import Capture
from playground.runtime.threads import single_thread
from playground.tables.importing import could_be_table

DEFAULT_STEPS = 2000
SLICE = 50

Metric: TypeAlias = float | list[float | None] | None


class ProjectError(ValueError):
    """A project cannot be trained; one line names the block and the setting."""


def load(name: str | Path) -> Project:
    """Read a project: the name of a preset, or the path of a file.

    For a file of rows, such as a CSV, a project is made that learns from them.

    Raises
    ------
    FileError
        One line that names the file and what is wrong with it.
    """
    return load_with_state(name)[0]


def load_with_state(name: str | Path) -> tuple[Project, dict[str, Capture] | None]:
    """Read a project and, where the file holds it, what its learners had learned."""
    if str(name) in preset_names():
        return load_preset(str(name)), None
    path = Path(name)
    if not path.exists() and not path.suffix and path.parent == Path():
        near = ", ".join(get_close_matches(str(name), preset_names()))
        told = f"did you mean {near}?" if near else "`playground presets` lists what there is"
        raise FileError(f"{name}: neither a file nor a preset; {told}")
    if could_be_table(path):
        from playground.runtime.importing import import_project

        return import_project(path)[0], None
    return load_bundle(path)


def planned_steps(project: Project) -> int:
    """Return how long a project trains unless told otherwise: as long as its promise says."""
    return project.promise.steps if project.promise else DEFAULT_STEPS


class Run:
    """What training came to.

    Attributes
    ----------
    project
        What was trained.
    steps, seconds
        Steps taken by the longest learner, and the time training took.
    interrupted
        Whether it was stopped before the end.
    """

    def __init__(self, project: Project, built: Mapping[str, Built]) -> None:
        self.project = project
        self.built = dict(built)
        self.seconds = 0.0
        self.interrupted = False

    @property
    def steps(self) -> int:
        """Steps of the learner that is ahead."""
        return max((b.learner.step_number for b in self.built.values()), default=0)

    @property
    @single_thread()
    def metrics(self) -> dict[str, dict[str, Metric]]:
        """Whole-set metrics by learner and name; a list where there are several members."""
        return {
            id: {name: _plain(values) for name, values in built.learner.evaluate().items()}
            for id, built in self.built.items()
        }

    @single_thread()
    def decide(self, x: Array, learner: str | None = None) -> Array:
        """Return class probabilities or values ``(members, n, c)`` for rows ``(n, d)``.

        Raises
        ------
        KeyError
            If there is no such learner.
        """
        id = learner if learner is not None else next(iter(self.built))
        return self.built[id].learner.decide(np.asarray(x, np.float64))

    def predict(self, x: Array, learner: str | None = None) -> Array:
        """Return labels ``(n,)`` or values ``(n, outputs)`` by the best member.

        Parameters
        ----------
        x
            Rows ``(n, d)`` in the units of the data set.
        learner
            Id of the learner; the first one unless said.
        """
        id = learner if learner is not None else next(iter(self.built))
        best: Array = self.decide(x, id)[self.built[id].learner.best_member]
        if self.built[id].learner.source.target == "class":
            labels: Array = best.argmax(axis=-1)
            return labels
        return best

    def save(self, path: str | Path) -> None:
        """Write the project with everything that was learned.

        Raises
        ------
        FileError
            If it cannot be written.
        """
        state = {id: built.learner.capture() for id, built in self.built.items()}
        save_bundle(self.project, state, path)


@single_thread()
def train(
    project: Project,
    steps: int | None = None,
    seed: int | None = None,
    device: str = "auto",
    state: Mapping[str, Capture] | None = None,
    progress: Callable[[Run, int, int], object] | None = None,
) -> Run:
    """Train every learner of a project.

    Parameters
    ----------
    steps
        How many; the promise's, or 2000, unless said.
    seed
        Instead of the project's own.
    device
        ``"auto"``, ``"cpu"`` or ``"cuda"``.
    state
        Captures by learner to go on from.
    progress
        Called now and then with the run, steps done and steps wanted.

    Raises
    ------
    ProjectError
        If the project cannot be trained; the message names the block and the setting.
    """
    if seed is not None:
        project = msgspec.structs.replace(project, seed=seed)
    run = Run(project, _compiled(project, device))
    for id, captured in (state or {}).items():
        if id in run.built:
            try:
                put_back(id, run.built[id].learner, captured)
            except CompileError as error:
                raise ProjectError(str(error)) from None
    wanted = planned_steps(project) if steps is None else steps
    started = time.perf_counter()
    try:
        _advance(run, wanted, progress)
    except KeyboardInterrupt:
        run.interrupted = True
    except MemoryError:
        raise ProjectError("not enough memory: fewer members or units would help") from None
    run.seconds = time.perf_counter() - started
    return run


def _compiled(project: Project, device: str) -> dict[str, Built]:
    errors = [p for p in check(project, catalogue()) if p.stops]
    if errors:
        more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
        raise ProjectError(errors[0].message + more)
    try:
        built = Compiler().learners(project, device)
    except (CompileError, ValueError) as error:
        raise ProjectError(str(error)) from None
    if not built:
        raise ProjectError("nothing here learns: add a data set and wire it to a fit")
    return built


def _advance(run: Run, wanted: int, progress: Callable[[Run, int, int], object] | None) -> None:
    done = 0
    in_turn = sorted(run.built.values(), key=lambda built: built.after)
    while done < wanted:
        count = min(SLICE, wanted - done)
        learners = [built.learner for built in in_turn if not built.learner.finished]
        for learner in learners:
            learner.step(count)
        done += count
        if progress is not None:
            progress(run, done, wanted)
        if not learners:
            return


def _plain(values: Array) -> Metric:
    numbers = [float(v) if math.isfinite(v) else None for v in values]
    return numbers[0] if len(numbers) == 1 else numbers
