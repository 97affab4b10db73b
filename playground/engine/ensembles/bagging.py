"""Bagging: copies of one model on rows drawn at random, averaged."""

from collections.abc import Sequence
from typing import Annotated, ClassVar

from playground.core.block import Port
from playground.core.settings import setting
from playground.engine.committees.replicas import Replicas
from playground.engine.data import Data
from playground.engine.ensemble import Ensemble
from playground.engine.part import Part


class Bagging(Ensemble, frozen=True):
    """Trains copies of the wired model on rows drawn at random, and averages them.

    Rows drawn with repeats make bootstrap samples; without, it is called pasting. With a share of
    the features it makes random subspaces, and with a share of both random patches. Averaging
    leaves what the copies have in common and cancels what each owes to its own draw, so that
    models that overfit gain most. Rows that a copy has not drawn, about 37 of 100 in a full
    bootstrap, test it for nothing: the out-of-bag score.

    References
    ----------
    Breiman (1996), "Bagging predictors", doi:10.1007/BF00058655; Breiman (1999), "Pasting small
    votes for classification in large databases and on-line", doi:10.1023/A:1007563306331;
    Ho (1998), "The random subspace method for constructing decision forests",
    doi:10.1109/34.709601; Louppe and Geurts (2012), "Ensembles on random patches",
    doi:10.1007/978-3-642-33460-3_28.
    """

    rank: ClassVar[int] = 30
    also_called: ClassVar[tuple[str, ...]] = ("bootstrap", "pasting", "random patches", "subspaces")
    inputs: ClassVar[tuple[Port, ...]] = (Port("model", "model"),)
    shows: ClassVar[tuple[str, ...]] = ("votes",)

    copies: Annotated[
        int, setting("Copies", "How many are trained.", low=1, high=300, scale="log")
    ] = 30
    sample: Annotated[
        float,
        setting("Rows", "Share of the training rows that each copy is given.", above=0, high=1),
    ] = 1.0
    replace: Annotated[
        bool,
        setting("With repeats", "Whether a row may be drawn more than once: a bootstrap. "
                "Without, it is pasting."),
    ] = True  # fmt: skip
    features: Annotated[
        float,
        setting("Features", "Share of the features that each copy sees.", above=0, high=1),
    ] = 1.0

    def begin(self, id: str, parts: Sequence[Part], data: Data, seed: int) -> Replicas:
        """Make the copies, at step 0."""
        return Replicas(id, self, parts[0], data, seed)
