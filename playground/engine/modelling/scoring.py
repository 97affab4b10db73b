"""Loss and score of a model over whole parts of the data, from what it decides."""

from collections.abc import Callable

import numpy as np

from playground.engine.data import Data
from playground.engine.metrics import baseline_score, score, score_name
from playground.kernels.array import Array

LEAST = 1e-7
"""Probabilities are taken to be at least this, so that one sure mistake costs 16, not infinity."""

Decide = Callable[[Array], Array]


class Scoring:
    """Scores probabilities by cross-entropy and accuracy, values by squared error and R2.

    Parameters
    ----------
    data
        Rows as the data set gives them; empty parts are left out.
    scale
        What errors of values are divided by: the unit that the learner sees them in.

    Attributes
    ----------
    baselines
        What the best constant prediction gets, by metric name.
    """

    def __init__(self, data: Data, scale: Array | float = 1.0) -> None:
        self._data, self._scale = data, scale
        self._pooled = data.given is not None
        self._rows = {part: rows.reshape(-1) for part, rows in data.parts.items()}
        self._rows = {part: rows for part, rows in self._rows.items() if len(rows)}
        self._targets = data.targets()
        self.baselines = self._baselines()

    def _baselines(self) -> dict[str, float]:
        data, train = self._data, self._rows["train"]
        name, constant = score_name(data.target), self._targets[train].mean(axis=0)
        found: dict[str, float] = {}
        for part, rows in self._rows.items():
            every = np.broadcast_to(constant, (1, len(train), len(constant)))
            found[f"{part}_loss"] = float(self._loss(every, train)[0])
            found[f"{part}_{name}"] = baseline_score(
                data.target, data.y[train], data.y[rows], self._pooled
            )
        return found

    def _loss(self, scores: Array, rows: Array) -> Array:
        """Return the mean loss ``(members,)`` of scores ``(members, k, c)`` at some rows."""
        if self._data.target == "class":
            chosen = scores[:, np.arange(len(rows)), self._data.y[rows]]
            return np.asarray(0.0 - np.log(np.clip(chosen, LEAST, 1.0)).mean(axis=1))
        errors = (scores - self._targets[rows]) / self._scale
        return np.asarray(np.square(errors).mean(axis=(1, 2)))

    def measure(self, decide: Decide) -> dict[str, Array]:
        """Return loss and score of every part, ``(members,)`` by name; NaN where diverged.

        Parameters
        ----------
        decide
            Gives probabilities or values ``(members, k, c)`` at rows ``(k, *axes)``, in the units
            of the data set.
        """
        data, found = self._data, {}
        name = score_name(data.target)
        every = np.concatenate(list(self._rows.values()))
        answers = decide(data.x[every])
        at = 0
        for part, rows in self._rows.items():
            scores = answers[:, at : at + len(rows)]
            at += len(rows)
            good = np.isfinite(scores).all(axis=(1, 2))
            with np.errstate(all="ignore"):
                loss = self._loss(scores, rows)
                reached = score(data.target, scores, data.y[rows], self._pooled)
            found[f"{part}_loss"] = np.where(good, loss, np.nan)
            found[f"{part}_{name}"] = np.where(good, reached, np.nan)
        return found
