"""The files that a trained learner can be written to, by what their names end in."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType

from playground.core.disk import write_atomic
from playground.export.error import ExportError
from playground.export.subject import Subject


@dataclass(frozen=True)
class ModelFormat:
    """A kind of file.

    Attributes
    ----------
    name, title
        What it is called on the command line, and what people call it.
    ending
        Of the names of such files.
    module
        Has ``content(subject) -> bytes``, which raises `ExportError` where there is none.
    purpose
        What the file is for, in a few words.
    needs
        Packages that it is written with.
    """

    name: str
    title: str
    ending: str
    module: str
    purpose: str
    needs: tuple[str, ...] = ()

    def missing(self) -> str:
        """Say which package is missing and how to get it, or nothing."""
        absent = [package for package in self.needs if find_spec(package) is None]
        if not absent:
            return ""
        return (
            f"{self.title} files are written with {' and '.join(absent)}: "
            'pip install "nn-playground[export]"'
        )

    def refusal(self, subject: Subject) -> str:
        """Say why a subject cannot be written in this format, or nothing."""
        try:
            self.content(subject)
        except ExportError as error:
            return str(error)
        return ""

    def content(self, subject: Subject) -> bytes:
        """Return the whole file.

        Raises
        ------
        ExportError
            If the subject cannot be written in this format.
        """
        reason = self.missing()
        if reason:
            raise ExportError(reason)
        whole: bytes = import_module(self.module).content(subject)
        return whole


FORMATS: Mapping[str, ModelFormat] = MappingProxyType({
    one.name: one
    for one in (
        ModelFormat("onnx", "ONNX", ".onnx", "playground.export.onnx.write",
               "for ONNX Runtime and other programs: raw features in, answers out", ("onnx",)),
        ModelFormat("safetensors", "Safetensors", ".safetensors",
               "playground.export.weights.safetensors", "the numbers alone, by name",
               ("safetensors",)),
        ModelFormat("npz", "NumPy arrays", ".npz", "playground.export.weights.npz",
               "the numbers alone, for NumPy"),
        ModelFormat("numpy", "Python script", ".py", "playground.export.script.numpy_script",
               "a readable script that needs NumPy alone"),
        ModelFormat("pytorch", "PyTorch script", ".py", "playground.export.script.torch_script",
               "a readable script that builds and trains the same network in PyTorch"),
    )
})  # fmt: skip
"""By name; of those that end alike, the first is the usual one."""


def format_of(path: str | Path, name: str = "") -> ModelFormat:
    """Return the format that a file's name asks for, or the one of a name.

    Raises
    ------
    ExportError
        In words, if there is none.
    """
    ending = Path(path).suffix.lower()
    if name:
        known = FORMATS.get(name)
        if known is None:
            raise ExportError(f"there is no format {name!r}: there are {', '.join(FORMATS)}")
        if known.ending != ending:
            raise ExportError(f"{path}: the name of a {known.title} file ends in {known.ending}")
        return known
    found = next((one for one in FORMATS.values() if one.ending == ending), None)
    if found is None:
        endings = ", ".join(dict.fromkeys(one.ending for one in FORMATS.values()))
        raise ExportError(f"{path}: a model is written to files that end in {endings}")
    return found


def formats_for(subject: Subject) -> dict[str, str]:
    """Return why a subject cannot be written in each format, by name; empty where it can."""
    return {name: one.refusal(subject) for name, one in FORMATS.items()}


def write(subject: Subject, path: str | Path, name: str = "") -> None:
    """Write a trained learner to a file, in the format that its name asks for.

    Parameters
    ----------
    name
        Of the format, where several end alike.

    Raises
    ------
    ExportError
        In words, if it cannot be written so; no file is touched then.
    FileError
        If the file itself cannot be written.
    """
    write_atomic(Path(path), format_of(path, name).content(subject))
