"""Texts of rows as people write them, and what the program and pandas make of them."""

import io

import pandas as pd

from playground.tables.importing import Pasted, look

ROWS = 40


def lines(one, count=ROWS):
    """Return a text of so many lines."""
    return "".join(one(i) + "\n" for i in range(count))


def kinds(i):
    """Return one of three categories for a row."""
    return "abc"[i * i % 3]


def columns(text):
    """Return how each column would be read."""
    return {column.name: column for column in look(Pasted(text)).choices.columns}


def theirs(text, **how):
    """Return what pandas reads."""
    return pd.read_csv(io.StringIO(text), **how)
