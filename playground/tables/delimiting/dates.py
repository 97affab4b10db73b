"""Dates, with or without a time of day, as days since the beginning of 1970."""

import re
from collections.abc import Sequence

import numpy as np

from playground.kernels.array import Array
from playground.tables.delimiting.numbers import NEARLY_ALL
from playground.tables.preview import DateOrder

TIME = (
    r"(?:[T ] ?([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}(?:\.[0-9]{1,9})?))?(?: ?(?:([Aa])|([Pp]))[Mm])?"
    r"(?: ?(?:Z|([+-][0-9]{2}):?([0-9]{2})))?)?"
)
BEHIND = rf"^([0-9]{{1,2}})[-/.]([0-9]{{1,2}})[-/.]([0-9]{{4}}|[0-9]{{2}}){TIME}$"

PATTERNS: dict[DateOrder, str] = {
    "year": rf"^([0-9]{{4}})[-/.]([0-9]{{1,2}})[-/.]([0-9]{{1,2}}){TIME}$",
    "day": BEHIND,
    "month": BEHIND,
}
"""Dates by what comes first, in the words of Python's and of polars' patterns.

Their groups are three numbers of the date; hour, minute, second; whether before or after noon; and
how many hours and minutes local time is ahead.
"""

_COMPILED = {order: re.compile(pattern) for order, pattern in PATTERNS.items()}
_LIKE_DATE = re.compile(r"[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}")
_PLACES = {"year": (0, 1, 2), "day": (2, 1, 0), "month": (2, 0, 1)}
GROUPS, NOON = 10, (6, 7)

CENTURY = 69
"""Years of two digits are of this century up to here."""


def days(entries: Sequence[str], order: DateOrder) -> Array:
    """Return for each entry the days since 1970-01-01, and NaN where it is no date.

    Examples
    --------
    >>> days(["1970-01-02", "1971-01-01 12:00", "1971-02-29"], "year").tolist()
    [1.0, 365.5, nan]
    """
    parts = np.full((GROUPS, len(entries)), np.nan)
    for place, entry in enumerate(entries):
        if found := _COMPILED[order].fullmatch(entry.strip()):
            for group, text in enumerate(found.groups()):
                if text is not None:
                    parts[group, place] = 1.0 if text.isalpha() else float(text)
    return counted(parts, order)


def counted(parts: Array, order: DateOrder) -> Array:
    """Return the days of dates that are taken apart: the groups of a pattern ``(10, n)``, or NaN.

    Local times that tell how far they are ahead are brought to universal time.
    """
    there = ~np.isnan(parts[0])
    year, month, day = (np.where(there, parts[i], 1.0) for i in _PLACES[order])
    hour, minute, second, *_ = np.nan_to_num(parts[3:])
    before, after = (~np.isnan(parts[place]) for place in NOON)
    good = there & (hour < 24) & (minute < 60) & (second < 60)
    good &= ~(before | after) | ((hour >= 1) & (hour <= 12))
    hour = np.where(before | after, hour % 12 + 12 * after, hour)
    year = np.where(year < 100, year + np.where(year < CENTURY, 2000, 1900), year)
    months = (12 * (year - 1970) + month - 1).astype(np.int64)
    first, end = (_first_day(months + more) for more in (0, 1))
    good &= (month >= 1) & (month <= 12) & (day >= 1) & (day <= end - first)
    ahead = np.nan_to_num(parts[8]) + np.copysign(np.nan_to_num(parts[9]), parts[8]) / 60
    time = (hour - ahead) / 24 + minute / 1440 + second / 86400
    return np.where(good, first + day - 1 + time, np.nan)


def _first_day(months: Array) -> Array:
    """Return the days up to the beginning of months since 1970."""
    found: Array = months.astype("M8[M]").astype("M8[D]").astype(np.int64)
    return found


def order_of(entries: Sequence[str]) -> DateOrder:
    """Return what comes first in the dates of a column; "" where it is none, or nobody can know.

    Examples
    --------
    >>> order_of(["12/31/2024", "1/2/2025"]), order_of(["1/2/2025"]), order_of(["1.2.2025"])
    ('month', '', 'day')
    """
    found = _orders(entries)
    dots = sum(entry.count(".") >= 2 for entry in entries) > len(entries) / 2
    if len(found) > 1 and dots:
        return "day"
    return found[0] if len(found) == 1 else ""


def either_order(entries: Sequence[str]) -> bool:
    """Say whether entries are dates of which nobody can know if the day or the month comes first.

    Examples
    --------
    >>> either_order(["1/2/2025", "3/4/2025"]), either_order(["31/12/2025"])
    (True, False)
    """
    return len(_orders(entries)) > 1 and not order_of(entries)


def _orders(entries: Sequence[str]) -> list[DateOrder]:
    """Return the orders by which most entries are dates, and at least nearly all."""
    enough = max(NEARLY_ALL * len(entries), 1)
    # Most columns hold none, which a glance at each entry tells.
    if sum(_LIKE_DATE.match(entry) is not None for entry in entries) < enough:
        return []
    told = {order: int(np.isfinite(days(entries, order)).sum()) for order in PATTERNS}
    most = max(told.values())
    return [order for order, count in told.items() if count == most >= enough]
