"""Dates, with or without a time of day, as days since the beginning of 1970."""

import re
from collections.abc import Sequence

import numpy as np

from playground.kernels.array import Array
from playground.tables.delimiting.numbers import NEARLY_ALL, nearly_all
from playground.tables.preview import DateOrder

TIME = (
    r"(?:(?:T|,? (?:at )?) ?([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}(?:\.[0-9]{1,9})?))?"
    r"(?: ?(?:(a)|(p))m)?(?: ?(?:Z|UTC|GMT))?(?: ?([+-][0-9]{2}):?([0-9]{2}))?)?"
)
WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}[., ]{1,2})?"
DAY, YEAR = "([0-9]{1,2})(?:st|nd|rd|th)?", "([0-9]{4}|[0-9]{2})"

# A month has its marks with it, for there are others around a name than around a number.
_DATES: dict[DateOrder, str] = {
    "year": rf"([0-9]{{4}})([-/.][0-9]{{1,2}}[-/.]|[-/. ]?[a-z]{{3,9}}[-/. ]?){DAY}",
    "day": rf"{WEEKDAY}{DAY}([-/.][0-9]{{1,2}}[-/.]|[-/. ]{{0,2}}[a-z]{{3,9}}[-/., ]{{0,2}}){YEAR}",
    "month": rf"{WEEKDAY}([0-9]{{1,2}}[-/.]|[a-z]{{3,9}}[-/. ]{{1,2}}){DAY}(?:[-/.]|,? ){YEAR}",
}

PATTERNS = {order: f"(?i)^{date}{TIME}$" for order, date in _DATES.items()}
"""Dates by what comes first, in the words of Python's and of polars' patterns.

Their groups are the three parts of the date; hour, minute, second; whether before or after noon;
and how many hours and minutes local time is ahead.
"""

MARKS = "-/., "
"""What stands around a month."""

_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september",
           "october", "november", "december")  # fmt: skip
MONTHS = {
    name: place + 1 for place, month in enumerate(_MONTHS) for name in (month[:3], month)
} | {"sept": 9}  # fmt: skip
"""Months by their names in small letters."""

_COMPILED = {order: re.compile(pattern) for order, pattern in PATTERNS.items()}
_LIKE_DATE = re.compile("|".join(_DATES.values()), re.IGNORECASE)
PLACES = {"year": (0, 1, 2), "day": (2, 1, 0), "month": (2, 0, 1)}
"""Groups of a pattern that are the year, the month and the day."""

GROUPS, NOON = 10, (6, 7)

CENTURY = 69
"""Years of two digits are of this century up to here."""


def days(entries: Sequence[str], order: DateOrder) -> Array:
    """Return for each entry the days since 1970-01-01, and NaN where it is no date.

    Examples
    --------
    >>> days(["1970-01-02", "1971-01-01 12:00", "1971-02-29"], "year").tolist()
    [1.0, 365.5, nan]
    >>> days(["2 Jan 1970", "Thu, 01-JANUARY-70 6:00 pm", "Jan 2, 1970"], "day").tolist()
    [1.0, 0.75, nan]
    """
    parts = np.full((GROUPS, len(entries)), np.nan)
    month = PLACES[order][1]
    for place, entry in enumerate(entries):
        if found := _COMPILED[order].fullmatch(entry.strip()):
            for group, text in enumerate(found.groups()):
                if group == month:
                    parts[group, place] = _month(text.strip(MARKS))
                elif text is not None:
                    parts[group, place] = 1.0 if group in NOON else float(text)
    return counted(parts, order)


def _month(text: str) -> float:
    """Return the number of a month, or NaN."""
    return float(text) if text.isdecimal() else MONTHS.get(text.lower(), np.nan)


def counted(parts: Array, order: DateOrder) -> Array:
    """Return the days of dates that are taken apart: the groups of a pattern ``(10, n)``, or NaN.

    Local times that tell how far they are ahead are brought to universal time.
    """
    there = np.isfinite(parts[:3]).all(axis=0)
    year, month, day = (np.where(there, parts[place], 1.0) for place in PLACES[order])
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
    # Most columns hold none, which a glance at a few entries tells.
    if not entries or not nearly_all(_LIKE_DATE.match, entries):
        return []
    told = {order: int(np.isfinite(days(entries, order)).sum()) for order in PATTERNS}
    most = max(told.values())
    return [order for order, count in told.items() if count == most >= NEARLY_ALL * len(entries)]
