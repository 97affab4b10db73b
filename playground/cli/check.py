"""What is wrong with a project."""

import argparse

HELP = "say what is wrong with a project"


def options(parser: argparse.ArgumentParser) -> None:
    """Add what the command takes."""
    parser.add_argument("project", metavar="PROJECT")


def run(options: argparse.Namespace) -> int:
    """Print every problem; the status is 1 where one is an error."""
    from playground.document.check import check
    from playground.engine.catalogue import catalogue
    from playground.runtime.headless import load

    problems = check(load(options.project), catalogue())
    for problem in problems:
        fix = f"  [{problem.fix.label}]" if problem.fix else ""
        print(f"{problem.severity}: {problem.message}{fix}")
    if not problems:
        print("no problems")
    return 1 if any(p.severity == "error" for p in problems) else 0
