"""Problems of what learns: shapes that do not fit, missing targets, weights trained twice."""

from collections.abc import Callable, Iterable
from typing import Literal

from playground.core.block import OF_ROWS, title_of
from playground.core.flow import Advice, GivesAdvice
from playground.core.shape import ShapeError, Signature, Unready, describe
from playground.document.arrange import make_room
from playground.document.edits import Edit, in_turn, new_id, set_settings
from playground.document.flow import TARGET, Flow, Flows
from playground.document.graph import Catalogue, blocks_by_id, by_port, wires_into
from playground.document.problem import Fix, Problem
from playground.document.project import Placed, Project, Wire
from playground.document.substitute import substitute
from playground.document.wiring import can_insert, disconnect, insert_on_wire, remove

TAUGHT = ("fit", *OF_ROWS)
"""Families that may need a target, and may give advice."""

OFFERED = ("model", "ensemble")
"""Families of which another may stand in for one that does not suit the data."""


def learner_problems(project: Project, catalogue: Catalogue, flows: Flows) -> list[Problem]:
    """Return what keeps the learners from learning, and advice about them."""
    entering = wires_into(project)
    found: list[Problem] = []
    for placed in project.blocks:
        flow = flows[placed.id]
        if flow.refusal is not None and flow.block is not None:
            wires = by_port(type(flow.block), entering[placed.id])
            found.append(_refused(project, placed, flow.refusal, wires, catalogue, flows))
        elif flow.block is not None and flow.block.family in TAUGHT:
            wires = by_port(type(flow.block), entering[placed.id])
            if wires and _is_function(wires[0], flows):
                found.extend(_idle(placed, wires[1:]))
            else:
                found.extend(_head(placed, flow, wires, catalogue, flows))
    found.extend(_shared(project, catalogue, flows))
    return found


def _is_function(wire: Wire, flows: Flows) -> bool:
    block = flows.get(wire.source, Flow()).block
    return block is not None and block.family == "objective"


def _idle(placed: Placed, wires: list[Wire]) -> Iterable[Problem]:
    """Tell of wires that do nothing where a function is gone down."""
    for wire in wires:
        message = f"{placed.id} goes down a function: what {wire.source} gives plays no part."
        yield Problem(placed.id, wire, message, Fix("Remove the wire", disconnect(wire)), "warning")


def _refused(
    project: Project,
    placed: Placed,
    refusal: ShapeError,
    wires: list[Wire],
    catalogue: Catalogue,
    flows: Flows,
) -> Problem:
    if not wires:
        severity: Literal["error", "hint"] = "hint" if isinstance(refusal, Unready) else "error"
        return Problem(placed.id, None, f"{placed.id}: {refusal}", severity=severity)
    block = flows[placed.id].block
    wire = wires[-1] if block is not None and block.family == "layer" else wires[0]
    given = [(w.source, flows.get(w.source, Flow()).shape) for w in wires]
    ends = " and ".join(f"{id} gives {describe(shape)}" for id, shape in given if shape)
    # A model takes any table: what it refuses is seldom the shape, and it says so itself.
    if ends and block is not None and block.family not in OF_ROWS:
        message = f"{ends}, which does not fit {placed.id}: {refusal}"
    else:
        message = f"{placed.id}: {refusal}"
    fix = _remedy(project, wire, refusal.remedy, catalogue)
    if fix is None and block is not None and block.family in OFFERED:
        fix = substitute(placed.id, block, flows[placed.id].data, catalogue)
    return Problem(placed.id, wire, message, fix)


def _remedy(project: Project, wire: Wire, kind: str | None, catalogue: Catalogue) -> Fix | None:
    if kind is None or can_insert(project, catalogue, wire, kind) is not None:
        return None
    (x, y), (u, v) = (project.block(id).position for id in (wire.source, wire.target))
    added = insert_on_wire(wire, kind, ((x + u) / 2, (y + v) / 2), catalogue)
    edit = in_turn(added, make_room(new_id(project, kind)))
    return Fix(f"Insert {title_of(catalogue[kind])}", edit)


def _head(
    placed: Placed, flow: Flow, wires: list[Wire], catalogue: Catalogue, flows: Flows
) -> Iterable[Problem]:
    signature, block = flow.data, flow.block
    foreign = _foreign(placed, flow, wires, flows)
    if foreign is not None:
        yield foreign
        return
    if signature is None or not wires:
        return
    needs = getattr(block, "needs_target", block is not None and block.family == "fit")
    if needs and signature.target == "none" and all(wire.input != TARGET for wire in wires):
        message = (
            f"{placed.id} learns from labels or values, but the data of "
            f"{flow.origin or wires[0].source} has none."
        )
        yield Problem(placed.id, wires[0], message)
        return
    for advice in _advice(flow, signature, flows.get(wires[0].source, Flow())):
        fix = _answer(advice, placed.id, wires[0].source, catalogue)
        yield Problem(placed.id, wires[0], f"{placed.id}: {advice.message}", fix, "warning")


def _foreign(
    placed: Placed, flow: Flow, wires: list[Wire], flows: Flows
) -> Problem | None:
    """Find a target that is no other view of the rows that come in."""
    wire = next((wire for wire in wires if wire.input == TARGET), None)
    inward = next((flows.get(w.source, Flow()) for w in wires if w.input != TARGET), None)
    if wire is None or inward is None:
        return None
    other = flows.get(wire.source, Flow()).origin
    function = inward.block is not None and inward.block.family == "objective"
    if function:
        message = f"{placed.id} goes down a function: there are no rows of {other} to reproduce."
    elif inward.origin and other and inward.origin != other:
        message = (
            f"{placed.id} is given rows of {inward.origin}, but its target holds those of {other}: "
            "what it reproduces must come from the same data set."
        )
    else:
        return None
    return Problem(placed.id, wire, message, Fix("Remove the wire", disconnect(wire)))


def _advice(flow: Flow, signature: Signature, before: Flow) -> list[Advice]:
    if not isinstance(flow.block, GivesAdvice):
        return []
    try:
        return flow.block.warnings(before.block, signature)
    except Exception:  # advice is a courtesy: without it the project is as good as before
        return []


def _answer(advice: Advice, head: str, before: str, catalogue: Catalogue) -> Fix | None:
    if advice.remove:
        return Fix(advice.label or "Remove it", remove([before], catalogue))
    for id, settings in ((before, advice.settings), (head, advice.own)):
        if settings:
            edit: Edit = set_settings(id, settings, catalogue)
            return Fix(advice.label or "Change it", edit)
    return None


def _shared(project: Project, catalogue: Catalogue, flows: Flows) -> Iterable[Problem]:
    """Find weights that two heads would train: every layer belongs to the first head it feeds."""
    entering, placed = wires_into(project), blocks_by_id(project)
    owners: dict[str, str] = {}
    for head in project.blocks:
        cls = catalogue.get(head.kind)
        if cls is None or cls.family != "fit" or placed[head.id] is not head:
            continue
        wire = _claim(head.id, owners, entering, lambda id: _learns(placed[id], flows, entering))
        if wire is not None:
            first, layer = owners[wire.source], wire.source
            message = f"{first} and {head.id} would both train {layer}; one of them can."
            yield Problem(head.id, wire, message, Fix("Remove the wire", disconnect(wire)))


def _claim(
    head: str,
    owners: dict[str, str],
    entering: dict[str, list[Wire]],
    learns: Callable[[str], bool],
) -> Wire | None:
    """Give a head the layers that feed it; return the first wire from a layer of another head."""
    waiting, seen, clash = [head], {head}, None
    while waiting:
        for wire in entering[waiting.pop()]:
            id = wire.source
            if id in seen or id not in entering:
                continue
            seen.add(id)
            if not learns(id) or owners.setdefault(id, head) == head:
                waiting.append(id)
            elif clash is None:
                clash = wire
    return clash


def _learns(placed: Placed, flows: Flows, entering: dict[str, list[Wire]]) -> bool:
    """Say whether learning changes weights of this layer."""
    block = flows[placed.id].block
    if block is None or block.family != "layer" or placed.frozen:
        return False
    ask = getattr(block, "weights", None)
    wires = by_port(type(block), entering[placed.id])
    shapes = [flows.get(wire.source, Flow()).shape for wire in wires]
    if ask is None or flows[placed.id].out is None or any(shape is None for shape in shapes):
        return True
    try:
        return bool(ask(*shapes))
    except Exception:  # a layer that cannot tell is taken to have weights
        return True
