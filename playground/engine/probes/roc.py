"""What a classifier finds, and what it takes wrongly, at every threshold."""

from typing import Annotated

import numpy as np

from playground.core.settings import setting
from playground.engine.judging import JudgedPart, judged
from playground.engine.probe import Probe, Watched
from playground.kernels.array import Array
from playground.kernels.scores import area_under_roc, average_precision, threshold_curve

MOST_POINTS = 400


class Roc(Probe, frozen=True):
    """What a classifier finds, and what it takes wrongly, at every threshold.

    Of each class against the rest a curve ``"curve C"`` ``(k, 3)`` of threshold, false and true
    positives, the highest threshold first; of two classes the second only. ``auc`` and ``ap``
    ``(classes,)`` are the area under the ROC curve and the average precision, NaN where a class
    has no rows or all of them; ``positive`` and ``negative`` ``(classes,)`` count the rows. With
    more than two classes ``macro`` ``(m, 2)`` is the mean of the ROC curves.

    Areas are those of the whole curves, of which at most 400 points are sent. Numbers that are
    not finite leave ``diverged`` alone, a learner of something else than classes leaves nothing.
    """

    part: JudgedPart = "test"
    member: Annotated[int, setting("Member", "Which one; -1 is the best.", low=-1)] = -1

    def measure(self, learner: Watched, size: tuple[int, int]) -> dict[str, Array]:
        """Return the curves and their areas; see the class."""
        found = judged(learner, self.part, self.member)
        if found is None:
            return {}
        if found.diverged:
            return {"diverged": np.array(True)}
        classes = found.scores.shape[1]
        arrays = {name: np.full(classes, np.nan) for name in ("auc", "ap")}
        arrays |= {name: np.zeros(classes, int) for name in ("positive", "negative")}
        whole: list[tuple[Array, Array]] = []
        for label in range(1 if classes == 2 else 0, classes):
            positive = found.labels == label
            arrays["positive"][label] = positive.sum()
            arrays["negative"][label] = (~positive).sum()
            if not positive.any() or positive.all():
                continue
            thresholds, false, true = threshold_curve(found.scores[:, label], positive)
            arrays["auc"][label] = area_under_roc(false, true)
            arrays["ap"][label] = average_precision(false, true)
            chosen = _thinned(false / false[-1] + true / true[-1])
            arrays[f"curve {label}"] = np.stack([thresholds, false, true], axis=1)[chosen]
            whole.append((false / false[-1], true / true[-1]))
        if classes > 2 and whole:
            arrays["macro"] = _macro(whole)
        return arrays


def _macro(curves: list[tuple[Array, Array]]) -> Array:
    """Return the mean of ROC curves ``(m, 2)``: of their heights at each false positive rate.

    Where curves rise straight up, both ends of the rise are kept.
    """
    grid = np.unique(np.concatenate([x for x, _ in curves]))
    # At a place where a curve rises straight up, np.interp answers with the last of its points.
    below = np.mean([np.interp(-grid, -x[::-1], y[::-1]) for x, y in curves], axis=0)
    above = np.mean([np.interp(grid, x, y) for x, y in curves], axis=0)
    both = np.stack([np.repeat(grid, 2), np.stack([below, above], axis=1).ravel()], axis=1)
    return both[_thinned(both.sum(axis=1))]


def _thinned(way: Array) -> Array:
    """Return numbers of at most `MOST_POINTS` points, spread evenly along a curve."""
    if len(way) <= MOST_POINTS:
        return np.arange(len(way))
    wanted = np.linspace(way[0], way[-1], MOST_POINTS)
    return np.unique(np.clip(np.searchsorted(way, wanted), 0, len(way) - 1))
