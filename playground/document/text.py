"""A project as JSON text: strict when it is read, in words when it is refused."""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from playground.core.disk import FileError
from playground.document.flow import not_finite
from playground.document.project import FORMAT, Project

Migration = Callable[[dict[str, Any]], dict[str, Any]]

MIGRATIONS: Mapping[int, Migration] = {}
"""By format the pure function that turns its plain JSON into that of the next format."""


def dumps(project: Project) -> str:
    """Write a project as JSON text.

    Raises
    ------
    FileError
        If a setting holds what JSON cannot: an infinite or undefined number, or an object.
    """
    for placed in project.blocks:
        odd = not_finite(placed.settings)
        if odd:
            raise FileError(f"{placed.id}: {odd} must be a finite number to be saved.")
    try:
        plain = msgspec.to_builtins(project)
        odd = not_finite(plain)
        if odd:
            raise FileError(f"{odd} must be a finite number to be saved.")
        packed = msgspec.json.encode({"format": FORMAT, **plain})
        return msgspec.json.format(packed, indent=2).decode() + "\n"
    except (TypeError, ValueError, OverflowError, RecursionError) as error:
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
    plain = _decode(text, name)
    version = plain.get("format")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise FileError(f'{name}: this is not a project; it has no "format".')
    if version > FORMAT:
        raise FileError(
            f"{name}: this project was made by a newer version of Neural Playground "
            f"(format {version}; this one reads up to {FORMAT})."
        )
    return _convert(_migrate(plain, version, name), name)


def _decode(text: str | bytes, name: str) -> dict[str, Any]:
    try:
        plain = msgspec.json.decode(text)
    except RecursionError:
        raise FileError(f"{name}: this is not a project; it is nested too deeply.") from None
    except (msgspec.DecodeError, UnicodeError) as error:
        raise FileError(f"{name}: this is not JSON: {error}.") from None
    if not isinstance(plain, dict):
        raise FileError(f"{name}: this is not a project; its JSON is not an object.")
    return plain


def _migrate(plain: dict[str, Any], version: int, name: str) -> dict[str, Any]:
    for older in range(version, FORMAT):
        if older not in MIGRATIONS:
            raise FileError(f"{name}: projects of format {older} can no longer be read.")
        try:
            plain = {**MIGRATIONS[older](plain), "format": older + 1}
        except (TypeError, LookupError, ValueError, AttributeError) as error:
            raise FileError(f"{name}: this is not a project of format {older}: {error}.") from None
    return plain


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
