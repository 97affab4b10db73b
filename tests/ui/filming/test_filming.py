"""Films of runs: each frame shows its step, the window stays free, cancelling leaves nothing."""

import time

import av
import numpy as np
import pytest
from msgspec.structs import replace
from patience import PATIENCE
from PIL import Image
from stand_in import circle

from playground.document.project import PanelView, Project
from playground.engine.plane import grid_of
from playground.runtime import headless
from playground.ui import pictures
from playground.ui.filming import filming, stage
from playground.ui.filming.film_dialog import PAST, FilmDialog
from playground.ui.theme import DARK, themes

SIZE = (200, 140)


@pytest.fixture(autouse=True)
def _dark():
    yield
    themes().choose(DARK)


@pytest.fixture
def seen(monkeypatch):
    """Return what the boundary said, frame by frame: its step and its field's sum."""
    kept = []
    real = stage.Stage.frame

    def frame(self):
        steps = sorted(set(self.bridge.status.steps.values()))
        drawn = {r.probe: s for p in self.widget.shown for r, s in p.snapshots.items()}
        kept.append((steps, {name: (s.step, s.arrays) for name, s in drawn.items()}))
        return real(self)

    monkeypatch.setattr(stage.Stage, "frame", frame)
    return kept


def test_every_frame_of_a_film_shows_exactly_its_step(qtbot, tmp_path, seen):
    path = tmp_path / "film.mp4"
    pictures.film(circle(), path, ("boundary",), frames=7, every=5, size=SIZE)
    assert [steps for steps, _ in seen] == [[5 * k] for k in range(7)]
    assert [drawn["boundary"][0] for _, drawn in seen] == [5 * k for k in range(7)]
    with av.open(str(path)) as film:
        assert film.streams.video[0].frames == 7
        assert (film.streams.video[0].width, film.streams.video[0].height) == SIZE
    # What the frames show is what the same run without a window learns.
    run = headless.train(circle(), 30)
    drawn = seen[-1][1]["boundary"][1]
    height, width, _ = drawn["field"].shape
    places = grid_of(tuple(drawn["extent"].tolist()), (width, height))
    wanted = run.decide(drawn["origin"] + places @ drawn["directions"])[0]
    np.testing.assert_allclose(drawn["field"].reshape(len(places), -1), wanted, atol=1e-5)


def test_a_film_of_300_frames_has_300_frames(qtbot, tmp_path):
    path = tmp_path / "film.mp4"
    pictures.film(circle(), path, ("curves",), frames=300, every=1, fps=30, size=(121, 91))
    with av.open(str(path)) as film:
        (stream,) = film.streams
        assert stream.frames == sum(1 for _ in film.decode(stream)) == 300
        assert (stream.width, stream.height) == (122, 92)
        assert stream.codec_context.pix_fmt == "yuv420p"


def test_a_gif_of_a_grid_lasts_as_long_as_its_frames(qtbot, tmp_path):
    path = tmp_path / "film.gif"
    shown = ("canvas", "boundary", "curves")
    pictures.film(circle(), path, shown, frames=12, every=2, fps=20, size=(420, 300))
    with Image.open(path) as film:
        assert film.size == (420, 300)
        lasts = []
        for k in range(film.n_frames):
            film.seek(k)
            lasts.append(film.info["duration"])
    assert sum(lasts) == 600


def test_a_film_of_the_window(qtbot, tmp_path):
    path = tmp_path / "film.mp4"
    pictures.film(circle(), path, frames=3, every=4, size=(1281, 720))
    with av.open(str(path)) as film:
        assert film.streams.video[0].width == 1282
        first, *_, last = [f.to_ndarray(format="rgb24") for f in film.decode(video=0)]
    assert first.std() > 10
    assert (first != last).any()


def test_a_film_goes_on_from_what_was_learned(qtbot, tmp_path, seen):
    run = headless.train(circle(), 20)
    state = {id: built.learner.capture() for id, built in run.built.items()}
    path = tmp_path / "film.gif"
    pictures.film(circle(), path, ("boundary",), frames=3, every=5, size=SIZE, state=state)
    assert [steps for steps, _ in seen] == [[20], [25], [30]]


def test_what_cannot_be_learned_or_shown_is_told(qtbot, tmp_path):
    broken = replace(circle(), wires=())
    with pytest.raises(TimeoutError, match="fit-1|Fit|wire"):
        pictures.film(broken, tmp_path / "film.gif", ("boundary",), frames=2, size=SIZE)
    lone = Project(blocks=circle().blocks[:1])
    with pytest.raises(TimeoutError, match="nothing in this project learns"):
        pictures.film(lone, tmp_path / "film.gif", ("curves",), frames=2, size=SIZE)
    with pytest.raises(TimeoutError, match="nothing in this project learns"):
        pictures.report(lone, tmp_path / "report.html", "lone.json")
    with pytest.raises(KeyError, match="nothing-such"):
        pictures.film(circle(), tmp_path / "film.gif", ("nothing-such",), frames=2, size=SIZE)
    assert not list(tmp_path.iterdir())


@pytest.fixture
def learning(qtbot):
    """Return a window whose own worker has taken forty steps."""
    from playground.ui.app import build

    views = (PanelView("boundary"), PanelView("curves"))
    made = build(circle(view=views, speed=None), remember=False)
    made.show()
    qtbot.waitUntil(lambda: bool(made.bridge.status.steps))
    made.bridge.step(40)
    qtbot.waitUntil(lambda: made.bridge.status.steps == {"fit-1": 40})
    qtbot.wait(100)
    yield made
    made.bridge.store.mark_saved()
    made.close()
    made.deleteLater()


@pytest.fixture
def dialog(learning, qtbot):
    made = FilmDialog(learning)
    qtbot.addWidget(made)
    made.show()
    made.size.setCurrentIndex(0)
    made.shown.setCurrentText("All panels")
    assert made.subject == ("boundary", "curves")
    return made


def test_training_is_filmed_from_here_on_and_the_window_stays_where_it_is(
    dialog, learning, qtbot, tmp_path, seen
):
    dialog.time.setCurrentIndex(0)
    dialog.frames.setValue(4)
    dialog.every.setValue(10)
    assert "from step 40 to 70" in dialog.estimate.text()
    dialog.start(tmp_path / "film.mp4")
    qtbot.waitUntil(lambda: dialog.making is None)
    assert "Saved film.mp4" in dialog.foot.status.text()
    assert [steps for steps, _ in seen] == [[40], [50], [60], [70]]
    assert learning.bridge.status.steps == {"fit-1": 40}


def test_the_past_is_filmed_from_end_to_end(dialog, learning, qtbot, tmp_path, seen):
    dialog.time.setCurrentText(PAST)
    dialog.frames.setValue(5)
    dialog.start(tmp_path / "film.gif")
    qtbot.waitUntil(lambda: dialog.making is None)
    assert [steps for steps, _ in seen] == [[0], [10], [20], [30], [40]]
    assert [drawn["boundary"][0] for _, drawn in seen] == [0, 10, 20, 30, 40]
    assert learning.bridge.status.steps == {"fit-1": 40}


def test_cancelling_is_quick_and_leaves_no_file(dialog, learning, qtbot, tmp_path):
    dialog.time.setCurrentIndex(0)
    dialog.frames.setValue(500)
    dialog.start(tmp_path / "film.gif")
    qtbot.waitUntil(lambda: dialog.making.frames > 2)
    dialog.foot.leave.click()
    assert dialog.making is None
    assert "Cancelled" in dialog.foot.status.text()
    qtbot.waitUntil(lambda: not list(tmp_path.iterdir()))
    learning.bridge.step()
    qtbot.waitUntil(lambda: learning.bridge.status.steps == {"fit-1": 41})


def test_the_window_takes_turns_with_the_film(dialog, learning, qtbot, tmp_path):
    dialog.time.setCurrentIndex(0)
    dialog.frames.setValue(30)
    dialog.start(tmp_path / "film.mp4")
    learning.bridge.play()
    turns = 0
    while dialog.making is not None:
        qtbot.wait(1)
        turns += 1
    assert turns > 30
    assert learning.bridge.status.steps["fit-1"] > 40


def test_a_film_that_fails_in_an_unforeseen_way_ends(dialog, qtbot, tmp_path, monkeypatch):
    def fail(_stage):
        raise ZeroDivisionError

    monkeypatch.setattr(stage.Stage, "frame", fail)
    dialog.frames.setValue(3)
    with qtbot.captureExceptions() as raised:
        dialog.start(tmp_path / "film.mp4")
        qtbot.waitUntil(lambda: dialog.making is None)
        qtbot.wait(50)
    assert [kind for kind, *_ in raised] == [ZeroDivisionError]
    assert "cannot be made" in dialog.foot.status.text()
    qtbot.waitUntil(lambda: not list(tmp_path.iterdir()))


def test_closing_the_window_ends_the_film(dialog, learning, qtbot, tmp_path):
    dialog.frames.setValue(500)
    dialog.start(tmp_path / "film.gif")
    making = dialog.making
    learning.bridge.store.mark_saved()
    learning.close()
    assert not making.running
    qtbot.waitUntil(lambda: not list(tmp_path.iterdir()))


def test_a_frame_that_does_not_come_is_given_up(qtbot, tmp_path, monkeypatch):
    monkeypatch.setattr(filming, "LONGEST", 0.2)
    monkeypatch.setattr(stage.Stage, "settled", lambda self: False)
    begun = time.monotonic()
    with pytest.raises(TimeoutError, match="does not come"):
        pictures.film(circle(), tmp_path / "film.gif", ("curves",), frames=2, size=SIZE)
    assert time.monotonic() - begun < PATIENCE
    assert not list(tmp_path.iterdir())
