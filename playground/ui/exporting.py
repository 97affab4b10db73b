"""Learners as they stand in the window, brought to where files are made of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playground.core.block import title_of
from playground.core.progress import Progress
from playground.document.edits import Edit
from playground.document.graph import Catalogue
from playground.document.project import Project
from playground.engine.learner import Learner
from playground.export.error import ExportError
from playground.export.formats import FORMATS, formats_for, write
from playground.export.subject import Subject, subject_of
from playground.export.weights.importing import weights_edit
from playground.runtime.blueprints import CompileError
from playground.runtime.compile import Built, Compiler
from playground.runtime.threads import single_thread
from playground.ui.plots.wording import grouped

CAN_LEAVE = ("fit", "model", "unsupervised", "ensemble")
"""Families of blocks that may be exported."""

AT_ONCE = 20
"""Steps that are taken again at once, from the capture before what is shown."""


@dataclass(frozen=True)
class Offer:
    """A learner that may be exported, and in which formats.

    Attributes
    ----------
    subject
        The learner, or None where there is nothing to take away.
    reason
        Why not, in words.
    refusals
        Why each format cannot hold it, by its name; empty where it can.
    members
        What tells its members apart, in words; empty for a single one.
    best
        The member that did best.
    """

    subject: Subject | None
    reason: str
    refusals: Mapping[str, str]
    members: tuple[str, ...]
    best: int


def exportable(project: Project, catalogue: Catalogue) -> dict[str, str]:
    """Return the titles of blocks that may be exported, by id, in the order of creation."""
    kinds = {placed.id: catalogue.get(placed.kind) for placed in project.blocks}
    return {
        id: title_of(cls)
        for id, cls in kinds.items()
        if cls is not None and cls.family in CAN_LEAVE
    }


class LearnersNow:
    """The learners of a window as they stand at one moment, made anew apart from the worker.

    Parameters
    ----------
    bridge
        Joins the window to its learners.
    """

    def __init__(self, bridge: Any) -> None:
        self.project: Project = bridge.store.value
        self._steps = dict(bridge.status.steps)
        way = bridge.line.way_to(max(self._steps.values(), default=0))
        self._states = way.states if way is not None else {}
        # What is shown may lie before a setting was changed: it was learned without that.
        self._under: Project = (way.project if way is not None else None) or self.project
        self._learners: dict[str, Learner] | None = None
        self._offers: dict[tuple[str, int | None], Offer] = {}

    @single_thread()
    def all(self, progress: Progress) -> dict[str, Learner]:
        """Return all learners where the window shows them.

        Raises
        ------
        ExportError
            In words, if they cannot be made, or what was learned no longer fits.
        Cancelled
            If it is called off.
        """
        if self._learners is None:
            self._learners = self._made(progress)
        return self._learners

    def _made(self, progress: Progress) -> dict[str, Learner]:
        built = _compiled(self._under)
        for id, one in sorted(built.items(), key=lambda pair: pair[1].after):
            try:
                if id in self._states:
                    one.learner.restore(dict(self._states[id]))
            except (ValueError, KeyError):
                words = "its settings have changed since it learned: play a little, then export"
                raise ExportError(f"{id}: {words}") from None
            missing = self._steps.get(id, 0) - one.learner.step_number
            if id in self._states and missing > 0:
                one.learner.retracing = True
                for begun in range(0, missing, AT_ONCE):
                    progress(begun / missing)
                    one.learner.step(min(AT_ONCE, missing - begun))
        return {id: one.learner for id, one in built.items()}

    @single_thread()
    def offer(self, id: str, member: int | None, progress: Progress) -> Offer:
        """Return what can be exported of a learner; worked out once for each member."""
        key = (id, member)
        if key not in self._offers:
            self._offers[key] = self._offered(id, member, progress)
        return self._offers[key]

    def _offered(self, id: str, member: int | None, progress: Progress) -> Offer:
        learner = self.all(progress).get(id)
        none = dict.fromkeys(FORMATS, "")
        if learner is None:
            return Offer(None, f"{id} is not wired to anything that it could learn", none, (), 0)
        count = learner.members
        told = learner.labels or tuple(f"member {at + 1}" for at in range(count))
        members = told if count > 1 else ()
        try:
            subject = subject_of(learner, id, self.project.title, member, self.project.seed)
        except ExportError as error:
            return Offer(None, str(error), none, members, 0)
        return Offer(subject, "", formats_for(subject), members, learner.best_member)

    def facts(self, subject: Subject) -> str:
        """Return what a learner takes and tells, in one line."""
        count = subject.width
        features = f"{count} feature{'s' * (count != 1)}"
        outputs = len(subject.classes)
        tells = {"classes": f"{outputs} classes", "groups": f"{outputs} groups",
                 "values": "values", "places": "places"}[subject.gives]  # fmt: skip
        steps = subject.learner.step_number
        learned = sum(subject.learner.facts.parameters.values())
        numbers = f" · {grouped(learned)} numbers learned" if learned else ""
        return f"{features} → {tells} · after {grouped(steps)} step{'s' * (steps != 1)}{numbers}"


def write_to(subject: Subject, path: Path, name: str) -> Path:
    """Write a learner in the format of a name; returns the file."""
    write(subject, path, name)
    return path


@single_thread()
def weights_from(
    project: Project, path: Path, progress: Progress
) -> tuple[Edit, tuple[str, ...]]:
    """Return the edit that has networks start from the weights of a file, and the blocks meant."""
    learners = {id: one.learner for id, one in _compiled(project).items()}
    progress(0.5)
    return weights_edit(learners, path)


def _compiled(project: Project) -> dict[str, Built]:
    try:
        return Compiler().learners(project, "cpu")
    except (CompileError, ValueError) as error:
        raise ExportError(str(error)) from None
