"""What the boundary panel is to show: a learner's decision, a place on a surface, or units."""

from dataclasses import dataclass
from typing import Any

from playground.engine.signals.unit import unit_name, unit_title
from playground.runtime.messages import LearnerInfo
from playground.ui.focus import Focus, Unit
from playground.ui.plots.colors import Ends

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
    ends
        Classes whose colours stand for low and high answers of a unit.
    """

    learner: str
    title: str = ""
    note: str = ""
    settings: Pairs = ()
    ends: Ends = (0, 1)


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
        return (_of_unit(unit, focus, info),)
    if not pinned:
        return (decision,)
    both = pinned if unit is None or unit in pinned else (unit, *pinned)
    if difference and len(both) > 1:
        return (_less(both[0], both[1], focus, info),)
    if len(both) == 1:
        return decision, _of_unit(both[0], focus, info)
    return tuple(_of_unit(one, focus, info) for one in both[:most])


def _decision(info: LearnerInfo, focus: Focus) -> Subject:
    place = focus.place
    if place is not None and place.learner == info.id:
        settings = (("place", (place.a, place.b)), ("plane", place.plane))
        return Subject(info.id, "", "at the cursor on the surface", settings)
    member = focus.member_of(info)
    if member is None:
        return Subject(info.id)
    return Subject(info.id, "", member_name(info, member), _member(focus, info))


def _of_unit(unit: Unit, focus: Focus, info: LearnerInfo) -> Subject:
    settings = (("unit", unit_name(unit.block, unit.index)), *_member(focus, info))
    ends: Ends = (None, unit.index) if _is_class(unit, info) else (0, 1)
    return Subject(unit.learner, _title(unit, info), "what it answers", settings, ends)


def _is_class(unit: Unit, info: LearnerInfo) -> bool:
    """Say whether a unit is a learner's output for one of its classes."""
    return unit.block == info.id and 1 < len(info.classes) > unit.index


def _title(unit: Unit, info: LearnerInfo) -> str:
    """Return what people call a unit: an output by the name of its class."""
    if _is_class(unit, info):
        return f"{unit.block}, score of {info.classes[unit.index]}"
    return unit_title(unit.block, unit.index)


def _less(first: Unit, second: Unit, focus: Focus, info: LearnerInfo) -> Subject:
    settings = (
        ("unit", unit_name(first.block, first.index)),
        ("minus", unit_name(second.block, second.index)),
        *_member(focus, info),
    )
    ours, theirs = (_title(u, info) for u in (first, second))
    if first.block == second.block and _is_class(second, info):
        theirs = info.classes[second.index]
    elif first.block == second.block:
        theirs = f"unit {second.index + 1}"
    return Subject(first.learner, f"{ours} − {theirs}", "difference", settings)


def _member(focus: Focus, info: LearnerInfo) -> Pairs:
    member = focus.member_of(info)
    return () if member is None else (("member", member), ("of", "one"))


def member_name(info: LearnerInfo, member: int) -> str:
    """Return what tells a member from the others, in words."""
    known = len(info.labels) == info.members and member < info.members
    return info.labels[member] if known else f"member {member + 1}"
