"""Small files that would be large tables, or never end: refused in words, or read."""

import gzip
import io
import os
import struct
import sys
import zipfile

import numpy as np
import pytest
from measured import in_child, no_hang

from playground.tables.delimiting.guessing import column_names
from playground.tables.delimiting.numbers import is_number
from playground.tables.importing import look, read
from playground.tables.reading import delimited, pictures
from playground.tables.trouble import TableError

WIDE = ",".join(f"c{i}" for i in range(4999)) + "\n"
MEMORY = 600
"""MB by which the process that reads them all may grow."""


def idx(axes, data=b"", kind=8):
    sizes = b"".join(struct.pack(">I", size) for size in axes)
    return b"\0\0" + bytes([kind, len(axes)]) + sizes + data


def npz(**arrays):
    raw = io.BytesIO()
    np.savez_compressed(raw, **arrays)
    return raw.getvalue()


def npy(shape, body=b""):
    told = f"{{'descr': '<f8', 'fortran_order': False, 'shape': {shape}, }}\n".encode()
    return b"\x93NUMPY\1\0" + struct.pack("<H", len(told)) + told + body


def lines(one, count):
    return "".join(one.format(i=i) for i in range(count))


HOSTILE = {
    "short rows.csv": (lambda: WIDE + "1\n" * 11_000, "most rows are far shorter"),
    "short rows of a long text.csv": (lambda: WIDE + "1\n" * 10**6, "far shorter"),
    "a million columns.csv": (lambda: "1," * 10**6, "columns are more than can be read"),
    "a long line.csv": (lambda: "a" * 10**7, "this is no table"),
    "quotes.csv": (lambda: '"' * 10**6, "this is no table"),
    "an open quote.csv": (lambda: 'a,b\n1,"' + "x,1\n" * 10**6, "this is no table"),
    "long digits.csv": (lambda: "a,b\n" + ("1" * 120_000 + "x,1\n") * 20, ""),
    "blanks.csv": (lambda: (" " * 5000 + "1 2\n") * 500, ""),
    "one name.csv": (lambda: ",".join(["c"] * 4999) + "\n" + ("1," * 4998 + "1\n") * 20, ""),
    "texts everywhere.csv": (
        lambda: WIDE + lines(",".join(f"t{{i}}{j % 7}" for j in range(4999)) + "\n", 100), "",
    ),
    "different texts.csv": (lambda: "a,b\n" + lines("t{i},{i}\n", 200_000), ""),
    "255 axes-ubyte": (lambda: idx([1] * 255, b"\0"), "254 axes are no rows or pictures"),
    "giant-ubyte": (lambda: idx([2**32 - 1] * 3), "are too many"),
    "many rows-ubyte": (lambda: idx([50_000_000, 1]), "are too many"),
    "lies-ubyte": (lambda: idx([9_000_000, 6]), "too short for the 9,000,000 rows"),
    "bomb-ubyte.gz": (
        lambda: gzip.compress(idx([2900, 20_000], bytes(2900 * 20_000))),
        "too short for the 2,900 rows",
    ),
    "giant.npy": (lambda: npy((10**12,)), "are too many"),
    "lies.npy": (lambda: npy((9_000_000, 6)), "its size is not what it says"),
    "axes.npy": (lambda: npy((1,) * 40, bytes(8)), "39 axes are no rows or pictures"),
    "long header.npy": (lambda: npy("(" * 9000), "not an array of numbers"),
    "bomb.npz": (lambda: npz(x=np.zeros((9_000_000, 6), "u1")), "too large to be read"),
    "different labels.npz": (
        lambda: npz(x=np.zeros((200_000, 1)), y=np.arange(200_000).astype(str)),
        "more than 1,000 different texts",
    ),
    "strange labels.npz": (lambda: npz(x=np.zeros((9, 1)), y=np.array(["x" * 10**5] * 9)), ""),
}  # fmt: skip


def told_of(paths):
    return [said(path) for path in paths]


def said(path):
    try:
        with no_hang():
            read(path, look(path).choices)
    except TableError as error:
        return str(error)
    return ""


def test_small_files_that_would_be_large_are_refused_or_read(tmp_path):
    paths = [tmp_path / name for name in HOSTILE]
    for path, (make, _) in zip(paths, HOSTILE.values(), strict=True):
        made = make()
        path.write_bytes(made.encode() if isinstance(made, str) else made)
    found, grown = in_child(told_of, paths)
    for path, (_, words), message in zip(paths, HOSTILE.values(), found, strict=True):
        assert words in message, path.name
        assert bool(words) == bool(message), message
        assert "\n" not in message
    assert grown < MEMORY


def test_short_rows_and_blank_lines_are_read(tmp_path, monkeypatch):
    text = "a,b,c,d\n1,2,3,4\n" + "1,2\n" * 500 + "\n" * 3_000_000
    (tmp_path / "a.csv").write_text(text)
    for small in (delimited.SMALL, 2**30):
        monkeypatch.setattr(delimited, "SMALL", small)
        assert read(tmp_path / "a.csv").table.values.shape == (501, 4)


def test_numbers_are_told_from_what_looks_like_them():
    told = ["1", "1.", ".5", "-1.5e-3", "+2E5", "1e", "e5", ".", "", "1..2", "1.2.3", "--1"]
    assert [is_number(text) for text in told] == [True] * 5 + [False] * 7
    assert is_number("1,5", ",")
    assert not is_number("1,5")


def test_columns_of_one_name_are_numbered():
    assert column_names(["a", "a (2)", "a", "a", ""], 6) == [
        "a", "a (2)", "a (3)", "a (4)", "column 5", "column 6",
    ]  # fmt: skip


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such files")
def test_folders_that_contain_themselves_end(tmp_path):
    pytest.importorskip("PIL")
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "itself").symlink_to("itself")
    os.mkfifo(tmp_path / "pipe.png")
    with pytest.raises(TableError, match="there are no pictures here"):
        read(tmp_path)
    os.mkfifo(tmp_path / "pipe.csv")
    with pytest.raises(TableError, match="neither a file nor a folder"):
        read(tmp_path / "pipe.csv")


def test_a_picture_that_would_be_huge_is_left_out(tmp_path):
    image = pytest.importorskip("PIL.Image")
    image.new("1", (30_000, 30_000)).save(tmp_path / "huge.png")
    image.new("L", (30, 30)).save(tmp_path / "small.png")
    found, grown = in_child(read, tmp_path)
    assert found.table.values.shape == (1, 256)
    assert "cannot be opened" in found.notes[0]
    assert grown < 100


def test_an_archive_that_names_no_file_of_ours_writes_nothing(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.npz", "w") as archive:
        archive.writestr("../x.npy", npy((2, 1), bytes(16)))
    read(tmp_path / "a.npz")
    assert os.listdir(tmp_path) == ["a.npz"]
    assert not (tmp_path.parent / "x.npy").exists()


def test_a_folder_of_everything_is_left_before_it_is_walked_through(tmp_path, monkeypatch):
    monkeypatch.setattr(pictures, "MOST", 50)
    for place in range(10):
        (tmp_path / str(place)).mkdir()
        for name in range(10):
            (tmp_path / str(place) / f"{name}.txt").touch()
    seen = []
    with pytest.raises(TableError, match="choose their own folder"):
        look(tmp_path, None, seen.append)
    assert len(seen) < 80
