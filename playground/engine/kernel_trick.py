"""What kernel methods share: their settings, and the kernel that these come to.

A kernel gives the scalar product of two rows after a map into another space, which is never
carried out.
"""

from functools import partial
from typing import Annotated, Literal, TypeAlias

from playground.core.settings import setting
from playground.kernels.array import Array
from playground.kernels.kernel_functions import Kernel, linear, polynomial, rbf

KernelName: TypeAlias = Literal["linear", "polynomial", "rbf"]

Gamma: TypeAlias = (
    Annotated[
        float,
        setting("Gamma", "How fast likeness fades with distance (RBF), or the scale of "
                "products (polynomial). Left open it is 1 over features times variance.",
                low=1e-4, high=1e4, scale="log", nothing="From the data"),
    ]
    | None
)  # fmt: skip

Degree: TypeAlias = Annotated[
    int,
    setting("Degree", "Power of the polynomial.", low=1, high=10, when=("kernel", "polynomial")),
]

Coef0: TypeAlias = Annotated[
    float,
    setting("Constant", "Added before the power is taken: it keeps lower powers too.", low=0.0,
            high=100.0, when=("kernel", "polynomial")),
]  # fmt: skip


def usual_gamma(x: Array) -> float:
    """Return 1 over features times variance of rows ``(n, d)``; 1 where they are all equal."""
    variance = float(x.var())
    return 1.0 / (x.shape[1] * variance) if variance > 0 else 1.0


def kernel_of(name: KernelName, gamma: float, degree: int, coef0: float) -> Kernel:
    """Return a kernel with its settings filled in."""
    if name == "linear":
        return linear
    if name == "rbf":
        return partial(rbf, gamma=gamma)
    return partial(polynomial, gamma=gamma, degree=degree, coef0=coef0)
