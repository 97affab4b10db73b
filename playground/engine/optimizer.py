"""The parent of optimizers: how a gradient moves the weights."""

from typing import Annotated, ClassVar, TypeAlias

from playground.core.registry import tag_of
from playground.core.settings import Plugin, setting
from playground.kernels.array import Array, namespace

State: TypeAlias = dict[str, Array]
"""What an optimizer remembers, by name; the first axis of every array counts the members."""

Rate: TypeAlias = float | Array
"""One learning rate, or one a member of shape ``(members, 1)``."""

Stage: TypeAlias = tuple[str, Array]
"""A name and a displacement ``(members, P)`` of the weights."""

GRADIENT = "−gradient × rate"
"""Name of the stage that plain descent would take as its step."""

Epsilon: TypeAlias = Annotated[
    float,
    setting(
        "Epsilon", "Keeps the division finite.",
        low=1e-12, high=1, scale="log", section="Details", tunable=True,
    ),
]  # fmt: skip
"""What rules that rescale the gradient add to the divisor."""


class Optimizer(Plugin, frozen=True, tag=tag_of):
    """A rule that moves weights down a gradient; a subclass defines `step`.

    One call moves all members of a population, and gives each what it would get alone.
    """

    title: ClassVar[str] = ""
    rank: ClassVar[int] = 100
    default_rate: ClassVar[float] = 0.01
    """Learning rate that suits the rule, for small networks on features of unit scale."""
    memory: ClassVar[tuple[str, ...]] = ()
    """Names of the state arrays shaped like the weights; all start at zero."""
    wants_all_rows: ClassVar[bool] = False
    """Whether it compares a step's loss or gradient with the last one's."""
    wants_loss: ClassVar[bool] = False
    """Whether ``state["loss"]``, ``(members, 1)``, is to hold the loss of the weights before
    each step: `Descent` fills it in."""
    step_name: ClassVar[str] = "step"
    """What the last of `stages` is called: the whole step."""

    def begin(self, flat: Array) -> State:
        """Return the state before the first step, all zeros, for weights ``(members, P)``."""
        xp = namespace(flat)
        return {name: xp.zeros_like(flat) for name in self.memory}

    def step(
        self,
        flat: Array,
        gradient: Array,
        state: State,
        rate: Rate,
        t: int,
        decay_mask: Array | None = None,
    ) -> None:
        """Move the weights one step, in place.

        Parameters
        ----------
        flat
            Weights ``(members, P)``, overwritten.
        gradient
            Their gradient, same shape, only read.
        state
            What `begin` returned, overwritten.
        rate
            Learning rate.
        t
            Number of this step, counted from 1.
        decay_mask
            ``(P,)`` of the weights' dtype: 1 where a weight may decay, 0 where it must not (biases,
            scales of norms). None lets every weight decay. Only rules with a decay look at it.
        """
        raise NotImplementedError

    def stages(
        self,
        flat: Array,
        gradient: Array,
        state: State,
        rate: Rate,
        t: int,
        decay_mask: Array | None = None,
    ) -> list[Stage]:
        """Explain the next step as named displacements, for arrows; nothing is changed.

        Takes what `step` takes. The first stage is what plain descent would do, the last one
        exactly the displacement that `step` makes; what stands between are its parts.
        """
        step = self.foresee(flat, gradient, state, rate, t, decay_mask)
        return [(GRADIENT, -(gradient * rate)), (self.step_name, step)]

    def foresee(
        self,
        flat: Array,
        gradient: Array,
        state: State,
        rate: Rate,
        t: int,
        decay_mask: Array | None = None,
    ) -> Array:
        """Return the displacement ``(members, P)`` that `step` would make, by one on copies."""
        after = flat.copy()
        held = {name: array.copy() for name, array in state.items()}
        self.step(after, gradient, held, rate, t, decay_mask)
        after -= flat
        return after

    def preconditioner(self, state: State, t: int) -> Array | None:
        """Return what the rule divides each weight's step by after `t` steps, ``(members, P)``.

        None where it treats all weights alike, or has nothing to go by yet.
        """
        return None

    def stability_limit(self, curvature: float) -> float | None:
        """Return the highest rate that converges on a bowl of this curvature.

        Parameters
        ----------
        curvature
            Largest eigenvalue of the Hessian H; for rules with a preconditioner P, which is held
            still, of ``P^-1/2 H P^-1/2``.

        Returns
        -------
        The rate, or None where there is no such limit: for a curvature that is not positive, and
        for rules that size their steps otherwise. It is local, and exact on quadratics only.

        References
        ----------
        Cohen et al. (2022), "Adaptive gradient methods at the edge of stability",
        arXiv:2207.14484.
        """
        return None
