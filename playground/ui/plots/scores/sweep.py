"""One classifier and one class at all thresholds."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtGui import QColor

from playground.kernels.array import Array


@dataclass(frozen=True, eq=False)
class Sweep:
    """What is taken for a class at falling thresholds.

    Attributes
    ----------
    name, color
        What the curve is called in keys, and its colour.
    thresholds, false, true
        Each ``(k,)``: rows that score at least that much, wrongly and rightly taken.
    positive, negative
        Rows of the class, and of the others.
    auc, ap
        Area under the ROC curve, average precision.
    """

    name: str
    color: QColor
    thresholds: Array
    false: Array
    true: Array
    positive: int
    negative: int
    auc: float
    ap: float

    @property
    def roc(self) -> Array:
        """False and true positive rates ``(k, 2)``."""
        rates = [self.false / max(self.negative, 1), self.true / max(self.positive, 1)]
        return np.stack(rates, axis=1)

    @property
    def precision_recall(self) -> Array:
        """Recall and precision ``(k, 2)``; taking no row has the precision of taking the first."""
        precision = self.true / np.maximum(self.true + self.false, 1)
        if len(precision) > 1:
            precision[0] = precision[1]
        return np.stack([self.true / max(self.positive, 1), precision], axis=1)

    def place(self, threshold: float) -> int:
        """Return the number of the point that a threshold stands at."""
        at = int(np.searchsorted(-self.thresholds, -threshold, "right")) - 1
        return min(max(at, 0), len(self.thresholds) - 1)

    def told(self, threshold: float) -> list[tuple[str, float]]:
        """Return rates at a threshold, by what they are called."""
        at = self.place(threshold)
        fpr, tpr = self.roc[at]
        taken = self.true[at] + self.false[at]
        precision = self.true[at] / taken if taken else np.nan
        return [("TPR (recall)", float(tpr)), ("FPR", float(fpr)), ("precision", float(precision))]
