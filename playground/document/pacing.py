"""A speed at which the first models of a project can be watched."""

from msgspec.structs import replace

from playground.core.block import LEARNING
from playground.document.edits import Edit
from playground.document.graph import Catalogue
from playground.document.project import Project

WATCHABLE = 8.0
"""Steps a second: a tree of twenty splits takes two or three seconds."""

LEARNING_PACE = 60.0
"""Steps a second of a network: a small one has learned after the several hundred of ten seconds."""

DOWNHILL = 30.0
"""Steps a second: the few hundred that a fit takes down a function are there in ten seconds."""


def watchable(edit: Edit, catalogue: Catalogue) -> Edit:
    """Return an edit that also slows the run down where it brings the first learners.

    At full speed a small network takes ten thousand steps a second, and a model its twenty at
    once: both would be over in a blink. A network that joins models goes on at its own pace, as
    theirs would be slow for it. A speed that was chosen stays.
    """

    def slowed(project: Project) -> Project:
        made = edit(project)
        had, has = _families(project, catalogue), _families(made, catalogue)
        joins = project.speed == WATCHABLE and "fit" in has - had
        if has and (joins or (made.speed is None and not had)):
            return replace(made, speed=_pace(made, has, catalogue))
        return made

    return slowed


def _pace(made: Project, families: set[str], catalogue: Catalogue) -> float:
    if "fit" not in families:
        return WATCHABLE
    alone = _has(made, "objective", catalogue) and not _has(made, "data", catalogue)
    return DOWNHILL if alone else LEARNING_PACE


def _has(project: Project, family: str, catalogue: Catalogue) -> bool:
    return any(catalogue[p.kind].family == family for p in project.blocks if p.kind in catalogue)


def _families(project: Project, catalogue: Catalogue) -> set[str]:
    """Return the families of the learners that a project has."""
    known = (catalogue[p.kind].family for p in project.blocks if p.kind in catalogue)
    return {family for family in known if family in LEARNING}
