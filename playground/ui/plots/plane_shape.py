"""The shape of a plane that is measured: in steps, for not every pixel is worth a new request."""

NARROWEST, LOWEST = 64, 48
"""Pixels below which a picture counts as this wide or high."""


def aspect_of(width: float, height: float) -> float:
    """Return the width of a picture over its height, in steps of an eighth."""
    return max(round(max(width, NARROWEST) / max(height, LOWEST) * 8) / 8, 0.25)


def cells_of(aspect: float, longer: int) -> tuple[int, int]:
    """Return the cells of a plane across and up, of which the longer side has `longer`."""
    if aspect >= 1:
        return longer, round(longer / aspect)
    return round(longer * aspect), longer
