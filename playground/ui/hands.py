"""What the person does to weights and to rows of data with their own hands."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QObject

from playground.document.by_hand import move_row, put_rows_back, set_weight, switch_unit
from playground.document.project import Hand, Moved
from playground.runtime.messages import Jump


class Hands(QObject):
    """Sets weights, switches units off, moves rows, carries learners over their loss surface.

    Parameters
    ----------
    bridge
        Joins the window to the project and its learners.
    flush
        Tells the worker at once what the person has changed.
    """

    def __init__(self, bridge: Any, flush: Callable[[], None]) -> None:
        super().__init__(bridge)
        self._bridge, self._flush = bridge, flush

    def set_weight(
        self,
        block: str,
        name: str,
        index: tuple[int, ...],
        value: float,
        before: float = 0.0,
        merge: Any = None,
    ) -> None:
        """Give a weight another value while learning goes on; can be undone.

        Parameters
        ----------
        block, name, index
            Id of the layer, ``"weight"`` or ``"bias"``, and the place in that array.
        value, before
            What it becomes and what it was.
        merge
            Undo takes edits of one gesture, which share this key, back together.
        """
        step = max(self._bridge.status.steps.values(), default=0)
        hand = Hand(name, tuple(index), float(value), float(before), step)
        self._bridge.apply(f"Set a weight of {block}", set_weight(block, hand), merge)

    def switch_unit(self, block: str, unit: int, on: bool) -> None:
        """Switch a unit of a layer off, to see the loss change, or on again; can be undone."""
        label = f"Switch unit {unit + 1} of {block} {'on' if on else 'off'}"
        self._bridge.apply(label, switch_unit(block, unit, on))

    def move_row(
        self,
        dataset: str,
        row: int,
        x: Sequence[float],
        y: Sequence[float] = (),
        merge: Any = None,
    ) -> None:
        """Put a row of a data set elsewhere: every learner of it follows; can be undone.

        Parameters
        ----------
        dataset, row
            Id of the block, and the row's number.
        x, y
            All its features, and its target values; an empty `y` leaves them.
        merge
            Undo takes edits of one gesture, which share this key, back together.
        """
        moved = Moved(row, tuple(map(float, x)), tuple(map(float, y)))
        self._bridge.apply(f"Move point {row + 1}", move_row(dataset, moved), merge)

    def put_rows_back(self, dataset: str) -> None:
        """Put all rows of a data set back to where it gives them; can be undone."""
        self._bridge.apply("Put points back", put_rows_back(dataset))

    def jump(self, learner: str, plane: tuple[tuple[str, Any], ...], a: float, b: float) -> None:
        """Go on from the weights at a place of a learner's loss surface."""
        self._flush()
        self._bridge.trainer.send(Jump(learner, plane, a, b))
        self._bridge.acted.emit("jump")
