"""Damaged files: refused in words and set aside, and what is whole of them opens."""

import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from kept_project import PROJECT, STATES
from strategies import projects

from playground.core.disk import FileError
from playground.document.bundle import save_bundle
from playground.document.files import save
from playground.document.journal import Journal, damaged, recovered
from playground.document.project import Placed, Project
from playground.document.salvage import DamagedError, salvage
from playground.document.set_aside import set_aside
from playground.document.text import dumps


@pytest.fixture(scope="module")
def whole():
    with TemporaryDirectory() as place:
        save_bundle(PROJECT, STATES, Path(place, "a.zip"), b"\x89PNG" + bytes(500))
        save(PROJECT, Path(place, "a.json"))
        yield {kind: Path(place, f"a.{kind}").read_bytes() for kind in ("zip", "json")}


def opened(data):
    """Return what salvage makes of some bytes, or the words in which it refuses them."""
    with TemporaryDirectory() as place:
        path = Path(place, "a.file")
        path.write_bytes(data)
        try:
            return salvage(path)
        except FileError as error:
            words = str(error)
    assert "a.file" in words
    assert "\n" not in words
    assert "Traceback" not in words
    return words


@given(cut=st.floats(0, 1))
def test_of_a_zip_cut_anywhere_the_project_opens_or_it_is_refused(whole, cut):
    data = whole["zip"][: int(cut * len(whole["zip"]))]
    found = opened(data)
    first = 30 + len("project.json") + int.from_bytes(whole["zip"][18:22], "little")
    if len(data) == len(whole["zip"]):
        assert found.damage == ""
    elif len(data) >= first:
        assert found.project == PROJECT
        assert found.states is None
        assert found.damage
    else:
        assert isinstance(found, str)


@given(place=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_a_flipped_bit_in_a_zip_never_gives_what_was_not_saved(whole, place, bit):
    data = bytearray(whole["zip"])
    data[int(place * len(data))] ^= 1 << bit
    found = opened(bytes(data))
    if not isinstance(found, str):
        assert found.project == PROJECT
        if found.states is not None:
            np.testing.assert_equal(found.states, STATES)


@given(cut=st.integers(0, 10_000), place=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_a_torn_or_flipped_text_is_refused_in_words_or_is_a_project(whole, cut, place, bit):
    data = bytearray(whole["json"])
    data[int(place * len(data))] ^= 1 << bit
    for damaged_text in (bytes(data), bytes(whole["json"][:cut])):
        found = opened(damaged_text)
        if not isinstance(found, str):
            assert isinstance(found.project, Project)


def test_only_the_rows_that_are_damaged_are_lost(tmp_path):
    from playground.tables.keep import keep
    from playground.tables.table import Column, Table

    name = keep().put(Table(np.arange(40.0).reshape(20, 2), (Column("a"), Column("b"))))
    project = Project(blocks=(Placed("table-1", "table", {"table": name}),))
    path = tmp_path / "rows.zip"
    save_bundle(project, {"fit-1": {"step": 3}}, path)
    for kept in keep().files(name):
        kept.unlink()
    keep.__globals__["_keep_in"].cache_clear()
    data = bytearray(path.read_bytes())
    data[data.index(np.float64(7.0).tobytes(), data.index(b"NUMPY"))] ^= 1
    path.write_bytes(bytes(data))
    found = salvage(path)
    assert found.project == project
    assert found.states == {"fit-1": {"step": 3}}
    assert "damaged" in found.damage


def test_a_newer_file_is_not_called_damaged(tmp_path):
    path = tmp_path / "a.json"
    path.write_text('{"format": 99}')
    with pytest.raises(FileError, match="newer version") as caught:
        salvage(path)
    assert not isinstance(caught.value, DamagedError)
    with pytest.raises(FileError, match="no such file") as caught:
        salvage(tmp_path / "none.json")
    assert not isinstance(caught.value, DamagedError)


def test_nothing_is_overwritten_by_what_is_set_aside(tmp_path):
    path = tmp_path / "a.zip"
    places = []
    for text in ("one", "two", "three"):
        path.write_text(text)
        places.append(set_aside(path))
    assert [place.name for place in places] == [
        "a.zip.damaged", "a.zip.2.damaged", "a.zip.3.damaged",
    ]  # fmt: skip
    assert [place.read_text() for place in places] == ["one", "two", "three"]
    with pytest.raises(FileError, match="cannot be set aside"):
        set_aside(path)


@given(projects(), st.booleans(), st.floats(0, 1, exclude_max=True), st.integers(0, 7))
def test_a_damaged_journal_is_set_aside_and_the_others_open(project, cut, place, bit):
    with TemporaryDirectory() as folder:
        entries = []
        for title in ("Broken", "Whole"):
            journal = Journal(folder)
            assert journal.write(project if title == "Broken" else Project(title=title))
            journal._lock.release(remove=False)
            entries.append(journal._entry)
        bytes_ = bytearray(entries[0].read_bytes())
        # A share of it: how long an entry is depends on the moment that stands in it.
        at = int(place * len(bytes_))
        if cut:
            del bytes_[at:]
        else:
            bytes_[at] ^= 1 << bit
        entries[0].write_bytes(bytes(bytes_))
        found = {left.entry: left.project for left in recovered(folder)}
        assert found.pop(entries[1]) == Project(title="Whole")
        # A bit that changes nothing but how the same thing is written does no harm.
        assert list(found.values()) in ([], [project])
        if not found:
            assert damaged(folder) == [entries[0].with_name(f"{entries[0].name}.damaged")]
        assert sum("journal-" in name and ".json" in name for name in os.listdir(folder)) == 2


def left_behind(folder, project):
    """Leave a journal as a window does that was ended from outside."""
    journal = Journal(folder)
    assert journal.write(project, "a.zip")
    journal._lock.release(remove=False)
    return journal._entry


def test_two_journals_of_one_file_open_beside_whatever_else_lies_there(tmp_path):
    for title in ("One", "Two"):
        left_behind(tmp_path, Project(title=title))
    (tmp_path / "journal-folder.json").mkdir()
    (tmp_path / "journal-empty.json").write_bytes(b"")
    if sys.platform != "win32":
        os.mkfifo(tmp_path / "journal-pipe.json")
        (tmp_path / "journal-nowhere.json").symlink_to(tmp_path / "nowhere")
        (tmp_path / "journal-itself.json").symlink_to("journal-itself.json")
    titles = {left.project.title for left in recovered(tmp_path)}
    assert {"One", "Two"} <= titles
    names = {path.name for path in damaged(tmp_path)}
    assert {"journal-folder.json.damaged", "journal-empty.json.damaged"} <= names


@pytest.mark.parametrize("data", [b"", b" \n", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("name", ["a.json", "a.zip"])
def test_an_empty_file_is_called_empty(data, name, tmp_path):
    (tmp_path / name).write_bytes(data)
    with pytest.raises(DamagedError, match="it is empty"):
        salvage(tmp_path / name)


def test_a_mark_of_the_byte_order_is_no_damage(tmp_path):
    (tmp_path / "a.json").write_bytes(b"\xef\xbb\xbf" + dumps(PROJECT).encode())
    assert salvage(tmp_path / "a.json").project == PROJECT


def test_what_is_no_file_is_refused_but_not_called_damaged(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    for path in (tmp_path, tmp_path / "none", tmp_path / "file" / "in", Path("a\0b")):
        with pytest.raises(FileError) as caught:
            salvage(path)
        assert not isinstance(caught.value, DamagedError)
