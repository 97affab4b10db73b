"""What a picture of a matrix is made of, in the coordinates of the plane or of space."""

from dataclasses import dataclass, field
from typing import TypeAlias

from PySide6.QtGui import QColor

from playground.kernels.array import Array


@dataclass(frozen=True, eq=False)
class Stroke:
    """A line through places ``(k, n)``."""

    places: Array
    color: QColor
    width: float = 1.6
    dashed: bool = False


@dataclass(frozen=True, eq=False)
class Rulings:
    """Many straight pieces ``(k, 2, n)`` of one colour."""

    pieces: Array
    color: QColor
    width: float = 1.0


@dataclass(frozen=True, eq=False)
class Fill:
    """A flat shape with corners ``(k, n)``."""

    places: Array
    color: QColor


@dataclass(frozen=True, eq=False)
class Arrow:
    """An arrow from one place ``(n,)`` to another."""

    tail: Array
    tip: Array
    color: QColor
    width: float = 2.6
    name: str = ""
    dashed: bool = False


@dataclass(frozen=True, eq=False)
class Dot:
    """A mark at a place ``(n,)``."""

    at: Array
    color: QColor
    radius: float = 4.0
    hollow: bool = False


@dataclass(frozen=True, eq=False)
class Tag:
    """Words at a place ``(n,)``, on the side that points away from another."""

    at: Array
    text: str
    color: QColor
    away: Array | None = None


@dataclass(frozen=True, eq=False)
class Cloud:
    """Samples at places ``(k, n)`` and their colours."""

    places: Array
    shades: Array
    colors: list[QColor]


Item: TypeAlias = Stroke | Rulings | Fill | Arrow | Dot | Tag | Cloud


@dataclass(frozen=True, eq=False)
class Grip:
    """Something that can be dragged: its name, and its place ``(n,)``."""

    name: str
    at: Array
    color: QColor
    words: str


@dataclass(eq=False)
class Scene:
    """Everything in one picture.

    Attributes
    ----------
    items
        In the order in which they are painted.
    grips
        What can be dragged.
    title
        What space this is, where there are two of them.
    """

    items: list[Item] = field(default_factory=list)
    grips: list[Grip] = field(default_factory=list)
    title: str = ""

    def add(self, *items: Item) -> None:
        """Paint these on top of what is there."""
        self.items.extend(items)
