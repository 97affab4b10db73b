"""What the families of blocks say about the shapes that pass them: protocols, nothing else."""

from typing import Any, Protocol, runtime_checkable

import msgspec

from playground.core.block import Block
from playground.core.shape import Shape, Signature


class Advice(msgspec.Struct, frozen=True):
    """A warning about the block in front of a head, and the change that answers it.

    Attributes
    ----------
    message
        One sentence for the person.
    label
        What the button that makes the change says; "" where there is none.
    settings
        New settings of the block in front, by name.
    remove
        Whether the change is to delete the block in front instead.
    own
        New settings of the head itself, by name.
    """

    message: str
    label: str = ""
    settings: dict[str, Any] = {}
    remove: bool = False
    own: dict[str, Any] = {}


@runtime_checkable
class GivesData(Protocol):
    """A block of the family ``data``."""

    def signature(self) -> Signature:
        """Return what the data set promises, without drawing a row."""


@runtime_checkable
class ChangesData(Protocol):
    """A block of the family ``transform``."""

    def output_signature(self, signature: Signature) -> Signature:
        """Return the signature of the transformed data.

        Raises
        ------
        ShapeError
            If such data cannot be transformed.
        """


@runtime_checkable
class ShapesTensors(Protocol):
    """A block of the family ``layer``."""

    def output_shape(self, *shapes: Shape) -> Shape:
        """Return the shape of one sample that comes out, given those that go in.

        The shapes come in the order of the ports, and within a port in the order of the wires.

        Raises
        ------
        ShapeError
            If the layer cannot take them.
        """


@runtime_checkable
class ChecksInput(Protocol):
    """A block of the family ``fit``, or a model that cares about what it is given.

    Heads also have the class variable ``needs_target`` (True where absent): whether the data
    must have labels or values to learn from.
    """

    def check_input(self, shape: Shape, signature: Signature) -> None:
        """Refuse what cannot be learned from.

        Parameters
        ----------
        shape
            What arrives at the first input.
        signature
            The data set upstream; where the port ``target`` is wired, what arrives there
            stands in as a target of values.

        Raises
        ------
        ShapeError
            If nothing can be learned from it.
        """


@runtime_checkable
class GivesAdvice(Protocol):
    """A head that knows what does not go well with it."""

    def warnings(self, before: Block | None, signature: Signature) -> list[Advice]:
        """Return advice about the block in front, which is None when it is not known."""
