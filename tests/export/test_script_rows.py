"""The file of rows that a script is given: what is wrong with it is told in one line."""

import pytest

from playground.export.script.parts.table import read_rows


def test_columns_are_found_by_their_names(tmp_path):
    path = tmp_path / "rows.csv"
    path.write_text("b,other,a\n1,x,2\n3,y,4\n")
    assert read_rows(str(path), ("a", "b")).tolist() == [[2, 1], [4, 3]]


def test_categories_are_read_as_they_were_imported(tmp_path):
    path = tmp_path / "rows.csv"
    path.write_text("id,hue,age,answer\n1, red,3,yes\n2,blue,4,no\n")
    names = ("age", "hue = red", "hue = blue")
    assert read_rows(str(path), names).tolist() == [[3, 1, 0], [4, 0, 1]]
    path.write_text("age,hue = blue,hue = red\n3,0,1\n")
    assert read_rows(str(path), names).tolist() == [[3, 1, 0]]
    path.write_text("3,1,0\n4,0,1\n")
    assert read_rows(str(path), names).tolist() == [[3, 1, 0], [4, 0, 1]]


@pytest.mark.parametrize(("text", "words"), [
    ("id,hue\n1,red\n", "it has no column age. It takes these features, in this order: age, hue"),
    ("hue,age\nred,1\ngreen,2\n", "row 2: 'green' is no hue that is known"),
    ("hue,age\nred,1\nred,\n", "row 2: age must be a number, not ''. It takes these features"),
    ("AGE,RED,BLUE\n3,1,0\n", "row 1: age must be a number, not 'AGE'. It takes these"),
    ("years,colour\n3,red\n", "it names no feature and has too few columns. It takes these"),
    ("3,1\n", "it names no feature and has too few columns"),
    ("7,3,1,0\n", "it names no feature and has too many columns"),
    ("3,1,0\n4,1\n", "row 2: '' is no hue that is known"),
    ("age,hue\n", "it holds no rows"),
    ("", "it holds no rows"),
])  # fmt: skip
def test_the_features_that_it_wants_are_told(tmp_path, text, words):
    path = tmp_path / "rows.csv"
    path.write_text(text)
    with pytest.raises(SystemExit, match=words):
        read_rows(str(path), ("age", "hue = red", "hue = blue"))


def test_what_cannot_be_read_is_told_in_one_line(tmp_path):
    western = tmp_path / "western.csv"
    western.write_bytes("Größe;b\n1;2\n".encode("latin-1"))
    told = {western: "cannot be read as UTF-8", tmp_path / "gone.csv": "there is no such file"}
    for path, words in told.items():
        with pytest.raises(SystemExit, match=words):
            read_rows(str(path), ("a", "b"))
