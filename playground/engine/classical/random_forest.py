"""A random forest: trees on rows drawn with repeats, splits on features drawn anew."""

from typing import ClassVar

from playground.engine.trees.forest import Forest


class RandomForest(Forest, frozen=True):
    """Averages trees that each see other rows, and at every split other features.

    Rows are drawn with repeats, so each tree misses about 37 of 100: what it says about those is
    its out-of-bag answer. The steps and the state are those of
    `playground.engine.trees.forest.Forest`.

    References
    ----------
    Breiman (2001), "Random forests", doi:10.1023/A:1010933404324.
    """

    rank: ClassVar[int] = 10
    also_called: ClassVar[tuple[str, ...]] = ("RF", "bagged trees")
