"""The file of rows that a script is given: what is wrong with it is told in one line."""

import pytest

from playground.export.script.parts.table import read_rows


def test_columns_are_found_by_their_names(tmp_path):
    path = tmp_path / "rows.csv"
    path.write_text("b,other,a\n1,x,2\n3,y,4\n")
    assert read_rows(str(path), ("a", "b")).tolist() == [[2, 1], [4, 3]]


def test_what_cannot_be_read_is_told_in_one_line(tmp_path):
    western = tmp_path / "western.csv"
    western.write_bytes("Größe;b\n1;2\n".encode("latin-1"))
    gap = tmp_path / "gap.csv"
    gap.write_text("a,b\n1,\n")
    told = {western: "cannot be read as UTF-8", gap: "takes 2 numbers",
            tmp_path / "gone.csv": "cannot be read"}  # fmt: skip
    for path, words in told.items():
        with pytest.raises(SystemExit, match=words):
            read_rows(str(path), ("a", "b"))
