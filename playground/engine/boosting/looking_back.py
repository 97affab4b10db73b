"""What a boosted learner answered after some of its stages, at raw rows."""

import numpy as np

from playground.engine.boosting.additive import partial_sums
from playground.engine.boosting.boosted import Boosted
from playground.engine.boosting.link import link_for
from playground.engine.classical.gradient_boosting import GradientBoosting
from playground.engine.modelling.stepwise import Stepwise
from playground.kernels.array import Array, to_device, to_host


def sums_trees(learner: object) -> bool:
    """Say whether a learner is gradient boosting."""
    return isinstance(learner, Stepwise) and isinstance(learner.block, GradientBoosting)


def answers_after(learner: Stepwise, x: Array, stages: tuple[int, ...]) -> Array:
    """Return probabilities or values ``(len(stages), k, c)`` of gradient boosting.

    Parameters
    ----------
    x
        Raw rows ``(k, *axes)``.
    stages
        Numbers of stages, in rising order.
    """
    state = learner.states[0]
    rows = to_device(learner.feed.rows(x), learner.device)
    link = link_for(state["classes"] > 0, state["classes"])
    answers = [to_host(link.answer(raw)) for raw in partial_sums(state, rows, stages)]
    return learner.feed.in_own_units(np.stack(answers))


def shares_after(learner: Boosted, x: Array, stages: tuple[int, ...]) -> Array:
    """Return shares of the votes ``(len(stages), k, classes)`` of AdaBoost; see above."""
    votes = np.stack([learner.votes_after(x, stage) for stage in stages])
    shares: Array = votes / np.maximum(votes.sum(axis=2, keepdims=True), 1e-300)
    return shares
