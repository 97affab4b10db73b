"""Progression of diabetes."""

from typing import Annotated, Any, ClassVar

from playground.core.settings import setting
from playground.engine.library_table import LibraryTable


class Diabetes(LibraryTable, frozen=True):
    """Ten measurements of 442 people; the value is how diabetes went on a year later.

    Efron, Hastie, Johnstone and Tibshirani (2004), doi:10.1214/009053604000000067. Features and the
    target (25 to 346) come in their own units: standardise both before a network learns from them.
    """

    rank: ClassVar[int] = 160
    total: ClassVar[int] = 442
    columns: ClassVar[tuple[str, ...]] = (
        "age", "sex", "body mass index", "blood pressure", "total cholesterol", "LDL", "HDL",
        "cholesterol ratio", "log triglycerides", "blood sugar",
    )  # fmt: skip

    size: Annotated[
        int, setting("Rows", "How many of the 442 rows are used.", low=0, high=442)
    ] = 442

    def fetch(self) -> tuple[Any, Any]:
        """Return all features ``(442, 10)`` and targets ``(442,)``."""
        from sklearn.datasets import load_diabetes

        x, y = load_diabetes(return_X_y=True, scaled=False)
        return x, y
