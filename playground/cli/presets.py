"""The list of presets."""

import argparse

HELP = "list the presets"


def options(parser: argparse.ArgumentParser) -> None:
    """Add what the command takes."""
    parser.add_argument("--json", action="store_true")


def run(options: argparse.Namespace) -> int:
    """Print them."""
    from playground.runtime.report import presets_as_json, presets_as_lines

    print(presets_as_json() if options.json else presets_as_lines())
    return 0
