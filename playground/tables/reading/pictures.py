"""A folder of pictures, in which each sub-folder is a class."""

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar, NamedTuple

import numpy as np

from playground.core.progress import Progress, unwatched
from playground.kernels.array import Array
from playground.tables.format import Source, TableFormat
from playground.tables.gridded import PART, check_size, imported, preview_of, table_of
from playground.tables.parts import PARTS, part_of, tell_parts
from playground.tables.preview import Choices, Imported, Preview
from playground.tables.table import Column, Table
from playground.tables.trouble import TableError
from playground.tables.wording import counted

ENDINGS = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp", ".tif", ".tiff", ".ppm", ".pgm")
FORMATS = ("PNG", "JPEG", "GIF", "BMP", "WEBP", "TIFF", "PPM")
"""What a file may be inside, whatever its name: others start further programs to be opened."""

MOST = 200_000
"""Most pictures that are read, and most other files and folders among which they are found."""

LARGEST = 50_000_000
"""Pixels of the largest picture that is opened."""

GLIMPSE = 20
"""Pictures that a look opens."""


class Pictures(TableFormat):
    """Pictures brought to one size, their pixels from 0 to 1; with the folder's name as class.

    Where the folders are called train, test and so on, those in them are the classes. The middle
    of a picture is taken, as large a square as there is.
    """

    title: ClassVar[str] = "a folder of pictures"
    rank: ClassVar[int] = 30

    def suits(self, source: Source, head: bytes) -> bool:
        """Say whether it is a folder."""
        return isinstance(source, Path) and source.is_dir()

    def look(
        self, source: Source, choices: Choices | None = None, progress: Progress = unwatched
    ) -> Preview:
        """Return the first pictures, some of every class."""
        assert isinstance(source, Path)
        found = choices or Choices()
        listed = _listed(source, progress)
        some = listed[:: max(len(listed) // GLIMPSE, 1)][:GLIMPSE]
        table, notes = _table(some, found)
        seen = preview_of("A folder of pictures", table, len(listed), found)
        return replace(seen, trouble=notes)

    def read(self, source: Source, choices: Choices, progress: Progress) -> Imported:
        """Read every picture."""
        assert isinstance(source, Path)
        table, notes = _table(_listed(source, progress), choices, progress)
        return imported(table, choices, notes)


class _Found(NamedTuple):
    """A picture with its class, and the part it is in or "" where nothing tells."""

    path: str
    label: str
    part: str


def _listed(folder: Path, progress: Progress) -> list[_Found]:
    """Return the pictures of a folder; without sub-folders there is one class."""
    found = []
    for path, inside in _pictures(folder, progress):
        found.append((path, (*inside, "", "")))
        if len(found) > MOST:
            raise TableError(f"more than {MOST:,} pictures are too many")
    if not found:
        raise TableError(
            "there are no pictures here; put those of each class into a folder of its own"
        )
    if tell_parts(folders[0] for _, folders in found):
        return [_Found(path, folders[1], folders[0]) for path, folders in found]
    return [_Found(path, folders[0], "") for path, folders in found]


def _pictures(folder: Path, progress: Progress) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Find pictures at any depth, and the folders that each is in.

    Links to folders, which may lead in circles, are not followed.
    """
    others = 0
    waiting: list[tuple[tuple[str, ...], str]] = [((), str(folder))]
    while waiting:
        inside, place = waiting.pop()
        pictures: list[str] = []
        folders: list[tuple[tuple[str, ...], str]] = []
        # A folder that may not be opened has nothing to show.
        with suppress(OSError), os.scandir(place) as listing:
            for entry in listing:
                progress(0.0)
                if _is_picture(entry):
                    pictures.append(entry.path)
                    continue
                if entry.is_dir(follow_symlinks=False):
                    folders.append(((*inside, entry.name), entry.path))
                others += 1
                if others > MOST:
                    raise TableError(
                        "there is too much here besides pictures: choose their own folder"
                    )
        yield from ((path, inside) for path in sorted(pictures))
        waiting += sorted(folders, reverse=True)


def _is_picture(entry: os.DirEntry[str]) -> bool:
    """Say whether a file is one by its name; a folder or a pipe is none, whatever its name."""
    if not entry.name.lower().endswith(ENDINGS):
        return False
    # Most are no links, of which the list of the folder tells this much itself.
    return entry.is_file(follow_symlinks=False) or os.path.isfile(entry.path)


def _table(
    listed: Sequence[_Found], choices: Choices, progress: Progress = unwatched
) -> tuple[Table, tuple[str, ...]]:
    sample = (choices.side, choices.side) if choices.grey else (choices.side, choices.side, 3)
    check_size(len(listed), sample)
    kept, opened = [], []
    for number, one in enumerate(listed):
        progress(0.9 * number / len(listed))
        pixels = pixels_in(one.path, choices.side, choices.grey)
        if pixels is not None:
            kept.append(pixels)
            opened.append(one)
    if not kept:
        raise TableError("none of its pictures can be opened")
    broken = len(listed) - len(kept)
    labels = np.array([one.label for one in opened])
    table = table_of(np.stack(kept) / 255, labels if len(set(labels)) > 1 else None)
    if opened[0].part:
        table = _with_parts(table, [one.part for one in opened])
    many = counted(broken, "picture cannot be opened and is", "pictures cannot be opened and are")
    return table, ((f"{many} left out",) if broken else ())


def _with_parts(table: Table, words: Sequence[str]) -> Table:
    """Return a table with a column that says which rows train and which test."""
    codes = np.array([part_of(word) for word in words], np.float64)
    values = np.concatenate([table.values, codes[:, None]], axis=1)
    return Table(values, (*table.columns, Column(PART, "categorical", PARTS)))


def pixels_in(path: str, side: int, grey: bool) -> Array | None:
    """Return the pixels of a picture, ``(side, side)`` or with three colours.

    None if it is damaged or too large.

    Raises
    ------
    TableError
        If the package that opens pictures is not installed.
    """
    image = _module()
    try:
        with image.open(path, formats=FORMATS) as picture:
            width, height = picture.size
            if width * height > LARGEST or not width * height:
                return None
            edge = min(width, height)
            left, top = (width - edge) // 2, (height - edge) // 2
            box = (left, top, left + edge, top + edge)
            plain = picture.convert("L" if grey else "RGB")
            return np.asarray(plain.resize((side, side), image.Resampling.BOX, box))
    except Exception:  # whatever is wrong with a stranger's picture, it is left out and counted
        return None


def _module() -> Any:
    try:
        from PIL import Image
    except ImportError:
        raise TableError(
            'Pillow opens pictures: pip install "nn-playground[export]"'
        ) from None
    return Image
