"""The parent of heads: they turn a network into a learner."""

from collections.abc import Mapping
from typing import ClassVar

from playground.core.block import Block, Family, Port
from playground.core.shape import Shape, ShapeError, Signature
from playground.engine.feed import Feed
from playground.engine.functions.minimisable import Minimisable
from playground.engine.learner import Learner
from playground.engine.network import Network


class Head(Block, frozen=True):
    """Takes what a network puts out and makes it learn; a subclass says how."""

    family: ClassVar[Family] = "fit"
    inputs: ClassVar[tuple[Port, ...]] = (Port("x", "tensor"),)
    outputs: ClassVar[tuple[Port, ...]] = (Port("model", "model"),)

    def check_input(self, shape: Shape, signature: Signature) -> None:
        """Refuse what cannot be learned from.

        Parameters
        ----------
        shape
            What arrives from the last layer.
        signature
            The data set upstream.

        Raises
        ------
        ShapeError
            In words for the person.
        """

    def begin(
        self, id: str, parts: Mapping[str, Network], feed: Feed, seed: int, device: str
    ) -> Learner:
        """Make the learner, at step 0.

        Parameters
        ----------
        id
            Of this block: the read-out's weights carry it.
        parts
            Networks by the port they are wired to.
        feed
            The rows and the way into the networks.
        seed
            Of the first member; the others count up from it.
        device
            ``"auto"``, ``"cpu"`` or ``"cuda"``.
        """
        raise NotImplementedError

    def minimise(
        self, function: Minimisable, block: str, seed: int, device: str
    ) -> Learner:
        """Make the learner of a function that is wired in instead of data, at step 0.

        Raises
        ------
        ShapeError
            If the head needs data.
        """
        raise ShapeError("it learns from data, not from a function")
