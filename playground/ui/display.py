"""Whether a window can open here, and what to do where none can."""

import ctypes
import os
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
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
    spec = find_spec("PySide6")
    if spec is None or os.environ.get("WAYLAND_DISPLAY"):
        return None  # the import tells what is missing
    if not os.environ.get("DISPLAY"):
        return "there is no display here"
    return missing_library() or _unreachable(os.environ["DISPLAY"])


def _unreachable(display: str) -> str | None:
    """Say that nothing answers at a display: Qt would end the program without a word."""
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return None
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(None, None))
    refused = xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    return f"nothing answers at the display {display}" if refused else None


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


def shoot(project: Any, state: Any, options: Namespace) -> None:
    """Save the picture or film that a command line asks for, in a window that nobody sees.

    Raises
    ------
    PictureError
        In one line, for an unknown panel, size or format, or a file that cannot be written.
    """
    shown = tuple(options.panel) or ("window",)
    ending, films = Path(options.to).suffix.lower(), (".mp4", ".gif")
    if ending not in (".png", ".svg", ".pdf", *films):
        raise PictureError(f"{options.to}: a picture is .png, .svg or .pdf, a film .mp4 or .gif")
    for name in ("frames", "fps", "every"):
        if getattr(options, name) is not None and ending not in films:
            raise PictureError(f"--{name} belongs to a film: --to FILE.mp4 or FILE.gif")
    if options.scale is not None and (ending != ".png" or not 0.1 <= options.scale <= 10):
        raise PictureError("--scale belongs to a .png and lies between 0.1 and 10")
    kept = {
        "shown": shown, "seed": options.seed, "size": _size(options.size),
        "theme": options.theme, "state": state,
    }  # fmt: skip
    if ending in films:
        _film(project, options, kept)
    else:
        scale = 1.0 if options.scale is None else options.scale
        draw_offscreen(project, options.to, steps=options.steps, scale=scale, **kept)


def draw_offscreen(project: Any, to: str, **wanted: Any) -> None:
    """Train a project in a window that nobody sees, and save a picture of it.

    Parameters
    ----------
    wanted
        See `playground.ui.pictures.take`.

    Raises
    ------
    PictureError
        In one line, for an unknown panel or a file that cannot be written.
    """
    pictures = _pictures()
    with _told():
        pictures.take(project, to, **wanted)


def report(project: Any, state: Any, options: Namespace) -> None:
    """Write the page about a run that a command line asks for.

    Raises
    ------
    PictureError
        In one line, for another ending, or a file that cannot be written.
    """
    if Path(options.to).suffix.lower() not in (".html", ".htm"):
        raise PictureError(f"{options.to}: a report is a page, its name ends in .html")
    pictures = _pictures()
    source = Path(options.project).name if Path(options.project).exists() else options.project
    with _told():
        pictures.report(project, options.to, source, options.steps, options.seed, state)


def _film(project: Any, options: Namespace, kept: dict[str, Any]) -> None:
    from playground.export.video import refusal
    from playground.runtime.headless import planned_steps

    fps = 25 if options.fps is None else options.fps
    reason = refusal(options.to, fps)
    if reason:
        raise PictureError(reason)
    steps = planned_steps(project) if options.steps is None else options.steps
    frames, every = options.frames, options.every
    if frames is None:
        frames = steps // every + 1 if every and options.steps else 150
    if frames < 1:
        raise PictureError("--frames 0: a film has at least one picture")
    if every is None:
        every = max(round(steps / max(frames - 1, 1)), 1)
    loud = sys.stderr.isatty()

    def tell(count: int) -> None:
        end = "\n" if count == frames else ""
        print(f"\r{count} of {frames} frames", end=end, file=sys.stderr, flush=True)

    pictures = _pictures()
    with _told():
        pictures.film(
            project, options.to, frames=frames, every=every, fps=fps,
            progress=tell if loud else None, **kept,
        )  # fmt: skip


def _pictures() -> Any:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ.setdefault("QT_LOGGING_RULES", "qt.qpa.*=false")
    return started("pictures")


def started(name: str) -> Any:
    """Import a module of the window.

    Raises
    ------
    PictureError
        If Qt lacks a library of the system; the message says which package has it.
    ModuleNotFoundError
        If a Python package is missing.
    """
    try:
        return import_module(f"playground.ui.{name}")
    except ModuleNotFoundError:
        raise
    except ImportError as error:
        raise PictureError(f"Qt does not start here: {_named(str(error))}") from None


@contextmanager
def _told() -> Iterator[None]:
    """Say in one line what stands in the way of a picture."""
    try:
        yield
    except (OSError, ValueError, KeyError, TimeoutError) as error:
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
