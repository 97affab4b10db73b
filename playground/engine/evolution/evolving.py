"""A population of networks that evolves: one visible step is one generation."""

from typing import Protocol

import numpy as np

from playground.engine.batches import Batch, Batches
from playground.engine.evaluation import Evaluation
from playground.engine.evolution.breeding import Breeding
from playground.engine.feed import Feed
from playground.engine.layer import Context
from playground.engine.learner import Facts, State
from playground.engine.modelling.stepping import Stepping
from playground.engine.objective import NetworkLoss
from playground.engine.randomness import generator
from playground.engine.weights import Weights
from playground.kernels.array import Array, namespace, to_device, to_host


class Breeds(Protocol):
    """Settings of a population: how large it is, and how a generation follows from the last."""

    @property
    def population(self) -> int:
        """How many individuals live."""

    @property
    def mutation(self) -> float:
        """Standard deviation of what is added to every weight of a child."""

    @property
    def half_life(self) -> int:
        """Generations after which mutations are half as large; 0: never."""

    @property
    def elite(self) -> int:
        """How many of the best live on unchanged."""

    @property
    def batch(self) -> int:
        """Rows that a generation is judged by; 0: all."""

    def breeding(self) -> Breeding:
        """Return how parents are chosen and children made."""


class Evolving(Stepping):
    """Evolves the weights of a network; to the outside it is its champion, the best of all.

    Parameters
    ----------
    block
        How the population is bred.
    objective
        The network with its read-out, and the loss that fitness is measured by.
    feed
        Rows and the way into the network.
    seed
        Of the first individual, and key of all draws; the others count up from it.
    device
        Where the arrays live.

    Attributes
    ----------
    population
        Every individual, the best first.
    weights
        The champion's, sharing the population's memory.
    losses
        Of every individual at the last count ``(individuals,)``; infinite for no number.
    """

    block: Breeds
    endless = True
    """It goes on as long as it is let."""
    outputs = frozenset({"scores"})

    def __init__(
        self, block: Breeds, objective: NetworkLoss, feed: Feed, seed: int, device: str = "cpu"
    ) -> None:
        super().__init__(block, feed.source, feed.scale)
        self.objective, self.feed, self.device, self._seed = objective, feed, device, seed
        self.evaluation = Evaluation(objective, feed, device)
        seeds = tuple(range(seed, seed + block.population))
        self.population = objective.initial(seeds, device)
        self.weights = self.population.part(slice(0, 1))
        self.generations = 0
        self.losses: Array = np.empty(0)
        self._rank(self.population.flat)

    @property
    def crowd(self) -> int:
        """How many individuals there are."""
        return self.population.members

    def decide_each(self, x: Array, individuals: slice = slice(None)) -> Array:
        """Return what individuals say ``(individuals, k, c)`` at raw rows, the best first."""
        return self._decided(self.population.part(individuals), x)

    def decide(self, x: Array, members: slice = slice(None)) -> Array:
        """Return what the champion says ``(1, k, c)`` at raw rows ``(k, *axes)``."""
        return self._decided(self.weights, x)[members]

    def _decided(self, weights: Weights, x: Array) -> Array:
        with np.errstate(all="ignore"):
            z = self.objective.predict(weights, self.feed.inputs(x, self.device))
            return self.feed.in_own_units(to_host(self.objective.compared.scores(z)))

    def activations(self, x: Array, members: slice = slice(None)) -> dict[str, Array]:
        """Return every layer's output for the champion, ``(1, n, *axes)`` by block."""
        network = self.objective.network
        with np.errstate(all="ignore"):
            record = network.run(self.weights, self.feed.inputs(x, self.device), Context())
        return {node.id: to_host(record[node.id])[members] for node in network.nodes}

    @property
    def facts(self) -> Facts:
        """What can be said now."""
        rows = int(self.source.train.shape[-1])
        seen = min(self.block.batch or rows, rows)
        baselines = self.evaluation.baselines
        return Facts(
            self.weights.layout.parameters(), (seen,), baselines, ("network", "evolution")
        )

    def evaluate(self) -> dict[str, Array]:
        """Return whole-set metrics of the champion, and how the population does."""
        with np.errstate(all="ignore"):
            found = self.evaluation.measure(self.weights)
        finite = self.losses[np.isfinite(self.losses)]
        told = (finite.min(), finite.mean()) if len(finite) else (np.nan, np.nan)
        spread = float(self.population.trained.std(axis=0).mean())
        names = ("best_loss", "mean_loss", "spread")
        extra = dict(zip(names, (*told, spread), strict=True))
        self._last = found | {name: np.array([float(value)]) for name, value in extra.items()}
        return self._last

    def _advance(self) -> Array:
        """Breed the next generation; returns the loss of its best."""
        block, flat = self.block, self.population.flat
        xp, trained = namespace(flat), self.population.layout.trainable
        random = generator(self._seed, "evolution", self.generations)
        elite = min(block.elite, self.crowd - 1)
        parents = to_host(flat)[:, :trained]
        scale = block.mutation * 0.5 ** (
            self.generations / block.half_life if block.half_life else 0.0
        )
        born = block.breeding().children(random, parents, self.crowd - elite, scale)
        following = flat.copy()
        following[elite:, :trained] = xp.asarray(born)
        self.generations += 1
        self._rank(following)
        return np.array([self.losses[0]])

    def _rank(self, flat: Array) -> None:
        """Count the losses of a generation, and put it in order, the best first."""
        whole = self.evaluation.parts["train"]
        if self.block.batch:
            whole = self._batch(whole)
        with np.errstate(all="ignore"):
            told = to_host(self.objective.loss(Weights(self.population.layout, flat), whole))
        losses = np.where(np.isfinite(told), told, np.inf).astype(np.float64)
        order = np.argsort(losses, kind="stable")
        self.population.flat[...] = flat[namespace(flat).asarray(order)]
        self.losses = losses[order]

    def _batch(self, whole: Batch) -> Batch:
        """Return the rows that this generation is judged by."""
        batches = Batches(whole.x, whole.y, self.block.batch, (self._seed,))
        return batches.at(self.generations)

    def _hold(self) -> State:
        """Return a copy of the population and how old it is."""
        return {
            "population": to_host(self.population.flat).copy(),
            "losses": self.losses.copy(),
            "generations": self.generations,
        }

    def _put_back(self, state: State) -> None:
        """Put a captured population back."""
        if np.shape(state["population"]) != self.population.flat.shape:
            raise ValueError("the saved population is of another size or network")
        self.population.flat[...] = to_device(state["population"], self.device)
        self.losses = np.array(state["losses"])
        self.generations = int(state["generations"])
