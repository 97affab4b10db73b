"""The presets that ship with the program: projects with a lesson and a promise."""

from importlib.resources import files
from importlib.resources.abc import Traversable

from playground.core.disk import FileError
from playground.document.project import Project
from playground.document.text import loads


def _folder() -> Traversable:
    return files("playground.presets")


def preset_names() -> tuple[str, ...]:
    """Return the names of all presets, sorted."""
    found = (entry.name for entry in _folder().iterdir())
    return tuple(sorted(name[:-5] for name in found if name.endswith(".json")))


def load_preset(name: str) -> Project:
    """Read a preset by name.

    Raises
    ------
    FileError
        If there is none of that name; the message says which there are.
    """
    if name not in preset_names():
        raise FileError(f"there is no preset {name!r}; there are {', '.join(preset_names())}")
    text = _folder().joinpath(f"{name}.json").read_text(encoding="utf-8")
    return loads(text, f"the preset {name}")
