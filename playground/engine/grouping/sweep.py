"""How many groups are there? What models tell of every number of them at once."""

from collections.abc import Mapping, Sequence
from typing import ClassVar, Literal, NamedTuple, Protocol, TypeAlias, runtime_checkable

import numpy as np

from playground.engine.examples import Examples
from playground.kernels.array import Array

Choice: TypeAlias = Literal["elbow", "lowest", "highest"]
"""How a criterion suggests a number of groups: where its fall slows down, or its extreme."""


class Criterion(NamedTuple):
    """A number that tells how good each number of groups is.

    Attributes
    ----------
    values
        One for every number of groups ``(len(ks),)``; NaN where there is none.
    choice
        Which of them is suggested.
    """

    values: Array
    choice: Choice


class Sweep(NamedTuple):
    """Clusterings for several numbers of groups.

    Attributes
    ----------
    criteria
        By name. Where the model reports a metric of that name, its running value is drawn too.
    groups
        The group of every row, ``(len(ks), n)`` int64.
    """

    criteria: Mapping[str, Criterion]
    groups: Array


@runtime_checkable
class Sweeps(Protocol):
    """A clusterer whose number of groups is a setting, and can be swept through.

    Attributes
    ----------
    count_setting
        Name of that setting.
    sweep_heeds
        Names of the other settings that a sweep depends on.
    """

    count_setting: ClassVar[str]
    sweep_heeds: ClassVar[tuple[str, ...]]

    def sweep(self, examples: Examples, ks: Sequence[int], seed: int) -> Sweep:
        """Return a clustering for each of some numbers of groups, every one at most the rows."""


def suggested(ks: Sequence[int], criterion: Criterion) -> int:
    """Return the number of groups that a criterion suggests; 0 for none.

    The elbow is the point farthest below the straight line from the first value to the last, as
    both axes are scaled to 1 (Satopää et al., 2011, doi:10.1109/ICDCSW.2011.20). A curve that does
    not bend by a tenth has none.

    Examples
    --------
    >>> suggested([1, 2, 3, 4, 5], Criterion(np.array([100.0, 60, 10, 8, 7]), "elbow"))
    3
    >>> suggested([2, 3], Criterion(np.array([0.4, 0.7]), "highest"))
    3
    """
    values = np.asarray(criterion.values, float)
    known = np.flatnonzero(np.isfinite(values))
    if not len(known):
        return 0
    values, counts = values[known], np.asarray(ks)[known]
    if criterion.choice == "lowest":
        return int(counts[values.argmin()])
    if criterion.choice == "highest":
        return int(counts[values.argmax()])
    fall = values[0] - values[-1]
    if len(values) < 3 or not fall > 0:
        return 0
    along = (counts - counts[0]) / (counts[-1] - counts[0])
    below = 1 - along - (values - values[-1]) / fall
    return int(counts[below.argmax()]) if below.max() > 0.1 else 0
