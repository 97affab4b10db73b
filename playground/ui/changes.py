"""Tells what an edit means for the learners: a new start, a live change of settings, or nothing."""

from enum import IntEnum

from msgspec.structs import replace

from playground.core.block import LEARNING
from playground.core.flow import GivesData
from playground.core.settings import settings_of
from playground.core.shape import ShapeError
from playground.document.flow import built
from playground.document.graph import Catalogue, leading_to, neighbours, reached
from playground.document.project import Placed, Project, Wire
from playground.document.rows import KIND


class Change(IntEnum):
    """What the worker has to be told, the strongest last."""

    NOTHING = 0
    CHECK = 1
    TUNE = 2
    LOAD = 3
    FRESH = 4


def classify(old: Project, new: Project, catalogue: Catalogue) -> Change:
    """Return what must be sent to the worker so that it learns what `new` says.

    Positions, titles, panels, lessons and speed change nothing; tunable settings are taken over
    while learning goes on, unless an ensemble holds copies of what they change; everything else
    is compiled anew, with the weights that still fit, except after a change of seed. Blocks that no
    learner needs are only checked: a block that was just put down and has no wires yet must not
    disturb the run.
    """
    if old.seed != new.seed:
        return Change.FRESH
    least = Change.CHECK if _still_all(old) != _still_all(new) else Change.NOTHING
    old, new = _needed(old, catalogue), _needed(new, catalogue)
    before, after = _still_all(old)[0], _still_all(new)[0]
    if before.keys() != after.keys() or set(old.wires) != set(new.wires):
        return Change.LOAD
    changed = [(before[id], placed) for id, placed in after.items() if before[id] != placed]
    if not changed:
        return least
    live = all(_tunable(a, b, catalogue) for a, b in changed)
    # Whoever learns from other rows is made anew for them, with the copies that it holds.
    set_anew = [b.id for a, b in changed if a.settings != b.settings and b.kind == a.kind != KIND]
    return Change.TUNE if live and not _copied(set_anew, new, catalogue) else Change.LOAD


def _copied(ids: list[str], project: Project, catalogue: Catalogue) -> bool:
    """Say whether an ensemble trains copies of what these blocks belong to: those hold settings."""
    onward = neighbours(project.wires)
    later = {other for id in ids for other in reached([id], onward) if other != id}
    kinds = (catalogue.get(placed.kind) for placed in project.blocks if placed.id in later)
    return any(getattr(cls, "copies_parts", False) for cls in kinds)


def _still_all(project: Project) -> tuple[dict[str, Placed], set[Wire]]:
    return {placed.id: _still(placed) for placed in project.blocks}, set(project.wires)


def _needed(project: Project, catalogue: Catalogue) -> Project:
    """Return the learners of a project and all that leads to them."""
    families = {p.id: getattr(catalogue.get(p.kind), "family", LEARNING[0]) for p in project.blocks}
    learners = [id for id, family in families.items() if family in LEARNING]
    return leading_to(project, learners)


def _still(placed: Placed) -> Placed:
    return replace(placed, position=(0.0, 0.0))


def _tunable(old: Placed, new: Placed, catalogue: Catalogue) -> bool:
    """Say whether two versions of a block differ in what learners take over as they learn."""
    if KIND in (old.kind, new.kind) and _same_columns(old, new, catalogue):
        return True
    if _bound(old) != _bound(new):
        return False
    cls = catalogue.get(new.kind)
    live = {option.name for option in settings_of(cls) if option.tunable} if cls else set()
    names = old.settings.keys() | new.settings.keys()
    differ = {name for name in names if old.settings.get(name) != new.settings.get(name)}
    return differ <= live


def _same_columns(old: Placed, new: Placed, catalogue: Catalogue) -> bool:
    """Say whether two versions of a data set give other rows of the same features and target.

    A class that only has another name is the same class.
    """
    signatures, classes = [], []
    for placed in (old, new):
        block = built(placed, catalogue)
        if not isinstance(block, GivesData):
            return False
        try:
            told = block.signature()
        except ShapeError:
            return False
        signatures.append((told.shape, told.target, told.outputs, told.names, len(told.classes)))
        classes.append(told.classes)
    renamed = sum(a != b for a, b in zip(*classes, strict=False))
    return signatures[0] == signatures[1] and renamed <= 1 and _bound(old, "") == _bound(new, "")


def _bound(placed: Placed, kind: str | None = None) -> Placed:
    kind = placed.kind if kind is None else kind
    return replace(placed, kind=kind, settings={}, off=(), hand=(), moved=())
