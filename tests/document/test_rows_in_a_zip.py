"""The tables that a project names travel in its zip, and come back as they were or not at all."""

import io
import zipfile

import numpy as np
import pytest

from playground.core.disk import FileError
from playground.document.bundle import load_bundle, save_bundle
from playground.document.edits import set_setting
from playground.document.files import load, save
from playground.document.project import Placed, Project
from playground.document.rows import kept_hashes
from playground.document.store import Store
from playground.document.text import dumps
from playground.engine.catalogue import catalogue
from playground.tables.keep import keep
from playground.tables.table import Column, Table


def table(seed=0, rows=40):
    random = np.random.default_rng(seed)
    values = np.column_stack([random.normal(size=(rows, 2)), random.integers(0, 2, rows)])
    values[3, 0] = np.nan
    columns = (Column("a"), Column("b"), Column("c", "categorical", ("no", "yes")))
    return Table(values, columns)


def project(name):
    return Project(blocks=(Placed("table-1", "table", {"table": name, "target": "c"}),))


@pytest.fixture
def elsewhere(monkeypatch, tmp_path):
    """Return a function that moves to a machine where nothing is kept."""

    def move():
        monkeypatch.setenv("PLAYGROUND_HOME", str(tmp_path / "elsewhere"))

    return move


def test_rows_travel_in_the_zip(tmp_path, elsewhere):
    rows = table()
    mine = project(keep().put(rows))
    save_bundle(mine, {"fit-1": {"step": 3}}, tmp_path / "p.zip")
    elsewhere()
    assert not keep().holds(rows.hash)
    back, state = load_bundle(tmp_path / "p.zip")
    assert (back, state) == (mine, {"fit-1": {"step": 3}})
    assert keep().get(rows.hash).values.tobytes() == rows.values.tobytes()
    with zipfile.ZipFile(tmp_path / "p.zip") as archive:
        members = {info.filename: info for info in archive.infolist()}
    assert f"data/{rows.hash}.npy" in members
    assert members[f"data/{rows.hash}.npy"].compress_type == zipfile.ZIP_STORED


def test_a_plain_load_brings_the_rows_too(tmp_path, elsewhere):
    rows = table()
    save_bundle(project(keep().put(rows)), None, tmp_path / "p.zip")
    elsewhere()
    load(tmp_path / "p.zip")
    assert keep().get(rows.hash).hash == rows.hash


def test_text_is_refused_with_rows_and_names_zip(tmp_path):
    with pytest.raises(FileError, match=r"rows of your own.*save it as a \.zip"):
        save(project(keep().put(table())), tmp_path / "p.json")
    assert not (tmp_path / "p.json").exists()
    save(Project(blocks=(Placed("table-1", "table"),)), tmp_path / "p.json")


def test_edits_undo_and_text_hold_no_rows(monkeypatch):
    small, large = keep().put(table()), keep().put(table(1, 5000))

    def touched(*_):
        raise AssertionError("rows were looked at")

    monkeypatch.setattr("playground.tables.keep.Keep.get", touched)
    monkeypatch.setattr("playground.tables.keep.Keep.put", touched)
    store = Store(project(small))
    store.apply("Paint", set_setting("table-1", "table", large, catalogue()))
    assert kept_hashes(store.value) == (large,)
    assert len(dumps(store.value)) < 600
    store.undo()
    assert kept_hashes(store.value) == (small,)


def rezipped(path, change):
    """Write a zip again with the bytes of its members changed."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in change(members).items():
            archive.writestr(name, data)


def npy(array):
    raw = io.BytesIO()
    np.save(raw, array)
    return raw.getvalue()


OTHER = {
    "another table": npy(np.zeros((40, 3))),
    "another shape": npy(np.zeros((40, 2))),
    "whole numbers": npy(np.zeros((40, 3), int)),
    "no array": b"rows",
    "infinite": npy(np.full((40, 3), np.inf)),
    "a lie": npy(np.zeros((40, 3)))[:-8],
}


@pytest.mark.parametrize("what", OTHER)
def test_other_rows_under_the_same_name_are_refused(what, tmp_path, elsewhere):
    name = keep().put(table())
    path = tmp_path / "p.zip"
    save_bundle(project(name), None, path)
    rezipped(path, lambda members: members | {f"data/{name}.npy": OTHER[what]})
    elsewhere()
    words = f"p.zip: the table {name[:12]} (cannot be read|is damaged)"
    with pytest.raises(FileError, match=words):
        load_bundle(path)
    assert not keep().holds(name)


@pytest.mark.parametrize("about", [b"{", b"[]", b'{"rows": 1}', b"\xff", b"[" * 5000])
def test_damaged_descriptions_are_refused(about, tmp_path, elsewhere):
    name = keep().put(table())
    path = tmp_path / "p.zip"
    save_bundle(project(name), None, path)
    rezipped(path, lambda members: members | {f"data/{name}.json": about})
    elsewhere()
    with pytest.raises(FileError, match=f"the table {name[:12]} cannot be read"):
        load_bundle(path)


def test_a_bomb_is_not_inflated(tmp_path, elsewhere):
    name = keep().put(table())
    path = tmp_path / "p.zip"
    save_bundle(project(name), None, path)
    bomb = npy(np.zeros((3_000_000, 3)))
    rezipped(path, lambda members: members | {f"data/{name}.npy": bomb})
    assert path.stat().st_size < 200_000
    elsewhere()
    with pytest.raises(FileError, match="too large to be read"):
        load_bundle(path)


def test_nothing_is_written_outside_of_the_keep(tmp_path, elsewhere):
    path = tmp_path / "in" / "p.zip"
    path.parent.mkdir()
    slip = "../../../evil"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("project.json", dumps(project(slip)))
        for ending in ("npy", "json"):
            archive.writestr(f"data/{slip}.{ending}", b"evil")
            archive.writestr(f"{slip}.{ending}", b"evil")
    elsewhere()
    before = {found for found in tmp_path.rglob("*") if found.is_file()}
    load_bundle(path)
    assert {found for found in tmp_path.rglob("*") if found.is_file()} == before
    assert kept_hashes(project(slip)) == ()


def test_a_project_whose_rows_are_lost_opens_and_says_so(tmp_path, elsewhere):
    name = keep().put(table())
    path = tmp_path / "p.zip"
    save_bundle(project(name), None, path)
    rezipped(path, lambda members: {k: v for k, v in members.items() if "data" not in k})
    elsewhere()
    back, _ = load_bundle(path)
    from playground.document.check import check

    (problem,) = [p for p in check(back, catalogue()) if p.block == "table-1"]
    assert "is not on this machine: import it again" in problem.message


def test_rows_that_were_swept_while_a_window_had_them_open_are_saved(tmp_path, elsewhere):
    rows = table()
    name = keep().put(rows)
    keep().get(name)
    for path in keep().files(name):
        path.unlink()
    save_bundle(project(name), None, tmp_path / "a.zip")
    elsewhere()
    load_bundle(tmp_path / "a.zip")
    np.testing.assert_array_equal(keep().get(name).values, rows.values)
