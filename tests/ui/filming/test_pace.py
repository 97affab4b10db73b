"""How long a film still takes is said once it is known, and follows the pace."""

import pytest

from playground.ui.filming import pace
from playground.ui.filming.film_dialog import FilmDialog
from playground.ui.filming.pace import Pace, left_in_words


def test_nothing_is_said_of_the_first_frames():
    told = Pace(1000)
    assert [told.left(second) for second in (0.0, 1.0, 2.0)] == [None] * 3
    assert told.left(3.0) == pytest.approx(996)


def test_it_goes_by_the_pace_of_late():
    told = Pace(10_000)
    for frame in range(200):
        told.left(0.1 * frame)
    now, left = 0.1 * 199, None
    for _ in range(pace.RECENT):
        now += 2.0
        left = told.left(now)
    assert left == pytest.approx(2.0 * (10_000 - 300))


def test_the_last_frame_leaves_nothing_to_say():
    told = Pace(4)
    assert left_in_words([told.left(2.0 * frame) for frame in range(4)][-1]) == ""


@pytest.mark.parametrize(("seconds", "words"), [
    (59.0, "less than a minute left"), (119.0, "about 2 min left"), (600.0, "about 10 min left"),
    (3 * 3600.0, "about 3 h left"),
])  # fmt: skip
def test_it_is_told_in_minutes(seconds, words):
    assert left_in_words(seconds) == words


def test_the_dialog_says_it_beside_the_frames(window, qtbot, monkeypatch):
    dialog = FilmDialog(window)
    qtbot.addWidget(dialog)
    seconds = iter(range(0, 100, 2))
    monkeypatch.setattr("playground.ui.filming.film_dialog.time.monotonic", lambda: next(seconds))
    dialog.foot.bar.setRange(0, 1000)
    dialog._pace = Pace(1000)
    said = []
    for frame in range(1, 5):
        dialog._progress(frame)
        said.append(dialog.foot.status.text())
    assert said[:2] == ["1 of 1000 frames", "2 of 1000 frames"]
    assert said[-1] == "4 of 1000 frames, about 34 min left"
