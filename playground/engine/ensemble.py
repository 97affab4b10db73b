"""The parent of ensembles: models in, a model out."""

from collections.abc import Sequence
from typing import ClassVar

from playground.core.block import Block, Family, Port, title_of
from playground.core.shape import Shape, Signature, Target
from playground.engine.data import Data
from playground.engine.estimator import Estimator, Pace, refuse_target
from playground.engine.learner import Learner
from playground.engine.part import Part


class Ensemble(Block, frozen=True):
    """Learners in, one learner out; a subclass says what it makes of them.

    Where the input port takes data too (``also="data"``), `own` is the model that is copied when
    data are wired in instead of models.
    """

    family: ClassVar[Family] = "ensemble"
    inputs: ClassVar[tuple[Port, ...]] = (Port("models", "model", many=True),)
    outputs: ClassVar[tuple[Port, ...]] = (Port("model", "model"),)
    needs_target: ClassVar[bool] = True
    targets: ClassVar[tuple[Target, ...]] = ("class", "value")
    shows: ClassVar[tuple[str, ...]] = ()
    """Probes made for what it learns, beside those that suit every model."""
    copies_parts: ClassVar[bool] = True
    """Whether it trains copies of its parts, which are made anew when settings of a part change."""

    pace: Pace = 1

    def own(self) -> Estimator | None:
        """Return the model that it copies where none is wired in."""
        return None

    def check_input(self, shape: Shape, signature: Signature) -> None:
        """Refuse what cannot be learned from.

        Raises
        ------
        ShapeError
            In words, if the target of the data does not suit.
        """
        refuse_target(title_of(type(self)), self.targets, signature.target)

    def begin(self, id: str, parts: Sequence[Part], data: Data, seed: int) -> Learner:
        """Make the learner, at step 0.

        Parameters
        ----------
        id
            Of this block.
        parts
            What is wired in, in the order of the wires; at least one.
        data
            Rows of the data set that all parts learn from.
        seed
            Key of every draw.
        """
        raise NotImplementedError
