"""Numbers in as few characters as a small cell has room for."""

import math

from playground.ui.plots.lettering import number


def brief(value: float, most: int = 6) -> str:
    """Write a number in at most so many characters, with fewer digits where it must.

    Examples
    --------
    >>> brief(-0.03125), brief(0.000374), brief(1.5), brief(-0.664), brief(-1.2e-12)
    ('−0.031', '0.0004', '1.5', '−0.664', '−1e−12')
    """
    for digits in (3, 2, 1):
        text = number(value, digits)
        if len(text) <= most:
            return text
    exponent = math.floor(math.log10(abs(value)))
    return f"{number(value / 10.0**exponent, 1)}e{number(exponent)}"
