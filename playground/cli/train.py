"""Training without a window."""

import argparse
import sys

from playground.cli.asked import UsageError, project_of, training_options

HELP = "train a project and print its metrics"


def options(parser: argparse.ArgumentParser) -> None:
    """Add what the command takes."""
    training_options(parser)
    parser.add_argument("--weights", metavar="FILE", help="start from weights of a file")
    parser.add_argument("--device", choices=("auto", "cpu", "cuda"), default="auto")
    parser.add_argument(
        "--save", metavar="FILE.zip", help="write the project with what was learned"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(options: argparse.Namespace) -> int:
    """Train, print what came of it, and save it if asked to."""
    from playground.runtime.headless import train
    from playground.runtime.report import Progress, as_json, as_lines

    if options.save and not options.save.lower().endswith(".zip"):
        raise UsageError(f"--save {options.save}: what was learned travels in a .zip")
    project, state = project_of(options)
    if options.weights:
        from playground.export.weights.importing import weights_edit

        ready = {id: one.learner for id, one in train(project, 0).built.items()}
        project, state = weights_edit(ready, options.weights)[0](project), None
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
