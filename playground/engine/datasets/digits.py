"""Small pictures of handwritten digits."""

from typing import Annotated, Any, ClassVar

from playground.core.settings import setting
from playground.engine.library_table import LibraryTable


class Digits(LibraryTable, frozen=True):
    """Handwritten digits, 8 x 8 pixels of grey from 0 to 16, ten classes.

    Optical recognition of handwritten digits (Alpaydin and Kaynak 1998, doi:10.24432/C50P49); the
    64 pixels come row by row.
    """

    rank: ClassVar[int] = 130
    total: ClassVar[int] = 1797
    columns: ClassVar[tuple[str, ...]] = tuple(
        f"pixel {row},{column}" for row in range(8) for column in range(8)
    )
    class_names: ClassVar[tuple[str, ...]] = tuple("0123456789")

    size: Annotated[
        int, setting("Rows", "How many of the 1797 rows are used.", low=0, high=1797)
    ] = 1797

    def fetch(self) -> tuple[Any, Any]:
        """Return all features ``(1797, 64)`` and labels ``(1797,)``."""
        from sklearn.datasets import load_digits

        x, y = load_digits(return_X_y=True)
        return x, y
