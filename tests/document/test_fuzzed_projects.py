"""Mutated project files: opened or refused in words; no traceback, no hang, no flood of memory."""

import contextlib
import io
import os
import random
import warnings
import zipfile
from functools import partial
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
from measured import in_child, no_hang
from mutations import mutated_text, mutated_zip, zipped

from playground.core.disk import FileError
from playground.document.bundle import save_bundle
from playground.document.check import check
from playground.document.presets import preset_names
from playground.document.project import Placed, Project
from playground.document.salvage import salvage
from playground.document.text import dumps, loads
from playground.engine.catalogue import catalogue

GOLDEN = Path(__file__).parent / "golden"
KINDS = catalogue()
MEMORY = 1000
"""MB by which the process that reads may grow."""

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
    points = {"steps": np.arange(4), "values": np.ones((4, 1)), "seconds": np.arange(4.0)}
    curves = {"fit-1": {"loss": points}}
    save_bundle(rows, states, tmp_path / "a.zip", curves=curves)
    found = [(GOLDEN / "format-1.zip").read_bytes(), (tmp_path / "a.zip").read_bytes()]
    for kept in keep().files(name):
        kept.unlink()
    return found


def judged(project):
    """Check a project, and write it if it can be written."""
    problems = check(project, KINDS)
    assert all("Traceback" not in p.message for p in problems)
    with contextlib.suppress(FileError):
        assert loads(dumps(project)) == project


def tried(read, case, name="the file"):
    """Read and judge a file; says whether it opens."""
    try:
        with no_hang():
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


def texts_that_open(texts, first, count):
    return sum(
        tried(partial(loads, mutated_text(random.Random(case), texts), "the file"), case)
        for case in range(first, first + count)
    )


@pytest.mark.parametrize(("seed", "first", "count"), SHARDS)
def test_texts(texts, seed, first, count):
    opened, grown = in_child(texts_that_open, texts, first, count)
    assert grown < MEMORY
    assert 0.1 * count < opened < 0.9 * count, "most are refused or most are opened: no test"


def zips_that_open(zips, path, first, count):
    opened = 0
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Duplicate name", UserWarning)
        for case in range(first, first + count):
            path.write_bytes(mutated_zip(random.Random(case), zips))
            opened += tried(lambda: salvage(path).project, case, str(path))
    return opened


@pytest.mark.parametrize(("seed", "first", "count"), ZIP_SHARDS)
def test_zips(zips, tmp_path, seed, first, count):
    path = tmp_path / "inner" / "b.zip"
    path.parent.mkdir()
    before = sorted(os.listdir(tmp_path))
    opened, grown = in_child(zips_that_open, zips, path, first, count)
    assert grown < MEMORY
    assert sorted(os.listdir(tmp_path)) == before
    assert os.listdir(path.parent) == ["b.zip"]
    assert 0.1 * count < opened


GOOD = dumps(Project(title="T")).encode()


def test_zip_files_with_a_comment_or_something_before_them_open(tmp_path):
    raw = io.BytesIO(zipped([("project.json", GOOD)]))
    with zipfile.ZipFile(raw, "a") as archive:
        archive.comment = b"x" * 60_000
    path = tmp_path / "b.zip"
    path.write_bytes(raw.getvalue())
    assert salvage(path).project.title == "T"
