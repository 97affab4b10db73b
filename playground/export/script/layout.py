"""What all scripts begin with: names of features and classes, and a word on packed arrays."""

from collections.abc import Sequence

from playground.export.script.numerals import READABLE
from playground.export.script.sheet import LINE, Sheet
from playground.export.script.wording import named, paragraph


def names(name: str, words: Sequence[str]) -> list[str]:
    """Return a tuple of strings over as many lines as it takes."""
    quoted = [named(word) for word in words]
    ending = "," if len(quoted) == 1 else ""
    line = f"{name} = ({', '.join(quoted)}{ending})"
    if len(line) <= LINE:
        return [line]
    return [f"{name} = (", *(f"    {word}," for word in quoted), ")"]


def packed_words(sheet: Sheet) -> list[str]:
    """Return the lines of a docstring that say how large arrays are written, if there are any."""
    if not sheet.packed:
        return []
    told = (
        f"Arrays of more than {READABLE:,} numbers are packed: their bytes, compressed by zlib, "
        "are written as hexadecimal digits, which keeps every bit and is far shorter."
    )
    return [*paragraph(told), ""]
