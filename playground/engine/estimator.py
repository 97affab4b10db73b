"""The parent of classical models: what a model does, one visible step at a time."""

from collections.abc import Sequence
from typing import Annotated, ClassVar, TypeAlias

from playground.core.block import Block, Family, Port, title_of
from playground.core.settings import setting
from playground.core.shape import Shape, ShapeError, Signature, Target, describe
from playground.engine.examples import Examples
from playground.engine.learner import State
from playground.kernels.array import Array

WORDS: dict[Target, str] = {"class": "classes", "value": "values", "none": "no target"}

Pace: TypeAlias = Annotated[
    int,
    setting("Ticks per step", "How many ticks of the clock pass before each of its steps: more "
            "of them let a quick learner be watched beside a slow one.", low=1, high=10_000,
            scale="log", section="Pace", tunable=True),
]  # fmt: skip


def refuse_target(title: str, learned: Sequence[Target], given: Target) -> None:
    """Refuse data whose target is not among those that a block learns.

    Raises
    ------
    ShapeError
        In words.
    """
    if given not in learned:
        wanted = " or ".join(WORDS[target] for target in learned)
        raise ShapeError(f"{title} learns {wanted}, but the data holds {WORDS[given]}")


class Estimator(Block, frozen=True):
    """Data in, a model out; a subclass says how it begins, steps and decides.

    The block is settings only. What it learns is a `State`: a dict of arrays, numbers, strings
    and lists or dicts of them, with two names that every model fills in: ``"finished"``, a
    sentence once there is nothing more to learn, and empty before. Arrays that never change after
    `begin` are made read-only there, so that captures share them.
    """

    family: ClassVar[Family] = "model"
    inputs: ClassVar[tuple[Port, ...]] = (Port("data", "data"),)
    outputs: ClassVar[tuple[Port, ...]] = (Port("model", "model"),)
    needs_target: ClassVar[bool] = True
    targets: ClassVar[tuple[Target, ...]] = ("class", "value")
    """What it can learn."""
    weighs: ClassVar[bool] = False
    """Whether it heeds `Examples.weight`."""
    shows: ClassVar[tuple[str, ...]] = ()
    """Probes made for what it learns, beside those that suit every model."""
    on_card: ClassVar[bool] = False
    """Whether its states may be arrays of a graphics card; others stay in the CPU's memory."""

    pace: Pace = 1

    def check_input(self, shape: Shape, signature: Signature) -> None:
        """Refuse what cannot be learned from.

        Raises
        ------
        ShapeError
            In words, if there is no plain table of features, or its target does not suit.
        """
        if any(size is None for _, size in shape):
            raise ShapeError(f"it learns from tables, but {describe(shape)} arrives")
        if signature.target == "none":
            raise ShapeError("the data upstream has neither labels nor values to learn")
        refuse_target(title_of(type(self)), self.targets, signature.target)

    def begin(self, examples: Examples, seed: int) -> State:
        """Return the state before the first step, ``"finished"`` included.

        Parameters
        ----------
        seed
            Key of every draw it makes.
        """
        raise NotImplementedError

    def advance(self, state: State, examples: Examples) -> float:
        """Take one visible step in place; returns the loss that the step itself goes by.

        Returns
        -------
        float
            NaN where the step goes by none. A model whose numbers grow without bounds puts a
            sentence that starts with "diverged" into ``state["finished"]``.
        """
        raise NotImplementedError

    def decide(self, state: State, x: Array) -> Array:
        """Return probabilities ``(k, classes)`` or values ``(k, outputs)`` at rows ``(k, d)``.

        Models that know margins or labels only return what stands for probabilities: shares that
        add up to 1, the largest at the class they choose.
        """
        raise NotImplementedError

    def own_metrics(self, state: State) -> dict[str, float]:
        """Return numbers worth a curve of their own, by metric name (``"depth"``, ...)."""
        return {}

    def parameters(self, state: State) -> int:
        """Return how many numbers have been learned, as a block shows it; 0 if it cannot say."""
        return 0
