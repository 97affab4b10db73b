"""Trial and error."""

import zlib
from typing import ClassVar

import numpy as np

from playground.engine.optimizer import Optimizer, Rate, Stage, State
from playground.engine.randomness import generator
from playground.kernels.array import Array, namespace, to_host


class RandomSearch(Optimizer, frozen=True):
    """Try a random place near the best so far, and stay there only if the loss is lower.

    ``w <- best + rate n`` with normal noise n: no gradient at all, so it shows what gradients are
    worth. The weights are always the trial at hand, whose loss the next step finds out; it is
    meant for full batches, where two losses can be compared. What is drawn depends on where a
    member starts: the same start, the same trials.

    References
    ----------
    Rastrigin (1963), "The convergence of the random search method in the extremal control of a
    many parameter system", Automation and Remote Control 24.
    """

    title: ClassVar[str] = "Random search"
    rank: ClassVar[int] = 200
    default_rate: ClassVar[float] = 0.1
    wants_all_rows: ClassVar[bool] = True
    wants_loss: ClassVar[bool] = True

    def begin(self, flat: Array) -> State:
        """Return room for the best place, its loss, and the key of the member's draws."""
        xp = namespace(flat)
        column = xp.zeros_like(flat[:, :1])
        # A key has 24 bits: float32 holds it exactly. 0 means that there is none yet.
        numbers = {name: column.copy() for name in ("key", "loss", "low")}
        return {"best": xp.zeros_like(flat), **numbers}

    def step(
        self,
        flat: Array,
        gradient: Array,
        state: State,
        rate: Rate,
        t: int,
        decay_mask: Array | None = None,
    ) -> None:
        """Keep or drop the last trial, then move the weights to the next, in place."""
        better = self._better(state)
        namespace(flat).copyto(state["best"], flat, where=better)
        namespace(flat).copyto(state["low"], state["loss"], where=better)
        self._begin_draws(flat, state)
        flat[...] = state["best"] + self._noise(flat, state, t) * rate

    def stages(
        self,
        flat: Array,
        gradient: Array,
        state: State,
        rate: Rate,
        t: int,
        decay_mask: Array | None = None,
    ) -> list[Stage]:
        """Return the way back to the best place, the random part, and their sum."""
        step = self.foresee(flat, gradient, state, rate, t, decay_mask)
        back = namespace(flat).where(self._better(state), 0, state["best"] - flat)
        return [("back to the best", back), ("random", step - back), (self.step_name, step)]

    def _better(self, state: State) -> Array:
        better: Array = (state["key"] == 0) | (state["loss"] < state["low"])
        return better

    def _begin_draws(self, flat: Array, state: State) -> None:
        for member in np.flatnonzero(to_host(state["key"]) == 0):
            place = to_host(flat[member]).astype(np.float64).tobytes()
            state["key"][member] = zlib.crc32(place) % (1 << 24) | 1

    def _noise(self, flat: Array, state: State, t: int) -> Array:
        keys = to_host(state["key"])[:, 0]
        size = flat.shape[1:]
        drawn = [generator(int(key), "random search", t).normal(size=size) for key in keys]
        noise: Array = namespace(flat).asarray(np.stack(drawn), dtype=flat.dtype)
        return noise
