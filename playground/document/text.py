"""A project as JSON text: strict when it is read, in words when it is refused."""

from typing import Any

import msgspec

from playground.core.disk import FileError
from playground.document.flow import not_finite
from playground.document.migrations import migrated
from playground.document.project import FORMAT, Project

DEEPEST = 64
"""Lists and objects within each other that a project may hold."""


def dumps(project: Project) -> str:
    """Write a project as JSON text.

    Raises
    ------
    FileError
        If a setting holds what JSON cannot: an infinite or undefined number, or an object; or
        what cannot be read again, as it is nested too deeply.
    """
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
    return _convert(migrated(_decode(text, name), name), name)


def _decode(text: str | bytes, name: str) -> dict[str, Any]:
    try:
        plain = msgspec.json.decode(text)
    except RecursionError:
        raise FileError(f"{name}: this is not a project; it is nested too deeply.") from None
    except (msgspec.DecodeError, UnicodeError) as error:
        raise FileError(f"{name}: this is not JSON: {error}.") from None
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
