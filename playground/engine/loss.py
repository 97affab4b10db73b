"""The parent of losses: what a learner's outputs should be, and how to show them."""

from typing import ClassVar

import numpy as np

from playground.core.registry import tag_of
from playground.core.settings import Plugin
from playground.core.shape import Target
from playground.kernels.array import Array
from playground.kernels.losses import LOSSES


class Loss(Plugin, frozen=True, tag=tag_of):
    """What outputs cost against targets; a subclass names its kernel and what it suits.

    Outputs ``z`` and targets ``y`` have the shape ``(..., n, c)`` and broadcast over leading axes.
    """

    title: ClassVar[str] = ""
    rank: ClassVar[int] = 100
    kernel: ClassVar[str]
    """Name of the function in `kernels.losses.LOSSES`."""
    suited: ClassVar[tuple[Target, ...]] = ("class", "value")
    wants_linear: ClassVar[bool] = False
    """Whether a squashing activation right before it is a mistake."""
    probabilities: ClassVar[bool] = False
    """Whether `scores` of a class target are estimates of probabilities."""

    def suits(self, target: Target) -> bool:
        """Say whether the loss can be used on such targets."""
        return target in self.suited

    def outputs(self, target: Target, classes: int) -> int:
        """Return how many outputs a learner needs for this many classes or target columns."""
        return classes

    def targets(self, y: Array) -> Array:
        """Return what the outputs are compared with, ``(..., n, outputs)``.

        Parameters
        ----------
        y
            One-hot classes or values ``(..., n, classes)``, as `Data.targets` returns them.
        """
        return y

    def value(self, z: Array, y: Array) -> Array:
        """Compute the loss of each row, ``(..., n)``."""
        return LOSSES[self.kernel].value(z, y)

    def value_and_gradient(self, z: Array, y: Array) -> tuple[Array, Array]:
        """Compute each row's loss and its gradient ``(..., n, c)``, not divided by n."""
        return LOSSES[self.kernel].value_and_gradient(z, y)

    def scores(self, z: Array) -> Array:
        """Return what is shown: a column for each class, the largest wins; or values."""
        return z

    def best_constant(self, y: Array) -> Array:
        """Return the outputs ``(outputs,)`` that, the same for every row, cost least.

        Parameters
        ----------
        y
            What `targets` returned, ``(n, outputs)``, at least one row.
        """
        raise NotImplementedError

    def baseline(self, y: Array) -> float:
        """Compute the mean loss of `best_constant`: what is gained without looking at x.

        Parameters
        ----------
        y
            What `targets` returned for the training rows, ``(n, outputs)``.
        """
        constant = np.broadcast_to(self.best_constant(y), y.shape)
        return float(self.value(constant, y).mean())
