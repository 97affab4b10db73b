"""The parent of optimizers: how a gradient moves the weights."""

from typing import Annotated, ClassVar, TypeAlias

from playground.core.registry import tag_of
from playground.core.settings import Plugin, setting
from playground.kernels.array import Array, namespace

State: TypeAlias = dict[str, Array]
"""What an optimizer remembers, by name; every array is shaped like the weights."""

Rate: TypeAlias = float | Array
"""One learning rate, or one a member of shape ``(members, 1)``."""

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
    """Names of the state arrays; all start at zero."""

    def begin(self, flat: Array) -> State:
        """Return the state before the first step, for weights ``(members, P)``."""
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

    def stability_limit(self, curvature: float) -> float | None:
        """Return the highest rate that converges on a bowl of this curvature.

        Parameters
        ----------
        curvature
            Largest eigenvalue of the Hessian.

        Returns
        -------
        The rate, or None where there is no such limit: for a curvature that is not positive, and
        for rules that rescale the gradient. It is local, and exact on quadratics only.
        """
        return None
