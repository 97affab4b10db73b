"""Extremely randomised trees: thresholds by chance, the best of a few taken."""

from typing import Annotated, ClassVar

from playground.core.settings import setting
from playground.engine.trees.forest import Forest


class ExtraTrees(Forest, frozen=True):
    """Averages trees whose thresholds are drawn: one for each feature looked at, the best taken.

    Chance smooths the averaged boundary further than in a random forest, and every tree may see
    all rows. The steps and the state are those of `playground.engine.trees.forest.Forest`.

    References
    ----------
    Geurts, Ernst, Wehenkel (2006), "Extremely randomized trees", doi:10.1007/s10994-006-6226-1.
    """

    rank: ClassVar[int] = 40
    also_called: ClassVar[tuple[str, ...]] = ("extremely randomised trees", "randomized")
    random_cuts: ClassVar[bool] = True

    bootstrap: Annotated[
        bool, setting("Draw rows", "Each tree learns from as many rows as there are, drawn with "
                      "repeats; otherwise from all of them.", section="Chance"),
    ] = False  # fmt: skip

    def draws_rows(self) -> bool:
        """Return whether each tree learns from rows drawn with repeats."""
        return self.bootstrap
