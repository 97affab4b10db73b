"""Random projects and edits for property tests."""

from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st
from small_catalogue import CATALOGUE

from playground.document import arrange, auto_wire, clipboard, complete, edits, wiring
from playground.document.edits import Edit
from playground.document.project import PanelView, Placed, Project, Wire

KINDS = sorted(CATALOGUE)
PLACES = st.tuples(st.integers(-900, 900).map(float), st.integers(-900, 900).map(float))
NAMES = st.sampled_from(["units", "rate", "activation", "initialiser", "initialiser.gain", "size"])
PLAIN = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**40), 2**40),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=8),
    st.sampled_from(["xavier", "normal", "sigmoid"]),
)
VALUES = st.recursive(
    PLAIN,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["kind", "gain", "spread", "x"]), inner, max_size=3)
    ),
    max_leaves=5,
)
FINITE_SETTINGS: st.SearchStrategy[dict[str, Any]] = st.dictionaries(
    st.sampled_from(["units", "rate", "activation", "initialiser", "odd"]), VALUES, max_size=3
)
ODD_SETTINGS = st.dictionaries(st.text(max_size=4), VALUES | st.floats(), max_size=3)


@st.composite
def projects(draw: st.DrawFn, settings: Any = FINITE_SETTINGS, tidy: bool = False) -> Project:
    """Draw a project: with tidy ids, or with whatever a file may hold."""
    kinds = draw(st.lists(st.sampled_from([*KINDS, "unheard-of"]), max_size=8))
    numbers = range(len(kinds)) if tidy else [draw(st.integers(1, 6)) for _ in kinds]
    blocks = tuple(
        Placed(f"{kind}-{number}", kind, draw(settings), draw(PLACES), draw(st.booleans()))
        for kind, number in zip(kinds, numbers, strict=True)
    )
    ids = st.sampled_from([placed.id for placed in blocks] + ([] if tidy else ["ghost"]) or ["-"])
    port = st.sampled_from(["", "x", "y", "data", "target", "models", "model", "nothing"])
    wires = tuple(draw(st.lists(st.builds(Wire, ids, ids, port, port), max_size=10)))
    wires = wires if blocks else ()
    view = tuple(draw(st.lists(st.builds(PanelView, st.text(max_size=5)), max_size=2)))
    return Project(draw(st.text(max_size=9)), blocks, wires, view, draw(st.integers(0, 99)))


@st.composite
def edit_of(draw: st.DrawFn, project: Project, catalogue: Mapping[str, Any] = CATALOGUE) -> Edit:
    """Draw an edit that makes sense for a project (most of the time)."""
    ids = [placed.id for placed in project.blocks]
    kind, at = draw(st.sampled_from(KINDS)), draw(PLACES)
    makers = [
        lambda: edits.add_block(kind, at),
        lambda: auto_wire.auto_wire(kind, catalogue, draw(st.sampled_from(ids)) if ids else None),
        lambda: complete.complete(project, catalogue) or edits.set_seed(draw(st.integers(0, 9))),
        lambda: edits.set_title(draw(st.text(max_size=5))),
        lambda: edits.set_speed(draw(st.none() | st.floats(1, 1e4))),
        lambda: arrange.arrange(),
        lambda: clipboard.paste(project),
    ]
    if ids:
        some = draw(st.lists(st.sampled_from(ids), max_size=3))
        one, other = draw(st.sampled_from(ids)), draw(st.sampled_from(ids))
        makers += [
            lambda: wiring.remove(some, catalogue),
            lambda: wiring.connect(one, other, catalogue=catalogue),
            lambda: edits.move({one: at}),
            lambda: edits.freeze(some, draw(st.booleans())),
            lambda: edits.set_setting(one, draw(NAMES), draw(PLAIN), catalogue),
            lambda: edits.reset_setting(one, draw(NAMES)),
            lambda: clipboard.duplicate(some),
        ]
    if project.wires:
        wire = draw(st.sampled_from(project.wires))
        makers += [
            lambda: wiring.disconnect(wire),
            lambda: wiring.insert_on_wire(wire, kind, at, catalogue),
        ]
    return draw(st.sampled_from(makers))()
