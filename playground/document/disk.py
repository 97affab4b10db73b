"""Whole files, read and written: as `playground.core.disk` has them."""

from playground.core.disk import FileError, read_whole, write_atomic

__all__ = ["FileError", "read_whole", "write_atomic"]
