import errno
import json
import os
import stat
import sys

import pytest
from hypothesis import given
from strategies import projects

from playground.core import disk
from playground.document import migrations
from playground.document.files import FileError, dumps, load, loads, save
from playground.document.lesson import Action, Claim, Done, Lesson, Page, Promise, SetUp
from playground.document.project import PanelView, Placed, Project, Wire

FULL = Project(
    title="Spiral",
    blocks=(
        Placed("data", "spiral", {"noise": 0.1}, (1.5, -2.0)),
        Placed("odd", "unheard-of", {"what": {"ever": [1, None, "x"]}}, (0.0, 0.0), True, "cafe"),
    ),
    wires=(Wire("data", "odd", "data", "x"),),
    view=(PanelView("boundary", {"learner": "fit"}),),
    seed=7,
    speed=30.0,
    lesson=Lesson(
        topics=("A4",),
        pages=(
            Page(
                "Look.",
                set_up=(SetUp("More", "data", "noise", 0.3),),
                done_when=Done(Action("play")),
            ),
        ),
    ),
    promise=Promise(claims=(Claim("fit", "test_accuracy", "between", (0.9, 1.0)),)),
)


def test_round_trip_of_a_full_project(tmp_path):
    path = tmp_path / "spiral.json"
    save(FULL, path)
    assert load(path) == FULL
    assert json.loads(path.read_text())["format"] == 1


@given(projects())
def test_round_trip_of_any_project(project):
    written = dumps(project)
    assert loads(written) == project
    assert dumps(loads(written)) == written


def test_saving_twice_leaves_nothing_else(tmp_path):
    save(FULL, tmp_path / "a.json")
    save(Project(), tmp_path / "a.json")
    assert load(tmp_path / "a.json") == Project()
    assert os.listdir(tmp_path) == ["a.json"]


def refusal(path_or_text, *words: str) -> None:
    with pytest.raises(FileError) as caught:
        loads(path_or_text, "a.json") if isinstance(path_or_text, str | bytes) else load(
            path_or_text
        )
    line = str(caught.value)
    assert "\n" not in line
    assert "a.json" in line
    for word in words:
        assert word in line


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "it is empty"),
        ("{", "not JSON"),
        ("\x00\x01", "not JSON"),
        (b"\xff\xfe", "not JSON"),
        ("[1]", "not an object"),
        ("null", "not an object"),
        ("{}", "format"),
        ('{"format": true}', "format"),
        ('{"format": "1"}', "format"),
        ('{"format": 99}', "newer version"),
        ('{"format": 1, "blocks": 3}', "blocks: expected"),
        ('{"format": 1, "blocks": [{"id": 4, "kind": "a"}]}', "blocks[0].id: expected"),
        ('{"format": 1, "blocks": [{"id": "a"}]}', "blocks[0]: there is no field 'kind'"),
        ('{"format": 1, "colour": 1}', "unknown field 'colour'"),
        ('{"format": 1, "speed": NaN}', "not JSON"),
        ('{"format": 1, "speed": 0}', "speed: expected 'float' > 0.0"),
        ("[" * 100_000, "nested too deeply"),
        ('{"format":1,"blocks":[{"id":"a","kind":"b","settings":{"x":' + "[" * 5000, "deeply"),
    ],
)
def test_text_that_is_no_project(content, words):
    refusal(content, words)


def test_places_that_hold_no_file(tmp_path):
    refusal(tmp_path / "a.json", "no such file")
    (tmp_path / "a.json").mkdir()
    refusal(tmp_path / "a.json", "folder")
    with pytest.raises(FileError, match="name of a file"):
        load("a\0.json")


def test_a_huge_file_is_not_read(tmp_path):
    path = tmp_path / "a.json"
    with path.open("wb") as file:
        file.truncate(2000)
    with pytest.raises(FileError, match="too large"):
        disk.read_whole(path, largest=1000)


def test_older_formats_are_migrated(monkeypatch):
    def renamed(plain):
        return {"format": plain["format"], "title": plain["name"]}

    monkeypatch.setattr(migrations, "FORMAT", 3)
    monkeypatch.setattr(migrations, "MIGRATIONS", {2: renamed})
    assert loads('{"format": 2, "name": "Old"}').title == "Old"
    refusal('{"format": 1, "name": "Older"}', "can no longer be read")
    refusal('{"format": 2}', "not a project of format 2")


@pytest.mark.parametrize("value", [float("nan"), float("inf"), [1.0, -float("inf")]])
def test_numbers_that_json_lacks_are_refused_in_words(value):
    project = Project(blocks=(Placed("a", "dense", {"rate": value}),))
    with pytest.raises(FileError, match="a: rate.* must be a finite number"):
        dumps(project)
    with pytest.raises(FileError, match="speed must be a finite number"):
        dumps(Project(speed=float("inf")))


def test_values_that_are_not_plain_are_refused_in_words():
    with pytest.raises(FileError, match="cannot be written"):
        dumps(Project(blocks=(Placed("a", "dense", {"rate": object()}),)))


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EIO])
def test_a_failed_save_keeps_what_was_there(tmp_path, monkeypatch, number):
    path = tmp_path / "a.json"
    save(FULL, path)

    def fail(handle):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(disk.os, "fsync", fail)
    with pytest.raises(FileError, match="was not saved") as caught:
        save(Project(), path)
    assert "a.json" in str(caught.value)
    monkeypatch.undo()
    assert load(path) == FULL
    assert os.listdir(tmp_path) == ["a.json"]


def test_places_that_cannot_be_written(tmp_path, monkeypatch):
    (tmp_path / "folder.json").mkdir()
    with pytest.raises(FileError, match="this is a folder"):
        save(FULL, tmp_path / "folder.json")
    with pytest.raises(FileError, match="no such file or folder"):
        save(FULL, tmp_path / "missing" / "a.json")
    save(FULL, tmp_path / "a.json")
    monkeypatch.setattr(disk.os, "access", lambda path, how: False)
    with pytest.raises(FileError, match="not allowed"):
        save(Project(), tmp_path / "a.json")
    assert load(tmp_path / "a.json") == FULL


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions and links")
def test_permissions_and_links_are_kept(tmp_path):
    path, link = tmp_path / "a.json", tmp_path / "link.json"
    save(FULL, path)
    path.chmod(0o640)
    link.symlink_to(path)
    save(Project(), link)
    assert link.is_symlink()
    assert load(path) == Project()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


@pytest.mark.parametrize("depth", [1, 50, 58, 65, 900, 5000])
def test_what_is_nested_deeply_is_saved_only_if_it_can_be_read_again(depth):
    value = 0
    for _ in range(depth):
        value = [value]
    for project in (
        Project(blocks=(Placed("a", "dense", {"x": value}),)),
        Project(view=(PanelView("boundary", {"x": value}),)),
    ):
        if depth > 60:
            with pytest.raises(FileError, match="nested too deeply"):
                dumps(project)
        else:
            assert loads(dumps(project)) == project


def test_what_a_killed_save_left_is_swept_away_an_hour_later(tmp_path):
    names = ("a.json.1", "a.json.2", "b.json.3")
    young, old, other = (tmp_path / f".{name}.part" for name in names)
    for part in (young, old, other):
        part.touch()
    for part in (old, other):
        os.utime(part, (1, 1))
    save(FULL, tmp_path / "a.json")
    assert sorted(tmp_path.iterdir()) == sorted([young, other, tmp_path / "a.json"])
