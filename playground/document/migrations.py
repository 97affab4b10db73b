"""From the format of an older project file to that of today, one pure function a step.

When the format changes, the function from the last one is added here, and a file of the last
format, saved by the program of that day, is kept among the tests for ever.
"""

from collections.abc import Callable, Mapping
from typing import Any

from playground.core.disk import FileError
from playground.document.project import FORMAT

Migration = Callable[[dict[str, Any]], dict[str, Any]]

MIGRATIONS: Mapping[int, Migration] = {}
"""By format the pure function that turns its plain JSON into that of the next format."""


class NewerError(FileError):
    """A file of a newer version of the program: nothing is wrong with it."""


def migrated(plain: dict[str, Any], name: str) -> dict[str, Any]:
    """Return the plain JSON of a project in the format of today.

    Parameters
    ----------
    name
        What to call the text in an error, such as the name of its file.

    Raises
    ------
    NewerError
        If it was made by a newer version of the program.
    FileError
        If it says no format, or is not what its format says.
    """
    version = plain.get("format")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise FileError(f'{name}: this is not a project; it has no "format".')
    if version > FORMAT:
        raise NewerError(
            f"{name}: this project was made by a newer version of Neural Playground "
            f"(format {version}; this one reads up to {FORMAT})."
        )
    for older in range(version, FORMAT):
        if older not in MIGRATIONS:
            raise FileError(f"{name}: projects of format {older} can no longer be read.")
        try:
            plain = {**MIGRATIONS[older](plain), "format": older + 1}
        except (TypeError, LookupError, ValueError, AttributeError) as error:
            raise FileError(f"{name}: this is not a project of format {older}: {error}.") from None
    return plain
