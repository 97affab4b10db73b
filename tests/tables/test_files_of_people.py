"""Files of spreadsheets, banks, statistics offices and laboratories: read as a person would."""

import io
import zipfile

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from people_texts import ROWS, columns, kinds, lines, theirs

from playground.runtime.importing import import_project
from playground.tables.delimiting.by_polars import ByPolars
from playground.tables.delimiting.numbers import number_of
from playground.tables.delimiting.parsing import Dialect, Plan, by_csv
from playground.tables.importing import Pasted, could_be_table, look, read
from playground.tables.preview import Chosen
from playground.tables.trouble import TableError

pytestmark = pytest.mark.usefixtures("either_parser")


def same(text, names, **how):
    """Compare columns with what pandas reads; returns what was read."""
    found, frame = read(Pasted(text)), theirs(text, **how)
    for name in names:
        mine = found.table.values[:, found.table.index(name)]
        np.testing.assert_allclose(mine, frame[name].to_numpy(float), rtol=1e-15)
    return found


BODY = "x;y;kind\n" + lines(lambda i: f"{i * i % 17},5;{i % 7};{kinds(i)}")
BLOCK = "Account;DE12\nFrom;1.1.2024\nTotal;5\n\nday;x;y;kind\n" + lines(
    lambda i: f"2.{i % 9 + 1}.2024;{i},5;7;k{i % 2}"
)


@pytest.mark.parametrize(("text", "above", "names"), [
    ("sep=;\r\n" + BODY.replace("\n", "\r\n"), 1, ["x", "y", "kind"]),
    ("Quarterly report\nBerlin, 2024\n\n" + BODY, 3, ["x", "y", "kind"]),
    ("Report;;\n;;\n" + BODY, 2, ["x", "y", "kind"]),
    ("# made by a machine\n# at noon; by hand\n" + BODY, 2, ["x", "y", "kind"]),
    (BLOCK, 4, ["day", "x", "y", "kind"]),
    (BODY, 0, ["x", "y", "kind"]),
    ("\n\n" + BODY, 0, ["x", "y", "kind"]),
    ("#" + BODY, 0, ["x", "y", "kind"]),
    ("# " + BODY.replace(",", ".").replace(";", " "), 0, ["x", "y", "kind"]),
    ('"first\nname";b;c;d;e;f\n' + lines(lambda i: f"{i % 3};2;3;4;5;{kinds(i)}"), 0,
     ["first name", "b", "c", "d", "e", "f"]),
])  # fmt: skip
def test_the_header_is_found_below_what_stands_above_it(text, above, names):
    seen = look(Pasted(text))
    assert seen.choices.above == above
    assert [column.name for column in seen.choices.columns] == names
    found = read(Pasted(text), seen.choices)
    assert len(found.table.values) == ROWS
    assert not np.isnan(found.table.values).any()
    told = [note for note in found.notes if "left out: the table begins below" in note]
    assert len(told) == bool(above)
    assert bool(above) == any("the first" in line for line in seen.trouble)


def test_what_stands_above_is_skipped_as_pandas_is_told_to(tmp_path):
    path = tmp_path / "lab.csv"
    path.write_text('Measured on Monday\nPipes of 12" and more\n\n' + BODY)
    choices = look(path).choices
    frame = pd.read_csv(path, sep=";", decimal=",", skiprows=3)
    np.testing.assert_array_equal(read(path, choices).table.values[:, 0], frame["x"])


def test_lines_above_are_a_choice():
    text = "x;y\n" + lines(lambda i: f"{i % 5};{i * i % 7}")
    choices = look(Pasted(text)).choices
    fewer = look(Pasted(text), type(choices)(separator=";", header=False, above=11)).choices
    assert len(read(Pasted(text), fewer).table.values) == ROWS - 10


@pytest.mark.parametrize("text", [
    "a,b,c,d\n1,2\n" + lines(lambda i: f"{i},2,3,4"), "a\n1\n2\n3\n",
    "a;\n" + lines(lambda i: f"{i % 3};"), "1,2,3\n4,5,6\n",
])  # fmt: skip
def test_nothing_is_left_out_above_what_is_a_table_at_once(text):
    assert look(Pasted(text)).choices.above == 0


def xlsx():
    raw = io.BytesIO()
    pd.DataFrame({"a": [1, 2]}).to_excel(raw)
    return raw.getvalue()


def stored():
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as archive:
        archive.writestr("content.xml", "<a/>" * 9)
    return raw.getvalue()


@pytest.mark.parametrize(("name", "content"), [
    ("a.xlsx", xlsx()), ("renamed.csv", xlsx()), ("a.ods", stored()),
    ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old"), ("a.pdf", b"%PDF-1.7\n1 0 obj\n"),
    ("a.html", b"<!DOCTYPE html>\n<table>\n<tr><td>1\n"), ("page.csv", b"\xef\xbb\xbf<html>\n1"),
    ("a.xls", b"\n <table>\n<tr><td>1\n"),
])  # fmt: skip
def test_files_that_are_no_text_say_what_to_do(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    assert could_be_table(path)
    with pytest.raises(TableError, match=r"save the table as CSV, or copy its cells and paste"):
        look(path)


def test_text_that_is_called_a_spreadsheet_is_read(tmp_path):
    path = tmp_path / "export.xls"
    path.write_text(BODY.replace(";", "\t"))
    assert read(path).table.names == ("x", "y", "kind")


def german(value):
    return f"{value:,.2f}".replace(",", "_").replace(".", ",").replace("_", ".")


def test_thousands_marks_are_taken_off_as_pandas_does():
    values = np.random.default_rng(0).normal(size=ROWS) * 1e4
    text = "x;kind\n" + lines(lambda i: f"{german(values[i])};{kinds(i)}")
    found = same(text, ["x"], sep=";", decimal=",", thousands=".")
    assert found.notes == ("taken off the numbers: thousands marks of 'x'",)
    text = "x,kind\n" + lines(lambda i: f'"{values[i]:,.2f}",{kinds(i)}')
    same(text, ["x"], thousands=",")


@pytest.mark.parametrize(("write", "unit"), [
    (lambda v: f"€ {german(v)}", "€"), (lambda v: f"{german(v)} EUR", "EUR"),
    (lambda v: f"${v:,.2f}".replace("$-", "-$"), "$"), (lambda v: f"{v:.2f}%", "%"),
    (lambda v: f"{v:.2f} mg/l".replace("-", "\u2212"), "mg/l"),
    (lambda v: f"{v:.2f}\u00a0°C", "°C"),
])  # fmt: skip
def test_units_are_taken_off_and_told(write, unit):
    values = np.round(np.random.default_rng(1).normal(size=ROWS) * 1e4, 2)
    none = ("n.a.", "k.A.")
    text = "x;kind\n" + lines(lambda i: f"{(*none, write(values[i]))[min(i, 2)]};{kinds(i)}")
    assert columns(text)["x"].unit == unit
    found = read(Pasted(text))
    np.testing.assert_array_equal(found.table.values[2:, 0], values[2:])
    assert np.isnan(found.table.values[:2, 0]).all()
    assert found.notes[0].startswith(f"taken off the numbers: {unit!r} of 'x'")
    assert len(found.notes) == 1


@pytest.mark.parametrize("entries", [
    ["A1", "A2", "A3"], ["3 km", "4 m", "5 km"], ["1st", "2nd", "3rd"], ["10:30", "11:45", "12:00"],
    ["room 1", "room 2", "room 3"], ["1.2.3", "1.2.4", "2.0.0"], ["2-4", "4-6", "6-8"],
])  # fmt: skip
def test_texts_with_numbers_in_them_stay_texts(entries):
    text = "x;y;kind\n" + lines(lambda i: f"{entries[i % 3]};{i * i};{kinds(i)}")
    assert columns(text)["x"].kind == "categorical"


@pytest.mark.parametrize(("other", "value"), [("1,5", 1234.0), ("1.5", 1.234)])
def test_a_number_of_two_meanings_follows_the_mark_of_the_file(other, value):
    text = "x;y;kind\n" + lines(lambda i: f"1.234;{other};{kinds(i)}")
    assert set(read(Pasted(text)).table.values[:, 0]) == {value}


def test_whole_numbers_without_marks_beside_some_with_marks_are_below_a_thousand():
    sizes = [1234, 987, 12345, 54, 3, 1_000_000, 22]
    text = "people\tkind\n" + lines(lambda i: f"{sizes[i]:,}\t{kinds(i)}", 7)
    np.testing.assert_array_equal(read(Pasted(text)).table.values[:, 0], sizes)
    text = "long\tkind\n" + lines(lambda i: f"{['0,125', '1,234', '12,5'][i % 3]}\t{kinds(i)}")
    assert set(read(Pasted(text)).table.values[:, 0]) == {0.125, 1.234, 12.5}


def test_a_point_is_never_a_decimal_mark_beside_commas():
    """Where thousands begin only far below, numbers are not divided by a thousand."""
    text = "x;kind\n" + lines(lambda i: f"{i},5;{kinds(i)}", 1500) + "1.234;a\n"
    assert read(Pasted(text)).table.values[-1, 0] == 1234


WRITTEN = st.one_of(
    st.floats(-1e6, 1e6).map(lambda v: f"{v:.3f}"), st.integers(-(10**7), 10**7).map(german),
    st.integers(-(10**7), 10**7).map(lambda v: f"$ {v:,}"), st.integers().map(lambda v: f"{v}km"),
    st.dates().map(str), st.datetimes().map(str), st.dates().map(lambda d: f"{d:%d.%m.%Y}"),
    st.tuples(st.dates(), st.sampled_from(["%d-%b-%y", "%d %B %Y", "%B %d, %Y", "%Y-%b-%d"]))
    .map(lambda told: told[0].strftime(told[1])),
    st.from_regex(r"(Tue,? )?[0-9]{1,2}(st|th)?[-/. ]{0,2}([0-9]{1,2}|[Mm]ay|JUNE|Sept|cat)"
                  r"[-/., ]{0,2}[0-9]{1,4}(,? at 2:05 ?(pm)?)?( GMT| \+0530)?", fullmatch=True),
    st.from_regex(r"[-+]?[0-9]{1,3}([.,' ][0-9]{1,3}){0,3} ?(km|\$)?", fullmatch=True),
    st.from_regex(r"\$? ?\( ?[-\u2212]?\$? ?[0-9]{1,3}([.,][0-9]{1,3}){0,3} ?(km)?\) ?(km)?",
                  fullmatch=True),
    st.from_regex(r"[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}( [0-9]{1,2}:[0-9]{2} ?[AaPp]M)?",
                  fullmatch=True),
    st.sampled_from(["", "NA", "#DIV/0!", "5 kg", "km", "-$5", "- $ 5", "$", "\u22123 km", "text"]),
)  # fmt: skip
SORTS = ({}, {"unit": "km"}, {"unit": "$"}, {"dates": "year"}, {"dates": "day"}, {"dates": "month"})


@settings(max_examples=150, deadline=None)
@given(entries=st.lists(WRITTEN, min_size=1, max_size=30), decimal=st.sampled_from(".,"))
def test_both_parsers_read_the_same_numbers_and_dates(entries, decimal):
    text = "".join(";".join([f'"{entry}"'] * len(SORTS)) + "\n" for entry in entries)
    plan = Plan(Dialect(";", decimal, False), tuple(Chosen("c", **sort) for sort in SORTS))
    for mine, other in zip(*(parse(text.encode(), plan, True) for parse in (by_csv, ByPolars())),
                           strict=True):  # fmt: skip
        np.testing.assert_allclose(mine.values, other.values, rtol=1e-15)
        assert (mine.wrong, mine.ways) == (other.wrong, other.ways)


@given(value=st.integers(0, 10**12), share=st.integers(0, 99))
def test_numbers_are_read_back_as_they_are_written(value, share):
    number = float(f"{value}.{share:02d}")
    for mark in ",'\u00a0\u202f":
        assert number_of(f"{value:,}.{share:02d}".replace(",", mark)) == number


@pytest.mark.parametrize("step", [1, -1])
def test_a_running_number_is_ignored(step):
    text = "nth,x,kind\n" + lines(lambda i: f"{1000 + step * i},{i * i % 17},{kinds(i)}")
    assert [c.role for c in columns(text).values()] == ["ignore", "feature", "target"]
    alone = "t,kind\n" + lines(lambda i: f"{i},{kinds(i)}")
    assert [c.role for c in columns(alone).values()] == ["feature", "target"]
    steps = "t,x,kind\n" + lines(lambda i: f"{1000 + 2 * i},{i * i % 17},{kinds(i)}")
    assert [c.role for c in columns(steps).values()][0] == "feature"


@pytest.mark.parametrize("last", ["a nearly empty one", "always the same", "a date"])
def test_a_column_that_tells_little_is_no_target(last):
    entry = {"a nearly empty one": lambda i: "ab"[i % 2] if i < 4 else "",
             "always the same": lambda i: "same", "a date": lambda i: f"2024-01-{i % 28 + 1:02d}"}
    text = "x,kind,label\n" + lines(lambda i: f"{i * i % 17},{kinds(i)},{entry[last](i)}")
    assert columns(text)["kind"].role == "target"


def test_a_target_of_one_class_says_so_and_what_to_do():
    text = "x,y,kind\n" + lines(lambda i: f"{i * i % 17},{i % 7 / 2},same")
    with pytest.raises(TableError, match="'kind' is 'same' in every row.*choose another target"):
        import_project(Pasted(text), "kind")


def test_one_and_several_are_told_in_good_english():
    text = "x,y\n" + lines(lambda i: f"{i * i},{i % 7 / 4}") + "odd,\n"
    assert read(Pasted(text)).notes == ("1 entry of 'x' is no number and counts as missing",)
    text += "odd,1\nodd,2\n"
    assert read(Pasted(text)).notes == ("3 entries of 'x' are no numbers and count as missing",)
    short = look(Pasted("x,y,z\n1,2,3\n4,5\n7,8,10\n"))
    assert "1 of the first 3 rows has fewer than 3 entries" in short.trouble


@pytest.mark.parametrize(("first", "header"), [("0,red", False), ("x,hue", True)])
def test_a_first_row_that_begins_with_nought_or_one_is_no_header(first, header):
    text = first + "\n" + lines(lambda i: f"{i * i % 5},{['red', 'blue'][i % 2]}")
    assert look(Pasted(text)).choices.header is header
    wide = "0,1,2,kind\n" + lines(lambda i: f"{i * i % 17},{i / 4},{i % 3 / 8},{kinds(i)}")
    assert look(Pasted(wide)).choices.header
