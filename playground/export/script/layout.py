"""What all scripts have: names of features and classes, a word on packed arrays, a way in."""

from collections.abc import Sequence

from playground.export.script.numerals import READABLE
from playground.export.script.sheet import LINE, Sheet
from playground.export.script.wording import named, paragraph
from playground.export.subject import Subject

DOOR = 'if __name__ == "__main__":\n    main()'


def whole_script(
    sheet: Sheet, subject: Subject, told: Sequence[str], head: Sequence[str], ending: Sequence[str]
) -> bytes:
    """Return the file, with what a sheet holds in its middle.

    Parameters
    ----------
    told
        Lines of the docstring.
    head, ending
        Source before and after the middle; the ending defines ``main``.
    """
    first = ["Array = np.ndarray", "", *_names("FEATURES", subject.features)]
    if subject.classes:
        first += _names("CLASSES", subject.classes)
    docstring = "\n".join([*told, *_packed_words(sheet)])
    text = sheet.text(docstring, [*first, *head], [*ending, DOOR])
    return text.encode(errors="backslashreplace")


def _names(name: str, words: Sequence[str]) -> list[str]:
    """Return a tuple of strings over as many lines as it takes."""
    quoted = [named(word) for word in words]
    ending = "," if len(quoted) == 1 else ""
    line = f"{name} = ({', '.join(quoted)}{ending})"
    if len(line) <= LINE:
        return [line]
    return [f"{name} = (", *(f"    {word}," for word in quoted), ")"]


def _packed_words(sheet: Sheet) -> list[str]:
    """Return the lines of a docstring that say how large arrays are written, if there are any."""
    if not sheet.packed:
        return []
    told = (
        f"Arrays of more than {READABLE:,} numbers are packed: their bytes, compressed by zlib, "
        "are written as hexadecimal digits, which keeps every bit and is far shorter."
    )
    return [*paragraph(told), ""]
