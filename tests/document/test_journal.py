import os
import subprocess
import sys

import pytest
from patience import PATIENCE

from playground.document.journal import Journal, damaged, discard, recovered
from playground.document.lock import Lock, held
from playground.document.project import Placed, Project

PROJECT = Project(title="T", blocks=(Placed("a", "dense"),))


def crash(journal: Journal) -> None:
    """End a journal as a crash does: the lock goes, the files stay."""
    assert journal._lock is not None
    journal._lock.release(remove=False)


def test_what_a_crash_left_is_found(tmp_path):
    journal = Journal(tmp_path)
    assert journal.write(Project())
    assert journal.write(PROJECT, "/somewhere/a.json")
    crash(journal)
    (left,) = recovered(tmp_path)
    assert (left.project, left.path) == (PROJECT, "/somewhere/a.json")
    discard(left)
    assert recovered(tmp_path) == []
    assert os.listdir(tmp_path) == []


def test_a_window_that_is_open_is_left_alone(tmp_path):
    first, second = Journal(tmp_path), Journal(tmp_path)
    first.write(PROJECT)
    second.write(Project(title="Second"))
    assert recovered(tmp_path) == []
    crash(second)
    assert [left.project.title for left in recovered(tmp_path)] == ["Second"]
    first.close()
    assert len(recovered(tmp_path)) == 1


def test_locks_that_nobody_holds_are_swept_away_after_an_hour(tmp_path):
    young, old = (tmp_path / f"journal-{name}.lock" for name in ("young", "old"))
    journal = Journal(tmp_path)
    (mine,) = tmp_path.glob("journal-*.lock")
    for lock in (young, old):
        lock.touch()
    for lock in (mine, old):
        os.utime(lock, (1, 1))
    assert recovered(tmp_path) == []
    assert sorted(tmp_path.glob("*.lock")) == sorted([mine, young])
    journal.close()


def test_closing_in_order_leaves_nothing(tmp_path):
    journal = Journal(tmp_path / "made")
    journal.write(PROJECT)
    journal.close()
    assert os.listdir(tmp_path / "made") == []
    assert not journal.write(PROJECT)
    journal.close()


def test_a_saved_project_is_forgotten(tmp_path):
    journal = Journal(tmp_path)
    journal.write(PROJECT)
    journal.forget()
    crash(journal)
    assert recovered(tmp_path) == []


def test_the_newest_comes_first(tmp_path):
    for title in ("old", "new"):
        journal = Journal(tmp_path)
        journal.write(Project(title=title))
        crash(journal)
    assert [left.project.title for left in recovered(tmp_path)] == ["new", "old"]


def test_a_damaged_entry_hides_no_other(tmp_path):
    (tmp_path / "journal-1.json").write_text("{")
    (tmp_path / "journal-2.json").write_text('{"project": {"format": 99}}')
    journal = Journal(tmp_path)
    journal.write(PROJECT)
    crash(journal)
    assert [left.project for left in recovered(tmp_path)] == [PROJECT]


@pytest.mark.parametrize(("said", "instead"), [("Treu", "Trau"), ("/a.json", "/b.json")])
def test_an_entry_that_could_still_be_read_but_is_not_what_was_written_is_damaged(
    tmp_path, said, instead
):
    journal = Journal(tmp_path)
    journal.write(Project(title="Treu"), "/a.json")
    crash(journal)
    (entry,) = tmp_path.glob("journal-*.json")
    entry.write_bytes(entry.read_bytes().replace(said.encode(), instead.encode()))
    assert recovered(tmp_path) == []
    assert len(damaged(tmp_path)) == 1


def test_trouble_is_told_and_never_raised(tmp_path):
    (tmp_path / "file").write_text("")
    journal = Journal(tmp_path / "file")
    assert journal.problem is not None
    assert not journal.write(PROJECT)
    assert recovered(tmp_path / "file") == []
    assert recovered(tmp_path / "missing") == []
    journal = Journal(tmp_path)
    assert not journal.write(Project(speed=float("nan")))
    assert "speed" in str(journal.problem)
    assert journal.write(PROJECT)
    assert journal.problem is None
    journal.close()


def test_a_lock_has_one_holder(tmp_path):
    path = tmp_path / "x.lock"
    lock = Lock(path)
    assert held(path)
    with pytest.raises(BlockingIOError):
        Lock(path)
    lock.release(remove=False)
    assert not held(path)


def test_a_killed_process_gives_its_lock_up(tmp_path):
    code = (
        "import sys, os\n"
        "from playground.document.journal import Journal\n"
        "from playground.document.project import Project\n"
        "Journal(sys.argv[1]).write(Project(title='Killed'))\n"
        "os._exit(9)\n"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False, timeout=PATIENCE)
    assert [left.project.title for left in recovered(tmp_path)] == ["Killed"]
