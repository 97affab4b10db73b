"""The folders in which the program keeps things of its own between starts."""

import os
from collections.abc import Callable
from pathlib import Path

import platformdirs

from playground.core.disk import FileError

NAME = "neural-playground"


class FolderError(FileError, OSError):
    """A folder of the program cannot be made; the message is one line with the fix."""


def folder(kind: str) -> Path:
    """Return a folder of the program, made if need be.

    All of them lie below the environment variable ``PLAYGROUND_HOME`` where that is set.

    Parameters
    ----------
    kind
        ``config``, ``log``, ``journal``, ``tables`` or ``thumbnails``.

    Raises
    ------
    FolderError
        If it cannot be made.
    """
    home = os.environ.get("PLAYGROUND_HOME")
    if home:
        path = Path(home) / kind
    else:
        places: dict[str, Callable[..., Path]] = {
            "config": platformdirs.user_config_path,
            "log": platformdirs.user_log_path,
            "journal": platformdirs.user_state_path,
            "tables": platformdirs.user_data_path,
            "thumbnails": platformdirs.user_cache_path,
        }
        path = places[kind](NAME, appauthor=False)
        path = path if kind in ("config", "log") else path / kind
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FolderError(
            f"{path}: nothing can be kept here: {error.strerror or error}; set PLAYGROUND_HOME "
            "to a folder that you may write to."
        ) from None
    return path
