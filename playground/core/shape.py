"""What flows along a wire: named axes of one sample, and the signature of a data set."""

from typing import Literal, TypeAlias

import msgspec

Shape: TypeAlias = tuple[tuple[str, int | None], ...]
Target: TypeAlias = Literal["class", "value", "none"]


def features(count: int | None) -> Shape:
    """Return the shape of a plain vector of `count` features."""
    return (("feature", count),)


def sizes(shape: Shape) -> tuple[int, ...]:
    """Return the axis lengths of a shape whose axes are all known.

    Raises
    ------
    ValueError
        If an axis has no fixed length.
    """
    known = tuple(size for _, size in shape if size is not None)
    if len(known) != len(shape):
        raise ValueError(f"the shape {describe(shape)} has an axis of unknown length")
    return known


def describe(shape: Shape) -> str:
    """Write a shape as people read it.

    Examples
    --------
    >>> describe((("height", 8), ("width", 8), ("channel", 1)))
    '8 x 8 x 1'
    >>> describe((("time", None), ("feature", 3)))
    'time x 3'
    """
    return " x ".join(name if size is None else str(size) for name, size in shape)


class Signature(msgspec.Struct, frozen=True):
    """What a data set promises before a single row is drawn.

    Attributes
    ----------
    shape
        Axes of one sample.
    target
        ``"class"`` for labels, ``"value"`` for numbers, ``"none"`` where there is no target.
    outputs
        Number of classes, or of target columns.
    rows
        Number of samples, all parts together.
    names
        A name for each feature, in order (empty where features have no names).
    classes
        A name for each class (empty for values).
    train_rows, validation_rows
        Samples to learn from, and those that early stopping watches.
    """

    shape: Shape
    target: Target = "none"
    outputs: int = 0
    rows: int = 0
    names: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    train_rows: int = 0
    validation_rows: int = 0


class ShapeError(ValueError):
    """A block cannot take what reaches it.

    Parameters
    ----------
    message
        One sentence for the person; the caller adds which blocks are meant.
    remedy
        Kind of a block that, put on the wire in between, would mend it; None if there is none.
    """

    def __init__(self, message: str, remedy: str | None = None) -> None:
        super().__init__(message)
        self.remedy = remedy


class Unready(ShapeError):
    """Nothing is wrong with a block: what it gives is still to come."""
