"""How one learner is made from blocks, whatever rows it is given: also what ensembles copy."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from msgspec import structs

from playground.core.shape import ShapeError
from playground.engine.data import Data
from playground.engine.device import choose
from playground.engine.ensemble import Ensemble
from playground.engine.estimator import Estimator
from playground.engine.feed import Feed
from playground.engine.functions.minimisable import Minimisable
from playground.engine.head import Head
from playground.engine.lab import Lab
from playground.engine.learner import Learner
from playground.engine.modelling.exploring import Exploring
from playground.engine.modelling.lab_learner import LabLearner
from playground.engine.modelling.stepwise import Stepwise
from playground.engine.network import Network, Node
from playground.engine.part import Part
from playground.engine.transform import Transform
from playground.engine.unlabelled import Unlabelled


@dataclass(frozen=True)
class Blueprint:
    """The blocks that a learner is made of.

    Attributes
    ----------
    id, title
        Of the block that learns, and what people call it.
    block
        Its settings.
    device
        ``"auto"``, ``"cpu"`` or ``"cuda"``.
    chains
        Transforms by the block that layers, or the model, take rows from.
    target
        Transforms to the features that are reproduced, instead of labels or values.
    nodes, end
        Layers in order, and the block whose values a head reads.
    parts
        Of an ensemble: what it is wired to.
    """

    id: str
    title: str
    block: Head | Estimator | Ensemble | Lab
    device: str
    chains: Mapping[str, Sequence[Transform]] = field(default_factory=dict)
    target: Sequence[Transform] | None = None
    nodes: tuple[Node, ...] = ()
    end: str = ""
    parts: tuple["Blueprint", ...] = ()

    def new(self, data: Data, seed: int) -> Learner:
        """Make a learner at step 0 with parts of its own, for an ensemble to step; see `make`.

        It takes a step of its own at every tick: the pace is the ensemble's.
        """
        if getattr(self.block, "pace", 1) == 1:
            return self.make(data, seed, {})
        return replace(self, block=structs.replace(self.block, pace=1)).make(data, seed, {})

    def make(self, data: Data, seed: int, live: Mapping[str, Learner]) -> Learner:
        """Make the learner at step 0.

        Parameters
        ----------
        data
            Rows as the data set gives them; transforms are fitted on their training part.
        seed
            Of the first member.
        live
            Learners that parts of an ensemble stand for; those that are absent are made.

        Raises
        ------
        ShapeError, DataError
            In words, if nothing can be learned from such rows.
        """
        if isinstance(self.block, Ensemble):
            signature = data.signature()
            self.block.check_input(signature.shape, signature)
            return self.block.begin(self.id, self._parts(data, seed, live), data, seed)
        feed = Feed.through(data, self.chains, self.target)
        if isinstance(self.block, Lab):
            (shape,) = feed.shapes.values()
            self.block.check_input(shape, feed.source.signature())
            return LabLearner(self.id, self.block, feed.unlabelled(), seed)
        if isinstance(self.block, Estimator):
            (shape,) = feed.shapes.values()
            self.block.check_input(shape, feed.source.signature())
            # Small tables are quickest on the CPU, where they are learned in double precision.
            device = choose(self.device, 0.0) if self.block.on_card else "cpu"
            made = Exploring if isinstance(self.block, Unlabelled) else Stepwise
            return made(self.id, self.block, feed, seed, device)
        network = Network(list(self.nodes), feed.shapes, self.end)
        self.block.check_input(network.shapes[network.output], feed.source.signature())
        return self.block.begin(self.id, {"x": network}, feed, seed, self.device)

    def lab(self, seed: int) -> Learner:
        """Make the learner of a lab that no data are wired into."""
        assert isinstance(self.block, Lab)
        return LabLearner(self.id, self.block, None, seed)

    def minimiser(self, function: Minimisable, origin: str, seed: int) -> Learner:
        """Make the learner that goes down a function.

        Raises
        ------
        ShapeError
            If the block learns from data.
        """
        if not isinstance(self.block, Head):
            raise ShapeError(f"{self.title} learns from data, but {origin} gives a function")
        return self.block.minimise(function, origin, seed, self.device)

    def _parts(self, data: Data, seed: int, live: Mapping[str, Learner]) -> list[Part]:
        parts = self.parts or (self._own(),)
        return [
            Part(
                part.id, part.title, part.new, live.get(part.id) or part.new(data, seed),
                getattr(part.block, "weighs", False), part.id not in live,
            )  # fmt: skip
            for part in parts
        ]

    def _own(self) -> "Blueprint":
        """Return the model that an ensemble copies when data are wired straight into it."""
        assert isinstance(self.block, Ensemble)
        own = self.block.own()
        assert own is not None, "the check refuses data here"
        return Blueprint(self.id, self.title, own, self.device, self.chains)
