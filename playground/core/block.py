"""The vocabulary of the canvas: a block's settings, and the ports that wires join."""

import inspect
import re
from typing import ClassVar, Literal, TypeAlias

import msgspec

PortType: TypeAlias = Literal["data", "tensor", "model", "objective"]
Family: TypeAlias = Literal[
    "data", "transform", "layer", "fit", "model", "unsupervised", "ensemble", "objective", "lab"
]

LEARNING: tuple[Family, ...] = ("fit", "model", "unsupervised", "ensemble", "lab")
"""Families that learn."""

OF_ROWS: tuple[Family, ...] = ("model", "unsupervised", "ensemble")
"""Families that learn from any table as it is, without layers."""


class Port(msgspec.Struct, frozen=True):
    """One end that a wire can hold on to.

    Attributes
    ----------
    name
        Unique among the block's inputs or outputs.
    type
        What flows through it; `accepts` says which types fit together.
    many
        Whether several wires may enter (inputs only; outputs always serve many).
    optional
        Whether the block works with nothing wired here.
    also
        Another type that may enter instead (inputs only).
    """

    name: str
    type: PortType
    many: bool = False
    optional: bool = False
    also: PortType | None = None

    def takes(self, source: PortType) -> bool:
        """Say whether an output of a type may feed this input."""
        return accepts(self.type, source) or self.also == source


def accepts(target: PortType, source: PortType) -> bool:
    """Say whether an output of type `source` may feed an input of type `target`.

    Examples
    --------
    >>> accepts("tensor", "data"), accepts("data", "tensor")
    (True, False)
    """
    return target == source or (target == "tensor" and source == "data")


class Block(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Settings of one block on the canvas; subclasses say what it computes.

    Fields are settings. Their annotations carry bounds, help and widget (see `core.settings`),
    so that files, the inspector, the command line and the checks share one source.
    """

    title: ClassVar[str] = ""
    family: ClassVar[Family]
    inputs: ClassVar[tuple[Port, ...]] = ()
    outputs: ClassVar[tuple[Port, ...]] = ()
    rank: ClassVar[int] = 100
    """Place in the palette: blocks used most have the lowest."""
    also_called: ClassVar[tuple[str, ...]] = ()
    """Other names that people search it by."""


def kind_of(cls: type) -> str:
    """Return the name of a plug-in class in files: its module's name, with hyphens.

    Examples
    --------
    >>> from playground.engine.layers.batch_norm import BatchNorm
    >>> kind_of(BatchNorm)
    'batch-norm'
    """
    return cls.__module__.rpartition(".")[2].replace("_", "-")


def title_of(cls: type) -> str:
    """Return the name of a plug-in class as people read it.

    Examples
    --------
    >>> from playground.engine.layers.batch_norm import BatchNorm
    >>> title_of(BatchNorm)
    'Batch norm'
    """
    own = getattr(cls, "title", "")
    if isinstance(own, str) and own:
        return own
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", cls.__name__)
    return words[0] + words[1:].lower()


def summary_of(cls: type) -> str:
    """Return the first line of a plug-in's docstring: its one-sentence help."""
    return (inspect.getdoc(cls) or "").partition("\n")[0]
