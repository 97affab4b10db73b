"""Where the rows of a table block come from: the tables that are kept, or the sample."""

from functools import cache
from importlib.resources import as_file, files

from playground.tables.importing import read
from playground.tables.keep import keep
from playground.tables.table import Column, Table

SAMPLE = "fruit.csv"


@cache
def sample() -> Table:
    """Return the table that ships with the program: invented fruit, with gaps."""
    with as_file(files("playground.assets") / "samples" / SAMPLE) as path:
        return read(path).table


def table_by_hash(name: str) -> Table:
    """Return a table by its hash, or the sample for none.

    Raises
    ------
    TableError
        If it is not there.
    """
    return keep().get(name) if name else sample()


def columns_of(name: str) -> tuple[Column, ...]:
    """Return the columns of a table without opening its rows.

    Raises
    ------
    TableError
        If it is not there.
    """
    return keep().about(name).columns if name else sample().columns
