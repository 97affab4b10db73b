"""Pictures and films of the window and of its panels, made without a screen if need be."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from playground.document.project import Project
from playground.engine.catalogue import catalogue
from playground.runtime.headless import planned_steps
from playground.ui.filming.filming import Filming
from playground.ui.filming.script import Script
from playground.ui.filming.stage import NOTHING, WINDOW, Stage, unknown, wait_for
from playground.ui.plots.picture import save_picture

PATIENCE = 600.0
"""Seconds after which a run that does not come to its step is given up."""
SOON = 60.0
"""Seconds within which a worker answers."""

SIZES = {True: (1920, 1080), False: (900, 600)}
"""Of the whole window, and of less."""


def take(
    project: Project,
    to: str | Path,
    shown: Sequence[str] = (WINDOW,),
    steps: int | None = None,
    seed: int | None = None,
    size: tuple[int, int] | None = None,
    theme: str = "dark",
    state: dict[str, Any] | None = None,
    scale: float = 1.0,
) -> None:
    """Train a project and save a picture of the window, or of some of its panels.

    Parameters
    ----------
    to
        Ends in .png, .svg or .pdf.
    shown
        Names of panels, "canvas", or "window" alone.
    steps
        Steps to train; None for those of the promise, else 2000.
    seed
        Seed to use instead of the project's.
    state
        Captures by learner to go on from.
    scale
        Pixels of a PNG for each pixel of `size`.

    Raises
    ------
    KeyError
        If there is no such panel.
    TimeoutError
        If nothing learns, or not in time.
    """
    wanted = planned_steps(project) if steps is None else steps
    stage = _set(project, shown, seed, size, theme)
    try:
        wait_for(lambda: stage.ready, stage, SOON, NOTHING)
        if state:
            stage.continue_from(state)
            wait_for(stage.settled, stage, SOON, "what was learned cannot be put back")
        if wanted:
            stage.play_to(wanted)
        wait_for(stage.settled, stage, PATIENCE, "the learners do not come to that step")
        stage.tidy()
        wait_for(stage.settled, stage, SOON, "a panel shows nothing")
        save_picture(stage.widget, Path(to), scale)
    finally:
        stage.close()


def film(
    project: Project,
    to: str | Path,
    shown: Sequence[str] = (WINDOW,),
    frames: int = 150,
    every: int = 1,
    fps: int = 25,
    seed: int | None = None,
    size: tuple[int, int] | None = None,
    theme: str = "dark",
    state: dict[str, Any] | None = None,
    progress: Callable[[int], object] | None = None,
) -> None:
    """Train a project and save a film of it, one frame for every so many steps.

    Parameters
    ----------
    to
        Ends in .mp4 or .gif.
    shown, seed, state
        See `take`.
    every
        Steps from frame to frame.
    fps
        Frames a second.
    progress
        Called with the number of frames that are there.

    Raises
    ------
    ExportError
        If no such film can be written.
    KeyError, TimeoutError
        See `take`; also if the file cannot be written.
    """
    stage = _set(project, shown, seed, size, theme)
    try:
        making = Filming(stage, Script(state or {}, onward=frames, every=every), to, fps)
    except BaseException:
        stage.close()
        raise
    if progress is not None:
        making.progressed.connect(progress)
    _finish(making, stage)


def report(
    project: Project,
    to: str | Path,
    source: str,
    steps: int | None = None,
    seed: int | None = None,
    state: dict[str, Any] | None = None,
) -> None:
    """Train a project and save a page that tells everything about it.

    Parameters
    ----------
    to
        Ends in .html.
    source
        What the project is called on the command line.
    steps, seed, state
        See `take`.

    Raises
    ------
    TimeoutError
        If nothing learns, or the page cannot be written.
    """
    from playground.ui.filming.reporting import Reporting, report_size, shown_in_report

    shown = shown_in_report(project, catalogue())
    stage = _set(project, shown, seed, report_size(shown), "light")
    wanted = planned_steps(project) if steps is None else steps
    acts: list[Callable[[], object]] = [lambda: stage.play_to(wanted)] if wanted else []
    if state:
        acts.insert(0, lambda: stage.continue_from(state))
    _finish(Reporting(stage, shown, acts, source, Path(to)), stage)


def _finish(making: Any, stage: Stage) -> None:
    """Let the program run on until a film or a report has ended."""
    told: list[str] = []
    making.done.connect(lambda: told.append(""))
    making.failed.connect(told.append)
    try:
        wait_for(lambda: bool(told), stage, float("inf"), "")
    finally:
        making.cancel()
    if told[0]:
        raise TimeoutError(told[0])


def _set(
    project: Project,
    shown: Sequence[str],
    seed: int | None,
    size: tuple[int, int] | None,
    theme: str,
) -> Stage:
    """Return a stage with a project on it."""
    from playground.ui.app import application
    from playground.ui.style import theme_named
    from playground.ui.theme import themes

    app = application()
    reason = unknown(shown)
    if reason:
        raise KeyError(reason)
    themes().choose(theme_named(theme, app))
    if seed is not None:
        project = replace(project, seed=seed)
    return Stage(project, shown, size or SIZES[WINDOW in shown])
