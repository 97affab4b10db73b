"""Project files that are small and would fill the memory or never end: refused in words."""

import io
import os
import struct
import sys
import warnings
import zipfile

import msgspec
import numpy as np
import pytest
from measured import in_child, no_hang
from mutations import zipped

from playground.core.disk import FileError
from playground.document.bundle import load_bundle
from playground.document.check import check
from playground.document.project import Placed, Project, Wire
from playground.document.salvage import salvage
from playground.document.text import MOST_BLOCKS, MOST_ENTRIES, MOST_WIRES, dumps, loads
from playground.engine.catalogue import catalogue

GOOD = dumps(Project(title="T")).encode()
MEMORY = 400
"""MB by which the process that reads them all may grow."""


def npy(array):
    raw = io.BytesIO()
    np.save(raw, array)
    return raw.getvalue()


def altered(members, changes):
    """Return a zip with other bytes after the marks of its parts: by mark, place and bytes."""
    data = bytearray(zipped(members))
    for mark, at, told in changes:
        place = data.rindex(mark) + at
        data[place : place + len(told)] = told
    return bytes(data)


def learned(tree, arrays=()):
    members = [("project.json", GOOD), ("state.json", tree)]
    return zipped(members + [(f"state/{i}.npy", raw) for i, raw in enumerate(arrays)])


def many(what, inner=b'{"format": 1, "blocks": ['):
    return inner + b",".join([what] * (5 * 10**6)) + b"]}"


def with_table(about, rows):
    blocks = (Placed("table-1", "table", {"table": "0" * 40}),)
    members = [("project.json", dumps(Project(blocks=blocks)).encode())]
    return zipped([*members, (f"data/{'0' * 40}.json", about), (f"data/{'0' * 40}.npy", rows)])


HUNDRED = struct.pack("<I", 100)
NAMED = b",".join(b'{"$array": %d}' % i for i in range(30))
NAMES = b",".join([b'{"name": "a"}'] * 10**6)

HOSTILE = {
    "one array that is named many times": (
        lambda: learned(b'{"a": [' + b",".join([b'{"$array": 0}'] * 10**5) + b"]}",
                        [npy(np.zeros(2**20))]),
        "twice",
    ),
    "many small bombs are one": (
        lambda: learned(b'{"a": [' + NAMED + b"]}", [npy(np.zeros(2**18))] * 30), "too large",
    ),
    "a member that says it is small and is not": (
        lambda: altered([("project.json", b" " * 2**26)],
                        [(b"PK\3\4", 22, HUNDRED), (b"PK\1\2", 24, HUNDRED)]),
        "damaged",
    ),
    "members that share their bytes": (
        lambda: altered([("project.json", GOOD), ("state.json", b"{}" * 500)],
                        [(b"PK\1\2", 42, bytes(4))]),
        "damaged",
    ),
    "a member with a password": (
        lambda: altered([("project.json", GOOD)],
                        [(b"PK\3\4", 6, b"\1"), (b"PK\1\2", 8, b"\1")]),
        "damaged",
    ),
    "an array that says it is a tera": (
        lambda: learned(b'{"a": {"$array": 0}}',
                        [npy(np.zeros(9)).replace(b"(9,), }" + b" " * 12, b"(999999999999,), } ")]),
        "its size is not what it says",
    ),
    "millions of numbers": (lambda: zipped([("project.json", many(b"0"))]), "too long"),
    "millions of objects": (lambda: zipped([("project.json", many(b"{}"))]), "too long"),
    "millions of lists, as text": (lambda: many(b"[]"), "too long"),
    "millions of lists that were learned": (
        lambda: learned(many(b"[]", b'{"a": [')), "too long",
    ),
    "a text of nothing but blanks": (lambda: b" " * (2**26 + 1), "is empty"),
    "a million columns of three numbers": (
        lambda: with_table(b'{"rows": 1, "missing": [], "columns": [' + NAMES + b"]}",
                           npy(np.zeros((1, 3)))),
        "3 columns have 1000000 names",
    ),
}  # fmt: skip


def told_of(paths):
    """Open every file in both ways; returns what is said of each."""
    return [(said(load_bundle, path), said(salvage, path)) for path in paths]


def said(read, path):
    try:
        with no_hang():
            return getattr(read(path), "damage", "it opens")
    except FileError as error:
        return str(error)


def test_small_files_that_would_be_large_are_refused(tmp_path):
    paths = []
    for name, (make, _) in HOSTILE.items():
        paths.append(tmp_path / f"{name}.zip")
        paths[-1].write_bytes(make())
    found, grown = in_child(told_of, paths)
    for (name, (_, words)), both in zip(HOSTILE.items(), found, strict=True):
        for message in both:
            assert words in message, name
            assert "\n" not in message, name
    assert grown < MEMORY


COUNT = MOST_BLOCKS
LARGE = {
    "nothing wired": ("dense", []),
    "all feed themselves": ("dense", [(i, i) for i in range(COUNT)]),
    "pairs in circles": ("dense", [(i, i ^ 1) for i in range(COUNT)]),
    "one circle": ("dense", [(i, (i + 1) % COUNT) for i in range(COUNT)]),
    "one chain": ("dense", [(i, i + 1) for i in range(COUNT - 1)]),
    "all into one": ("dense", [(i, 0) for i in range(COUNT)]),
    "ensembles of nothing": ("voting", []),
    "ensembles of each other": ("voting", [(i, j) for j in range(200) for i in range(j)]),
    "through one ensemble": (
        "voting", [wire for i in range(1, COUNT) for wire in ((i, 0), (0, i))],
    ),
    "of an unknown kind": ("unheard-of", [(i, i + 1) for i in range(COUNT - 1)]),
}  # fmt: skip


def large(name):
    kind, wired = LARGE[name]
    blocks = tuple(Placed(f"{kind}-{i}", kind) for i in range(COUNT))
    return Project(
        blocks=blocks, wires=tuple(Wire(f"{kind}-{a}", f"{kind}-{b}") for a, b in wired)
    )


def judge_all():
    kinds = catalogue()
    for name in LARGE:
        project = large(name)
        with no_hang():
            check(project, kinds)
            assert loads(dumps(project)) == project


def test_projects_of_thousands_of_blocks_are_judged():
    _, grown = in_child(judge_all)
    assert grown < MEMORY


@pytest.mark.parametrize(
    "project",
    [
        Project(blocks=tuple(Placed(str(i), "dense") for i in range(MOST_BLOCKS + 1))),
        Project(wires=(Wire("a", "b"),) * (MOST_WIRES + 1)),
    ],
    ids=["blocks", "wires"],
)
def test_what_is_too_large_is_neither_saved_nor_opened(project):
    with pytest.raises(FileError, match="too large; there may be 5,000 and 20,000"):
        dumps(project)
    with pytest.raises(FileError, match="the text: with .* it is too large"):
        loads(msgspec.json.encode({"format": 1, **msgspec.to_builtins(project)}))


def test_text_with_many_commas_opens_up_to_a_million():
    text = dumps(Project(title="," * (MOST_ENTRIES - 1000)))
    assert loads(text).title.count(",") == MOST_ENTRIES - 1000
    with pytest.raises(FileError, match="there may be 1,000,000 entries"):
        loads(text.replace(",,", "," * 2002, 1))


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such files")
def test_what_never_ends_is_not_read(tmp_path):
    os.mkfifo(tmp_path / "pipe.json")
    for path in (tmp_path / "pipe.json", "/dev/zero"):
        with pytest.raises(FileError, match="neither a file nor a folder"):
            load_bundle(path)


def test_a_zip_of_many_members_with_one_name_opens(tmp_path):
    path = tmp_path / "a.zip"
    with warnings.catch_warnings(), zipfile.ZipFile(path, "w") as archive:
        warnings.simplefilter("ignore")
        for _ in range(1000):
            archive.writestr("project.json", GOOD)
    assert load_bundle(path)[0].title == "T"
