"""A picture of a trained project."""

import argparse

from playground.cli.asked import project_of, training_options

HELP = "train a project and save a picture of it"


def options(parser: argparse.ArgumentParser) -> None:
    """Add what the command takes."""
    training_options(parser)
    parser.add_argument("--panel", metavar="NAME", help="one panel; the whole window unless said")
    parser.add_argument("--to", metavar="FILE", required=True, help="a .png")
    parser.add_argument("--size", metavar="WxH", default=None, help="in pixels")
    parser.add_argument("--theme", choices=("dark", "light"), default="dark")


def run(options: argparse.Namespace) -> int:
    """Train and save the picture."""
    from playground.ui.display import draw_offscreen

    project, state = project_of(options)
    draw_offscreen(
        project, options.to, options.panel, options.steps, options.seed, options.size,
        options.theme, state,
    )  # fmt: skip
    return 0
