"""How well guesses meet labels: counts of confusions, and curves over all thresholds."""

from .array import Array, namespace


def confusion(labels: Array, guesses: Array, classes: int) -> Array:
    """Count how often each class was taken for each.

    Parameters
    ----------
    labels, guesses
        True and guessed classes ``(n,)``, whole numbers below `classes`.
    classes
        How many there are.

    Returns
    -------
    array
        Counts ``(classes, classes)`` of int64; a row is a true class, a column a guessed one.

    Examples
    --------
    >>> import numpy as np
    >>> confusion(np.array([0, 0, 1]), np.array([0, 1, 1]), 2).tolist()
    [[1, 1], [0, 1]]
    """
    xp = namespace(labels)
    places = labels.astype(xp.int64) * classes + guesses.astype(xp.int64)
    counts: Array = xp.bincount(places, minlength=classes * classes)
    return counts.reshape(classes, classes)


def precision_recall_f1(counts: Array) -> tuple[Array, Array, Array]:
    """Return precision, recall and F1 of each class ``(classes,)`` from their confusions.

    Precision is ``TP / (TP + FP)``, the share of guesses of a class that are right; recall
    ``TP / (TP + FN)``, the share of its rows that are found; F1 ``2 TP / (2 TP + FP + FN)``, their
    harmonic mean (van Rijsbergen, 1979). A class that is never guessed has precision 0, one
    without rows recall 0.

    Parameters
    ----------
    counts
        As `confusion` gives them, ``(classes, classes)``.
    """
    xp = namespace(counts)
    right = xp.diagonal(counts).astype(float)
    guessed, given = counts.sum(axis=0), counts.sum(axis=1)
    return (
        right / xp.maximum(guessed, 1),
        right / xp.maximum(given, 1),
        2 * right / xp.maximum(guessed + given, 1),
    )


def threshold_curve(scores: Array, positive: Array) -> tuple[Array, Array, Array]:
    """Count what is taken for positive at every threshold that makes a difference.

    Parameters
    ----------
    scores
        The higher, the likelier a row is positive, ``(n,)``.
    positive
        Whether it is, ``(n,)`` of bool.

    Returns
    -------
    thresholds, false_positives, true_positives
        Each ``(k,)``; rows of scores at or above a threshold are taken for positive. Thresholds
        fall, the first is infinite: no row is taken.

    Notes
    -----
    Dividing the counts by the number of negative and of positive rows gives the ROC curve
    (Fawcett, 2006, doi:10.1016/j.patrec.2005.10.010).
    """
    xp = namespace(scores)
    order = xp.argsort(-scores, kind="stable")
    ranked = scores[order]
    last = xp.concatenate([ranked[1:] != ranked[:-1], xp.ones(min(len(scores), 1), bool)])
    found = xp.cumsum(positive[order].astype(xp.int64))
    taken = xp.arange(1, len(scores) + 1)
    none = xp.zeros(1, xp.int64)
    thresholds = xp.concatenate([xp.full(1, xp.inf), ranked[last].astype(float)])
    true = xp.concatenate([none, found[last]])
    return thresholds, xp.concatenate([none, taken[last]]) - true, true


def area_under_roc(false_positives: Array, true_positives: Array) -> float:
    """Return the area under the ROC curve from its counts, NaN where one class has no rows.

    It is the chance that a positive row scores higher than a negative one, ties counted half
    (Hanley and McNeil, 1982, doi:10.1148/radiology.143.1.7063747).
    """
    x, y = false_positives.astype(float), true_positives.astype(float)
    whole = float(x[-1] * y[-1])
    area = float(((x[1:] - x[:-1]) * (y[1:] + y[:-1]) / 2).sum())
    return area / whole if whole else float("nan")


def average_precision(false_positives: Array, true_positives: Array) -> float:
    """Return the mean of the precisions at each gain of recall, NaN where none is positive.

    ``AP = sum (R_k - R_(k-1)) P_k`` over falling thresholds, which unlike the area under a line
    through the points is not too hopeful (Davis and Goadrich, 2006, doi:10.1145/1143844.1143874).
    """
    xp = namespace(true_positives)
    true = true_positives.astype(float)
    precision = true / xp.maximum(true + false_positives, 1)
    if not float(true[-1]):
        return float("nan")
    return float(((true[1:] - true[:-1]) * precision[1:]).sum() / true[-1])
