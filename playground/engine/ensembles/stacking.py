"""Stacking: a small model learns how much to trust each of several others."""

from collections.abc import Sequence
from typing import Annotated, ClassVar

from playground.core.block import Port
from playground.core.settings import setting
from playground.core.shape import Target
from playground.engine.classical.logistic_regression import LogisticRegression
from playground.engine.classical.ridge_regression import RidgeRegression
from playground.engine.committees.stacked import Stacked
from playground.engine.data import Data
from playground.engine.ensemble import Ensemble
from playground.engine.estimator import Estimator
from playground.engine.part import Part


class Stacking(Ensemble, frozen=True):
    """Learns from what copies of the wired models say of rows that they have not seen.

    The training rows are divided into folds. Copies of each model learn all folds but one and are
    asked about that one; logistic regression for classes, ridge regression for values, learns
    from their answers how much each model is to be trusted. Other copies learn all rows, and give
    the answers that the model on top is asked with later.

    References
    ----------
    Wolpert (1992), "Stacked generalization", doi:10.1016/S0893-6080(05)80023-1; Breiman (1996),
    "Stacked regressions", doi:10.1007/BF00117832.
    """

    rank: ClassVar[int] = 35
    also_called: ClassVar[tuple[str, ...]] = ("stacked generalisation", "blending", "meta model")
    inputs: ClassVar[tuple[Port, ...]] = (Port("models", "model", many=True),)
    shows: ClassVar[tuple[str, ...]] = ("votes",)

    folds: Annotated[
        int,
        setting("Folds", "Into how many parts the training rows are divided; classes keep their "
                "shares.", low=2, high=50),
    ] = 5  # fmt: skip
    passthrough: Annotated[
        bool,
        setting("Pass features on", "Whether the model on top sees the features too, beside what "
                "the models say."),
    ] = False  # fmt: skip
    penalty: Annotated[
        float,
        setting("Penalty", "Price on the squares of the weights of the model on top.",
                above=0, high=1e6, scale="log"),
    ] = 1.0  # fmt: skip

    def top(self, target: Target) -> Estimator:
        """Return the model that is stacked on top."""
        if target == "class":
            return LogisticRegression(c=1 / self.penalty)
        return RidgeRegression(alpha=self.penalty)

    def begin(self, id: str, parts: Sequence[Part], data: Data, seed: int) -> Stacked:
        """Make the copies, at step 0."""
        return Stacked(id, self, parts, data, seed)
