"""Loss and score over whole parts of the data, and what a constant prediction would get."""

import numpy as np

from playground.engine.batches import Batch
from playground.engine.feed import Feed
from playground.engine.metrics import baseline_score, score, score_name
from playground.engine.objective import NetworkLoss
from playground.engine.weights import Weights
from playground.kernels.array import Array, to_device, to_host


class Evaluation:
    """The parts of a data set, ready to be scored, predicting.

    Parameters
    ----------
    objective
        The network and its loss.
    feed
        The rows; empty parts are left out.
    device
        Where the arrays live.

    Attributes
    ----------
    parts
        Whole parts by name; ``parts["train"]`` is what mini-batches are cut from.
    baselines
        What the best constant prediction gets, by metric name.
    """

    def __init__(self, objective: NetworkLoss, feed: Feed, device: str = "cpu") -> None:
        self._objective = objective
        self._feed = feed
        source = feed.source
        # Features that are reproduced may hardly vary: each counts by its variance.
        self._pooled = source.given is not None
        targets = objective.compared.targets(feed.targets())
        self.parts: dict[str, Batch] = {}
        self._y: dict[str, Array] = {}
        self.baselines: dict[str, float] = {}
        constant = objective.compared.baseline(targets[source.train])
        name = score_name(source.target)
        for part, rows in source.parts.items():
            if rows.shape[-1]:
                y = to_device(targets[rows].astype(np.float32)[None], device)
                self.parts[part] = Batch(feed.inputs(source.x[rows], device), y)
                self._y[part] = source.y[rows]
                reached = baseline_score(
                    source.target, source.y[source.train], source.y[rows], self._pooled
                )
                self.baselines[f"{part}_{name}"] = reached
                self.baselines[f"{part}_loss"] = constant

    def measure(self, weights: Weights) -> dict[str, Array]:
        """Compute loss and score of every part, ``(members,)`` by name; NaN where diverged."""
        found: dict[str, Array] = {}
        target, compared = self._feed.source.target, self._objective.compared
        for part, whole in self.parts.items():
            z = self._objective.predict(weights, dict(whole.x))
            loss = to_host(compared.value(z, whole.y).mean(axis=-1))
            shown = self._feed.in_own_units(to_host(compared.scores(z)))
            reached = score(target, shown, self._y[part], self._pooled)
            good = np.isfinite(loss)
            found[f"{part}_loss"] = np.where(good, loss, np.nan)
            found[f"{part}_{score_name(target)}"] = np.where(good, reached, np.nan)
        return found
