"""Sums of trees that are remembered, so that a new stage costs only its own trees."""

from collections import deque
from dataclasses import dataclass

from playground.engine.boosting.additive import added
from playground.engine.learner import State
from playground.kernels.array import Array, namespace

MOST = 16
"""Sets of rows that are remembered: those of the scores, of pictures, of features shuffled."""
LARGEST = 4_000_000
"""Bytes of rows from which on they are not remembered."""

NAMES = ("start", "feature", "threshold", "value")


@dataclass(frozen=True, eq=False)
class _Told:
    """What was told: the sums `total` of `trees` at rows `x`."""

    x: Array
    trees: tuple[Array, ...]
    total: Array

    def holds(self, state: State, x: Array) -> bool:
        """Say whether these are the first of a state's trees, asked at the same rows."""
        xp = namespace(x)
        if self.x.shape != x.shape or namespace(self.x) is not xp:
            return False
        start, *stacked = self.trees
        count = len(stacked[0])
        return bool(
            count <= len(state["feature"])
            and xp.array_equal(start, state["start"])
            and all(
                xp.array_equal(mine, state[name][:count])
                for mine, name in zip(stacked, NAMES[1:], strict=True)
            )
            and xp.array_equal(self.x, x)
        )


_told: deque[_Told] = deque(maxlen=MOST)


def whole_sum(state: State, x: Array) -> Array:
    """Return the sums of all stages ``(sums, k)`` at rows ``(k, d)``.

    Scores and pictures ask at the same rows again and again while stages are added. Sums add up
    in one order, so what is remembered changes no bit of the answer.
    """
    xp = namespace(x)
    known = next((told for told in _told if told.holds(state, x)), None)
    if known is not None:
        _told.remove(known)
        total = added(state, x, known.total, len(known.trees[1]), len(state["feature"]))
    else:
        start = xp.repeat(state["start"][:, None], len(x), axis=1)
        total = added(state, x, start, 0, len(state["feature"]))
    if x.nbytes <= LARGEST:
        _told.append(_Told(x.copy(), tuple(state[name] for name in NAMES), total))
    return total
