"""Numbers as people write them: with a decimal mark, thousands marks, perhaps a unit."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import compress, filterfalse, islice
from typing import Literal, TypeAlias, get_args

Mark: TypeAlias = Literal[".", ","]

Way: TypeAlias = Literal["grouped", "bracketed"]
"""How a number may be written besides: with thousands marks, in brackets where it is negative."""

BLANKS = " \u00a0\u2009\u202f'’"
"""What stands between thousands in any language, besides the mark that is not the decimal one."""

GROUPS = {".": f"[,{BLANKS}]", ",": f"[.{BLANKS}]"}
"""Marks between thousands, by the decimal mark."""

# No two parts that can take the same digits: a long row of them would be divided in all ways.
PLAIN = {
    ".": re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?"),
    ",": re.compile(r"[+-]?([0-9]+(,[0-9]*)?|,[0-9]+)([eE][+-]?[0-9]+)?"),
}

INDIAN = r"[1-9][0-9]?(?:,[0-9]{2})+,[0-9]{3}(?:\.[0-9]*)?"
"""Numbers by lakhs and crores, as 12,34,567.8: groups of two before the last three."""

GROUPED = {
    mark: rf"^[+-]?(?:[1-9][0-9]{{0,2}}(?:{GROUPS[mark]}[0-9]{{3}})+(?:[{mark}][0-9]*)?{more})$"
    for mark, more in ((".", f"|{INDIAN}"), (",", ""))
}
"""Numbers with thousands marks, in the words of Python's and of polars' patterns."""

BRACKETED = r"^\( ?([^() +-][^()]*?) ?\)$"
"""What accounts write for a negative number, with the amount as its group; in the same words."""

_GROUPED = {mark: re.compile(pattern) for mark, pattern in GROUPED.items()}
_GROUPS = {mark: re.compile(pattern) for mark, pattern in GROUPS.items()}
_BRACKETED = re.compile(BRACKETED)

CURRENCIES = (
    "€", "$", "£", "¥", "₹", "₽", "₺", "₩", "US$", "R$", "Rs.", "Rs", "kr", "Fr.", "zł",
    "EUR", "USD", "GBP", "CHF", "JPY", "CNY", "INR", "SEK", "NOK", "DKK", "PLN", "CZK", "HUF",
    "AUD", "CAD", "BRL",
)  # fmt: skip
"""Units that stand before a number, too; other words there are names with a running number."""

AMOUNT = re.compile(
    rf"([+-]?) ?({'|'.join(map(re.escape, CURRENCIES))})?[ \u00a0\u202f]?"
    rf"([+-]?[0-9.,](?:[0-9.,{BLANKS}]*[0-9.,])?(?:[eE][+-]?[0-9]+(?![0-9a-zA-Z]))?)"
    r"[ \u00a0\u202f]?((?:[^\W\d_]|[%‰°€$£¥₹₽₺₩]).{0,19})?"
)

NEARLY_ALL = 0.9
"""Share of the entries of a column that make it one of numbers."""

has_digit = re.compile("[0-9]").search
"""Tells of most texts, many times faster than anything else, that they are no numbers."""


def nearly_all(test: Callable[[str], object], entries: Sequence[str]) -> bool:
    """Say whether nearly all entries pass a test, which is given no more of them than need be.

    Examples
    --------
    >>> nearly_all(str.isdigit, ["1"] * 9 + ["x"]), nearly_all(str.isdigit, ["1"] * 8 + ["x"])
    (True, False)
    """
    failing = filterfalse(test, entries)
    return next(islice(failing, int(len(entries) - NEARLY_ALL * len(entries)), None), None) is None


def is_number(text: str, decimal: str = ".") -> bool:
    """Say whether an entry is a number, perhaps with thousands marks or in brackets.

    Examples
    --------
    >>> is_number("-1.5e3"), is_number("1,5", ","), is_number("1.2.3"), is_number("(1,234.5)")
    (True, True, False, True)
    """
    return has_digit(text) is not None and number_of(text, decimal) is not None


def ways_of(entries: Sequence[str], decimal: str = ".", unit: str = "") -> frozenset[Way]:
    """Return how some of the numbers among entries are written.

    Examples
    --------
    >>> sorted(ways_of(["(7)", "8"])), sorted(ways_of(["7", "1,234"]))
    (['bracketed'], ['grouped'])
    """
    odd = list(filterfalse(PLAIN[decimal].fullmatch, entries))
    grouped = any(_GROUPED[decimal].fullmatch(bare(entry, unit)) for entry in odd)
    # A bracket may be part of a unit, too.
    bracketed = any(
        (number_of(entry, decimal, unit) or 0) < 0
        for entry in odd if "(" in entry and "-" not in entry
    )  # fmt: skip
    return written(grouped, bracketed)


def written(grouped: bool, bracketed: bool) -> frozenset[Way]:
    """Return the ways that there are."""
    return frozenset(compress(get_args(Way), (grouped, bracketed)))


def number_of(text: str, decimal: str = ".", unit: str = "") -> float | None:
    """Return the number that an entry is, or None.

    Examples
    --------
    >>> number_of("-€ 1.234,50", ",", "€"), number_of("12 %"), number_of("(12 %)", unit="%")
    (-1234.5, None, -12.0)
    """
    if not PLAIN[decimal].fullmatch(text):
        text = bare(text, unit)
        if _GROUPED[decimal].fullmatch(text):
            text = _GROUPS[decimal].sub("", text)
        if not PLAIN[decimal].fullmatch(text):
            return None
    return float(text.replace(",", "."))


def bare(text: str, unit: str = "") -> str:
    """Return an entry without the unit before or behind it, and with a plain minus."""
    text = _signed(text.strip().replace("\u2212", "-"))
    if not unit:
        return text
    text = text.removesuffix(unit).removeprefix(unit).replace(f"-{unit}", "-", 1).strip()
    return _signed(text.replace("- ", "-", 1))


def is_bracketed(text: str) -> bool:
    """Say whether an entry stands in brackets, as a footnote does, or a negative number."""
    return _BRACKETED.fullmatch(text) is not None


def _signed(text: str) -> str:
    return _BRACKETED.sub(r"-\1", text) if text.endswith(")") else text


def unit_of(entries: Sequence[str]) -> str:
    """Return what most often stands before or behind the numbers of a column; "" for nothing.

    Examples
    --------
    >>> unit_of(["3 km", "12 km", "-4.5km"]), unit_of(["A1", "A2"]), unit_of(["3", "4"])
    ('km', '', '')
    """
    found = (AMOUNT.fullmatch(bare(entry)) for entry in entries)
    counted = Counter(
        one[2] or one[4].strip() for one in found if one and bool(one[2]) != bool(one[4])
    )
    return counted.most_common(1)[0][0] if counted else ""


def decimal_of(rows: Sequence[Sequence[str]], separator: str) -> Mark:
    """Guess the decimal mark of a file.

    Numbers by one mark alone decide. Where there are none, "1,234" may be a whole number or not: it
    is one where other entries of its column have no mark and are smaller than a thousand, and
    where commas divide the entries.
    """
    columns: dict[int, list[str]] = {}
    for row in rows[:200]:
        for place, entry in enumerate(row):
            if has_digit(entry) and (found := AMOUNT.fullmatch(bare(entry))):
                columns.setdefault(place, []).append(found[1] + found[3])
    told = Counter(mark for cores in columns.values() for mark in map(_by_one_mark, cores))
    if told[","] == told["."]:
        if separator == ",":
            return "."
        told = Counter(_by_size(cores) for cores in columns.values())
    return "," if told[","] > told["."] else "."


def _by_one_mark(core: str) -> str:
    """Return the decimal mark with which alone this is a number; "" where both will do."""
    point, comma = is_number(core), is_number(core, ",")
    return "" if point == comma else "." if point else ","


def _by_size(cores: Sequence[str]) -> str:
    """Return the decimal mark by which a column of numbers like 1,234 and 987 is read."""
    marked = Counter(mark for core in cores for mark in ".," if mark in core)
    if not marked:
        return ""
    mark = marked.most_common(1)[0][0]
    small = [len(core.lstrip("+-")) <= 3 for core in cores if core.lstrip("+-").isdigit()]
    other = "," if mark == "." else "."
    return other if small and all(small) else mark
