"""Projects as files: JSON, or with what was learned a zip."""

from pathlib import Path

from playground.core.disk import FileError, write_atomic
from playground.document.bundle import load_bundle
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
    return load_bundle(path, state=False)[0]


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
