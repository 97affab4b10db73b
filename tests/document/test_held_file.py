import os
import subprocess
import sys

import pytest
from patience import PATIENCE

from playground.document.held_file import HeldFile, InUseError
from playground.document.lock import Lock, held
from playground.document.recent import (
    MOST,
    forget,
    forget_all,
    keep_picture,
    picture_of,
    recent,
    remember,
)


def test_a_file_has_one_holder_however_its_path_is_written(tmp_path):
    path, claims = tmp_path / "a.json", tmp_path / "claims"
    path.write_text("{}")
    first = HeldFile(path, claims)
    (tmp_path / "b").mkdir()
    with pytest.raises(InUseError, match="another window"):
        HeldFile(tmp_path / "b" / ".." / "a.json", claims)
    other = HeldFile(tmp_path / "b" / "a.json", claims)
    first.release()
    first.release()
    HeldFile(path, claims).release()
    other.release()
    assert os.listdir(claims) == []


def test_a_killed_process_holds_nothing(tmp_path):
    code = (
        "import sys, os\n"
        "from pathlib import Path\n"
        "from playground.document.held_file import HeldFile\n"
        "HeldFile(Path(sys.argv[1], 'a.json'), Path(sys.argv[1]))\n"
        "os._exit(9)\n"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False, timeout=PATIENCE)
    HeldFile(tmp_path / "a.json", tmp_path).release()


def test_a_change_by_others_is_seen_and_ones_own_is_not(tmp_path):
    path = tmp_path / "a.json"
    file = HeldFile(path, tmp_path)
    assert not file.changed
    path.write_text("theirs")
    assert file.changed
    file.learn()
    assert not file.changed
    path.unlink()
    assert not file.changed, "nothing of others can be lost"
    file.release()


def test_what_was_written_after_a_moment_is_a_change(tmp_path):
    path = tmp_path / "a.json"
    path.write_text("x")
    os.utime(path, (1000, 1000))
    for since, changed in ((999, True), (1001, False)):
        file = HeldFile(path, tmp_path, since)
        assert file.changed == changed
        file.release()


def test_without_a_folder_nothing_is_held_and_all_works(tmp_path):
    (tmp_path / "file").write_text("")
    one, two = (HeldFile(tmp_path / "a.json", tmp_path / "file" / "x") for _ in range(2))
    assert not one.changed
    two.release()


def test_a_lock_removed_while_another_waits_for_it_has_one_holder(tmp_path):
    path = tmp_path / "x.lock"
    first = Lock(path)
    first.release()
    second = Lock(path)
    assert held(path)
    with pytest.raises(BlockingIOError):
        Lock(path)
    first.release()
    assert path.exists(), "a lock given up twice takes nobody else's"
    second.release()


def test_recent_projects_come_newest_first_with_their_pictures(tmp_path):
    a, b = tmp_path / "a.json", tmp_path / "b.json"
    a.write_text("")
    remember(a, "A", b"picture")
    remember(b, "B")
    assert [(one.file, one.title, one.missing) for one in recent()] == [
        (b, "B", True), (a, "A", False),
    ]  # fmt: skip
    assert picture_of(a) == b"picture"
    assert picture_of(b) is None
    keep_picture(b, b"other")
    remember(a, "A again")
    assert [one.title for one in recent()] == ["A again", "B"]
    assert picture_of(a) == b"picture"
    forget(a)
    assert [one.file for one in recent()] == [b]
    assert picture_of(a) is None
    assert a.exists()
    forget_all()
    assert recent() == []
    assert picture_of(b) is None


def test_the_list_has_an_end(tmp_path):
    for number in range(MOST + 3):
        remember(tmp_path / f"{number}.json", str(number), b"p")
    assert len(recent()) == MOST
    assert picture_of(tmp_path / "0.json") is None


@pytest.mark.parametrize("text", [b"{", b"[1]", b"\xff", b"[" * 9999, b""])
def test_a_damaged_list_is_set_aside(tmp_path, text):
    from playground.core.folders import folder

    place = folder("config") / "recent.json"
    place.write_bytes(text)
    assert recent() == []
    assert place.with_name("recent.json.damaged").read_bytes() == text
    remember(tmp_path / "a.json", "A")
    assert len(recent()) == 1
