"""What commands ask for: a project to train, with settings and counts, in words of the shell."""

import argparse
import json
from typing import Any


class UsageError(Exception):
    """Something the person can mend; the message is one line."""


def training_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of every command that trains a project."""
    parser.add_argument("project", metavar="PROJECT", help="a file, or the name of a preset")
    parser.add_argument(
        "--steps", type=count, metavar="N", help="how many; as many as it promises unless said"
    )
    parser.add_argument(
        "--seed", type=count, metavar="S", help="another start than that of the project"
    )
    parser.add_argument(
        "--set", action="append", default=[], metavar="BLOCK.SETTING=VALUE", dest="sets",
        help="such as fit.rate=0.01; again for several",
    )  # fmt: skip


def count(text: str) -> int:
    """Read a whole number of zero or more.

    Raises
    ------
    argparse.ArgumentTypeError
        For anything else.
    """
    if not text.isdigit():
        raise argparse.ArgumentTypeError(f"a whole number from 0 on, not {text!r}")
    return int(text)


def project_of(options: argparse.Namespace) -> tuple[Any, Any]:
    """Load the project and apply every ``--set``; returns it with what it had learned.

    Raises
    ------
    UsageError
        For a block that is not there.
    """
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
