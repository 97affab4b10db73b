"""The program on a real X server, with a real pointer and keyboard, from start to end."""

import os
import signal
import sys
import time

import numpy as np
import pytest
from patience import PATIENCE
from screen import Program, Screen, alive, gone, missing

pytestmark = [
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="drives an X server"),
    pytest.mark.skipif(bool(missing()), reason=f"not installed: {' and '.join(missing())}"),
]


@pytest.fixture(scope="module")
def screen(tmp_path_factory):
    made = Screen(tmp_path_factory.mktemp("screen"))
    yield made
    made.close()


@pytest.fixture
def start(screen, tmp_path):
    programs = []

    def begin(*arguments):
        program = Program(screen, tmp_path, *arguments)
        programs.append(program)
        program.until(lambda state: state["learners"])
        program.focus()
        return program

    yield begin
    for program in programs:
        program.end()


def take_from_palette(program, kind, across, down):
    """Drag a block onto the canvas, after turning the wheel until the palette shows it."""
    screen = program.screen
    row = program.ask("row", kind)
    for _ in range(40):
        if row is not None:
            break
        screen.do("mousemove", *program.middle("palette_.tree"), "click", 5)
        row = program.ask("row", kind)
    before = program.ask("state")["blocks"]
    screen.drag(row, program.ask("canvas", across, down))
    after = program.until(lambda state: len(state["blocks"]) == len(before) + 1)["blocks"]
    return next(id for id in after if id not in before)


def test_building_a_network_by_hand_watching_it_learn_and_taking_it_all_back(start, screen):
    program = start()
    screen.do("key", "ctrl+n")
    program.until(lambda state: not state["blocks"] and not state["playing"])
    data = take_from_palette(program, "gaussians", 0.2, 0.4)
    dense = take_from_palette(program, "dense", 0.5, 0.4)
    fit = take_from_palette(program, "fit", 0.8, 0.4)
    for a, b in ((data, dense), (dense, fit)):
        screen.drag(program.ask("port", a, True), program.ask("port", b, False))
        program.until(lambda state, wire=[a, b]: wire in state["wires"])
    assert program.ask("state")["wires"] == [[data, dense], [dense, fit]]

    first = program.until(lambda state: state["learners"] == [fit] and state["loss"] is not None)
    area = program.ask("panel", "boundary")
    settled = still(screen, area)
    screen.click(program.middle("transport.play"))
    program.until(lambda state: state["playing"] and state["step"] > 0)
    program.until(lambda state: state["loss"] < 0.8 * first["loss"])
    end = time.monotonic() + PATIENCE
    while changed(settled, screen.pixels(area)) < 0.02:
        assert time.monotonic() < end
        time.sleep(0.02)

    for _ in range(10):
        blocks = program.ask("state")["blocks"]
        if not blocks:
            break
        screen.do("key", "ctrl+z")
        time.sleep(0.05)
    state = program.until(lambda state: not state["blocks"])
    assert not state["wires"]
    screen.do("key", "ctrl+q")
    assert program.process.wait(PATIENCE) == 0
    assert not [pid for pid in program.workers if alive(pid)]
    assert program.log.read_text() == ""


def still(screen, area, seconds=5.0):
    """Return the picture of an area once it has come to rest."""
    end, before = time.monotonic() + seconds, screen.pixels(area)
    while time.monotonic() < end:
        time.sleep(0.2)
        now = screen.pixels(area)
        if np.array_equal(before, now):
            return now
        before = now
    raise AssertionError("the panel never comes to rest")


def changed(before, after):
    """Return the share of pixels that are clearly another colour."""
    return (np.abs(before.astype(int) - after).max(axis=-1) > 24).mean()


def test_a_killed_worker_is_told_of_and_learning_goes_on_from_less_than_a_second_ago(start):
    program = start("circle")
    program.screen.click(program.middle("transport.play"))
    state = program.until(lambda state: state["step"] > 1.5 * state["speed"])
    os.kill(state["worker"], signal.SIGKILL)
    told = program.until(lambda state: "restarted from step" in state["banner"])
    words = told["banner"].partition("from step ")[2]
    from_step = int("".join(c for c in words if c.isdigit()))
    assert state["step"] - from_step <= state["speed"]
    again = program.until(lambda now: now["step"] > state["step"])
    assert again["playing"]
    assert again["worker"] != state["worker"]
    assert not alive(state["worker"])


def test_a_killed_window_takes_its_worker_along(start):
    program = start("circle")
    program.screen.click(program.middle("transport.play"))
    worker = program.until(lambda state: state["step"] > 0)["worker"]
    program.process.kill()
    assert gone(worker)


def test_closing_while_it_learns_leaves_no_process(start):
    program = start("circle")
    program.screen.click(program.middle("transport.play"))
    worker = program.until(lambda state: state["step"] > 0)["worker"]
    program.screen.do("key", "ctrl+q")
    assert program.process.wait(PATIENCE) == 0
    assert not alive(worker)
