"""What trees answer for training rows that they have not seen."""

import math

from playground.engine.examples import Examples
from playground.engine.learner import State
from playground.engine.metrics import score
from playground.engine.trees.tree import Trees, answers
from playground.kernels.array import Array, namespace, to_host


def answer_unseen(state: State, examples: Examples, trees: Trees, weight: Array) -> None:
    """Add the answers of new trees at rows of weight 0 to ``unseen`` and ``unseen_by``.

    Parameters
    ----------
    weight
        How much each tree has seen of each row ``(trees, n)``.
    """
    xp = namespace(examples.x)
    block = max(1, 400_000 // max(len(examples) * examples.outputs, 1))
    unseen, by = state["unseen"].copy(), state["unseen_by"].copy()
    for at in range(0, len(weight), block):
        part = {name: array[at : at + block] for name, array in trees.items()}
        apart = weight[at : at + block] == 0
        found = answers(part, examples.x)
        unseen += xp.where(apart[:, :, None], found, 0.0).sum(axis=0)
        by += apart.sum(axis=0)
    state["unseen"], state["unseen_by"] = unseen, by


def oob_score(state: State, examples: Examples) -> float:
    """Return accuracy or R2 of those answers, over rows that some tree has not seen."""
    xp = namespace(examples.x)
    there = xp.flatnonzero(state["unseen_by"] > 0)
    if len(there) < 2:
        return math.nan
    mean = state["unseen"][there] / state["unseen_by"][there, None]
    reached = score(examples.target, to_host(mean)[None], to_host(examples.y[there]))
    return float(reached[0])
