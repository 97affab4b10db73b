"""The window, on a project if one is named."""

import argparse

from playground import __version__

HELP = "open the window on PROJECT: a file, or the name of a preset"


def options(parser: argparse.ArgumentParser) -> None:
    """Add what the command takes."""
    parser.add_argument("project", nargs="?", metavar="PROJECT")
    parser.add_argument("--version", action="version", version=f"Neural Playground {__version__}")
    parser.add_argument(
        "--reset-settings", action="store_true", help="forget layout and preferences"
    )


def run(options: argparse.Namespace) -> int:
    """Open it and return when it is closed."""
    from playground.ui.display import missing_display, started, without_display

    reason = missing_display()
    if reason is not None:
        return without_display(options.project or "circle", reason)
    import gc
    from pathlib import Path

    # Nothing that a start imports is garbage; the window collects from its first paint on.
    gc.disable()
    from playground.runtime.headless import load
    from playground.tables.importing import could_be_table

    project = load(options.project) if options.project else None
    named = Path(options.project) if options.project else None
    path = named if named and named.exists() and not could_be_table(named) else None
    return int(started("app").run(project, path, reset=options.reset_settings))
