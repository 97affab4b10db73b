"""A picture or a film of a trained project."""

import argparse

from playground.cli.asked import count, project_of, training_options

HELP = "train a project and save a picture or a film of it"


def options(parser: argparse.ArgumentParser) -> None:
    """Add what the command takes."""
    training_options(parser)
    add = parser.add_argument
    add("--panel", metavar="NAME", action="append", default=[],
        help='a panel, or "canvas"; again for several; the whole window unless said')  # fmt: skip
    add("--to", metavar="FILE", required=True, help=".png .svg .pdf, or a film: .mp4 .gif")
    add("--size", metavar="WxH", default=None, help="in pixels")
    add("--scale", metavar="X", type=float, default=None, help="of a .png: 2 is twice as sharp")
    add("--theme", choices=("dark", "light"), default="dark")
    add("--frames", type=count, metavar="N", help="of a film: how many pictures; 150 unless said")
    add("--fps", type=count, metavar="N", help="of a film: pictures a second; 25 unless said")
    add("--every", type=count, metavar="N", help="of a film: steps from picture to picture")


def run(options: argparse.Namespace) -> int:
    """Train and save the picture."""
    from playground.ui.display import shoot

    project, state = project_of(options)
    shoot(project, state, options)
    return 0
