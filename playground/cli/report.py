"""A page that tells everything about a run."""

import argparse

from playground.cli.asked import project_of, training_options

HELP = "train a project and write a page about it that opens in any browser"


def options(parser: argparse.ArgumentParser) -> None:
    """Add what the command takes."""
    training_options(parser)
    parser.add_argument("--to", metavar="FILE", required=True, help=".html")


def run(options: argparse.Namespace) -> int:
    """Train and write the page."""
    from playground.ui.display import report

    project, state = project_of(options)
    report(project, state, options)
    return 0
