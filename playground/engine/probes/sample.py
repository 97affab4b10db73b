"""One row of the data set, as it is given."""

from typing import Annotated

import numpy as np

from playground.core.settings import setting
from playground.engine.coding.latent import side_of
from playground.engine.data import names_for
from playground.engine.plane import rows_of
from playground.engine.probe import Probe, Watched
from playground.kernels.array import Array


class Sample(Probe, frozen=True):
    """One row of the data set, as it is given.

    Its ``features`` ``(d,)`` and their ``names``, the range of all features ``limits``, ``side``
    of the picture that it is (0: none), and its ``labels`` with ``classes``, or ``values``. A row
    that is not there gives nothing.
    """

    row: Annotated[int, setting("Row", "Its number in the data set.", low=0)] = 0

    def measure(self, learner: Watched, size: tuple[int, int]) -> dict[str, Array]:
        """Return the row; see the class."""
        data = getattr(learner, "source", None)
        if data is None or self.row >= len(data.x):
            return {}
        x = rows_of(data)
        colouring: dict[str, Array] = data.colouring(np.array([self.row]))
        return colouring | {
            "features": x[self.row].astype(np.float32), "side": np.array(side_of(data)),
            "limits": np.array([x.min(), x.max()]), "row": np.array(self.row),
            "names": np.array(names_for(x.shape[1], data.names)),
        }  # fmt: skip
