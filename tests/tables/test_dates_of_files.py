"""Dates as people and programs write them, by either parser, as pandas reads them."""


import numpy as np
import pandas as pd
import pytest
from people_texts import ROWS, columns, kinds, lines, theirs

from playground.tables.delimiting.dates import days
from playground.tables.importing import Pasted, look, read
from playground.tables.preview import Choices, Chosen

pytestmark = pytest.mark.usefixtures("either_parser")


@pytest.mark.parametrize(("told", "order"), [
    ("%Y-%m-%d", "year"), ("%Y/%m/%d", "year"), ("%d.%m.%Y", "day"), ("%m/%d/%Y", "month"),
    ("%d/%m/%Y", "day"), ("%d.%m.%y", "day"), ("%Y-%m-%dT%H:%M:%S.%f", "year"),
    ("%d.%m.%Y %H:%M", "day"), ("%m/%d/%Y %I:%M %p", "month"), ("%Y-%m-%d %H:%M:%S%z", "year"),
    ("%d %b %Y", "day"), ("%d-%b-%y", "day"), ("%d%b%Y", "day"), ("%b %d, %Y", "month"),
    ("%B %d, %Y", "month"), ("%d %B %Y %H:%M", "day"), ("%a, %d %b %Y %H:%M:%S %z", "day"),
    ("%A %B %d %Y %I:%M %p", "month"), ("%Y-%b-%d", "year"),
    ("%a %b %d %Y %H:%M:%S GMT%z", "month"),
])  # fmt: skip
def test_dates_are_days_since_1970(told, order):
    zone = "Asia/Kolkata" if "%z" in told else None
    when = pd.date_range("1998-12-20", periods=ROWS, freq="167h13min", tz=zone)
    text = "when;x;kind\n" + lines(lambda i: f"{when[i]:{told}};{i * i};{kinds(i)}")
    assert columns(text)["when"] == Chosen("when", "continuous", "feature", "", order)
    found = read(Pasted(text))
    back = pd.to_datetime(theirs(text, sep=";")["when"], format=told, utc=True)
    epoch = pd.Timestamp(0, tz="UTC")
    days_of = ((back - epoch) / pd.Timedelta(1, "D")).to_numpy(float)
    np.testing.assert_allclose(found.table.values[:, 0], days_of, rtol=1e-12)
    assert "the dates of 'when' are read as days since 1970-01-01" in found.notes


def test_dates_of_which_nobody_knows_what_comes_first_are_asked_for():
    text = "when,x,kind\n" + lines(lambda i: f"{i % 9 + 1}/{i % 12 + 1}/2024,{i * i},{kinds(i)}")
    seen = look(Pasted(text))
    assert seen.choices.columns[0].kind == "categorical"
    assert any("may begin with the day or the month" in line for line in seen.trouble)
    chosen = (Chosen("when", dates="month"), *seen.choices.columns[1:])
    choices = type(seen.choices)(chosen)
    told = read(Pasted(text), choices).table.values[:, 0]
    back = pd.to_datetime(theirs(text)["when"], format="%m/%d/%Y")
    np.testing.assert_array_equal(told, (back - pd.Timestamp(0)).dt.days)


def test_what_is_no_date_counts_as_missing():
    told = days(["29.2.2024", "29.2.2023", "31.4.2024", "1.13.2024", "1.1.2024 24:00", "1.1.70"],
                "day")  # fmt: skip
    assert np.isfinite(told).tolist() == [True, False, False, False, False, True]
    assert told[-1] == 0
    text = "when;x;kind\n" + lines(lambda i: f"2024-02-{i % 20 + 11};{i * i};{kinds(i)}")
    found = read(Pasted(text))
    assert found.notes[-1] == "2 entries of 'when' are no numbers and count as missing"


NEW_YEAR = 19723.0
"""Days from the beginning of 1970 to that of 2024."""


@pytest.mark.parametrize(("entry", "order", "day"), [
    ("3 Jan 2024", "day", 2), ("03-JAN-24", "day", 2), ("3. jan. 2024", "day", 2),
    ("3rd January 2024", "day", 2), ("03Jan2024", "day", 2), ("2 Feb 2024", "day", 32),
    ("3 January 2024 14:05", "day", 2 + 845 / 1440), ("4 Sept 2024", "day", 247),
    ("Wed, 3 Jan 2024 00:30:00 +0100", "day", 2 - 1 / 48), ("Wednesday 3 Jan 2024", "day", 2),
    ("Jan 3, 2024", "month", 2), ("january 3 2024", "month", 2), ("Jan. 3, 2024", "month", 2),
    ("January 3rd, 2024 at 6:00 PM", "month", 2.75), ("Jan-3-2024", "month", 2),
    ("Jan 3, 2024", "day", None), ("3 Jan 2024", "month", None), ("3 Janus 2024", "day", None),
    ("30 Feb 2024", "day", None), ("3 Jan", "day", None), ("Jan 2024", "month", None),
    ("3 1 2024", "day", None), ("123/2024", "day", None), ("2024 January 3", "year", 2),
])  # fmt: skip
def test_names_of_months(entry, order, day):
    choices = Choices((Chosen("when", dates=order), Chosen("x")), ";")
    told = read(Pasted(f'when;x\n"{entry}";1\n"{entry}";2\n'), choices)
    expected = np.nan if day is None else NEW_YEAR + day
    np.testing.assert_allclose(told.table.values[:, 0], expected, rtol=1e-12)


def test_days_of_one_month_are_dates_and_no_numbers_with_a_unit():
    text = "when;x;kind\n" + lines(lambda i: f"{i % 28 + 1} Jan 2024;{i * i};{kinds(i)}")
    assert columns(text)["when"] == Chosen("when", dates="day")
    found = read(Pasted(text)).table.values[:, 0]
    np.testing.assert_array_equal(found, NEW_YEAR + np.arange(ROWS) % 28)


def test_months_by_name_and_by_number_go_together():
    ways = ["3 Mar 2024", "03.03.2024"]
    text = "when;x;kind\n" + lines(lambda i: f"{ways[i % 2]};{i};{kinds(i)}")
    assert set(read(Pasted(text)).table.values[:, 0]) == {NEW_YEAR + 62}


@pytest.mark.parametrize("entry", [
    "3 cats 2024", "May", "12 May", "Mark 3, 2024", "Sun", "May 2024",
])  # fmt: skip
def test_other_words_between_numbers_are_no_months(entry):
    text = "when;x;kind\n" + lines(lambda i: f"{entry};{i * i};{kinds(i)}")
    assert not columns(text)["when"].dates


def test_a_word_that_is_a_number_elsewhere_is_no_month():
    text = "when;x\n" + lines(lambda i: f"{i % 28 + 1} {'inf' if i == 7 else 'Mar'} 2024;{i}")
    values = read(Pasted(text)).table.values[:, 0]
    assert np.flatnonzero(np.isnan(values)).tolist() == [7]
