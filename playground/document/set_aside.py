"""Damaged files are set aside under another name: out of the way, but never deleted."""

from pathlib import Path

from playground.core.disk import FileError

ENDING = ".damaged"


def set_aside(path: Path) -> Path:
    """Rename a damaged file to ``NAME.damaged``, or ``NAME.2.damaged`` and so on.

    Returns
    -------
    Path
        Where it is now.

    Raises
    ------
    FileError
        If it cannot be renamed.
    """
    place, number = path.with_name(path.name + ENDING), 1
    while place.exists():
        number += 1
        place = path.with_name(f"{path.name}.{number}{ENDING}")
    try:
        path.rename(place)
    except OSError as error:
        raise FileError(f"{path}: it cannot be set aside: {error.strerror or error}.") from None
    return place
