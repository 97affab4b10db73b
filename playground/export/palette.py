"""The few colours that stand for all those of a picture."""

import numpy as np
from PIL import Image

from playground.kernels.array import Array

BITS = 6
"""Of each channel, that tell colours apart."""

BINS = 1 << 3 * BITS
FAR = 12.0
"""Distance in levels, root of the sum over channels, at which a colour is seen to be wrong."""

RARE = 24
"""Places that are kept for colours far from all others."""

WRONG = 0.004
"""Share of pixels that may be off by so much."""


class Palette:
    """Up to so many colours of a frame, rare ones among them, such as those of thin lines.

    Parameters
    ----------
    frame
        Pixels ``(height, width, 3)`` of uint8 to choose them from.
    most
        How many.

    Attributes
    ----------
    table
        Red, green and blue of 256 colours; those beyond `most` are black.
    """

    def __init__(self, frame: Array, most: int) -> None:
        codes = _codes(frame).ravel()
        count = np.bincount(codes, minlength=BINS)
        used = np.flatnonzero(count)
        sums = [np.bincount(codes, frame[..., c].ravel(), BINS)[used] for c in range(3)]
        means = np.stack(sums, axis=1) / count[used, None]
        # A colour's say grows slower than its area, or else large plain areas take all places.
        say = np.ceil(np.sqrt(count[used])).astype(np.int64)
        sample = np.repeat(np.round(means).astype(np.uint8), say, axis=0)[None]
        chosen = Image.fromarray(np.ascontiguousarray(sample)).quantize(
            most - RARE, Image.Quantize.MEDIANCUT, kmeans=1, dither=Image.Dither.NONE
        )
        raw = np.array(chosen.getpalette(), np.uint8).reshape(-1, 3)[: most - RARE]
        raw = np.concatenate([raw, _missed(raw, means, count[used])])
        self._colors = raw.astype(np.float32)
        self.table = raw.tobytes().ljust(768, b"\0")
        self._nearest = np.full(BINS, -1, np.int16)
        self._miss = np.zeros(BINS, np.float32)
        self._wrong = max(1.5 * self._share(count), WRONG)

    def suits(self, frame: Array) -> bool:
        """Say whether its colours show another frame about as well as they could."""
        return self._share(np.bincount(_codes(frame).ravel(), minlength=BINS)) <= self._wrong

    def _share(self, count: Array) -> float:
        """Return the share of pixels that are seen to be wrong, given how many are in each bin."""
        used = np.flatnonzero(count)
        self._learn(used)
        return float(count[used][self._miss[used] > FAR].sum() / count.sum())

    def indices(self, pixels: Array) -> Array:
        """Return the nearest colour of every pixel ``(height, width)``, as uint8."""
        codes = _codes(pixels)
        self._learn(np.unique(codes))
        found: Array = self._nearest[codes].astype(np.uint8)
        return found

    def _learn(self, bins: Array) -> None:
        """Find the nearest colour to bins that have not been met yet."""
        new = bins[self._nearest[bins] < 0]
        mask = (1 << BITS) - 1
        levels = np.stack([new >> 2 * BITS, new >> BITS & mask, new & mask], axis=1)
        centres = (levels * (256 >> BITS) + (128 >> BITS)).astype(np.float32)
        for part in np.array_split(np.arange(len(new)), len(new) // 4096 + 1):
            gaps = ((centres[part, None] - self._colors) ** 2).sum(axis=2)
            self._nearest[new[part]] = gaps.argmin(axis=1)
            self._miss[new[part]] = np.sqrt(gaps.min(axis=1)) if len(part) else 0.0


def _missed(table: Array, means: Array, count: Array) -> Array:
    """Return `RARE` colours that a table shows worst, one after the other, as uint8."""
    colors = table.astype(np.float32)
    parts = np.array_split(means.astype(np.float32), len(means) // 4096 + 1)
    gaps = [((part[:, None] - colors) ** 2).sum(axis=2).min(axis=1) for part in parts]
    miss, say = np.concatenate(gaps), np.sqrt(count)
    found = []
    for _ in range(RARE):
        worst = means[np.argmax(miss * say)]
        found.append(worst)
        miss = np.minimum(miss, ((means - worst) ** 2).sum(axis=1))
    chosen: Array = np.round(found).astype(np.uint8)
    return chosen


def _codes(pixels: Array) -> Array:
    """Return the bin of every pixel's colour."""
    coarse = (pixels >> (8 - BITS)).astype(np.int32)
    codes: Array = coarse[..., 0] << 2 * BITS | coarse[..., 1] << BITS | coarse[..., 2]
    return codes
