"""Speed against a peer."""

import argparse

HELP = "measure speed against a peer in the same run"


def options(parser: argparse.ArgumentParser) -> None:
    """Add what the command takes."""
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--json", action="store_true")


def run(options: argparse.Namespace) -> int:
    """Measure, and print the ratios."""
    from playground.bench.run import run_all

    return run_all(options.names, options.json)
