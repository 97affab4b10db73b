"""Fields of probabilities and values as images."""

import numpy as np
from PySide6.QtGui import QImage

from playground.kernels.array import Array
from playground.ui.plots.colors import LEVELS, Ends, class_table, signed_table
from playground.ui.theme import Theme


def class_pixels(theme: Theme, field: Array, discrete: bool = False) -> Array:
    """Return pixels ``(h, w)`` of class probabilities ``(h, w, c)``.

    The colour is that of the most likely class; how far it stands out from the neutral surface
    is the confidence, from a tie of all classes to certainty.
    """
    count = max(field.shape[-1], 2)
    if field.shape[-1] == 1:
        field = np.concatenate([1 - field, field], axis=-1)
    label = field.argmax(axis=-1)
    if discrete:
        return class_table(theme, count)[label, LEVELS - 1]
    top = np.take_along_axis(field, label[..., None], axis=-1)[..., 0]
    confidence = np.clip((top - 1 / count) / (1 - 1 / count), 0.0, 1.0)
    return class_table(theme, count)[label, np.rint(confidence * (LEVELS - 1)).astype(np.intp)]


def value_pixels(
    theme: Theme, field: Array, limits: tuple[float, float], ends: Ends = (0, 1)
) -> Array:
    """Return pixels ``(h, w)`` of values ``(h, w)`` between two limits."""
    low, high = limits
    share = np.clip(np.nan_to_num((field - low) / max(high - low, 1e-12)), 0.0, 1.0)
    return signed_table(theme, ends=ends)[np.rint(share * 255).astype(np.intp)]


def image_of(pixels: Array) -> QImage:
    """Return an image of pixels whose lowest row comes first; it owns its memory."""
    upright = np.ascontiguousarray(pixels[::-1], np.uint32)
    height, width = upright.shape
    return QImage(
        upright.data, width, height, 4 * width, QImage.Format.Format_RGB32
    ).copy()  # the array may go before the image


def limits_of(values: Array) -> tuple[float, float]:
    """Return the ends of a colour scale: symmetric where values have both signs.

    They come from the data, so that the colours stand still while the field moves.
    """
    if not values.size:
        return -1.0, 1.0
    low, high = float(values.min()), float(values.max())
    if low < 0 < high:
        low, high = -max(-low, high), max(-low, high)
    return (low, high) if high > low else (low - 1.0, high + 1.0)
