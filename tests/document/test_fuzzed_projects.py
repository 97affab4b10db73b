"""Mutated project files: opened or refused in words; no traceback, no hang, no flood of memory."""

import contextlib
import io
import os
import random
import signal
import struct
import sys
import warnings
import zipfile
from functools import partial
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
from mutations import mutated_text, mutated_zip, zipped

from playground.core.disk import FileError
from playground.document.bundle import load_bundle, save_bundle
from playground.document.check import check
from playground.document.presets import preset_names
from playground.document.project import Placed, Project, Wire
from playground.document.salvage import salvage
from playground.document.text import dumps, loads
from playground.engine.catalogue import catalogue

GOLDEN = Path(__file__).parent / "golden"
KINDS = catalogue()
HANG = 2.0
"""Seconds after which a file that is read counts as hanging."""
MEMORY = 1000
"""MB by which the process may grow."""

SHARDS = [pytest.param(0, 0, 1_400, id="ci")] + [
    pytest.param(seed, 1_400 + seed * 7_000, 7_000, id=f"{seed}", marks=pytest.mark.long)
    for seed in range(10)
]
ZIP_SHARDS = [pytest.param(0, 0, 600, id="ci")] + [
    pytest.param(seed, 600 + seed * 3_000, 3_000, id=f"{seed}", marks=pytest.mark.long)
    for seed in range(10)
]


@pytest.fixture(scope="module")
def texts():
    folder = files("playground.presets")
    presets = [folder.joinpath(f"{name}.json").read_bytes() for name in preset_names()]
    # The golden file uses every field: it comes as often as all presets together.
    return presets + [(GOLDEN / "format-1.json").read_bytes()] * len(presets)


@pytest.fixture
def zips(tmp_path):
    from playground.tables.keep import keep
    from playground.tables.table import Column, Table

    columns = (Column("a"), Column("b", "categorical", ("no", "yes")))
    values = np.column_stack([np.arange(20.0), np.arange(20) % 2])
    name = keep().put(Table(values, columns))
    settings = {"table": name, "target": "b"}
    rows = Project(blocks=(Placed("table-1", "table", settings),))
    states = {"fit-1": {"step": 3, "trees": [{"split": np.arange(3)}]}}
    save_bundle(rows, states, tmp_path / "a.zip")
    found = [(GOLDEN / "format-1.zip").read_bytes(), (tmp_path / "a.zip").read_bytes()]
    for kept in keep().files(name):
        kept.unlink()
    return found


class Watch:
    """Ends what takes too long, where the system can, and measures how the process grows."""

    def __enter__(self):
        self.before = grown()
        if sys.platform != "win32":
            signal.signal(signal.SIGALRM, self.late)
        return self

    def late(self, *_):
        raise TimeoutError("it hangs")

    def start(self):
        if sys.platform != "win32":
            signal.setitimer(signal.ITIMER_REAL, HANG)

    def __exit__(self, *_):
        if sys.platform != "win32":
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, signal.SIG_DFL)
        assert grown() - self.before < MEMORY


def grown():
    """Return the most MB the process ever took."""
    if sys.platform == "win32":
        return 0
    import resource

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / 2**10 if sys.platform.startswith("linux") else most / 2**20


def judged(project):
    """Check a project, and write it if it can be written."""
    problems = check(project, KINDS)
    assert all("Traceback" not in p.message for p in problems)
    with contextlib.suppress(FileError):
        assert loads(dumps(project)) == project


def tried(read, case, name="the file"):
    """Read and judge a file; says whether it opens."""
    try:
        judged(read())
    except FileError as error:
        words = str(error)
    except Exception as error:
        raise AssertionError(f"case {case}: {error!r}") from error
    else:
        return True
    assert name in words, case
    assert "\n" not in words, case
    return False


@pytest.mark.parametrize(("seed", "first", "count"), SHARDS)
def test_texts(texts, seed, first, count):
    opened = 0
    with Watch() as watch:
        for case in range(first, first + count):
            data = mutated_text(random.Random(case), texts)
            watch.start()
            opened += tried(partial(loads, data, "the file"), case)
    assert 0.1 * count < opened < 0.9 * count, "most are refused or most are opened: no test"


@pytest.mark.parametrize(("seed", "first", "count"), ZIP_SHARDS)
def test_zips(zips, tmp_path, seed, first, count):
    path, opened = tmp_path / "inner" / "b.zip", 0
    path.parent.mkdir()
    before = sorted(os.listdir(tmp_path))
    with Watch() as watch, warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Duplicate name", UserWarning)
        for case in range(first, first + count):
            path.write_bytes(mutated_zip(random.Random(case), zips))
            watch.start()
            opened += tried(lambda: salvage(path).project, case, str(path))
    assert sorted(os.listdir(tmp_path)) == before
    assert os.listdir(path.parent) == ["b.zip"]
    assert 0.1 * count < opened


GOOD = dumps(Project(title="T")).encode()


def npy(array):
    raw = io.BytesIO()
    np.save(raw, array)
    return raw.getvalue()


def refused(data, tmp_path, words):
    path = tmp_path / "b.zip"
    path.write_bytes(data)
    with Watch() as watch:
        watch.start()
        with pytest.raises(FileError, match=words):
            load_bundle(path)


def test_one_array_that_is_named_a_million_times_is_no_flood(tmp_path):
    tree = b'{"a": [' + b",".join([b'{"$array": 0}'] * 10**6) + b"]}"
    members = [("project.json", GOOD), ("state.json", tree), ("state/0.npy", npy(np.zeros(2**20)))]
    refused(zipped(members), tmp_path, "twice")


def test_many_small_bombs_are_one(tmp_path):
    tree = b'{"a": [' + b",".join(b'{"$array": %d}' % i for i in range(30)) + b"]}"
    zeros = npy(np.zeros(2**18))
    members = [("project.json", GOOD), ("state.json", tree)]
    members += [(f"state/{i}.npy", zeros) for i in range(30)]
    refused(zipped(members), tmp_path, "too large")


def test_a_member_that_says_it_is_small_and_is_not(tmp_path):
    members = [("project.json", b" " * 2**26)]
    data = bytearray(zipped(members))
    for mark, at in ((b"PK\3\4", 22), (b"PK\1\2", 24)):
        place = data.index(mark) + at
        data[place : place + 4] = struct.pack("<I", 100)
    refused(bytes(data), tmp_path, "damaged")


def test_members_that_share_their_bytes(tmp_path):
    data = bytearray(zipped([("project.json", GOOD), ("state.json", b"{}" * 500)]))
    central = data.index(b"PK\1\2")
    second = data.index(b"PK\1\2", central + 4)
    data[second + 42 : second + 46] = struct.pack("<I", 0)
    refused(bytes(data), tmp_path, "damaged")


def test_a_member_with_a_password(tmp_path):
    data = bytearray(zipped([("project.json", GOOD)]))
    for mark, at in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        data[data.index(mark) + at] |= 1
    refused(bytes(data), tmp_path, "damaged")


MANY = 5_000
LARGE = {
    "nothing wired": ("dense", lambda i: []),
    "all feed themselves": ("dense", lambda i: [(i, i)]),
    "pairs in circles": ("dense", lambda i: [(i, i ^ 1)]),
    "one circle": ("dense", lambda i: [(i, (i + 1) % MANY)]),
    "one chain": ("dense", lambda i: [(i, i + 1)] if i + 1 < MANY else []),
    "all into one": ("dense", lambda i: [(i, 0)]),
    "ensembles of nothing": ("voting", lambda i: []),
    "of an unknown kind": ("unheard-of", lambda i: [(i, i + 1)]),
}


@pytest.mark.parametrize("name", LARGE)
def test_a_project_of_thousands_of_blocks_is_judged_in_time(name):
    kind, wired = LARGE[name]
    blocks = tuple(Placed(f"{kind}-{i}", kind) for i in range(MANY))
    wires = tuple(Wire(f"{kind}-{a}", f"{kind}-{b}") for i in range(MANY) for a, b in wired(i))
    with Watch() as watch:
        watch.start()
        judged(Project(blocks=blocks, wires=wires))


def test_zip_files_with_a_comment_or_something_before_them_open(tmp_path):
    raw = io.BytesIO(zipped([("project.json", GOOD)]))
    with zipfile.ZipFile(raw, "a") as archive:
        archive.comment = b"x" * 60_000
    path = tmp_path / "b.zip"
    path.write_bytes(raw.getvalue())
    assert salvage(path).project.title == "T"
