"""A folder of pictures, in which each sub-folder is a class."""

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar

import numpy as np

from playground.core.progress import Progress, unwatched
from playground.kernels.array import Array
from playground.tables.format import Source, TableFormat
from playground.tables.gridded import check_size, imported, preview_of, table_of
from playground.tables.preview import Choices, Imported, Preview
from playground.tables.table import Table
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

    The middle of a picture is taken, as large a square as there is.
    """

    title: ClassVar[str] = "a folder of pictures"
    rank: ClassVar[int] = 30

    def suits(self, source: Source, head: bytes) -> bool:
        """Say whether it is a folder."""
        return isinstance(source, Path) and source.is_dir()

    def look(self, source: Source, choices: Choices | None = None) -> Preview:
        """Return the first pictures, some of every class."""
        assert isinstance(source, Path)
        found = choices or Choices()
        paths, classes = _listed(source)
        some = list(range(0, len(paths), max(len(paths) // GLIMPSE, 1)))[:GLIMPSE]
        table, notes = _table([paths[i] for i in some], [classes[i] for i in some], found)
        seen = preview_of("A folder of pictures", table, len(paths), found)
        return replace(seen, trouble=notes)

    def read(self, source: Source, choices: Choices, progress: Progress) -> Imported:
        """Read every picture."""
        assert isinstance(source, Path)
        paths, classes = _listed(source)
        table, notes = _table(paths, classes, choices, progress)
        return imported(table, choices, notes)


def _listed(folder: Path) -> tuple[list[Path], list[str]]:
    """Return the pictures of a folder and the class of each; without sub-folders there is one."""
    paths, classes = [], []
    for path in _pictures(folder):
        paths.append(path)
        below = path.relative_to(folder).parts
        classes.append(below[0] if len(below) > 1 else "")
        if len(paths) > MOST:
            raise TableError(f"more than {MOST:,} pictures are too many")
    if not paths:
        raise TableError(
            "there are no pictures here; put those of each class into a folder of its own"
        )
    return paths, classes


def _pictures(folder: Path) -> Iterator[Path]:
    """Find pictures at any depth; links to folders, which may lead in circles, are not followed."""
    others = 0
    for place, folders, files in os.walk(folder):
        folders.sort()
        others += len(folders)
        for name in sorted(files):
            path = Path(place, name)
            if path.suffix.lower() in ENDINGS and path.is_file():
                yield path
            else:
                others += 1
        if others > MOST:
            raise TableError("there is too much here besides pictures: choose their own folder")


def _table(
    paths: list[Path],
    classes: list[str],
    choices: Choices,
    progress: Progress = unwatched,
) -> tuple[Table, tuple[str, ...]]:
    sample = (choices.side, choices.side) if choices.grey else (choices.side, choices.side, 3)
    check_size(len(paths), sample)
    broken, kept, labels = 0, [], []
    for number, (path, label) in enumerate(zip(paths, classes, strict=True)):
        progress(0.9 * number / len(paths))
        pixels = pixels_in(path, choices.side, choices.grey)
        broken += pixels is None
        if pixels is not None:
            kept.append(pixels)
            labels.append(label)
    if not kept:
        raise TableError("none of its pictures can be opened")
    several = len(set(labels)) > 1
    table = table_of(np.stack(kept) / 255, np.array(labels) if several else None)
    many = counted(broken, "picture cannot be opened and is", "pictures cannot be opened and are")
    return table, ((f"{many} left out",) if broken else ())


def pixels_in(path: Path, side: int, grey: bool) -> Array | None:
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
