"""Three growers' wines."""

from typing import Annotated, Any, ClassVar

from playground.core.settings import setting
from playground.engine.library_table import LibraryTable


class Wine(LibraryTable, frozen=True):
    """Thirteen chemical measurements of 178 wines from three growers.

    Aeberhard and Forina (1992), doi:10.24432/C5PC7J. The units differ by a factor of a thousand:
    standardise before distances or gradients are to make sense.
    """

    rank: ClassVar[int] = 140
    total: ClassVar[int] = 178
    columns: ClassVar[tuple[str, ...]] = (
        "alcohol", "malic acid", "ash", "alcalinity of ash", "magnesium", "total phenols",
        "flavanoids", "nonflavanoid phenols", "proanthocyanins", "color intensity", "hue",
        "od280/od315 of diluted wines", "proline",
    )  # fmt: skip
    class_names: ClassVar[tuple[str, ...]] = ("grower 1", "grower 2", "grower 3")

    size: Annotated[
        int, setting("Rows", "How many of the 178 rows are used.", low=0, high=178)
    ] = 178

    def fetch(self) -> tuple[Any, Any]:
        """Return all features ``(178, 13)`` and labels ``(178,)``."""
        from sklearn.datasets import load_wine

        x, y = load_wine(return_X_y=True)
        return x, y
