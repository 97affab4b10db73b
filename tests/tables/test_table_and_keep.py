"""A table and where it is kept: equal contents have equal names, damage is told in words."""

import mmap
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from playground.tables.keep import Keep, keep
from playground.tables.table import Column, Table
from playground.tables.trouble import TableError

NUMBERS = st.one_of(st.just(np.nan), st.floats(-1e300, 1e300))


@st.composite
def tables(draw):
    shape = draw(array_shapes(min_dims=2, max_dims=2, min_side=0, max_side=6))
    values = draw(arrays(np.float64, (shape[0], max(shape[1], 1)), elements=NUMBERS))
    names = draw(
        st.lists(st.text(min_size=1, max_size=5), min_size=values.shape[1],
                 max_size=values.shape[1], unique=True)
    )  # fmt: skip
    columns = [Column(name) for name in names]
    if draw(st.booleans()):
        codes = st.sampled_from([0, 1, np.nan])
        values[:, 0] = draw(arrays(np.float64, len(values), elements=codes))
        columns[0] = Column(names[0], "categorical", ("no", "yes"))
    return Table(values, tuple(columns))


def small():
    values = np.array([[1.0, 0.0], [np.nan, 1.0], [3.5, np.nan]])
    return Table(values, (Column("size"), Column("kind", "categorical", ("a", "b"))))


@settings(max_examples=60, deadline=None)
@given(table=tables())
def test_what_is_kept_comes_back_bit_for_bit(table, tmp_path_factory):
    place = tmp_path_factory.mktemp("keep")
    name = Keep(place).put(table)
    back = Keep(place).get(name)
    assert back.values.tobytes() == table.values.tobytes()
    assert back.columns == table.columns
    assert back.hash == name == table.hash
    assert Keep(place).about(name).missing == tuple(np.isnan(table.values).sum(axis=0))


@settings(max_examples=60, deadline=None)
@given(table=tables(), other=tables())
def test_equal_contents_have_equal_hashes_and_only_they(table, other):
    same = Table(table.values.copy(), tuple(table.columns))
    assert same.hash == table.hash
    equal = table.columns == other.columns and table.values.shape == other.values.shape
    equal = equal and table.values.tobytes() == other.values.tobytes()
    assert (table.hash == other.hash) == equal


def test_edits_leave_the_table_as_it_was():
    table = small()
    before, name = table.values.copy(), table.hash
    more = table.with_rows_added([[7.0, 1.0]])
    fewer = more.without_rows([0, 3])
    other = table.with_values({(1, 0): 2.0})
    np.testing.assert_array_equal(more.values[3], [7.0, 1.0])
    np.testing.assert_array_equal(fewer.values, before[1:])
    assert other.values[1, 0] == 2.0
    np.testing.assert_array_equal(table.values, before)
    assert len({name, more.hash, fewer.hash, other.hash}) == 4
    assert fewer.with_rows_added(before[:1]).without_rows([2]).hash == fewer.hash
    with pytest.raises(ValueError, match="read-only"):
        table.values[0, 0] = 9.0


@pytest.mark.parametrize(
    ("values", "columns", "words"),
    [
        (np.zeros((2, 2)), (Column("a"),), "2 columns have 1 names"),
        (np.zeros((2, 2)), (Column("a"), Column("a")), "'a' must be there once"),
        (np.zeros((2, 1)), (Column(""),), "not empty"),
        (np.full((2, 1), np.inf), (Column("a"),), "'a' holds numbers that mean nothing"),
        (np.full((2, 1), 2.0), (Column("a", "categorical", ("x", "y")),), "'a' holds numbers"),
        (np.full((2, 1), 0.5), (Column("a", "ordinal", ("x", "y")),), "'a' holds numbers"),
        (np.zeros(3), (Column("a"),), "a table has rows"),
    ],
)
def test_what_does_not_fit_together_is_refused(values, columns, words):
    with pytest.raises(TableError, match=words):
        Table(values, columns)


def test_an_unknown_column_is_told_with_those_there_are():
    with pytest.raises(TableError, match="no column 'colour'; there are 'size', 'kind'"):
        small().index("colour")


def test_a_table_that_is_not_there_is_told_in_words(tmp_path):
    for name in ("0" * 40, "../../etc/passwd", "", "x" * 40):
        with pytest.raises(TableError, match="not on this machine: import it again"):
            Keep(tmp_path).get(name)


def test_damage_anywhere_is_told_in_words_and_mended_by_putting_again(tmp_path):
    table = small()
    name = Keep(tmp_path).put(table)
    for path in Keep(tmp_path).files(name):
        whole = path.read_bytes()
        for place in range(0, len(whole), 7):
            path.write_bytes(whole[:place] + bytes([whole[place] ^ 0x41]) + whole[place + 1 :])
            with pytest.raises(TableError, match="damaged|import it again"):
                _differs(Keep(tmp_path), name, table)
        for cut in range(0, len(whole), 11):
            path.write_bytes(whole[:cut])
            with pytest.raises(TableError, match="damaged on this machine: import it again"):
                Keep(tmp_path).get(name)
        Keep(tmp_path).put(table)
        assert Keep(tmp_path).get(name).hash == name


def _differs(held, name, table):
    """Raise as `get` does; where damage changed nothing that counts, raise as well."""
    found = held.get(name)
    np.testing.assert_array_equal(found.values, table.values)
    raise TableError("damaged where it does not count")


def _owner(array):
    while getattr(array, "base", None) is not None:
        array = array.base
    return array


def test_rows_are_mapped_not_read_and_the_cache_is_bounded(tmp_path, monkeypatch):
    monkeypatch.setattr("playground.tables.keep.BUDGET", 3000)
    held = Keep(tmp_path)
    tables = [Table(np.full((100, 1), float(i)), (Column("x"),)) for i in range(6)]
    names = [held.put(table) for table in tables]
    for name in names:
        assert isinstance(_owner(held.get(name).values), mmap.mmap)
    assert len(held._open) == 3
    assert held.get(names[-1]) is held.get(names[-1])


def test_another_process_finds_what_this_one_keeps():
    name = keep().put(small())
    script = f"from playground.tables.keep import keep; print(keep().get({name!r}).names)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.stdout.strip() == "('size', 'kind')", done.stderr
