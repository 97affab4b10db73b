"""A network that learns from labelled rows, as a population of members."""

from collections.abc import Callable

import numpy as np

from playground.engine.batches import Batch, Batches
from playground.engine.data import Data
from playground.engine.evaluation import Evaluation
from playground.engine.feed import Feed
from playground.engine.layer import Context
from playground.engine.objective import NetworkLoss
from playground.engine.training.descending import Descending
from playground.engine.training.divergence import diagnose
from playground.engine.training.plan import Plan
from playground.kernels.array import Array, to_host


class Supervised(Descending):
    """Learns a network's weights from a feed of rows.

    Parameters
    ----------
    objective
        The network with its read-out, and the loss.
    feed
        Rows and the way into the network.
    seeds
        One for each member.
    plan
        How to learn.
    device
        Where the arrays live.
    labels
        What tells members apart, in words.
    """

    outputs = frozenset({"scores"})
    objective: NetworkLoss
    shows = ("network", "descent")

    def __init__(
        self,
        objective: NetworkLoss,
        feed: Feed,
        seeds: tuple[int, ...],
        plan: Plan,
        device: str = "cpu",
        labels: tuple[str, ...] = (),
    ) -> None:
        super().__init__(objective, seeds, plan, device, labels)
        self.feed = feed
        self.source: Data = feed.source
        self.evaluation = Evaluation(objective, feed, device)
        self.whole = self.evaluation.parts["train"]
        self._cut()

    @property
    def epoch(self) -> float:
        """How often the whole training part has been seen by the first member."""
        rows = int(self.whole.y.shape[1])
        per_epoch: int = -(-rows // min(self.plan.groups[0].batch, rows))
        return self.step_number / per_epoch

    def _baselines(self) -> dict[str, float]:
        """Return what the best constant prediction gets, by metric name."""
        return self.evaluation.baselines

    def _bound(self) -> float:
        """Return a hundred thousand times what a constant prediction loses."""
        return 1e5 * max(1.0, self.evaluation.baselines["train_loss"])

    def batches(self, size: int, seeds: tuple[int, ...]) -> Callable[[int], Batch]:
        """Return mini-batches of the training part."""
        return Batches(self.whole.x, self.whole.y, size, seeds).at

    def _measure(self) -> dict[str, Array]:
        """Return loss and score of every part, ``(members,)`` by name."""
        return self.evaluation.measure(self.weights)

    def _explain(self, member: int) -> str:
        """Name the layer whose numbers are no longer finite."""
        return diagnose(self.objective.network, self.weights, self.gradient, member)

    def decide(self, x: Array, members: slice = slice(None)) -> Array:
        """Return class probabilities or values ``(members, n, c)`` for rows ``(n, d)``.

        Parameters
        ----------
        x
            Rows in the units of the data set, before any transform.
        members
            Which members to ask.
        """
        with np.errstate(all="ignore"):
            inputs = self.feed.inputs(x, self.device)
            z = self.objective.predict(self.weights.part(members), inputs)
            return self.feed.in_own_units(to_host(self.objective.compared.scores(z)))

    def activations(self, x: Array, members: slice = slice(None)) -> dict[str, Array]:
        """Return every layer's output ``(members, n, *axes)`` by block, for rows ``(n, d)``."""
        network = self.objective.network
        with np.errstate(all="ignore"):
            inputs = self.feed.inputs(x, self.device)
            record = network.run(self.weights.part(members), inputs, Context())
        return {node.id: to_host(record[node.id]) for node in network.nodes}
