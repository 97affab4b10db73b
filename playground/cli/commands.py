"""Which commands there are, and how each is run."""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from types import ModuleType

COMMANDS = {
    "train": "train", "import": "importing", "export": "export", "shot": "shot",
    "report": "report", "presets": "presets", "check": "check", "info": "info", "bench": "bench",
}  # fmt: skip


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line.

    Returns
    -------
    int
        Exit status: 0, 1 where checks fail, 2 for what the person can mend, 130 when interrupted.
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments[:1] == ["help"]:
        arguments = [*arguments[1:2], "--help"]
    name = arguments.pop(0) if arguments and arguments[0] in COMMANDS else ""
    command = import_module(f"playground.cli.{COMMANDS.get(name, 'window')}")
    parser = argparse.ArgumentParser(
        f"playground {name}".strip(), description=command.HELP,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    if not name and {"-h", "--help"} & set(arguments):
        parser.epilog = _all_commands()
    command.options(parser)
    options = parser.parse_args(arguments)
    try:
        return _run(command, options)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except ModuleNotFoundError as error:
        package = (error.name or "").partition(".")[0]
        if package in ("", "playground", "kernels"):
            raise
        told = f"the package {package} is not installed: pip install nn-playground"
    except OSError as error:
        # Such as a full disk, or a home that nothing can be written to.
        told = f"{error.filename}: {error.strerror}" if error.filename else str(error)
    print(f"playground: {told}", file=sys.stderr)
    return 2


def _all_commands() -> str:
    """Write what each command is for."""
    lines = [f"  {name:<18}{import_module(f'playground.cli.{file}').HELP}"
             for name, file in COMMANDS.items()]  # fmt: skip
    return "\n".join(["commands:", *lines, "", "`playground COMMAND --help` explains each"])


def _run(command: ModuleType, options: argparse.Namespace) -> int:
    """Run a command; what the person can mend is told in one line."""
    from playground.cli.asked import UsageError
    from playground.core.disk import FileError
    from playground.export.error import ExportError
    from playground.runtime.headless import ProjectError
    from playground.ui.display import PictureError

    try:
        code: int = command.run(options)
    except (UsageError, FileError, ProjectError, ExportError, PictureError) as error:
        print(f"playground: {error}", file=sys.stderr)
        return 2
    return code
