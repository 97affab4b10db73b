"""A program that cannot start says so in one line, with what to do."""

import os
import subprocess
import sys

import pytest
from patience import PATIENCE

from playground.ui import display

WITHOUT = """
import sys
from importlib.abc import MetaPathFinder

class Without(MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == missing:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

missing = sys.argv[1]
sys.meta_path.insert(0, Without())
from playground.cli import main
sys.exit(main(sys.argv[2:]))
"""


def started(*arguments, **changes):
    ran = subprocess.run(
        [sys.executable, *arguments], capture_output=True, text=True, timeout=PATIENCE, check=False,
        env={**os.environ, **changes},
    )  # fmt: skip
    return ran.returncode, ran.stderr


@pytest.mark.parametrize(
    ("package", "command"),
    [("PySide6", ("xor",)), ("PySide6", ("shot", "xor", "--to", "a.png")), ("numpy", ("info",))],
)
def test_a_missing_package_is_named(package, command, tmp_path):
    code, told = started("-c", WITHOUT, package, *command, QT_QPA_PLATFORM="offscreen")
    line = f"playground: the package {package} is not installed: pip install nn-playground\n"
    assert (code, told) == (2, line)


@pytest.mark.parametrize("command", [("xor",), ("import", "rows.csv", "--save", "a.zip")])
def test_a_home_that_cannot_be_used_is_told(command, tmp_path):
    (tmp_path / "rows.csv").write_text("a,b\n1,2\n3,4\n")
    (tmp_path / "home").write_text("a file")
    command = [str(tmp_path / part) if "." in part else part for part in command]
    home = str(tmp_path / "home")
    code, told = started("-m", "playground", *command, PLAYGROUND_HOME=home)
    assert code == 2
    assert told.startswith(f"playground: {home}")
    assert told.endswith("set PLAYGROUND_HOME to a folder that you may write to.\n")
    assert told.count("\n") == 1


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="X11 is of Linux")
def test_a_display_that_nobody_answers_at_is_told(monkeypatch):
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.delenv("QT_QPA_PLATFORM")
    monkeypatch.setenv("DISPLAY", ":4321")
    monkeypatch.setattr(display, "missing_library", lambda: None)
    assert display.missing_display() in (None, "nothing answers at the display :4321")
    monkeypatch.delenv("DISPLAY")
    assert display.missing_display() == "there is no display here"


def test_a_library_that_qt_lacks_is_named(monkeypatch):
    def lacking(_):
        raise ImportError("libEGL.so.1: cannot open shared object file")

    monkeypatch.setattr(display, "import_module", lacking)
    with pytest.raises(display.PictureError, match="apt-get install libegl1"):
        display.started("app")
