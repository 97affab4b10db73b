"""A file of rows as a project."""

import argparse
import sys

from playground.cli.asked import UsageError

HELP = "make a project of a file of rows"


def options(parser: argparse.ArgumentParser) -> None:
    """Add what the command takes."""
    parser.add_argument(
        "file", metavar="FILE", help="text in rows, .npy, .npz, IDX, or a folder of pictures"
    )
    parser.add_argument("--target", metavar="COLUMN", help="what is learned; guessed unless said")
    parser.add_argument(
        "--ignore", action="append", default=[], metavar="COLUMN", help="learn nothing from it"
    )
    parser.add_argument("--task", choices=("auto", "class", "value"), default="auto")
    parser.add_argument(
        "--missing", choices=("drop", "mean", "median", "mode"), default="mean",
        help="what becomes of missing entries",
    )  # fmt: skip
    parser.add_argument("--save", metavar="PROJECT.zip", required=True)


def run(options: argparse.Namespace) -> int:
    """Read the file and write a project that holds its rows."""
    from playground.document.bundle import save_bundle
    from playground.runtime.importing import import_project
    from playground.runtime.report import rows_as_line

    if not options.save.lower().endswith(".zip"):
        raise UsageError(f"--save {options.save}: rows travel in a .zip")
    project, notes = import_project(
        options.file, options.target, options.ignore, options.task, options.missing
    )
    save_bundle(project, None, options.save)
    for note in notes:
        print(f"playground: {note}", file=sys.stderr)
    print(f"{options.save}: {rows_as_line(project)}")
    return 0
