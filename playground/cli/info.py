"""What is there and what is missing."""

import argparse

HELP = "list what is there, what is missing, how to get it"


def options(parser: argparse.ArgumentParser) -> None:
    """Add nothing: it takes no options."""


def run(options: argparse.Namespace) -> int:
    """Print it."""
    from playground.runtime.info import lines

    print("\n".join(lines()))
    return 0
