"""How much each feature matters: by the splits on it, and by what is lost when it is shuffled."""

from time import perf_counter
from typing import Any

import numpy as np

from playground.engine.data import Data, Part, names_for
from playground.engine.metrics import score
from playground.engine.plane import rows_of
from playground.engine.probe import Probe, Watched, best_of, member_of
from playground.engine.randomness import generator
from playground.engine.some_rows import at_most, rows_in
from playground.kernels.array import Array, to_host

REPEATS = 8
SECONDS = 0.04
"""Time after which no further repeat is begun."""
CELLS = 20_000
"""Rows times features that one repeat asks about, at most."""


class Importance(Probe, frozen=True):
    """How much each feature matters, by the data set's ``names`` ``(d,)``.

    ``drops`` ``(repeats, d)`` is how far accuracy or R2 falls when the values of one feature are
    shuffled between rows of the test part (of all rows where there is none), so that it tells
    nothing any more; ``score`` is what is reached unshuffled, on ``rows`` rows. Of models that
    split, ``splits`` ``(d,)`` is each feature's share of the decrease of impurity. Numbers that
    are not finite leave ``diverged``.

    References
    ----------
    Breiman (2001), "Random forests", doi:10.1023/A:1010933404324.
    """

    def measure(self, learner: Watched, size: tuple[int, int]) -> dict[str, Array]:
        """Return the arrays of the class."""
        data: Data | None = getattr(learner, "source", None)
        if data is None or not len(data.x) or data.target == "none":
            return {}
        x = rows_of(data)
        names = names_for(x.shape[1], data.names)
        found: dict[str, Array] = {"names": np.array(names)}
        part: Part = "test" if data.test.size else "train"
        rows = at_most(rows_in(data, part, best_of(learner)), max(CELLS // x.shape[1], 2))
        whole = _scores(learner, data, x[rows], data.y[rows])
        if not np.isfinite(whole).all():
            return found | {"diverged": np.array(True)}
        began = perf_counter()
        drops: list[Array] = []
        while len(drops) < REPEATS and (not drops or perf_counter() - began < SECONDS):
            drops.append(whole - _shuffled(learner, data, x[rows], data.y[rows], len(drops)))
        found |= {"drops": np.stack(drops), "score": whole, "rows": np.array(len(rows))}
        splits = splits_of(learner)
        if splits is not None and len(splits) == len(names):
            found["splits"] = splits
        return found


def _shuffled(learner: Watched, data: Data, x: Array, y: Array, repeat: int) -> Array:
    """Return the score with one feature shuffled, for each feature ``(d,)``."""
    count, features = x.shape
    order = generator(0, "shuffled feature", repeat).permutation(count)
    stack = np.repeat(x[None], features, axis=0)
    every = np.arange(features)
    stack[every, :, every] = x[order].T
    return _scores(learner, data, stack.reshape(-1, features), y)


def _scores(learner: Watched, data: Data, x: Array, y: Array) -> Array:
    """Return accuracy or R2 of copies of the rows that stand one behind the other."""
    member = best_of(learner)
    answers = learner.decide(x.reshape(-1, *data.x.shape[1:]), slice(member, member + 1))
    answers = to_host(answers).reshape(len(x) // len(y), len(y), -1)
    if not np.isfinite(answers).all():
        return np.array(np.nan)
    reached: Array = score(data.target, answers, y)
    return reached


def splits_of(learner: Any) -> Array | None:
    """Return each feature's share of the decrease of impurity, where a model tells ``(d,)``."""
    states = getattr(learner, "states", None)
    block: Any = getattr(learner, "block", None)
    if states is None or not hasattr(block, "importance"):
        return None
    shares: Array = to_host(block.importance(states[member_of(learner, -1)]))
    return shares
