"""Tells what an edit means for the learners: a new start, a live change of settings, or nothing."""

from enum import IntEnum

from msgspec.structs import replace

from playground.core.settings import settings_of
from playground.document.graph import Catalogue
from playground.document.project import Placed, Project


class Change(IntEnum):
    """What the worker has to be told, the strongest last."""

    NOTHING = 0
    TUNE = 1
    LOAD = 2
    FRESH = 3


def classify(old: Project, new: Project, catalogue: Catalogue) -> Change:
    """Return what must be sent to the worker so that it learns what `new` says.

    Positions, titles, panels, lessons and speed change nothing; tunable settings are taken over
    while learning goes on; everything else is compiled anew, with the weights that still fit,
    except after a change of seed.
    """
    if old.seed != new.seed:
        return Change.FRESH
    before = {placed.id: _still(placed) for placed in old.blocks}
    after = {placed.id: _still(placed) for placed in new.blocks}
    if before.keys() != after.keys() or set(old.wires) != set(new.wires):
        return Change.LOAD
    changed = [(before[id], placed) for id, placed in after.items() if before[id] != placed]
    if not changed:
        return Change.NOTHING
    return Change.TUNE if all(_tunable(a, b, catalogue) for a, b in changed) else Change.LOAD


def _still(placed: Placed) -> Placed:
    return replace(placed, position=(0.0, 0.0))


def _tunable(old: Placed, new: Placed, catalogue: Catalogue) -> bool:
    """Say whether two versions of a block differ in tunable settings alone."""
    if replace(old, settings={}) != replace(new, settings={}):
        return False
    cls = catalogue.get(new.kind)
    live = {option.name for option in settings_of(cls) if option.tunable} if cls else set()
    names = old.settings.keys() | new.settings.keys()
    differ = {name for name in names if old.settings.get(name) != new.settings.get(name)}
    return differ <= live
