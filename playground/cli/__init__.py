"""The command line; a command is one file, imported when it runs."""

from playground.cli.commands import main as main
