"""A project as JSON text: strict when it is read, in words when it is refused."""

from codecs import BOM_UTF8
from typing import Any

import msgspec

from playground.core.disk import FileError
from playground.document.flow import not_finite
from playground.document.migrations import migrated
from playground.document.project import FORMAT, Project

DEEPEST = 64
"""Lists and objects within each other that a project may hold."""

LARGEST = 2**26
"""Bytes of the longest text that is read."""

MOST_ENTRIES = 1_000_000
"""Entries of the lists and objects of a text: each takes far more memory than its bytes do."""

MOST_BLOCKS, MOST_WIRES = 5_000, 20_000
"""Blocks and wires of a project; more could neither be shown nor judged while somebody waits."""


def dumps(project: Project) -> str:
    """Write a project as JSON text.

    Raises
    ------
    FileError
        If a setting holds what JSON cannot: an infinite or undefined number, or an object; or
        what cannot be read again, as it is nested too deeply.
    """
    if crowded := _crowded(project):
        raise FileError(f"The project cannot be saved: {crowded}.")
    for placed in project.blocks:
        if too_deep(placed.settings):
            raise FileError(f"{placed.id}: its settings are nested too deeply to be saved.")
        odd = not_finite(placed.settings)
        if odd:
            raise FileError(f"{placed.id}: {odd} must be a finite number to be saved.")
    try:
        plain = msgspec.to_builtins(project)
        if too_deep(plain):
            raise FileError("The project is nested too deeply to be saved.")
        odd = not_finite(plain)
        if odd:
            raise FileError(f"{odd} must be a finite number to be saved.")
        packed = msgspec.json.encode({"format": FORMAT, **plain})
        return msgspec.json.format(packed, indent=2).decode() + "\n"
    except RecursionError:
        raise FileError("The project is nested too deeply to be saved.") from None
    except (TypeError, ValueError, OverflowError) as error:
        raise FileError(f"The project cannot be written as text: {error}.") from None


def loads(text: str | bytes, name: str = "the text") -> Project:
    """Read a project from JSON text; blocks of unknown kinds are kept.

    Parameters
    ----------
    name
        What to call the text in an error, such as the name of its file.

    Raises
    ------
    FileError
        If it is no project; the line says where in it, and what is wrong.
    """
    project = _convert(migrated(_decode(text, name), name), name)
    if crowded := _crowded(project):
        raise FileError(f"{name}: {crowded}.")
    return project


def _crowded(project: Project) -> str:
    blocks, wires = len(project.blocks), len(project.wires)
    if blocks <= MOST_BLOCKS and wires <= MOST_WIRES:
        return ""
    return (
        f"with {blocks:,} blocks and {wires:,} wires it is too large; there may be "
        f"{MOST_BLOCKS:,} and {MOST_WIRES:,}"
    )


def plain_of(text: str | bytes) -> Any:
    """Return what JSON text holds, if it can be read within reasonable time and memory.

    Raises
    ------
    ValueError
        In words, if it cannot, or is no JSON.
    """
    data = (text.encode() if isinstance(text, str) else text).removeprefix(BOM_UTF8)
    if not data.strip():
        raise ValueError("it is empty")
    if len(data) > LARGEST or sum(data.count(mark) for mark in (b",", b"[", b"{")) > MOST_ENTRIES:
        raise ValueError(f"it is too long; there may be {MOST_ENTRIES:,} entries in it")
    return msgspec.json.decode(data)


def _decode(text: str | bytes, name: str) -> dict[str, Any]:
    try:
        plain = plain_of(text)
    except RecursionError:
        raise FileError(f"{name}: this is not a project; it is nested too deeply.") from None
    except (msgspec.DecodeError, UnicodeError) as error:
        raise FileError(f"{name}: this is not JSON: {error}.") from None
    except ValueError as error:
        raise FileError(f"{name}: this is not a project; {error}.") from None
    if not isinstance(plain, dict):
        raise FileError(f"{name}: this is not a project; its JSON is not an object.")
    if too_deep(plain):
        raise FileError(f"{name}: this is not a project; it is nested too deeply.")
    return plain


def too_deep(value: Any) -> bool:
    """Say whether lists and objects lie within each other deeper than a project may hold."""
    layer = [value]
    for _ in range(DEEPEST):
        inner = [one for one in layer if isinstance(one, dict | list | tuple)]
        if not inner:
            return False
        layer = [
            part for one in inner for part in (one.values() if isinstance(one, dict) else one)
        ]
    return True


def _convert(plain: dict[str, Any], name: str) -> Project:
    try:
        return msgspec.convert(plain, Project)
    except RecursionError:
        raise FileError(f"{name}: this is not a project; it is nested too deeply.") from None
    except msgspec.ValidationError as error:
        reason, _, where = str(error).partition(" - at `$")
        place = where.rstrip("`").lstrip(".")
        raise FileError(f"{name}: {f'{place}: ' if place else ''}{_words(reason)}.") from None


def _words(reason: str) -> str:
    reason = reason.replace("`", "'").replace("Object contains unknown", "there is an unknown")
    reason = reason.replace("Object missing required", "there is no")
    return reason[:1].lower() + reason[1:]
