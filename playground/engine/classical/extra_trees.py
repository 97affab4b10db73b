"""Extremely randomised trees: thresholds by chance, the best of a few taken."""

from typing import ClassVar

from playground.engine.trees.forest import DrawsRows, Forest


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

    bootstrap: DrawsRows = False
