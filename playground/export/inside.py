"""What a trained learner is made of, as a file that leaves the program needs it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from playground.engine.boosting.boosted import Boosted
from playground.engine.committees.committee import Committee
from playground.engine.estimator import Estimator
from playground.engine.evolution.evolving import Evolving
from playground.engine.feed import Feed
from playground.engine.learner import Learner, State
from playground.engine.loss import Loss
from playground.engine.modelling.states import placed
from playground.engine.modelling.stepwise import Stepwise
from playground.engine.network import Network
from playground.engine.training.supervised import Supervised
from playground.engine.weights import Views
from playground.kernels.array import to_host


@dataclass(frozen=True)
class NetworkInside:
    """One member of a trained network, its read-out included.

    Attributes
    ----------
    network
        Layers in order; ``network.output`` names the read-out.
    weights
        Arrays of float32 by block and name, running means included, without an axis of members.
    loss
        Its `scores` turns what the read-out gives into what is shown.
    feed
        The way of raw rows into every port of the network, and the units of values.
    """

    network: Network
    weights: Mapping[str, Views]
    loss: Loss
    feed: Feed


@dataclass(frozen=True)
class ModelInside:
    """One member of a classical model, or of one without labels.

    Attributes
    ----------
    block
        Its settings; ``block.decide(state, rows)`` is what the file has to say.
    state
        What it has learned.
    feed
        The way of raw rows into the model, and the units of values.
    """

    block: Estimator
    state: State
    feed: Feed


@dataclass(frozen=True)
class EnsembleInside:
    """An ensemble: the learner that joins others, which are asked by their `Subject`."""

    learner: Committee | Boosted


Inside: TypeAlias = NetworkInside | ModelInside | EnsembleInside


def inside_of(learner: Learner, member: int) -> Inside | None:
    """Return what one member of a learner is made of, or None for what has nothing to take away.

    Arrays lie in the CPU's memory, whatever device the learner works on.
    """
    if isinstance(learner, Supervised | Evolving):
        one = learner.weights.part(slice(member, member + 1))
        views = {
            block: {name: to_host(view)[0].copy() for name, view in named.items()}
            for block, named in one.views.items()
        }
        objective = learner.objective
        return NetworkInside(objective.network, views, objective.compared, learner.feed)
    if isinstance(learner, Stepwise):
        state = placed(learner.states[member], "cpu")
        return ModelInside(learner.block, state, learner.feed)
    if isinstance(learner, Committee | Boosted):
        return EnsembleInside(learner)
    return None
