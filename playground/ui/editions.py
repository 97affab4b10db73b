"""The projects that the worker was sent, and what networks that were replaced had learned."""

from collections.abc import Callable

from playground.document.graph import leading_to
from playground.document.project import Project
from playground.runtime import messages as m

Alike = Callable[[Project, Project], bool]
"""Says whether learners of one project go on as they are under another."""

MOST = 20


class Editions:
    """Projects by the number that checkpoints carry back.

    Attributes
    ----------
    alike
        Says whether two projects hold the same networks.
    """

    def __init__(self, alike: Alike) -> None:
        self.alike = alike
        self._sent: list[Project] = []
        self._learned: dict[int, m.Checkpoint] = {}

    def add(self, project: Project) -> int:
        """Remember what the worker is sent; returns its number."""
        self._sent.append(project)
        return len(self._sent) - 1

    @property
    def latest(self) -> Project | None:
        """What the worker was sent last."""
        return self._sent[-1] if self._sent else None

    def in_force(self, captured: m.Checkpoint) -> Project | None:
        """Return the project under which a capture was taken; None where it is not known."""
        known = captured.edition < len(self._sent)
        return self._sent[captured.edition] if known else None

    def keep(self, captured: m.Checkpoint | None) -> None:
        """Keep what a network has learned that is about to be replaced; None forgets all."""
        if captured is None:
            self._learned.clear()
            return
        self._learned.pop(captured.edition, None)
        self._learned[captured.edition] = captured
        if len(self._learned) > MOST:
            del self._learned[next(iter(self._learned))]

    def learned(self, now: Project) -> dict[str, m.Capture]:
        """Return what was learned last by the learners of a project, before they were replaced.

        Each is looked for by itself: several changes may have been taken back before the worker
        was sent any, and who was left went on.
        """
        present = {placed.id for placed in now.blocks}
        found: dict[str, m.Capture] = {}
        for edition, captured in reversed(self._learned.items()):
            then = self._sent[edition]
            for id in (captured.states.keys() & present) - found.keys():
                if self.alike(leading_to(then, [id]), leading_to(now, [id])):
                    found[id] = captured.states[id]
        return found

    def reached(self) -> Callable[[m.Checkpoint], bool]:
        """Return what says whether a capture belongs to the networks that learn now."""
        told: dict[int, bool] = {}

        def reaches(captured: m.Checkpoint) -> bool:
            then, now = self.in_force(captured), self.latest
            if then is None or now is None:
                return True
            if captured.edition not in told:
                told[captured.edition] = self.alike(then, now)
            return told[captured.edition]

        return reaches
