"""The window with a real worker behind it."""

from stand_in import circle

from playground.document.edits import set_setting
from playground.engine.catalogue import catalogue
from playground.ui import pictures
from playground.ui.theme import DARK, themes


def step(window):
    return max(window.bridge.status.steps.values(), default=0)


def test_play_learns_edit_goes_on_and_seek_looks_back(running, qtbot):
    bridge = running.bridge
    bridge.play()
    qtbot.waitUntil(lambda: step(running) > 100)
    assert bridge.scores["fit-1"]["train_loss"] > 0
    bridge.apply("Rate", set_setting("fit-1", "rate", 0.001, catalogue()))
    now = step(running)
    qtbot.waitUntil(lambda: step(running) > now + 50)
    bridge.pause()
    qtbot.wait(200)
    captured = bridge.trainer.history.steps
    qtbot.waitUntil(lambda: captured()[-1:] == (step(running),))
    first, last = bridge.trainer.history.steps()[0], bridge.trainer.history.steps()[-1]
    bridge.seek(first)
    qtbot.waitUntil(lambda: step(running) == first)
    qtbot.wait(700)
    assert bridge.trainer.history.steps()[-1] == last
    bridge.seek(last)
    qtbot.waitUntil(lambda: step(running) == last)


def test_a_killed_worker_is_replaced_and_goes_on(running, qtbot):
    bridge = running.bridge
    bridge.play()
    qtbot.waitUntil(lambda: len(bridge.trainer.history) > 2)
    old = bridge.trainer.pid
    bridge.trainer._process.kill()
    with qtbot.waitSignal(bridge.trouble) as told:
        pass
    assert told.args[0].kind == "crash"
    assert bridge.trainer.pid != old
    reached = told.args[0].step
    qtbot.waitUntil(lambda: step(running) > reached)
    assert running.isVisible()


def test_a_picture_of_the_window_shows_the_step_asked_for(qtbot, tmp_path):
    from PySide6.QtGui import QImage

    to = tmp_path / "window.png"
    pictures.take(circle(), to, steps=30, seed=0, size=(1280, 720), theme="light")
    themes().choose(DARK)
    image = QImage(str(to))
    assert (image.width(), image.height()) == (1280, 720)
    assert len({image.pixel(x, 500) for x in range(0, 1280, 7)}) > 10
