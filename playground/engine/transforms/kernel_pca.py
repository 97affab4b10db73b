"""Principal components after a kernel's map, as features."""

from typing import Annotated, ClassVar

import numpy as np

from playground.core.settings import setting
from playground.core.shape import Signature
from playground.engine.kernel_trick import Coef0, Degree, Gamma, KernelName, kernel_of, usual_gamma
from playground.engine.reducer import Reducer
from playground.engine.some_rows import at_most
from playground.engine.transform import Fitted
from playground.kernels.array import Array
from playground.kernels.kernel_functions import Kernel, expansion
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
        KernelName,
        setting("Kernel", "How alike two rows are. Linear is plain PCA; the others bend."),
    ] = "rbf"
    gamma: Gamma = None
    degree: Degree = 3
    coef0: Coef0 = 1.0
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
        gamma = self.gamma or usual_gamma(x)
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
        return kernel_of(self.kernel, gamma, self.degree, self.coef0)
