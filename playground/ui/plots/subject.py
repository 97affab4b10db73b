"""What the boundary panel is to show: a learner's decision, a place on a surface, or units."""

from dataclasses import dataclass
from typing import Any

from playground.engine.unit import unit_name, unit_title
from playground.runtime.messages import LearnerInfo
from playground.ui.focus import Focus, Unit

Pairs = tuple[tuple[str, Any], ...]


@dataclass(frozen=True)
class Subject:
    """One picture.

    Attributes
    ----------
    title
        Name of a unit or of a difference; "" for the learner's decision.
    note
        What else is to be said of it.
    settings
        Of the boundary probe, as pairs.
    """

    learner: str
    title: str = ""
    note: str = ""
    settings: Pairs = ()


def subjects(
    info: LearnerInfo, focus: Focus, difference: bool, most: int = 4
) -> tuple[Subject, ...]:
    """Return what is shown for what the person points at and has pinned.

    A neuron that is pointed at takes over. Pinned ones stand side by side: a single one beside
    the decision, or beside the neuron that is pointed at. The difference is that of the first
    two, or of the neuron that is pointed at and a single pinned one.
    """
    decision = _decision(info, focus)
    pinned, unit = focus.pinned, focus.unit
    if unit is not None and unit not in pinned and len(pinned) != 1:
        return (_of_unit(unit, focus),)
    if not pinned:
        return (decision,)
    both = pinned if unit is None or unit in pinned else (unit, *pinned)
    if difference and len(both) > 1:
        return (_less(both[0], both[1], focus),)
    if len(both) == 1:
        return decision, _of_unit(both[0], focus)
    return tuple(_of_unit(one, focus) for one in both[:most])


def _decision(info: LearnerInfo, focus: Focus) -> Subject:
    place = focus.place
    if place is not None and place.learner == info.id:
        settings = (("place", (place.a, place.b)), ("plane", place.plane))
        return Subject(info.id, "", "at the cursor on the surface", settings)
    if focus.member is None or info.members == 1:
        return Subject(info.id)
    return Subject(info.id, "", member_name(info, focus.member), _member(focus))


def _of_unit(unit: Unit, focus: Focus) -> Subject:
    settings = (("unit", unit_name(unit.block, unit.index)), *_member(focus))
    title = unit_title(unit.block, unit.index)
    return Subject(unit.learner, title, "what it answers", settings)


def _less(first: Unit, second: Unit, focus: Focus) -> Subject:
    settings = (
        ("unit", unit_name(first.block, first.index)),
        ("minus", unit_name(second.block, second.index)),
        *_member(focus),
    )
    ours, theirs = (unit_title(u.block, u.index) for u in (first, second))
    if first.block == second.block:
        theirs = f"unit {second.index + 1}"
    return Subject(first.learner, f"{ours} − {theirs}", "difference", settings)


def _member(focus: Focus) -> Pairs:
    return () if focus.member is None else (("member", focus.member), ("of", "one"))


def member_name(info: LearnerInfo, member: int) -> str:
    """Return what tells a member from the others, in words."""
    known = len(info.labels) == info.members and member < info.members
    return info.labels[member] if known else f"member {member + 1}"
