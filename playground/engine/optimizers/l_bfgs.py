"""Newton's step from what the last steps have shown."""

from typing import Annotated, ClassVar

from playground.core.settings import setting
from playground.engine.optimizer import Optimizer, Rate, State
from playground.kernels.array import Array, namespace

LEAST = 1e-10
"""Product of a step and the change of the gradient from which on the pair is believed."""

LONGEST = 10.0
"""Length of the way from which on a proposal is cut short: few pairs may promise the moon."""


class LBfgs(Optimizer, frozen=True):
    """Guess the curvature from the last steps and aim at the bottom of the bowl.

    The last pairs of step s and change of gradient y stand for an inverse Hessian, applied to the
    gradient by two loops over them; the rate is the share taken of the way that they propose.
    There is no line search, but a proposal of more than 10 in length is cut to that. It is meant
    for full batches: noise between two gradients looks like curvature. A pair with
    ``s y <= 1e-10``, where the valley bends down, is left out; the first step goes down the
    gradient, at most as far as the rate (sum of all weights' moves). Where the proposal would lead
    uphill, a member starts over in this way.

    References
    ----------
    Liu and Nocedal (1989), "On the limited memory BFGS method for large scale optimization",
    doi:10.1007/BF01589116.
    """

    title: ClassVar[str] = "L-BFGS"
    rank: ClassVar[int] = 75
    default_rate: ClassVar[float] = 0.5
    wants_all_rows: ClassVar[bool] = True
    step_name: ClassVar[str] = "curved step"

    pairs: Annotated[
        int,
        setting("Remembered steps", "How many of the last steps tell the curvature.",
                low=1, high=100, tunable=True),
    ] = 10  # fmt: skip

    def begin(self, flat: Array) -> State:
        """Return room for the pairs, ``(members, pairs, P)``, and for the step before."""
        xp = namespace(flat)
        members, size = flat.shape
        shapes = {
            "s": (members, self.pairs, size), "y": (members, self.pairs, size),
            "share": (members, self.pairs), "at": (members, size), "slope": (members, size),
            "begun": (members, 1),
        }  # fmt: skip
        return {name: xp.zeros(shape, flat.dtype) for name, shape in shapes.items()}

    def step(
        self,
        flat: Array,
        gradient: Array,
        state: State,
        rate: Rate,
        t: int,
        decay_mask: Array | None = None,
    ) -> None:
        """Move the weights one step, in place."""
        xp = namespace(flat)
        self._remember(flat, gradient, state)
        way = -_curved(gradient, state)
        length = xp.sqrt((way * way).sum(axis=1, keepdims=True))
        way *= LONGEST / xp.maximum(length, LONGEST)
        uphill = (way * gradient).sum(axis=1, keepdims=True) > 0
        state["share"] *= ~uphill
        plain = (state["share"][:, -1:] == 0) | uphill
        way = xp.where(plain, -gradient, way)
        fair = 1 / xp.maximum(abs(gradient).sum(axis=1, keepdims=True), 1)
        state["at"][...] = flat
        state["slope"][...] = gradient
        state["begun"][...] = 1
        flat += way * (xp.where(plain, fair, 1) * rate).astype(flat.dtype)

    def _remember(self, flat: Array, gradient: Array, state: State) -> None:
        """Put the pair of the last step in place of the oldest, where it is to be believed."""
        xp = namespace(flat)
        s, y = flat - state["at"], gradient - state["slope"]
        product = (s * y).sum(axis=1)
        good = (product > LEAST) & (state["begun"][:, 0] > 0)
        for name, newest in (("s", s), ("y", y), ("share", 1 / product.clip(LEAST))):
            held = state[name]
            shifted = xp.concatenate([held[:, 1:], newest[:, None]], axis=1)
            xp.copyto(held, shifted, where=good.reshape(-1, *(1,) * (held.ndim - 1)))


def _curved(gradient: Array, state: State) -> Array:
    """Return the guessed inverse Hessian times the gradient; pairs of share 0 do nothing."""
    s, y, share = state["s"], state["y"], state["share"]
    way = gradient.copy()
    portions = []
    for k in reversed(range(s.shape[1])):
        portion = share[:, k, None] * (s[:, k] * way).sum(axis=1, keepdims=True)
        way -= portion * y[:, k]
        portions.append(portion)
    xp = namespace(gradient)
    newest = (y[:, -1] * y[:, -1]).sum(axis=1, keepdims=True) * share[:, -1:]
    way *= xp.where(newest > 0, 1 / xp.where(newest > 0, newest, 1), 1)
    for k, portion in enumerate(reversed(portions)):
        way += s[:, k] * (portion - share[:, k, None] * (y[:, k] * way).sum(axis=1, keepdims=True))
    return way
