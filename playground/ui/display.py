"""Whether a window can open here, and what to do where none can."""

import ctypes
import os
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

_PACKAGES = {
    "libxcb-cursor": "libxcb-cursor0",
    "libxcb-icccm": "libxcb-icccm4",
    "libxcb-keysyms": "libxcb-keysyms1",
    "libxcb-shape": "libxcb-shape0",
    "libxcb-image": "libxcb-image0",
    "libxcb-render-util": "libxcb-render-util0",
    "libxcb-xkb": "libxcb-xkb1",
    "libxkbcommon-x11": "libxkbcommon-x11-0",
    "libxkbcommon": "libxkbcommon0",
    "libEGL": "libegl1",
    "libGL": "libgl1",
    "libfontconfig": "libfontconfig1",
    "libdbus-1": "libdbus-1-3",
    "libglib-2": "libglib2.0-0",
}


def missing_display() -> str | None:
    """Say why no window can open here, or return None where one can."""
    chosen = os.environ.get("QT_QPA_PLATFORM", "")
    if not sys.platform.startswith("linux") or chosen.startswith(("offscreen", "minimal", "vnc")):
        return None
    if os.environ.get("WAYLAND_DISPLAY"):
        return None
    if not os.environ.get("DISPLAY"):
        return "there is no display here"
    return missing_library()


def missing_library() -> str | None:
    """Name a system library that Qt's X11 window needs and the package that has it."""
    spec = find_spec("PySide6")
    if spec is None or not spec.submodule_search_locations:
        return "PySide6 is not installed: pip install nn-playground"
    plugin = Path(spec.submodule_search_locations[0], "Qt/plugins/platforms/libqxcb.so")
    try:
        if plugin.exists():
            ctypes.CDLL(str(plugin))
    except OSError as error:
        return _named(str(error))
    return None


def _named(message: str) -> str:
    library = message.partition(":")[0]
    for stem, package in sorted(_PACKAGES.items(), key=lambda pair: -len(pair[0])):
        if library.startswith(stem):
            return f"the system library {library} is missing: sudo apt-get install {package}"
    return f"a system library is missing ({message})"


def without_display(name: str, reason: str) -> int:
    """Train headless with a progress line, and write a picture of the window beside the project.

    Returns
    -------
    int
        Exit status.
    """
    from playground.runtime.headless import load_with_state, train
    from playground.runtime.report import Progress, as_lines

    print(f"playground: {reason}; training without a window", file=sys.stderr)
    project, state = load_with_state(name)
    progress = Progress()
    run = train(project, state=state, progress=progress.update)
    progress.close()
    print(as_lines(run))
    path = Path(name)
    picture = path.with_suffix(".png") if path.exists() else Path(f"{path.name}.png")
    if draw_offscreen(project, str(picture), state=state) == 0:
        print(f"a picture of the window: {picture}")
    return 130 if run.interrupted else 0


def draw_offscreen(
    project: Any,
    to: str,
    panel: str | None = None,
    steps: int | None = None,
    seed: int | None = None,
    size: str | None = None,
    theme: str = "dark",
    state: Any = None,
) -> int:
    """Train a project in a window that nobody sees, and save a picture of it.

    Returns
    -------
    int
        Exit status.
    """
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ.setdefault("QT_LOGGING_RULES", "qt.qpa.*=false")
    try:
        from playground.ui import pictures
    except ImportError as error:
        print(f"playground: Qt does not start here: {_named(str(error))}", file=sys.stderr)
        return 2
    return pictures.draw(project, to, panel, steps, seed, size, theme, state)
