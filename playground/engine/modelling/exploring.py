"""A model without labels at work: what it finds, and how well that describes the rows."""

from collections.abc import Mapping

import numpy as np

from playground.engine.clusterer import Clusterer
from playground.engine.embedder import Embedder
from playground.engine.estimator import Estimator
from playground.engine.feed import Feed
from playground.engine.modelling.agreement import Agreement
from playground.engine.modelling.stepwise import Stepwise
from playground.engine.unlabelled import Unlabelled
from playground.kernels.array import Array


class Exploring(Stepwise):
    """Steps a model on all rows of a feed, whatever labels or values come with them.

    Parameters
    ----------
    id, block, feed, seed, device
        As for every model. Rows keep their numbers: `examples` holds all of them in order.
    """

    def __init__(
        self, id: str, block: Estimator, feed: Feed, seed: int, device: str = "cpu"
    ) -> None:
        super().__init__(id, block, feed.unlabelled(), seed, device)
        self._agreement = Agreement(self.examples.x, self.source)

    @property
    def outputs(self) -> frozenset[str]:
        """What it gives: groups, or places."""
        kind = type(self.block)
        given = {Clusterer: "labels", Embedder: "features"}
        return frozenset(name for parent, name in given.items() if issubclass(kind, parent))

    def _standing(self, metrics: Mapping[str, Array]) -> Array:
        """Return the number that the model goes by, the lowest being the best."""
        block = self.block
        assert isinstance(block, Unlabelled)
        if block.goal not in metrics:
            return np.zeros(self.members)
        return -metrics[block.goal] if block.rising else metrics[block.goal]

    def _extra(self) -> dict[str, Array]:
        """Return what the model reports, and how well its groups describe the rows."""
        block, found = self.block, super()._extra()
        if isinstance(block, Clusterer):
            told = self._agreement.measure([block.groups(state) for state in self.states])
            found |= {name: np.array([one[name] for one in told]) for name in told[0]}
        return found
