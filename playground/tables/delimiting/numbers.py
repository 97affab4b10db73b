"""Numbers as people write them: with a decimal mark, thousands marks, perhaps a unit."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Literal, TypeAlias

Mark: TypeAlias = Literal[".", ","]

BLANKS = " \u00a0\u2009\u202f'’"
"""What stands between thousands in any language, besides the mark that is not the decimal one."""

GROUPS = {".": f"[,{BLANKS}]", ",": f"[.{BLANKS}]"}
"""Marks between thousands, by the decimal mark."""

# No two parts that can take the same digits: a long row of them would be divided in all ways.
PLAIN = {
    ".": re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?"),
    ",": re.compile(r"[+-]?([0-9]+(,[0-9]*)?|,[0-9]+)([eE][+-]?[0-9]+)?"),
}

GROUPED = {
    mark: rf"^[+-]?[1-9][0-9]{{0,2}}(?:{GROUPS[mark]}[0-9]{{3}})+(?:[{mark}][0-9]*)?$"
    for mark in GROUPS
}
"""Numbers with thousands marks, in the words of Python's and of polars' patterns."""

_GROUPED = {mark: re.compile(pattern) for mark, pattern in GROUPED.items()}
_GROUPS = {mark: re.compile(pattern) for mark, pattern in GROUPS.items()}

CURRENCIES = (
    "€", "$", "£", "¥", "₹", "₽", "₺", "₩", "US$", "R$", "kr", "Fr.", "zł", "EUR", "USD", "GBP",
    "CHF", "JPY", "CNY", "INR", "SEK", "NOK", "DKK", "PLN", "CZK", "HUF", "AUD", "CAD", "BRL",
)  # fmt: skip
"""Units that stand before a number, too; other words there are names with a running number."""

AMOUNT = re.compile(
    rf"([+-]?) ?({'|'.join(map(re.escape, CURRENCIES))})?[ \u00a0\u202f]?"
    rf"([+-]?[0-9.,](?:[0-9.,{BLANKS}]*[0-9.,])?(?:[eE][+-]?[0-9]+(?![0-9a-zA-Z]))?)"
    r"[ \u00a0\u202f]?((?:[^\W\d_]|[%‰°€$£¥₹₽₺₩]).{0,19})?"
)

NEARLY_ALL = 0.9
"""Share of the entries of a column that make it one of numbers."""


def is_number(text: str, decimal: str = ".") -> bool:
    """Say whether an entry is a number, perhaps with thousands marks.

    Examples
    --------
    >>> is_number("-1.5e3"), is_number("1,5", ","), is_number("1.2.3"), is_number("1,234.5")
    (True, True, False, True)
    """
    text = bare(text)
    return bool(PLAIN[decimal].fullmatch(text) or _GROUPED[decimal].fullmatch(text))


def is_grouped(text: str, decimal: str = ".", unit: str = "") -> bool:
    """Say whether an entry is a number with thousands marks."""
    return _GROUPED[decimal].fullmatch(bare(text, unit)) is not None


def number_of(text: str, decimal: str = ".", unit: str = "") -> float | None:
    """Return the number that an entry is, or None.

    Examples
    --------
    >>> number_of("-€ 1.234,50", ",", "€"), number_of("12 %", unit="%"), number_of("12 %")
    (-1234.5, 12.0, None)
    """
    text = bare(text, unit)
    if _GROUPED[decimal].fullmatch(text):
        text = _GROUPS[decimal].sub("", text)
    if not PLAIN[decimal].fullmatch(text):
        return None
    return float(text.replace(",", "."))


def bare(text: str, unit: str = "") -> str:
    """Return an entry without the unit before or behind it, and with a plain minus."""
    text = text.strip().replace("\u2212", "-")
    if not unit:
        return text
    text = text.removesuffix(unit).removeprefix(unit).replace(f"-{unit}", "-", 1).strip()
    return text.replace("- ", "-", 1)


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
            if found := AMOUNT.fullmatch(bare(entry)):
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
