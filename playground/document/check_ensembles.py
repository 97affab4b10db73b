"""Problems of ensembles: models on different rows, models beside data, models with no answers."""

from collections.abc import Iterable, Set

from playground.core.shape import Signature
from playground.document.flow import TARGET, Flow, Flows
from playground.document.graph import Catalogue, by_port, wires_into
from playground.document.problem import Fix, Problem
from playground.document.project import Placed, Project, Wire
from playground.document.wiring import connect, disconnect

LEARNS = {"class": "classes", "value": "values", "none": "neither labels nor values"}


def ensemble_problems(project: Project, catalogue: Catalogue, flows: Flows) -> list[Problem]:
    """Return what keeps ensembles from joining what is wired into them."""
    entering = wires_into(project)
    blocks = {id: flow.block for id, flow in flows.items() if flow.block is not None}
    functions = {id for id, block in blocks.items() if block.family == "objective"}
    downhill = {wire.target for wire in project.wires if wire.source in functions}
    answerless = (downhill, {wire.target for wire in project.wires if wire.input == TARGET})
    found: list[Problem] = []
    for placed in project.blocks:
        block = blocks.get(placed.id)
        if block is not None and block.family == "ensemble":
            wires = by_port(type(block), entering[placed.id])
            found.extend(_unlike(placed, wires, project, flows, catalogue, answerless))
    return found


def _unlike(
    placed: Placed,
    wires: list[Wire],
    project: Project,
    flows: Flows,
    catalogue: Catalogue,
    answerless: tuple[Set[str], Set[str]],
) -> Iterable[Problem]:
    """Tell of the first wires that do not go together with those before them."""
    given = {wire: flows.get(wire.source, Flow()) for wire in wires}
    data = [wire for wire, flow in given.items() if isinstance(flow.out, Signature)]
    models = [wire for wire in wires if wire not in data]
    if data and models:
        message = (
            f"{placed.id} takes models, or data alone, but {models[0].source} and "
            f"{data[0].source} are both wired in."
        )
        yield _wrong(placed, data[0], message)
        return
    if len(data) > 1:
        message = f"{placed.id} takes one data set, but {data[0].source} and {data[1].source} come."
        yield _wrong(placed, data[1], message)
        return
    yield from _answerless(placed, models, *answerless)
    known = [wire for wire in models if given[wire].origin]
    for wire in known[1:]:
        message = _differs(known[0], wire, placed, given)
        if message:
            fix = _same_rows(wire, given[known[0]].origin, project, flows, catalogue)
            yield _wrong(placed, wire, message, fix)
            return


def _wrong(placed: Placed, wire: Wire, message: str, fix: Fix | None = None) -> Problem:
    return Problem(placed.id, wire, message, fix or Fix("Remove the wire", disconnect(wire)))


def _answerless(
    placed: Placed, models: list[Wire], downhill: Set[str], reproducing: Set[str]
) -> Iterable[Problem]:
    """Tell of learners that have no answers to join."""
    for wire in models:
        if wire.source in downhill:
            message = (
                f"{wire.source} goes down a function: it gives no answers that {placed.id} "
                "could join."
            )
            yield _wrong(placed, wire, message)
        elif wire.source in reproducing:
            message = (
                f"{wire.source} reproduces features, but {placed.id} joins answers to what the "
                "data set asks."
            )
            yield _wrong(placed, wire, message)


def _differs(first: Wire, wire: Wire, placed: Placed, given: dict[Wire, Flow]) -> str:
    """Say how a model learns from something else than the first, or ""."""
    one, other = given[first], given[wire]
    if one.origin != other.origin:
        return (
            f"{wire.source} learns from {other.origin}, but {first.source} from {one.origin}: "
            f"what {placed.id} joins must learn from the same data set."
        )
    if one.data and other.data and one.data.target != other.data.target:
        return (
            f"{wire.source} learns {LEARNS[other.data.target]}, but {first.source} "
            f"{LEARNS[one.data.target]}: {placed.id} cannot join their answers."
        )
    return ""


def _same_rows(
    wire: Wire, origin: str, project: Project, flows: Flows, catalogue: Catalogue
) -> Fix | None:
    """Offer to let a model that hangs on a data set learn from another one, where it can."""
    before = project.into(wire.source)
    flow = flows.get(wire.source, Flow())
    if flow.block is None or flow.block.family != "model" or len(before) != 1:
        return None
    if flow.origin in (origin, "") or before[0].source != flow.origin:
        return None
    edit = connect(origin, wire.source, "", before[0].input, catalogue=catalogue)
    return Fix(f"Let {wire.source} learn from {origin}", edit)
