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

    project, state = load_with_state(name)
    print(f"playground: {reason}; training without a window", file=sys.stderr)
    progress = Progress()
    run = train(project, state=state, progress=progress.update)
    progress.close()
    print(as_lines(run))
    path = Path(name)
    picture = path.with_suffix(".png") if path.exists() else Path(f"{path.name}.png")
    draw_offscreen(project, str(picture), state=state)
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
) -> None:
    """Train a project in a window that nobody sees, and save a picture of it.

    Parameters
    ----------
    panel
        Name of one panel; None for the whole window.
    size
        ``"1920x1080"``; None for what suits.
    state
        Captures by learner to go on from.

    Raises
    ------
    PictureError
        In one line, for an unknown panel, size or format, or a file that cannot be written.
    """
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ.setdefault("QT_LOGGING_RULES", "qt.qpa.*=false")
    try:
        from playground.ui import pictures
    except ImportError as error:
        raise PictureError(f"Qt does not start here: {_named(str(error))}") from None
    formats = (".png",) if panel is None else (".png", ".svg", ".pdf")
    if Path(to).suffix.lower() not in formats:
        raise PictureError(f"{to}: this picture can be {', '.join(formats)}")
    chosen = _size(size)
    try:
        if panel is None:
            pictures.window(project, steps, seed, to, chosen or (1920, 1080), theme, state)
        else:
            pictures.panel(project, panel, steps, seed, to, chosen or (900, 600), theme, state)
    except (OSError, KeyError, TimeoutError) as error:
        raise PictureError(str(error.args[-1] if error.args else error)) from None


class PictureError(Exception):
    """A picture cannot be made; the message is one line."""


def _size(text: str | None) -> tuple[int, int] | None:
    if text is None:
        return None
    width, cross, height = text.lower().partition("x")
    if not (cross and width.isdigit() and height.isdigit() and int(width) and int(height)):
        raise PictureError(f"--size {text}: expected WIDTHxHEIGHT, such as 1280x720")
    return int(width), int(height)
