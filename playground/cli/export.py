"""A trained model as a file."""

import argparse
import sys
from collections.abc import Sequence

from playground.cli.asked import UsageError, count, project_of, training_options

HELP = "write a trained model to a file"


def options(parser: argparse.ArgumentParser) -> None:
    """Add what the command takes."""
    training_options(parser)
    parser.add_argument("--to", metavar="FILE", required=True, help=".onnx .safetensors .npz .py")
    parser.add_argument("--format", metavar="NAME", default="", help="numpy or pytorch, of a .py")
    parser.add_argument("--learner", metavar="ID", help="which one, where there are several")
    parser.add_argument("--member", type=count, metavar="K", help="from 0; the best unless said")


def run(options: argparse.Namespace) -> int:
    """Train where that is still to be done, and write the model."""
    from playground.export.formats import format_of, write
    from playground.export.subject import subject_of
    from playground.runtime.headless import train
    from playground.runtime.report import Progress

    format_of(options.to, options.format)
    project, state = project_of(options)
    shown = Progress(quiet=not sys.stderr.isatty())
    steps = 0 if state and options.steps is None else options.steps
    chosen = _chosen(options.learner, list(train(project, 0, options.seed, "cpu").built))
    run = train(project, steps, options.seed, "cpu", state, shown.update)
    shown.close()
    if run.interrupted:
        return 130
    learner, title = run.built[chosen].learner, run.project.title
    subject = subject_of(learner, chosen, title, options.member, run.project.seed)
    write(subject, options.to, options.format)
    print(f"{options.to}: {chosen} of {options.project}, {subject.learner.step_number} steps")
    return 0


def _chosen(wanted: str | None, there: Sequence[str]) -> str:
    if wanted is not None and wanted not in there:
        raise UsageError(f"--learner {wanted}: the learners are {', '.join(there)}")
    if wanted is None and len(there) > 1:
        raise UsageError(f"there are several learners: add --learner with {', '.join(there)}")
    return wanted or there[0]
