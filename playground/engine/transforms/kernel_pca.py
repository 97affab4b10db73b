"""Principal components after a kernel's map, as features."""

from functools import partial
from typing import Annotated, ClassVar, Literal

import numpy as np

from playground.core.settings import setting
from playground.core.shape import Signature
from playground.engine.reducer import Reducer
from playground.engine.some_rows import at_most
from playground.engine.transform import Fitted
from playground.kernels.array import Array
from playground.kernels.kernel_functions import Kernel, expansion, linear, polynomial, rbf
from playground.kernels.principal import kernel_axes


class KernelPca(Reducer, frozen=True):
    """Find the directions of most variance in a space that a kernel opens, where rings unroll.

    The training rows are kept: a new row is placed by how alike it is to each of them. There is no
    way back to the features.

    References
    ----------
    Schölkopf, Smola and Müller (1998), doi:10.1162/089976698300017467.
    """

    title: ClassVar[str] = "Kernel PCA"
    rank: ClassVar[int] = 26
    axis: ClassVar[str] = "kernel PC"
    also_called: ClassVar[tuple[str, ...]] = (
        "principal components", "nonlinear", "manifold", "dimension reduction",
        "dimensionality reduction",
    )  # fmt: skip

    kernel: Annotated[
        Literal["rbf", "polynomial", "linear"],
        setting("Kernel", "How alike two rows are. Linear is plain PCA; the others bend."),
    ] = "rbf"
    gamma: (
        Annotated[
            float,
            setting("Gamma", "How fast likeness fades with distance (RBF), or the scale of "
                    "products (polynomial). Left open it is 1 over features times variance.",
                    low=1e-4, high=1e4, scale="log", nothing="From the data"),
        ]
        | None
    ) = None  # fmt: skip
    degree: Annotated[
        int, setting("Degree", "Power of the polynomial.", low=1, high=10,
                     when=("kernel", "polynomial")),
    ] = 3  # fmt: skip
    coef0: Annotated[
        float, setting("Constant", "Added before the power is taken: it keeps lower powers too.",
                       low=0.0, high=100.0, when=("kernel", "polynomial")),
    ] = 1.0  # fmt: skip
    rows: Annotated[
        int, setting("Rows kept", "Training rows that it goes by; of more, so many are drawn. All "
                     "are compared with one another.", low=2, high=3000),
    ] = 1000  # fmt: skip

    def most(self, signature: Signature) -> int:
        """Return how many components there can be: one for each row that is kept."""
        return min(self.rows, signature.train_rows)

    def fit(self, x: Array) -> Fitted:
        """Return the ``rows`` kept ``(m, d)``, their ``weights`` ``(k, m)`` and the ``shift``."""
        kept = x[at_most(np.arange(len(x)), self.rows)]
        variance = float(x.var())
        gamma = self.gamma or (1 / (x.shape[1] * variance) if variance > 0 else 1.0)
        found = kernel_axes(self._kernel(gamma)(kept, kept), self.components)
        return {
            "rows": kept, "gamma": np.array(gamma), "weights": found.weights,
            "shift": found.shift, "spectrum": found.variance / max(len(kept) - 1, 1),
        }  # fmt: skip

    def apply(self, x: Array, fitted: Fitted) -> Array:
        """Return components ``(..., k)``."""
        flat = np.reshape(x, (-1, x.shape[-1]))
        kernel = self._kernel(float(fitted["gamma"]))
        placed = expansion(kernel, flat, fitted["rows"], fitted["weights"]) - fitted["shift"]
        return np.asarray(placed.reshape(*x.shape[:-1], -1))

    def _kernel(self, gamma: float) -> Kernel:
        if self.kernel == "rbf":
            return partial(rbf, gamma=gamma)
        if self.kernel == "linear":
            return linear
        return partial(polynomial, gamma=gamma, degree=self.degree, coef0=self.coef0)
