"""Three kinds of iris flower."""

from typing import Annotated, Any, ClassVar

from playground.core.settings import setting
from playground.engine.library_table import LibraryTable


class Iris(LibraryTable, frozen=True):
    """Sepals and petals of 150 iris flowers, in centimetres, of three species.

    Fisher (1936), doi:10.1111/j.1469-1809.1936.tb02137.x.
    """

    rank: ClassVar[int] = 120
    total: ClassVar[int] = 150
    columns: ClassVar[tuple[str, ...]] = (
        "sepal length", "sepal width", "petal length", "petal width",
    )  # fmt: skip
    class_names: ClassVar[tuple[str, ...]] = ("setosa", "versicolor", "virginica")

    size: Annotated[
        int, setting("Rows", "How many of the 150 rows are used.", low=0, high=150)
    ] = 150

    def fetch(self) -> tuple[Any, Any]:
        """Return all features ``(150, 4)`` and labels ``(150,)``."""
        from sklearn.datasets import load_iris

        x, y = load_iris(return_X_y=True)
        return x, y
