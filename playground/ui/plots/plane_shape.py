"""The shape of a plane that is measured, and what its axes are called."""

from collections.abc import Sequence

NARROWEST, LOWEST = 64, 48
"""Pixels below which a picture counts as this wide or high."""


def aspect_of(width: float, height: float) -> float:
    """Return the width of a picture over its height, in steps of an eighth.

    Not every pixel is worth a new request.
    """
    return max(round(max(width, NARROWEST) / max(height, LOWEST) * 8) / 8, 0.25)


def cells_of(aspect: float, longer: int) -> tuple[int, int]:
    """Return the cells of a plane across and up, of which the longer side has `longer`."""
    if aspect >= 1:
        return longer, round(longer / aspect)
    return round(longer * aspect), longer


def axis_names(axes: Sequence[int], inputs: Sequence[str]) -> tuple[str, str]:
    """Return what the axes of a plane across and up are called.

    Parameters
    ----------
    axes
        Numbers of two features, -1 for none; of the first it stands for a plane of most spread.
    inputs
        Names of all features.

    Examples
    --------
    >>> axis_names((0, -1), ("width",)), axis_names((-1, -1), ("width", "height"))
    (('width', ''), ('principal axis 1', 'principal axis 2'))
    """
    first, second = axes
    if first < 0:
        return "principal axis 1", "principal axis 2"
    return _feature(first, inputs), _feature(second, inputs)


def _feature(number: int, inputs: Sequence[str]) -> str:
    if number < 0:
        return ""
    return inputs[number] if number < len(inputs) else f"feature {number + 1}"
