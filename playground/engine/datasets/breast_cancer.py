"""Benign and malignant tumours."""

from typing import Annotated, Any, ClassVar

from playground.core.settings import setting
from playground.engine.library_table import LibraryTable

MEASURES = (
    "radius", "texture", "perimeter", "area", "smoothness", "compactness", "concavity",
    "concave points", "symmetry", "fractal dimension",
)  # fmt: skip


class BreastCancer(LibraryTable, frozen=True):
    """Thirty measurements of cell nuclei from 569 tumours, malignant or benign.

    Wolberg, Mangasarian, Street and Street (1993), doi:10.24432/C5DW2B. The units differ by
    a factor of a hundred thousand: standardise first.
    """

    rank: ClassVar[int] = 150
    total: ClassVar[int] = 569
    columns: ClassVar[tuple[str, ...]] = (
        *(f"mean {m}" for m in MEASURES),
        *(f"{m} error" for m in MEASURES),
        *(f"worst {m}" for m in MEASURES),
    )
    class_names: ClassVar[tuple[str, ...]] = ("malignant", "benign")

    size: Annotated[
        int, setting("Rows", "How many of the 569 rows are used.", low=0, high=569)
    ] = 569

    def fetch(self) -> tuple[Any, Any]:
        """Return all features ``(569, 30)`` and labels ``(569,)``."""
        from sklearn.datasets import load_breast_cancer

        x, y = load_breast_cancer(return_X_y=True)
        return x, y
