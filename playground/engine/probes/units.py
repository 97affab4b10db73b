"""What every neuron of a network sees: its activation over the plane of the input."""

from typing import Annotated

import numpy as np

from playground.core.settings import setting
from playground.engine.plane import extent_of, grid_of, rows_of
from playground.engine.probe import Probe, ShowsUnits, Watched, best_of
from playground.kernels.array import Array, to_host


class Units(Probe, frozen=True):
    """What every neuron of a network sees: its activation over the plane of the input.

    One array ``(units, height, width)`` of int8 for each layer, by block id, lowest row first;
    127 is the layer's largest activation but for outliers. There is nothing where the data
    has other than two features or the learner has no layers.
    """

    most: Annotated[int, setting("Units", "How many units of a layer are shown.", low=1)] = 16

    def measure(self, learner: Watched, size: tuple[int, int]) -> dict[str, Array]:
        """Return the fields of each layer's first units."""
        data = getattr(learner, "source", None)
        if data is None or not isinstance(learner, ShowsUnits) or rows_of(data).shape[1] != 2:
            return {}
        size = (size[0] or 20, size[1] or 20)
        x = rows_of(data)
        cells = grid_of(extent_of(x, size[0] / size[1]), size)
        best = best_of(learner)
        shown = slice(best, best + 1)
        layers = learner.activations(cells.reshape(-1, *data.x.shape[1:]), shown)
        return {
            block: quantise(to_host(values[0])[:, : self.most], size)
            for block, values in layers.items()
            if values.ndim == 3
        }


def quantise(values: Array, size: tuple[int, int]) -> Array:
    """Return activations ``(height * width, units)`` as int8 fields ``(units, height, width)``.

    They are divided by their 98th percentile, so that a few large ones leave the rest visible;
    what is not finite is zero.
    """
    values = np.nan_to_num(values, nan=0.0, posinf=0.0, neginf=0.0)
    limit = np.percentile(np.abs(values), 98) if values.size else 0.0
    scaled = np.clip(values / max(float(limit), 1e-12), -1.0, 1.0) * 127.0
    return np.rint(scaled).astype(np.int8).T.reshape(-1, size[1], size[0])
