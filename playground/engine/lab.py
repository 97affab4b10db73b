"""The parent of labs: experiments that need no data, one visible step at a time."""

from typing import ClassVar

from playground.core.block import Block, Family, Port
from playground.core.shape import Shape, ShapeError, Signature, describe
from playground.engine.estimator import Pace
from playground.engine.examples import Examples
from playground.engine.learner import State


class Lab(Block, frozen=True):
    """An experiment of its own; a subclass says how it begins and steps.

    The block is settings only. Where it stands is a `State` that holds ``"finished"``, a sentence
    once there is nothing more to do and empty before. A subclass that can look at data has one
    optional input for them.
    """

    family: ClassVar[Family] = "lab"
    inputs: ClassVar[tuple[Port, ...]] = ()
    shows: ClassVar[tuple[str, ...]] = ()
    """Probes made for it."""
    goal: ClassVar[str] = ""
    """Metric of `own_metrics` that tells where it stands; "" for what `advance` returns."""
    rising: ClassVar[bool] = False
    """Whether more of it is better."""

    pace: Pace = 1

    def in_brief(self) -> str:
        """Return what its settings come to in a few words; "" where their values tell it."""
        return ""

    def check_input(self, shape: Shape, signature: Signature) -> None:
        """Refuse data that it cannot look at.

        Raises
        ------
        ShapeError
            In words, if there is no plain table of features.
        """
        if any(size is None for _, size in shape):
            raise ShapeError(f"it looks at tables, but {describe(shape)} arrives")

    def begin(self, examples: Examples | None, seed: int) -> State:
        """Return the state before the first step, ``"finished"`` included.

        Parameters
        ----------
        examples
            All rows of the data that are wired in; None where none are.
        seed
            Key of every draw.
        """
        raise NotImplementedError

    def advance(self, state: State) -> float:
        """Take one visible step in place; returns the number it goes by, NaN for none."""
        raise NotImplementedError

    def retuned(self, state: State) -> None:
        """Bring the state in line with settings that changed; it may have to go on by that."""

    def own_metrics(self, state: State) -> dict[str, float]:
        """Return numbers worth a curve of their own, by metric name."""
        return {}
