"""Numbers as accounts and other countries write them, by either parser."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from people_texts import ROWS

from playground.tables.delimiting import heading
from playground.tables.delimiting.numbers import nearly_all, number_of
from playground.tables.importing import Pasted, look, read
from playground.tables.preview import Chosen
from playground.tables.reading import delimited

pytestmark = pytest.mark.usefixtures("either_parser")
NEGATIVE = "the numbers of 'x' in brackets are negative"


def column(write, values):
    """Return a text with a column ``x`` of these values."""
    return "x;kind\n" + "".join(f"{write(v)};{'abc'[i % 3]}\n" for i, v in enumerate(values))


def amounts():
    return np.round(np.random.default_rng(2).normal(size=ROWS) * 1e5, 2)


def in_brackets(form):
    """Return what writes amounts, those below zero in brackets."""
    return lambda v: f"({form(-v)})" if v < 0 else form(v)


@pytest.mark.parametrize(("write", "unit"), [
    (in_brackets(lambda v: f"{v}"), ""), (in_brackets(lambda v: f"{v:,.2f}"), ""),
    (in_brackets(lambda v: f"${v:,.2f}"), "$"), (in_brackets(lambda v: f"{v} %"), "%"),
    (in_brackets(lambda v: f" {v:,.2f} "), ""), (in_brackets(lambda v: f"€ {v:,.2f}"), "€"),
    (lambda v: f"$ ({-v:,.2f})" if v < 0 else f"$ {v:,.2f}", "$"),
    (lambda v: f"({-v}) km" if v < 0 else f"{v} km", "km"),
])  # fmt: skip
def test_amounts_in_brackets_are_negative_and_told(write, unit):
    text = column(write, amounts())
    seen = look(Pasted(text))
    assert seen.choices.columns[0] == Chosen("x", unit=unit)
    assert NEGATIVE in seen.trouble
    found = read(Pasted(text), seen.choices)
    np.testing.assert_array_equal(found.table.values[:, 0], amounts())
    assert NEGATIVE in found.notes


def test_brackets_far_below_what_was_looked_at_are_negative():
    values = [*range(1, 3001), -4.5]
    text = column(in_brackets(lambda v: f"{v}"), values)
    found = read(Pasted(text))
    np.testing.assert_array_equal(found.table.values[:, 0], values)
    assert found.notes == (NEGATIVE,)


@pytest.mark.parametrize("write", [
    lambda i: f"({i % 4 + 1})", lambda i: "(a)" if i % 2 else "(b)", lambda i: f"({i % 4} items)",
])  # fmt: skip
def test_a_column_of_brackets_alone_holds_texts(write):
    text = column(write, range(ROWS))
    assert look(Pasted(text)).choices.columns[0].kind == "categorical"


@pytest.mark.parametrize("entry", ["(-5)", "((5))", "(5", "5)", "()", "(five)", "(\u22125)"])
def test_other_brackets_are_no_numbers(entry):
    text = column(str, [*range(ROWS), entry])
    found = read(Pasted(text))
    assert np.isnan(found.table.values[-1, 0])
    assert found.notes == ("1 entry of 'x' is no number and counts as missing",)


def test_negative_numbers_with_a_minus_are_not_told_to_stand_in_brackets():
    text = column(lambda v: f"{v} kg (dry)", amounts())
    found = read(Pasted(text))
    np.testing.assert_array_equal(found.table.values[:, 0], amounts())
    assert not any("in brackets" in note for note in found.notes)


def indian(value):
    """Write a number by lakhs and crores."""
    whole, _, rest = f"{abs(value):.2f}".partition(".")
    head, tail = whole[:-3], whole[-3:]
    pairs = re.sub(r"(?<=.)(?=(..)+$)", ",", head)
    return "-" * int(value < 0) + (f"{pairs},{tail}" if pairs else tail) + f".{rest}"


@pytest.mark.parametrize("unit", ["", "₹", "Rs. "])
def test_lakhs_and_crores(unit):
    values = np.round(amounts() * 100, 2)
    assert indian(1234567.89) == "12,34,567.89"
    text = column(lambda v: indian(v).replace("-", f"-{unit}") if v < 0 else unit + indian(v),
                  values)  # fmt: skip
    seen = look(Pasted(text))
    assert seen.choices.columns[0] == Chosen("x", unit=unit.strip())
    found = read(Pasted(text), seen.choices)
    np.testing.assert_array_equal(found.table.values[:, 0], values)
    assert found.notes[0].endswith("thousands marks of 'x'")


@given(value=st.integers(-(10**13), 10**13))
def test_lakhs_are_read_back_as_they_are_written(value):
    assert number_of(indian(value)) == value


@pytest.mark.parametrize("entry", ["1,2,345", "12,34", "12,34,56", "123,45,678", "1,234,56,789"])
def test_other_groups_are_no_numbers(entry):
    assert number_of(entry) is None


def test_a_text_is_not_asked_of_more_entries_than_need_be():
    asked = []
    assert not nearly_all(asked.append, ["red"] * 100)
    assert len(asked) == 11
    assert nearly_all(str.isdigit, ["1"] * 90 + ["red"] * 10)
    assert not nearly_all(str.isdigit, ["1"] * 89 + ["red"] * 11)


def test_few_rows_tell_whether_a_very_wide_table_has_a_header(monkeypatch):
    asked = []
    monkeypatch.setattr(heading, "is_number", lambda *told: bool(asked.append(told)))
    row = ";".join(f"k{place % 7}" for place in range(1000)) + "\n"
    look(Pasted(row * 200))
    assert len(asked) <= delimited.ENTRIES
