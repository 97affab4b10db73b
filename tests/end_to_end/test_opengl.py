"""Loss surfaces drawn by OpenGL in a real window, against those that NumPy draws."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from patience import PATIENCE
from screen import Screen, missing

SCRIPT = Path(__file__).with_name("opengl_window.py")

pytestmark = [
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="drives an X server"),
    pytest.mark.skipif(bool(missing()), reason=f"not installed: {' and '.join(missing())}"),
]


@pytest.fixture(scope="module")
def environment(tmp_path_factory):
    screen = Screen(tmp_path_factory.mktemp("screen"))
    home = tmp_path_factory.mktemp("home")
    yield os.environ | {
        "DISPLAY": screen.name, "QT_QPA_PLATFORM": "xcb", "PLAYGROUND_HOME": str(home),
    }  # fmt: skip
    screen.close()


@pytest.fixture(scope="module")
def act(environment):
    trial = [sys.executable, "-m", "playground.ui.plots.surface.gl_trial"]
    if subprocess.run(trial, env=environment, timeout=PATIENCE).returncode not in (0, 3):
        pytest.skip("there is no OpenGL")

    def begin(name):
        done = subprocess.run(
            [sys.executable, str(SCRIPT), name], env=environment, capture_output=True, text=True,
            timeout=PATIENCE,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        assert "Traceback" not in done.stderr
        # A context that is lost cannot be tidied up; any other has nothing to complain about.
        assert name == "fail" or "QOpenGL" not in done.stderr
        return json.loads(done.stdout.splitlines()[-1])

    return begin


def test_both_ways_draw_the_same_picture_from_the_same_place(act):
    for told in act("compare"):
        assert told["colors"] > 500
        assert told["mean"] < 2.0
        assert told["apart"] < 6
        # A smooth edge begins a pixel before a hard one.
        mean, most = told["edges"]
        assert mean < 1.2
        assert most <= 2


def test_it_survives_what_people_do_with_a_panel(act):
    assert act("use")["drawn"] == 50


def test_a_context_that_is_lost_gives_way_from_one_frame_to_the_next(act):
    told = act("fail")
    assert told["before"]
    assert not told["after"]
    assert not told["usable"]
    assert told["colors"] > 500
    assert "lost" in told["reason"]
