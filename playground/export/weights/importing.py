"""Weights of a file as an edit of a project: its networks start from them."""

from collections.abc import Mapping
from pathlib import Path

from playground.document.edits import Edit
from playground.document.weights import start_from
from playground.engine.kept_weights import put_weights
from playground.engine.learner import Learner
from playground.export.error import ExportError
from playground.export.weights.reading import read_arrays, weights_for
from playground.tables.trouble import TableError


def weights_edit(learners: Mapping[str, Learner], path: str | Path) -> tuple[Edit, tuple[str, ...]]:
    """Return the edit that has networks start from the weights of a file, and the blocks meant.

    Parameters
    ----------
    learners
        Of the project as it stands, by id: their shapes must fit.

    Raises
    ------
    ExportError
        In words, if the file holds no weights that fit; see `weights_for`.
    FileError
        If the file cannot be read.
    """
    found = weights_for(learners, read_arrays(path), Path(path).name)
    try:
        hashes = {block: put_weights(arrays) for block, arrays in found.items()}
    except TableError as error:
        raise ExportError(str(error)) from None
    return start_from(hashes), tuple(hashes)
