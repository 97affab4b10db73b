"""Projects as files of a window: saved, opened, claimed, damaged, refused; nothing is ever lost."""

import os
import sys
import time
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QMessageBox
from stand_in import StandIn, circle

from playground.core import disk
from playground.core.folders import FolderError, folder
from playground.document.bundle import load_bundle, save_bundle
from playground.document.edits import set_setting, set_title
from playground.document.files import load, save
from playground.document.journal import Journal, recovered
from playground.document.project import Placed, Project
from playground.document.recent import picture_of, recent
from playground.engine.catalogue import catalogue
from playground.runtime import messages as m
from playground.ui import project_file
from playground.ui.plots.wording import grouped
from playground.ui.preferences import Preferences
from playground.ui.recovery import offer_recovery
from playground.ui.save_dialog import Saving
from playground.ui.theme import theme
from playground.ui.thumbnail import thumbnail

KINDS = catalogue()
B = QMessageBox.StandardButton


@pytest.fixture
def second(qtbot):
    """Return a second window."""
    from playground.ui.app import build

    made = build(circle(), trainer=StandIn())
    made.show()
    yield made
    made.bridge.store.mark_saved()
    made.close()
    made.deleteLater()


@pytest.fixture
def asked(monkeypatch):
    """Answer questions by what stands in `answers`, and return what was asked."""
    told, answers = [], []
    monkeypatch.setattr(QMessageBox, "question", lambda *a: told.append(a[2]) or answers.pop(0))
    told_of = []
    monkeypatch.setattr(QMessageBox, "warning", lambda *a: told_of.append(a[2]))
    return told, answers, told_of


def save_to(monkeypatch, *places):
    """Answer the save dialog with these places, then with none."""
    left, seen = list(places), []

    def ask(_parent, proposal):
        seen.append(proposal)
        return left.pop(0) if left else None

    monkeypatch.setattr(project_file, "ask", ask)
    return seen


def edit(window, units=9):
    window.bridge.apply("Units", set_setting("dense-1", "units", units, KINDS))


def told(window):
    return window.banner.text


def test_a_project_is_saved_and_opened_with_or_without_what_was_learned(
    window, trainer, tmp_path, monkeypatch, qtbot
):
    latest = {"fit-1": {"step": 40, "weights": np.ones(3)}}
    trainer.history.add(m.Checkpoint({"fit-1": 40}, latest))
    plain, learned = tmp_path / "plain.zip", tmp_path / "learned.zip"
    seen = save_to(monkeypatch, Saving(plain, False), Saving(learned, True))
    assert window.documents.save_as()
    assert load_bundle(plain) == (circle(), None)
    assert not Preferences().keep_learned
    assert window.documents.save_as()
    assert load_bundle(learned)[1]["fit-1"]["step"] == 40
    assert Preferences().keep_learned
    assert [one.step for one in seen] == [40, 40]
    assert window.documents.open(plain)
    assert not window.documents.file.learned
    assert window.documents.open(learned)
    assert window.documents.file.learned
    trainer.sent.clear()
    edit(window)
    qtbot.waitUntil(lambda: trainer.of(m.Load) != [])
    edition = trainer.of(m.Load)[-1].edition
    trainer.history.add(m.Checkpoint({"fit-1": 50}, {"fit-1": {"step": 50}}, edition))
    assert window.documents.save()
    project, states = load_bundle(learned)
    assert project.block("dense-1").settings["units"] == 9
    assert states["fit-1"]["step"] == 50


def test_what_was_learned_since_is_asked_about_where_the_file_takes_it_along(
    window, trainer, tmp_path, monkeypatch, asked
):
    def learn(step):
        trainer.history.add(m.Checkpoint({"fit-1": step}, {"fit-1": {"step": step}}))

    learn(40)
    plain, learned = tmp_path / "plain.json", tmp_path / "learned.zip"
    save_to(monkeypatch, Saving(plain, False), Saving(learned, True))
    buttons = QMessageBox.StandardButton
    told, answers, _ = asked
    answers += [buttons.Cancel, buttons.Save]
    assert window.documents.save_as()
    learn(50)
    assert window.documents.may_leave(), "a plain file has no part in it"
    assert window.documents.save_as()
    assert window.documents.may_leave()
    assert not told
    learn(1250)
    assert not window.documents.may_leave()
    assert told[0].endswith(f"has learned {grouped(1200)} steps since it was saved.")
    assert window.documents.may_leave()
    assert load_bundle(learned)[1]["fit-1"]["step"] == 1250
    assert window.documents.may_leave()
    assert len(told) == 2
    assert window.documents.open(learned)
    assert window.documents.may_leave()


def reach(picture):
    """Return the parts of a picture's width and height that something is drawn in."""
    image = QImage.fromData(picture).convertToFormat(QImage.Format.Format_RGB32)
    flat = np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), -1)
    drawn = flat != theme().color("canvas").rgb()
    return np.ptp(np.flatnonzero(drawn.any(0))) / 440, np.ptp(np.flatnonzero(drawn.any(1))) / 240


def test_a_picture_is_of_a_panel_once_something_is_learned(window, trainer):
    unlearned = thumbnail(window)
    window.bridge.status = replace(window.bridge.status, steps={"fit-1": 40})
    learned = thumbnail(window)
    assert learned != unlearned
    for panel in window.panels.panels:
        panel.hide()
    assert thumbnail(window) == unlearned


def test_a_picture_of_what_has_not_learned_is_its_data_and_fills_its_place(window, qtbot):
    scene = window.canvas.scene()
    qtbot.waitUntil(lambda: scene.item("circle-1").looks.preview is not None)
    circle = thumbnail(window)
    assert min(reach(circle)[1], 2 * reach(circle)[0]) > 0.8
    longer = set_setting("dense-1", "units", 8, KINDS)
    window.bridge.apply("Units", longer)
    assert thumbnail(window) == circle
    window.bridge.apply("Noise", set_setting("circle-1", "noise", 0.5, KINDS))
    qtbot.waitUntil(lambda: thumbnail(window) != circle)


@pytest.mark.parametrize("count", [1, 9])
def test_a_picture_of_what_has_no_data_shows_blocks_large_enough_to_be_known(window, count):
    labs = tuple(Placed(f"dense-{i}", "dense", {}, (240.0 * i, 0.0)) for i in range(count))
    window.bridge.store.apply("Only layers", lambda _: Project(blocks=labs))
    wide, high = reach(thumbnail(window))
    assert high > 0.35
    assert wide > (0.9 if count > 1 else 0.4)


def test_what_another_network_learned_is_not_saved_with_this_one(window, trainer, qtbot):
    edition = trainer.of(m.Load)[-1].edition
    trainer.history.add(m.Checkpoint({"fit-1": 40}, {"fit-1": {"step": 40}}, edition))
    learned_now = window.bridge.line.learned_now
    assert learned_now()
    window.bridge.apply("Rate", set_setting("fit-1", "rate", 0.5, KINDS))
    assert learned_now(), "a rate is another one, the network is the same"
    edit(window)
    assert not learned_now()
    window.bridge.store.undo()
    assert learned_now()


def test_a_saved_project_is_remembered_with_its_picture(window, tmp_path, monkeypatch):
    path = tmp_path / "seen.zip"
    save_to(monkeypatch, Saving(path, False))
    assert window.documents.save()
    assert recent()[0].file == path
    assert recent()[0].title == "Circle"
    assert picture_of(path).startswith(b"\x89PNG")


def test_a_second_window_on_the_same_file_gets_a_copy_and_says_so(
    window, second, tmp_path, monkeypatch, asked
):
    path = tmp_path / "shared.json"
    save(circle(), path)
    assert window.documents.open(path)
    assert second.documents.open(path)
    assert second.documents.path is None
    assert "shared.json is open in another window" in told(second)
    edit(second)
    seen = save_to(monkeypatch, Saving(path, False), Saving(tmp_path / "mine.json", False))
    assert second.documents.save()
    assert len(seen) == 2, "the file of the other window was refused"
    assert "shared.json" in asked[2][0]
    assert load(path) == circle()
    assert second.documents.path == tmp_path / "mine.json"
    window.documents.show(Project())
    assert second.documents.open(path)
    assert second.documents.path == path


def test_ones_own_file_by_another_way_is_ones_own(window, tmp_path, monkeypatch):
    path = tmp_path / "mine.json"
    (tmp_path / "inner").mkdir()
    again = tmp_path / "inner" / ".." / "mine.json"
    save_to(monkeypatch, Saving(path, False), Saving(again, False))
    assert window.documents.save()
    edit(window)
    assert window.documents.save_as()
    assert load(path) == window.bridge.store.value


def test_two_windows_keep_their_edits_apart(window, second):
    edit(window, 5)
    edit(second, 6)
    entries = list(folder("journal").glob("journal-*.json"))
    assert len(entries) == 2
    assert recovered(folder("journal")) == []


@pytest.mark.parametrize("answer", ["Save as…", "Save over it", "Cancel"])
def test_a_file_that_somebody_else_changed_is_not_written_over_in_silence(
    window, tmp_path, monkeypatch, answer
):
    path, other = tmp_path / "mine.json", tmp_path / "other.json"
    save(circle(), path)
    assert window.documents.open(path)
    edit(window)
    save(Project(title="By somebody else"), path)
    save_to(monkeypatch, Saving(other, False))
    monkeypatch.setattr(QMessageBox, "exec", lambda box: None)
    monkeypatch.setattr(
        QMessageBox, "clickedButton",
        lambda box: next(b for b in box.buttons() if b.text().replace("&", "") == answer),
    )  # fmt: skip
    assert window.documents.save() == (answer != "Cancel")
    theirs = load(path).title == "By somebody else"
    assert theirs == (answer != "Save over it")
    assert other.exists() == (answer == "Save as…")
    if answer != "Cancel":
        edit(window, 3)
        assert window.documents.save(), "its own writing is known"


def test_a_file_is_saved_though_nobody_can_remember_it(window, tmp_path, monkeypatch):
    def refused(kind):
        raise FolderError(f"{kind}: nothing can be kept here")

    monkeypatch.setattr("playground.document.recent.folder", refused)
    save_to(monkeypatch, Saving(tmp_path / "first.json", False))
    edit(window)
    assert window.documents.save()
    assert window.bridge.store.clean
    assert not list(folder("journal").glob("journal-*.json"))


def test_what_no_text_can_hold_is_told_and_nothing_is_copied(window, asked):
    *_, told = asked
    QGuiApplication.clipboard().setText("before")
    window.bridge.apply("Rate", set_setting("fit-1", "rate", float("inf"), {}))
    window.documents.copy_text()
    assert told
    assert "fit-1" in told[0]
    assert QGuiApplication.clipboard().text() == "before"


def test_an_edit_that_comes_while_a_file_is_written_is_kept(window, tmp_path, monkeypatch):
    path = tmp_path / "first.json"
    save_to(monkeypatch, Saving(path, False))
    real = project_file.meanwhile

    def and_an_edit(write):
        edit(window, 5)
        real(write)

    monkeypatch.setattr(project_file, "meanwhile", and_an_edit)
    edit(window, 9)
    assert window.documents.save()
    assert load(path).block("dense-1").settings["units"] == 9
    assert not window.bridge.store.clean
    (entry,) = folder("journal").glob("journal-*.json")
    assert b'\\"units\\": 5' in entry.read_bytes()
    edit(window, 9)
    assert not entry.exists(), "the file has it all again"


def test_a_full_disk_loses_nothing(window, tmp_path, monkeypatch, asked):
    import errno

    path = tmp_path / "mine.json"
    save_to(monkeypatch, Saving(path, False))
    assert window.documents.save()
    before = path.read_bytes()

    def full(handle):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    edit(window)
    with monkeypatch.context() as patch:
        patch.setattr(disk.os, "fsync", full)
        assert not window.documents.save()
    assert "the disk is full" in asked[2][0]
    assert path.read_bytes() == before
    assert window.isWindowModified()
    assert os.listdir(tmp_path) == ["mine.json"]
    assert window.documents.save()


def test_edits_that_cannot_be_kept_are_told_once(window, monkeypatch):
    def full(source, target):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(disk.os, "replace", full)
        edit(window, 5)
        assert "the disk is full" in told(window)
        window.banner.dismiss()
        edit(window, 6)
        assert told(window) == ""
    edit(window, 7)
    assert list(folder("journal").glob("journal-*.json"))


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions")
def test_a_folder_that_is_read_only_is_told_and_another_is_asked_for(
    window, tmp_path, monkeypatch, asked
):
    import errno

    place = tmp_path / "protected"
    place.mkdir()
    real = open

    def guarded(path, *arguments, **words):
        if str(path).startswith(str(place)) and "x" in arguments[0]:
            raise PermissionError(errno.EACCES, "Permission denied")
        return real(path, *arguments, **words)

    monkeypatch.setattr("builtins.open", guarded)
    good = tmp_path / "good.json"
    save_to(monkeypatch, Saving(place / "mine.json", False), Saving(good, False))
    assert window.documents.save()
    assert "you are not allowed to" in asked[2][0]
    assert window.documents.path == good


def test_a_newer_format_is_refused_in_words_and_left_alone(window, tmp_path, asked):
    path = tmp_path / "future.json"
    path.write_text('{"format": 99, "new": true}')
    assert not window.documents.open(path)
    assert "made by a newer version" in asked[2][0]
    assert asked[0] == []
    assert path.exists()


def test_blocks_of_unknown_kinds_survive(window, tmp_path):
    odd = Placed("odd-1", "unheard-of", {"what": {"ever": [1, None, "x"]}}, (9.0, 9.0))
    path = tmp_path / "odd.json"
    save(Project(blocks=(odd, *circle().blocks), wires=circle().wires), path)
    assert window.documents.open(path)
    window.bridge.apply("Title", set_title("Renamed"))
    assert window.documents.save()
    assert load(path).block("odd-1") == odd


def damaged_zip(path):
    from playground.document.bundle import save_bundle

    save_bundle(circle(), {"fit-1": {"step": 3, "weights": np.arange(99.0)}}, path)
    data = bytearray(path.read_bytes())
    data[data.index(b"NUMPY") + 300] ^= 1
    path.write_bytes(bytes(data))


def test_of_a_damaged_file_the_rest_opens_and_it_is_set_aside(window, tmp_path, asked):
    path = tmp_path / "flipped.zip"
    damaged_zip(path)
    asked[1][:] = [B.Cancel, B.Open]
    assert not window.documents.open(path)
    assert path.exists()
    assert window.documents.open(path)
    assert "state/0.npy is damaged" in asked[0][-1]
    assert "What you built" in asked[0][-1]
    assert window.bridge.store.value == circle()
    assert not window.bridge.store.clean
    assert sorted(os.listdir(tmp_path)) == ["flipped.zip.damaged"]
    assert window.documents.save()
    assert load(path) == circle()


def test_what_is_no_project_is_set_aside_only_when_the_person_says_so(window, tmp_path, asked):
    path = tmp_path / "torn.json"
    path.write_text('{"format": 1, "blocks": [')
    asked[1][:] = [B.No, B.Yes]
    assert not window.documents.open(path)
    assert path.exists()
    assert not window.documents.open(path)
    assert os.listdir(tmp_path) == ["torn.json.damaged"]
    assert window.bridge.store.value == circle()


def crashed(project, path=None):
    journal = Journal(folder("journal"))
    assert journal.write(project, path)
    journal._lock.release(remove=False)
    return journal._entry


def test_a_damaged_journal_is_told_and_set_aside_and_others_open(window, asked):
    whole = circle(seed=4)
    broken = crashed(Project(title="Broken"))
    data = bytearray(broken.read_bytes())
    data[len(data) // 2] ^= 1
    broken.write_bytes(bytes(data))
    crashed(whole)
    asked[1][:] = [B.Open]
    assert offer_recovery(window)
    assert window.bridge.store.value == whole
    assert "set aside" in told(window)
    assert not broken.exists()
    assert broken.with_name(f"{broken.name}.damaged").exists()
    assert not offer_recovery(window)


def test_an_answer_put_off_is_asked_again(window, asked):
    crashed(circle(seed=4))
    asked[1][:] = [B.NoButton]
    assert not offer_recovery(window)
    assert len(recovered(folder("journal"))) == 1


def test_what_a_crash_left_belongs_to_its_file_again(window, tmp_path, asked, monkeypatch):
    path = tmp_path / "mine.json"
    save(circle(), path)
    crashed(circle(seed=4), path)
    asked[1][:] = [B.Open]
    assert offer_recovery(window)
    assert window.footer.told.text.startswith("Recovered “")
    assert window.documents.path == path
    assert window.documents.save()
    assert load(path).seed == 4
    crashed(load(path), path)
    assert not offer_recovery(window), "its file holds all of it"
    assert recovered(folder("journal")) == []


def test_what_the_file_had_learned_outlives_a_crash(window, trainer, tmp_path, asked, qtbot):
    path = tmp_path / "mine.zip"
    save_bundle(circle(), {"fit-1": {"step": 40, "weights": np.ones(3)}}, path)
    crashed(circle(seed=4), path)
    trainer.sent.clear()
    asked[1][:] = [B.Open]
    assert offer_recovery(window)
    assert window.bridge.store.value == circle(seed=4)
    assert not window.bridge.store.clean
    assert trainer.of(m.Load)[0].states["fit-1"]["step"] == 40
    assert window.documents.file.learned, "a save must not leave it out"
    window.bridge.store.undo()
    assert window.bridge.store.clean


def test_a_file_written_to_since_the_crash_is_not_built_upon(window, trainer, tmp_path, asked):
    path = tmp_path / "mine.zip"
    crashed(circle(seed=4), path)
    save_bundle(circle(seed=5), {"fit-1": {"step": 40, "weights": np.ones(3)}}, path)
    os.utime(path, (time.time() + 60,) * 2)
    trainer.sent.clear()
    asked[1][:] = [B.Open]
    assert offer_recovery(window)
    assert window.bridge.store.value == circle(seed=4)
    assert not any(load.states for load in trainer.of(m.Load))


def test_the_recovered_project_is_kept_before_the_old_journal_goes(window, asked, monkeypatch):
    crashed(circle(seed=4))
    asked[1][:] = [B.Open]
    from playground.ui import recovery

    def die(_left):
        raise SystemExit

    monkeypatch.setattr(recovery, "discard", die)
    with pytest.raises(SystemExit):
        offer_recovery(window)
    assert len(list(folder("journal").glob("journal-*.json"))) == 2


def test_only_a_folder_that_could_be_written_to_is_begun_with_next_time(
    window, tmp_path, monkeypatch, asked
):
    save_to(monkeypatch, Saving(tmp_path / "gone" / "a.json", False))
    before = Preferences().last_folder
    assert not window.documents.save_as()
    assert "gone" in asked[2][0]
    assert Preferences().last_folder == before
    save_to(monkeypatch, Saving(tmp_path / "a.json", False))
    assert window.documents.save_as()
    assert Preferences().last_folder == str(tmp_path)


def test_a_project_without_a_title_is_called_by_its_file(window, tmp_path, monkeypatch):
    save_to(monkeypatch, Saving(tmp_path / "moons.json", False))
    window.bridge.apply("Title", set_title(Project().title))
    assert window.documents.save_as()
    assert window.windowTitle().startswith("moons[*]")
    window.bridge.apply("Title", set_title("Two moons"))
    assert window.windowTitle().startswith("Two moons (moons.json)[*]")
