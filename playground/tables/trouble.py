"""What a table or its file is refused with."""

from playground.core.disk import FileError


class TableError(FileError):
    """A table or its file cannot be used; the message is one line that names it."""
