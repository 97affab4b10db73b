"""Voting: several models are asked, and the majority or the mean decides."""

from collections.abc import Sequence
from typing import Annotated, ClassVar, Literal

from playground.core.block import Port
from playground.core.settings import setting
from playground.engine.committees.polling import Polling
from playground.engine.data import Data
from playground.engine.ensemble import Ensemble
from playground.engine.part import Part


class Voting(Ensemble, frozen=True):
    """Asks the models that are wired in, and decides by their votes.

    With classes, a hard vote gives each model one voice for the class it chooses, and a soft vote
    averages the probabilities: a model that is sure then outweighs one that is not. Values are
    averaged. With weights w_m that add up to 1, the answer is ``sum_m w_m p_m(x)``.

    The wired models themselves vote, as they stand at each moment; a model of several members
    speaks with their mean. What has diverged abstains.

    References
    ----------
    Kittler, Hatef, Duin, Matas (1998), "On combining classifiers", doi:10.1109/34.667881.
    """

    rank: ClassVar[int] = 25
    also_called: ClassVar[tuple[str, ...]] = ("majority", "average")
    inputs: ClassVar[tuple[Port, ...]] = (Port("models", "model", many=True),)
    shows: ClassVar[tuple[str, ...]] = ("votes",)
    copies_parts: ClassVar[bool] = False

    vote: Annotated[
        Literal["soft", "hard"],
        setting("Vote", "Soft: probabilities are averaged. Hard: one voice for each model. Values "
                "are averaged either way.", tunable=True),
    ] = "soft"  # fmt: skip
    weights: Annotated[
        tuple[Annotated[float, setting("Weight", low=0, high=1000)], ...],
        setting("Weights", "How much each model counts, in the order of the wires; a missing one "
                "counts 1, and none at all means that all count alike.", tunable=True,
                when=("by_score", False)),
    ] = ()  # fmt: skip
    by_score: Annotated[
        bool,
        setting("Weigh by score", "Each model counts by its score on the validation rows, or on "
                "the training rows where there are none.", tunable=True),
    ] = False  # fmt: skip

    def begin(self, id: str, parts: Sequence[Part], data: Data, seed: int) -> Polling:
        """Make the learner; it draws nothing."""
        return Polling(self, parts)
