"""The parent of measured data sets: rows chosen from a table that scikit-learn carries."""

from typing import Annotated, Any, ClassVar

import numpy as np

from playground.core.settings import setting
from playground.core.shape import Signature, features
from playground.engine.dataset import Dataset
from playground.kernels.array import Array


class LibraryTable(Dataset, frozen=True):
    """Rows of a fixed table; a subclass names its columns and fetches it.

    Names and counts are written down in the subclass, so that nothing is imported before rows
    are drawn. The seed chooses which rows come when fewer are wanted than there are, and noise is
    measured in standard deviations of each feature.
    """

    total: ClassVar[int]
    columns: ClassVar[tuple[str, ...]]
    class_names: ClassVar[tuple[str, ...]] = ()

    noise: Annotated[
        float,
        setting(
            "Noise",
            "Spread added to every feature, in standard deviations of that feature.",
            low=0, high=5,
        ),
    ] = 0.0  # fmt: skip

    def describe(self) -> Signature:
        """Return the columns and classes of the whole table."""
        return Signature(
            features(len(self.columns)), "class" if self.class_names else "value",
            len(self.class_names) or 1, self.total, self.columns, self.class_names,
        )  # fmt: skip

    def fetch(self) -> tuple[Any, Any]:
        """Return all features ``(total, d)`` and targets ``(total,)``, as scikit-learn has them."""
        raise NotImplementedError

    def draw(self, random: np.random.Generator, size: int) -> tuple[Array, Array]:
        """Choose `size` different rows in the order of a random permutation."""
        x, y = self.fetch()
        rows = random.permutation(self.total)[:size]
        chosen = np.asarray(x, np.float64)[rows]
        if self.class_names:
            return chosen, np.asarray(y, np.int64)[rows]
        return chosen, np.asarray(y, np.float64)[rows, None]

    def disturb(self, x: Array, y: Array, random: np.random.Generator) -> tuple[Array, Array]:
        """Add normal noise to every feature; a feature that never varies stays as it is."""
        if not self.noise:
            return x, y
        return x + self.noise * x.std(axis=0) * random.standard_normal(x.shape), y
