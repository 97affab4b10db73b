"""Text in rows and columns: guessed as a person would, read as pandas reads it."""

import csv
import io

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.core.progress import Cancelled
from playground.tables.delimiting import by_polars, parsing, pieces
from playground.tables.importing import Pasted, look, read
from playground.tables.preview import Chosen
from playground.tables.reading import delimited
from playground.tables.trouble import TableError

PEOPLE = "name,age,city,height\nAnn,31,Rome,1.7\nBob,,Oslo,1.8\nCy,27,Rome,NA\nDee,45,Bonn,1.6\n"


@pytest.fixture(params=["polars", "csv"])
def parser(request, monkeypatch):
    """Read with one or the other parser, however long the text is."""
    monkeypatch.setattr(delimited, "SMALL", -1 if request.param == "polars" else 2**40)
    return request.param


def written(folder, text, encoding="utf-8"):
    path = folder / "some.csv"
    path.write_bytes(text.encode(encoding))
    return path


def by_name(found):
    return dict(zip(found.table.names, found.table.values.T, strict=True))


def test_a_look_tells_what_a_person_would(tmp_path):
    seen = look(written(tmp_path, PEOPLE))
    assert (seen.choices.separator, seen.choices.header, seen.total) == (",", True, 4)
    assert [c.kind for c in seen.choices.columns] == [
        "categorical", "continuous", "categorical", "continuous",
    ]  # fmt: skip
    assert [c.role for c in seen.choices.columns][-1] == "target"
    assert seen.rows[1] == ("Bob", "", "Oslo", "1.8")
    assert any("'age' misses 1 of the first 4" in line for line in seen.trouble)


def test_values_categories_and_missing_entries(tmp_path, parser):
    found = read(written(tmp_path, PEOPLE))
    told = by_name(found)
    np.testing.assert_array_equal(told["age"], [31, np.nan, 27, 45])
    np.testing.assert_array_equal(told["height"], [1.7, 1.8, np.nan, 1.6])
    assert found.table.columns[2].categories == ("Bonn", "Oslo", "Rome")
    np.testing.assert_array_equal(told["city"], [2, 1, 2, 0])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_separators_and_encodings_are_found(tmp_path, parser, encoding, separator):
    text = "größe,preis,ort\n" + "".join(f"{i},{i / 4},Köln {i % 3}\n" for i in range(40))
    text = text.replace(",", separator)
    if separator in ";\t":
        text = text.replace(".", ",")
    found = read(written(tmp_path, text, encoding))
    told = by_name(found)
    assert list(told) == ["größe", "preis", "ort"]
    np.testing.assert_array_equal(told["preis"], np.arange(40) / 4)
    assert found.table.columns[2].categories == ("Köln 0", "Köln 1", "Köln 2")


def test_what_a_spreadsheet_puts_on_the_clipboard(parser):
    found = read(Pasted("x\ty\tkind\r\n1,5\t2\tup\r\n-2,25\t3\tdown\r\n"))
    np.testing.assert_array_equal(found.table.values, [[1.5, 2, 1], [-2.25, 3, 0]])
    assert found.roles() == {"target": "kind", "ignored": [], "task": "auto"}


def test_numbers_without_a_header_and_with_blanks_between(tmp_path, parser):
    found = read(written(tmp_path, "1.0  2 0\n 3   4 1\n5.5 6  1\n"))
    np.testing.assert_array_equal(found.table.values, [[1, 2, 0], [3, 4, 1], [5.5, 6, 1]])
    assert found.table.names == ("column 1", "column 2", "column 3")


def test_quotes_hold_separators_and_line_ends(tmp_path, parser):
    text = 'say,n\n"a, ""b""\nc",1\nplain,2\n"x",3\nplain,4\n'
    found = read(written(tmp_path, text))
    assert found.table.columns[0].categories == ('a, "b"\nc', "plain", "x")
    np.testing.assert_array_equal(by_name(found)["n"], [1, 2, 3, 4])


def test_entries_that_are_no_numbers_are_counted(tmp_path, parser):
    text = "x,y\n" + "".join(f"{i},{i}\n" for i in range(50)) + "oops, 7 \n8,--\n\n,\n"
    found = read(written(tmp_path, text))
    assert found.table.values.shape == (52, 2)
    assert np.isnan(found.table.values[50]).tolist() == [True, False]
    assert found.notes == (
        "1 entry of 'x' is no number and counts as missing",
        "1 entry of 'y' is no number and counts as missing",
    )


def test_infinite_entries_are_missing(tmp_path, parser):
    found = read(written(tmp_path, "x,y,z\n1,2,1\ninf,3,2\n-Infinity,1e999,3\n4,5,4\n"))
    np.testing.assert_array_equal(found.table.values[:, 0], [1, np.nan, np.nan, 4])
    np.testing.assert_array_equal(found.table.values[:, 1], [2, 3, np.nan, 5])


def test_equal_and_empty_column_names_are_told_apart(tmp_path, parser):
    found = read(written(tmp_path, "a,,a\n1,2,3\n4,5,6\n"))
    assert found.table.names == ("a", "column 2", "a (2)")


def test_texts_that_are_no_categories_are_left_out_and_told(tmp_path, parser):
    text = "note,x,y\n" + "".join(f"n{i},{i},{i % 2}\n" for i in range(1500))
    found = read(written(tmp_path, text))
    assert found.table.names == ("x", "y")
    assert found.notes == ("'note' holds more than 1,000 different texts and is left out",)
    assert found.roles()["target"] == "y"


def test_numbers_that_are_classes(tmp_path, parser):
    text = "x,digit\n" + "".join(f"{i / 7:.3f},{(i * 3) % 10}\n" for i in range(200))
    seen = look(written(tmp_path, text))
    assert [c.kind for c in seen.choices.columns] == ["continuous", "categorical"]
    found = read(written(tmp_path, text), seen.choices)
    assert found.table.columns[1].categories == tuple("0123456789")
    np.testing.assert_array_equal(found.table.values[:, 1], np.arange(200) * 3 % 10)


def test_a_choice_of_roles_survives_reading(tmp_path):
    choices = look(written(tmp_path, PEOPLE)).choices.with_roles("age", ("name",))
    roles = read(written(tmp_path, PEOPLE), choices).roles()
    assert roles == {"target": "age", "ignored": ["name"], "task": "auto"}


@pytest.mark.parametrize(("names", "ignored"), [
    (("Ann", "Bob", "Cid", "Dee", "Eve"), ["who"]), (("Ann", "Bob", "Cid", "Dee", "Ann"), []),
    (("a", "b", "c", "d"), []),
])  # fmt: skip
def test_texts_that_are_all_different_are_names(tmp_path, names, ignored):
    path = tmp_path / "short.csv"
    path.write_text("who,height,kind\n" + "".join(f"{n},{i * i},k\n" for i, n in enumerate(names)))
    assert read(path).roles()["ignored"] == ignored



@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty|no rows"),
        (b"\n\n\n", "empty|no rows"),
        (b"a,b\n", "no rows"),
        (b"\x00\x01\x02\x03" * 50, "not text|no table"),
        (b"x" * 200_000, "no table|no rows|different"),
    ],
)
def test_what_is_no_table_is_told_in_one_line(tmp_path, content, words):
    path = tmp_path / "odd.csv"
    path.write_bytes(content)
    with pytest.raises(TableError, match=words) as told:
        read(path)
    assert "\n" not in str(told.value)
    assert "odd.csv" in str(told.value)


ENTRIES = st.one_of(
    st.integers(-(10**6), 10**6).map(str), st.floats(-1e9, 1e9).map(repr),
    st.sampled_from(["", "NA", "red", "dark blue", 'a "b"', "x,y", "Zürich", "two\nlines", "7 km"]),
)  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(rows=st.lists(st.lists(ENTRIES, min_size=3, max_size=3), min_size=2, max_size=30))
def test_both_parsers_read_the_same(rows):
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([["p", "q", "r"], *rows])
    number, text_kind = "continuous", "categorical"
    for kinds in ((number, text_kind, text_kind), (text_kind, number, number)):
        columns = (Chosen("p", kind) for kind in kinds)
        plan = parsing.Plan(parsing.Dialect(","), tuple(columns))
        mine, theirs = (
            parse(text.getvalue().encode(), plan, True)
            for parse in (parsing.by_csv, by_polars.ByPolars())
        )
        for a, b in zip(mine, theirs, strict=True):
            if isinstance(a, parsing.Numbers):
                np.testing.assert_array_equal(a.values, b.values)
                assert a.wrong == b.wrong
            else:
                named = ([[*part.names, None][i] for i in part.codes] for part in (a, b))
                assert next(named) == next(named)


def table_of(rows):
    random = np.random.default_rng(3)
    frame = pd.DataFrame(random.normal(size=(rows, 6)), columns=list("abcdef"))
    frame["colour"] = random.choice(["red", "green", "blue"], rows)
    frame["target"] = random.normal(size=rows)
    return frame.mask(random.random(frame.shape) < 0.02)


def test_pieces_make_no_difference_and_pandas_agrees(tmp_path, monkeypatch):
    frame = table_of(3000)
    path = tmp_path / "long.csv"
    frame.to_csv(path, index=False)
    monkeypatch.setattr(delimited, "SMALL", 0)
    whole = read(path)
    monkeypatch.setattr("playground.tables.delimiting.pieces.PIECE", 10_000)
    shares = []
    pieced = read(path, None, shares.append)
    assert pieced.table.hash == whole.table.hash
    assert len(shares) > 20
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)
    back = pd.read_csv(path)
    np.testing.assert_allclose(by_name(whole)["a"], back["a"], rtol=1e-15)
    codes = pd.Categorical(back["colour"], ["blue", "green", "red"]).codes
    np.testing.assert_array_equal(np.nan_to_num(by_name(whole)["colour"], nan=-1), codes)


def test_reading_stops_when_it_is_called_off(tmp_path, monkeypatch):
    path = tmp_path / "long.csv"
    table_of(20_000).to_csv(path, index=False)
    monkeypatch.setattr("playground.tables.delimiting.pieces.PIECE", 50_000)
    shares = []

    def called_off(share):
        shares.append(share)
        if len(shares) > 3:
            raise Cancelled

    with pytest.raises(Cancelled):
        read(path, None, called_off)
    assert len(shares) == 4


def test_a_long_text_without_polars_says_how_to_get_it(tmp_path, monkeypatch):
    monkeypatch.setattr(delimited, "polars_is_there", lambda: False)
    path = written(tmp_path, PEOPLE)
    assert read(path).table.values.shape == (4, 4)
    monkeypatch.setattr(delimited, "LARGE", 10)
    with pytest.raises(TableError, match=r'pip install "nn-playground\[tables\]"'):
        read(path)


def test_a_spreadsheet_says_what_to_do(tmp_path):
    pd.DataFrame({"a": [1, 2]}).to_excel(tmp_path / "sheet.xlsx")
    with pytest.raises(TableError, match="save the table as CSV, or copy its cells"):
        look(tmp_path / "sheet.xlsx")


def test_columns_too_many_are_told(tmp_path):
    with pytest.raises(TableError, match="9,000 columns are more than can be read"):
        look(written(tmp_path, ",".join(["1"] * 9000) + "\n"))


def test_a_first_row_that_ends_early_misses_its_last_entries(tmp_path, parser):
    text = "x,y,z\n1,2\n" + "".join(f"{i},{i % 7},{i % 3}\n" for i in range(300))
    values = read(written(tmp_path, text)).table.values
    assert len(values) == 301
    np.testing.assert_array_equal(values[0, :2], [1, 2])
    assert np.isnan(values[0, 2])
    np.testing.assert_array_equal(values[1:, 0], np.arange(300))


def test_pieces_that_are_taken_apart_at_a_time_come_in_their_order(tmp_path, monkeypatch):
    monkeypatch.setattr(delimited, "SMALL", -1)
    monkeypatch.setattr(pieces, "PIECE", 500)
    names = ["pear", "fig", "apple", ""]
    text = "n,fruit\n" + "".join(f"{i},{names[i % 4]}\n" for i in range(2000))
    table = read(written(tmp_path, text)).table
    np.testing.assert_array_equal(table.values[:, 0], np.arange(2000))
    assert table.columns[1].categories == ("apple", "fig", "pear")
    np.testing.assert_array_equal(table.values[:8, 1], [2, 1, 0, np.nan] * 2)
