"""The evolve head: learns without gradients, by mutation and selection."""

from collections.abc import Mapping
from typing import Annotated, ClassVar

from playground.core.block import Block
from playground.core.flow import Advice
from playground.core.settings import setting
from playground.core.shape import Shape, Signature
from playground.engine.choices import AnyInitialiser, AnyLoss
from playground.engine.device import choose
from playground.engine.estimator import Pace
from playground.engine.evolution.breeding import Breeding, Selection
from playground.engine.evolution.evolving import Evolving
from playground.engine.feed import Feed
from playground.engine.head import Head
from playground.engine.heads.fit import Fit
from playground.engine.initialisers.xavier import Xavier
from playground.engine.network import Network


class Evolve(Head, frozen=True):
    """Breeds a population of the network: the fittest have children, and these differ a little.

    Each step is a generation. All individuals are judged by their loss, the best have children,
    every weight of a child differs from its parent's by a small random number, and the elite lives
    on as it is. No gradient is ever computed, so the loss need not even have one.

    References
    ----------
    Montana and Davis (1989), "Training feedforward neural networks using genetic algorithms";
    Such et al. (2017), "Deep neuroevolution", arXiv:1712.06567.
    """

    title: ClassVar[str] = "Neuro-evolution"
    rank: ClassVar[int] = 2
    also_called: ClassVar[tuple[str, ...]] = ("genetic algorithm", "GA", "evolution strategy")
    needs_target: ClassVar[bool] = True

    loss: Annotated[
        AnyLoss | None,
        setting("Loss", "What fitness is measured by; automatic: cross-entropy for classes, "
                "squared error for values."),
    ] = None  # fmt: skip
    population: Annotated[
        int, setting("Population", "How many individuals live.", low=4, high=2000, scale="log")
    ] = 64
    mutation: Annotated[
        float,
        setting("Mutation", "Standard deviation of what is added to every weight of a child.",
                above=0, high=10, scale="log", tunable=True),
    ] = 0.1  # fmt: skip
    half_life: Annotated[
        int,
        setting("Halve mutation every", "Generations after which mutations are half as large; 0: "
                "they stay as they are.", low=0, high=1_000_000, unit="generations",
                tunable=True),
    ] = 0  # fmt: skip
    selection: Annotated[
        Selection,
        setting("Selection", "Truncation: parents are drawn from the best. Tournament: a few are "
                "drawn from all, and the best of them is a parent.", tunable=True),
    ] = "truncation"  # fmt: skip
    keep: Annotated[
        float,
        setting("Parents", "Share of the population that parents are drawn from.", above=0, high=1,
                when=("selection", "truncation"), tunable=True),
    ] = 0.2  # fmt: skip
    rivals: Annotated[
        int,
        setting("Rivals", "How many meet in a tournament.", low=2, high=100,
                when=("selection", "tournament"), tunable=True),
    ] = 3  # fmt: skip
    elite: Annotated[
        int,
        setting("Elite", "How many of the best live on unchanged.", low=0, high=1000, tunable=True),
    ] = 1  # fmt: skip
    crossover: Annotated[
        float,
        setting("Crossover", "Share of children with two parents: each weight comes from either.",
                low=0, high=1, tunable=True),
    ] = 0.0  # fmt: skip
    batch: Annotated[
        int,
        setting("Rows", "Rows that a generation is judged by, drawn anew each time; 0: all.",
                low=0, high=100_000, tunable=True),
    ] = 0  # fmt: skip
    initialiser: Annotated[
        AnyInitialiser,
        setting("Initial weights", "How the read-out starts out.", section="Read-out"),
    ] = Xavier()
    pace: Pace = 1

    def _fit(self) -> Fit:
        """Return the fit head that reads out the same numbers."""
        return Fit(loss=self.loss, initialiser=self.initialiser)

    def compared(self, target: str) -> AnyLoss:
        """Return the loss in use for a target."""
        return self._fit().compared(target)

    def read_out(self, signature: Signature) -> int:
        """Return how many numbers the read-out has for a data set."""
        return self._fit().read_out(signature)

    def check_input(self, shape: Shape, signature: Signature) -> None:
        """Refuse what cannot be learned from.

        Raises
        ------
        ShapeError
            If the input is no plain vector, there is no target, or the loss does not suit it.
        """
        self._fit().check_input(shape, signature)

    def warnings(self, before: Block | None, signature: Signature) -> list[Advice]:
        """Return advice: squashed scores in front of the read-out."""
        return [told for told in self._fit().warnings(before, signature) if not told.own]

    def breeding(self) -> Breeding:
        """Return how a generation follows from the last, by the settings as they stand."""
        return Breeding(self.selection, self.keep, self.rivals, self.crossover)

    def begin(
        self, id: str, parts: Mapping[str, Network], feed: Feed, seed: int, device: str
    ) -> Evolving:
        """Add the read-out to the network and draw the first generation."""
        (network,) = parts.values()
        objective = self._fit().objective(id, network, feed.source.signature())
        work = self.population * len(feed.source.train) * objective.network.layout.trainable
        return Evolving(self, objective, feed, seed, choose(device, work))
