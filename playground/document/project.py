"""The project: everything the user built, as one immutable value."""

from typing import Annotated, Any

import msgspec

from playground.document.lesson import Lesson, Promise

FORMAT = 1


class Hand(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A weight that was set by hand.

    Attributes
    ----------
    name, index
        Which one: ``"weight"`` or ``"bias"``, and its place in that array.
    value, before
        What it was set to, and what it was.
    step
        Steps that had been taken; one set at step 0 belongs to every new start.
    """

    name: str
    index: tuple[int, ...]
    value: float
    before: float = 0.0
    step: int = 0


class Moved(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A row of a data set that was put elsewhere by hand.

    Attributes
    ----------
    row
        Its number in the data set.
    x, y
        All its features, and its target values; an empty `y` leaves them.
    """

    row: int
    x: tuple[float, ...]
    y: tuple[float, ...] = ()


class Placed(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A block on the canvas.

    Attributes
    ----------
    id
        Readable and unique in the project, such as ``"dense-2"``.
    kind
        Name of the block's class in the catalogue, such as ``"dense"``.
    settings
        Plain values by setting name; what is absent has its default.
    position
        Left top corner on the canvas, in scene units.
    frozen
        Whether learning leaves its weights alone.
    weights
        Content hash of weights to start from, or None to initialise.
    off
        Units that are switched off: they give zero and learn nothing.
    hand
        Weights set by hand, in the order it was done.
    moved
        Of a data set: rows that were put elsewhere by hand, each at most once.
    """

    id: str
    kind: str
    settings: dict[str, Any] = {}
    position: tuple[float, float] = (0.0, 0.0)
    frozen: bool = False
    weights: str | None = None
    off: tuple[int, ...] = ()
    hand: tuple[Hand, ...] = ()
    moved: tuple[Moved, ...] = ()


class Wire(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A wire from an output port to an input port.

    Attributes
    ----------
    source, target
        Ids of the blocks.
    output, input
        Port names; empty means the block's first.
    """

    source: str
    target: str
    output: str = ""
    input: str = ""


class PanelView(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A panel that the project shows, by the name of its file, with its settings."""

    panel: str
    settings: dict[str, Any] = {}


class Project(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Blocks, wires and everything about how they are shown and explained.

    Attributes
    ----------
    title
        What the window's title bar and the gallery say.
    blocks, wires
        The graph, in the order of creation.
    view
        Panels in the order of display.
    seed
        Seed of weights, mini-batches and dropout (data sets have their own).
    speed
        Steps per second that Play uses; None is as fast as possible.
    lesson, promise
        What a preset teaches, and the claims that tests hold it to.
    format
        Version of the file format.
    """

    title: str = "Untitled"
    blocks: tuple[Placed, ...] = ()
    wires: tuple[Wire, ...] = ()
    view: tuple[PanelView, ...] = ()
    seed: int = 0
    speed: Annotated[float, msgspec.Meta(gt=0)] | None = None
    lesson: Lesson | None = None
    promise: Promise | None = None
    format: int = FORMAT

    def block(self, id: str) -> Placed:
        """Return the block of that id.

        Raises
        ------
        KeyError
            If the project has no such block.
        """
        for placed in self.blocks:
            if placed.id == id:
                return placed
        raise KeyError(id)

    def into(self, id: str) -> tuple[Wire, ...]:
        """Return the wires that enter a block, in the order of creation."""
        return tuple(w for w in self.wires if w.target == id)

    def out_of(self, id: str) -> tuple[Wire, ...]:
        """Return the wires that leave a block, in the order of creation."""
        return tuple(w for w in self.wires if w.source == id)
