"""The parent of models that learn from rows alone, whatever labels or values come with them."""

from typing import ClassVar

import numpy as np

from playground.core.block import Family, Port
from playground.core.shape import Shape, ShapeError, Signature, Target, describe
from playground.engine.estimator import Estimator
from playground.kernels.array import Array, namespace

LARGEST = 1e140
"""Numbers from here on have no finite squares, and so no distances."""


class Unlabelled(Estimator, frozen=True):
    """Data in, and nothing out: what it finds in them is for looking at.

    It learns from all rows, as nothing is predicted that some would have to be held back for.
    """

    family: ClassVar[Family] = "unsupervised"
    outputs: ClassVar[tuple[Port, ...]] = ()
    needs_target: ClassVar[bool] = False
    targets: ClassVar[tuple[Target, ...]] = ("class", "value", "none")
    goal: ClassVar[str] = ""
    """Name of the number in `own_metrics` that it goes by; empty for none."""
    rising: ClassVar[bool] = False
    """Whether that number is better when it is higher."""

    def check_input(self, shape: Shape, signature: Signature) -> None:
        """Refuse what cannot be learned from.

        Raises
        ------
        ShapeError
            In words, if there is no plain table of features.
        """
        if any(size is None for _, size in shape):
            raise ShapeError(f"it learns from tables, but {describe(shape)} arrives")


def trouble_with(x: Array) -> str:
    """Say in words why rows ``(n, d)`` cannot be compared, or nothing.

    Examples
    --------
    >>> trouble_with(np.array([[1.0], [np.nan]]))
    'stopped: some features are not finite numbers'
    """
    size = float(namespace(x).abs(x).max()) if x.size else 0.0
    if not np.isfinite(size):
        return "stopped: some features are not finite numbers"
    if size > LARGEST:
        return (
            "stopped: the numbers are too large to be squared: put a Standardise block in front "
            "of it"
        )
    return ""
