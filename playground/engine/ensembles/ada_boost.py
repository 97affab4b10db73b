"""AdaBoost: every stage looks harder at the rows that earlier ones got wrong."""

from collections.abc import Sequence
from typing import Annotated, ClassVar

from playground.core.block import Port
from playground.core.settings import setting
from playground.core.shape import Target
from playground.engine.boosting.boosted import Boosted
from playground.engine.classical.decision_tree import DecisionTree
from playground.engine.data import Data
from playground.engine.ensemble import Ensemble
from playground.engine.estimator import Estimator
from playground.engine.part import Part


class AdaBoost(Ensemble, frozen=True):
    """Trains copies of a weak model in turn, each on the rows that earlier ones got wrong.

    Rows that a stage mistakes weigh more in the next one, and each stage has a say in the vote
    that grows as its weighted error falls (SAMME, for any number of classes). Data wired straight
    in are learned by stumps, trees of a single split, one stage a step. A model wired in is
    copied; one that knows no weights learns rows drawn by them.

    References
    ----------
    Freund and Schapire (1997), "A decision-theoretic generalization of on-line learning and an
    application to boosting", doi:10.1006/jcss.1997.1504; Zhu, Zou, Rosset and Hastie (2009),
    "Multi-class AdaBoost", doi:10.4310/SII.2009.v2.n3.a8.
    """

    title: ClassVar[str] = "AdaBoost"
    rank: ClassVar[int] = 20
    also_called: ClassVar[tuple[str, ...]] = ("SAMME", "boosted stumps")
    inputs: ClassVar[tuple[Port, ...]] = (Port("model", "model", also="data"),)
    targets: ClassVar[tuple[Target, ...]] = ("class",)
    weighs: ClassVar[bool] = True
    shows: ClassVar[tuple[str, ...]] = ("stages", "votes")

    stages: Annotated[
        int, setting("Stages", "How many copies are trained.", low=1, high=1000, scale="log")
    ] = 50
    learning_rate: Annotated[
        float,
        setting("Learning rate", "How much of its say each stage gets, and of its push the "
                "weights: smaller needs more stages.", above=0, high=4, scale="log"),
    ] = 1.0  # fmt: skip
    steps_each: Annotated[
        int,
        setting("Steps of a copy", "A copy that does not finish by itself, such as a network, is "
                "taken as it is after so many steps.", low=1, high=10_000, scale="log"),
    ] = 200  # fmt: skip

    def own(self) -> Estimator:
        """Return the stump that is copied where data are wired in."""
        return DecisionTree(max_depth=1)

    def begin(self, id: str, parts: Sequence[Part], data: Data, seed: int) -> Boosted:
        """Make the learner, at step 0.

        Raises
        ------
        ShapeError
            In words, if what is wired in learns no classes.
        """
        (part,) = parts
        signature = part.learner.source.signature()
        self.check_input(signature.shape, signature)
        return Boosted(id, self, part, data, seed, part.id == id)
