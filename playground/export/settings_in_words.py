"""The settings of a block as people read them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import msgspec

from playground.core.block import title_of
from playground.core.settings import Setting, SettingError, build, settings_of
from playground.document.project import Placed
from playground.engine.catalogue import catalogue

MOST = 12
"""Entries of a list that are told."""


@dataclass(frozen=True)
class Told:
    """A setting in words.

    Attributes
    ----------
    changed
        Whether a new block has another value.
    """

    title: str
    value: str
    help: str = ""
    changed: bool = False


def told_settings(placed: Placed) -> list[Told]:
    """Return what a block is set to: every setting that it has, whether changed or not."""
    cls = catalogue().get(placed.kind)
    marks = list(_marks(placed))
    if cls is None:
        return [Told(n, value_in_words(v), "", True) for n, v in placed.settings.items()] + marks
    try:
        block = build(cls, placed.settings)
    except SettingError:
        return [Told(n, value_in_words(v), "", True) for n, v in placed.settings.items()] + marks
    there = [one for one in settings_of(cls) if _applies(one, block)]
    return [_told(one, getattr(block, one.name)) for one in there] + marks


def _applies(one: Setting, block: Any) -> bool:
    return one.when is None or getattr(block, one.when[0], None) == one.when[1]


def _told(one: Setting, value: Any) -> Told:
    words = one.nothing or "none" if value is None else value_in_words(value)
    unit = f" {one.unit}" if one.unit and value is not None else ""
    return Told(one.title, words + unit, one.help, value != one.default)


def _marks(placed: Placed) -> Iterator[Told]:
    """Yield what was done to a block by hand."""
    if placed.frozen:
        yield Told("Frozen", "yes", "Its weights stay as they are.", True)
    if placed.off:
        yield Told("Switched off", ", ".join(str(unit + 1) for unit in placed.off), "", True)
    if placed.hand:
        yield Told("Weights set by hand", str(len(placed.hand)), "", True)
    if placed.moved:
        yield Told("Rows moved by hand", str(len(placed.moved)), "", True)


def value_in_words(value: Any) -> str:
    """Write a value of any setting.

    Examples
    --------
    >>> [value_in_words(value) for value in (0.001, True, (1, 2.5), None, "")]
    ['0.001', 'yes', '1, 2.5', 'none', '–']
    """
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, list | tuple):
        shown = ", ".join(value_in_words(one) for one in value[:MOST])
        return f"{shown} and {len(value) - MOST} more" if len(value) > MOST else shown or "–"
    if isinstance(value, dict):
        return ", ".join(f"{name} {value_in_words(one)}" for name, one in value.items()) or "–"
    if isinstance(value, msgspec.Struct):
        inner = [f"{one.title.lower()} {value_in_words(getattr(value, one.name))}"
                 for one in settings_of(type(value))]  # fmt: skip
        return title_of(type(value)) + (f" ({', '.join(inner)})" if inner else "")
    return str(value).replace("-", " ") if value != "" else "–"
