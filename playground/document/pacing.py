"""A speed at which the first models of a project can be watched."""

from msgspec.structs import replace

from playground.core.block import LEARNING
from playground.document.edits import Edit
from playground.document.graph import Catalogue
from playground.document.project import Project

WATCHABLE = 8.0
"""Steps a second: a tree of twenty splits takes two or three seconds."""

DOWNHILL = 30.0
"""Steps a second: the few hundred that a fit takes down a function are there in ten seconds."""


def watchable(edit: Edit, catalogue: Catalogue) -> Edit:
    """Return an edit that also slows the run down where it brings the first learners.

    As fast as possible is right for a network, which takes thousands of steps; a model that takes
    twenty would be over in a blink, and a fit to a function alone in a few. A speed that was
    chosen stays.
    """

    def slowed(project: Project) -> Project:
        made = edit(project)
        if made.speed is not None or _families(project, catalogue):
            return made
        found = _families(made, catalogue)
        if "fit" in found:
            alone = _has(made, "objective", catalogue) and not _has(made, "data", catalogue)
            return replace(made, speed=DOWNHILL) if alone else made
        return replace(made, speed=WATCHABLE) if found else made

    return slowed


def _has(project: Project, family: str, catalogue: Catalogue) -> bool:
    return any(catalogue[p.kind].family == family for p in project.blocks if p.kind in catalogue)


def _families(project: Project, catalogue: Catalogue) -> set[str]:
    """Return the families of the learners that a project has."""
    known = (catalogue[p.kind].family for p in project.blocks if p.kind in catalogue)
    return {family for family in known if family in LEARNING}
