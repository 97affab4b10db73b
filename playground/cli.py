"""The command line; every command imports what it runs when it runs."""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from typing import Any

COMMANDS = ("train", "export", "shot", "presets", "check", "info", "bench")


class UsageError(Exception):
    """Something the person can mend; the message is one line."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line.

    Returns
    -------
    int
        Exit status: 0, 1 where checks fail, 2 for what the person can mend, 130 when interrupted.
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    parser = _parser() if arguments and arguments[0] in COMMANDS else _window_parser()
    options = parser.parse_args(arguments)
    from playground.core.disk import FileError
    from playground.export.error import ExportError
    from playground.runtime.headless import ProjectError
    from playground.ui.display import PictureError

    try:
        code: int = options.run(options)
    except (UsageError, FileError, ProjectError, ExportError, PictureError) as error:
        print(f"playground: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return code


def _window_parser() -> argparse.ArgumentParser:
    from playground import __version__

    parser = argparse.ArgumentParser(
        "playground",
        description="Open the window on PROJECT: a file, or the name of a preset.",
        epilog=f"Commands: {', '.join(COMMANDS)}. `playground COMMAND --help` explains each.",
    )
    parser.add_argument("project", nargs="?", metavar="PROJECT")
    parser.add_argument("--version", action="version", version=f"Neural Playground {__version__}")
    parser.add_argument(
        "--reset-settings", action="store_true", help="forget layout and preferences"
    )
    parser.set_defaults(run=_open)
    return parser


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("playground")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    train = commands.add_parser("train", help="train a project and print its metrics")
    _training_options(train)
    train.add_argument("--device", choices=("auto", "cpu", "cuda"), default="auto")
    train.add_argument("--save", metavar="FILE", help="write the project with what was learned")
    train.add_argument("--json", action="store_true", help="print one JSON object")
    train.set_defaults(run=_train)
    _export_options(commands.add_parser("export", help="write a trained model to a file"))
    shot = commands.add_parser("shot", help="train a project and save a picture of it")
    _training_options(shot)
    shot.add_argument("--panel", metavar="NAME", help="one panel; the whole window unless said")
    shot.add_argument("--to", metavar="FILE", required=True, help="a .png")
    shot.add_argument("--size", metavar="WxH", default=None, help="in pixels")
    shot.add_argument("--theme", choices=("dark", "light"), default="dark")
    shot.set_defaults(run=_shot)
    presets = commands.add_parser("presets", help="list the presets")
    presets.add_argument("--json", action="store_true")
    presets.set_defaults(run=_presets)
    check = commands.add_parser("check", help="say what is wrong with a project")
    check.add_argument("project", metavar="PROJECT")
    check.set_defaults(run=_check)
    info = commands.add_parser("info", help="list what is there, what is missing, how to get it")
    info.set_defaults(run=_info)
    bench = commands.add_parser("bench", help="measure speed against a peer in the same run")
    bench.add_argument("names", nargs="*", metavar="NAME")
    bench.add_argument("--json", action="store_true")
    bench.set_defaults(run=_bench)
    return parser


def _training_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("project", metavar="PROJECT", help="a file, or the name of a preset")
    parser.add_argument("--steps", type=_count, metavar="N", default=None)
    parser.add_argument("--seed", type=_count, metavar="S", default=None)
    parser.add_argument(
        "--set", action="append", default=[], metavar="BLOCK.SETTING=VALUE", dest="sets"
    )


def _export_options(parser: argparse.ArgumentParser) -> None:
    _training_options(parser)
    parser.add_argument(
        "--to", metavar="FILE", required=True, help=".onnx, .safetensors, .npz or .py"
    )
    parser.add_argument("--format", metavar="NAME", default="", help="numpy or pytorch, of a .py")
    parser.add_argument("--learner", metavar="ID", help="which one, where there are several")
    parser.add_argument("--member", type=_count, metavar="K", help="from 0; the best unless said")
    parser.set_defaults(run=_export)


def _count(text: str) -> int:
    if not text.isdigit():
        raise argparse.ArgumentTypeError(f"a whole number, not {text!r}")
    return int(text)


def _project(options: argparse.Namespace) -> tuple[Any, Any]:
    """Load the project and apply every ``--set``; returns it with what it had learned."""
    from playground.document.edits import set_setting
    from playground.engine.catalogue import catalogue
    from playground.runtime.headless import load_with_state

    project, state = load_with_state(options.project)
    for text in options.sets:
        place, equals, value = text.partition("=")
        block, dot, name = place.partition(".")
        if not (equals and dot and name):
            raise UsageError(f"--set {text}: expected BLOCK.SETTING=VALUE")
        known = [placed.id for placed in project.blocks]
        if block not in known:
            raise UsageError(f"--set {text}: no block {block!r}; there are {', '.join(known)}")
        project = set_setting(block, name, _value(value), catalogue())(project)
    return project, state


def _value(text: str) -> Any:
    if text.lower() in ("none", "true", "false"):
        return {"none": None, "true": True, "false": False}[text.lower()]
    try:
        return json.loads(text)
    except (json.JSONDecodeError, RecursionError):
        return text


def _open(options: argparse.Namespace) -> int:
    from playground.ui.display import missing_display, without_display

    reason = missing_display()
    if reason is not None:
        return without_display(options.project or "circle", reason)
    import gc
    from pathlib import Path

    # Nothing that a start imports is garbage; the window collects from its first paint on.
    gc.disable()
    from playground.runtime.headless import load
    from playground.ui.app import run

    project = load(options.project) if options.project else None
    path = Path(options.project) if options.project and Path(options.project).exists() else None
    return run(project, path, reset=options.reset_settings)


def _train(options: argparse.Namespace) -> int:
    from playground.runtime.headless import train
    from playground.runtime.report import Progress, as_json, as_lines

    project, state = _project(options)
    shown = Progress(quiet=options.json or not sys.stderr.isatty())
    run = train(project, options.steps, options.seed, options.device, state, shown.update)
    shown.close()
    if options.save:
        run.save(options.save)
    print(as_json(run, options.project) if options.json else as_lines(run))
    for built in run.built.values():
        if built.learner.finished.startswith("diverged"):
            print(f"playground: {built.learner.finished}", file=sys.stderr)
    return 130 if run.interrupted else 0


def _export(options: argparse.Namespace) -> int:
    from playground.export.formats import format_of, write
    from playground.export.subject import subject_of
    from playground.runtime.headless import train
    from playground.runtime.report import Progress

    format_of(options.to, options.format)
    project, state = _project(options)
    shown = Progress(quiet=not sys.stderr.isatty())
    # What has been learned already is written as it stands, unless more steps are asked for.
    steps = 0 if state and options.steps is None else options.steps
    run = train(project, steps, options.seed, "cpu", state, shown.update)
    shown.close()
    if run.interrupted:
        return 130
    chosen = _chosen(options.learner, list(run.built))
    learner, title = run.built[chosen].learner, run.project.title
    subject = subject_of(learner, chosen, title, options.member, run.project.seed)
    write(subject, options.to, options.format)
    print(f"{options.to}: {chosen} of {options.project}, {subject.learner.step_number} steps")
    return 0


def _chosen(wanted: str | None, there: Sequence[str]) -> str:
    """Return the learner that is meant."""
    if wanted is not None and wanted not in there:
        raise UsageError(f"--learner {wanted}: the learners are {', '.join(there)}")
    if wanted is None and len(there) > 1:
        raise UsageError(f"there are several learners: add --learner with {', '.join(there)}")
    return wanted or there[0]


def _shot(options: argparse.Namespace) -> int:
    from playground.ui.display import draw_offscreen

    project, state = _project(options)
    draw_offscreen(
        project, options.to, options.panel, options.steps, options.seed, options.size,
        options.theme, state,
    )  # fmt: skip
    return 0


def _presets(options: argparse.Namespace) -> int:
    from playground.runtime.report import presets_as_json, presets_as_lines

    print(presets_as_json() if options.json else presets_as_lines())
    return 0


def _check(options: argparse.Namespace) -> int:
    from playground.document.check import check
    from playground.engine.catalogue import catalogue
    from playground.runtime.headless import load

    problems = check(load(options.project), catalogue())
    for problem in problems:
        fix = f"  [{problem.fix.label}]" if problem.fix else ""
        print(f"{problem.severity}: {problem.message}{fix}")
    if not problems:
        print("no problems")
    return 1 if any(p.severity == "error" for p in problems) else 0


def _info(options: argparse.Namespace) -> int:
    from playground.runtime.info import lines

    print("\n".join(lines()))
    return 0


def _bench(options: argparse.Namespace) -> int:
    from playground.bench.run import run_all

    return run_all(options.names, options.json)
