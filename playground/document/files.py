"""Projects as files: JSON, or with what was learned a zip."""

from pathlib import Path

from playground.core.disk import FileError, read_whole, write_atomic
from playground.document.bundle import read_bundle
from playground.document.project import Project
from playground.document.rows import need_zip
from playground.document.text import dumps, loads

__all__ = ["FileError", "dumps", "load", "loads", "save"]


def load(path: str | Path) -> Project:
    """Read a project from a file, JSON or zip; learned state is left where it is.

    Raises
    ------
    FileError
        One line that names the file, the place in it and what is wrong.
    """
    path = Path(path)
    data = read_whole(path)
    if data.startswith(b"PK"):
        return read_bundle(data, str(path), state=False)[0]
    return loads(data, str(path))


def save(project: Project, path: str | Path) -> None:
    """Write a project to a file as JSON, atomically.

    Raises
    ------
    FileError
        If it cannot be written, or it holds rows of one's own; what was there before is still
        there.
    """
    need_zip(project, path)
    write_atomic(Path(path), dumps(project).encode())
