"""What is said where something cannot leave the program."""


class ExportError(Exception):
    """A learner cannot be written to a file; one line names the block and what would help."""
