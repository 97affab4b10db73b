"""Places on an axis that read well."""

import math


def linear_ticks(low: float, high: float, most: int) -> list[float]:
    """Return at most `most` multiples of 1, 2 or 5 times a power of ten within a range.

    Examples
    --------
    >>> linear_ticks(0.0, 1.0, 6)
    [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]
    """
    if not 0 < high - low < math.inf or most < 1:
        return []
    step = 10.0 ** math.floor(math.log10((high - low) / max(most, 1)))
    while True:
        for factor in (1, 2, 5, 10):
            size = factor * step
            first, last = math.ceil(low / size - 1e-9), math.floor(high / size + 1e-9)
            if last - first + 1 <= most:
                return [round(i * size, 12) for i in range(first, last + 1)]
        step *= 10


def log_ticks(low: float, high: float, most: int) -> list[float]:
    """Return at most `most` values evenly placed on a logarithmic axis.

    Examples
    --------
    >>> log_ticks(0.001, 1.0, 4)
    [0.001, 0.01, 0.1, 1.0]
    >>> log_ticks(0.1, 1.0, 5)
    [0.1, 0.2, 0.5, 1.0]
    """
    if not 0 < low < high < math.inf or most < 1:
        return []
    decades = range(math.floor(math.log10(low) + 1e-9), math.ceil(math.log10(high) - 1e-9) + 1)
    for factors in ((1, 2, 5), (1, 3)):
        found = _within([f * 10.0**d for d in decades for f in factors], low, high)
        if len(found) <= most:
            break
    else:
        stride = 1
        found = _within([10.0**d for d in decades], low, high)
        while len(found[::stride]) > most:
            stride += 1
        found = found[::stride]
    return found if len(found) > 1 else _within(linear_ticks(low, high, most), low, high)


def _within(values: list[float], low: float, high: float) -> list[float]:
    return [float(f"{v:.12g}") for v in values if low * (1 - 1e-9) <= v <= high * (1 + 1e-9)]
