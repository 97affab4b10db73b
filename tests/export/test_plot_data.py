"""The numbers behind a plot: tidy, named, and read back by pandas as they were."""

import io

import numpy as np
import pandas as pd
import pytest

from playground.export.plot_data import Measured, as_csv, measured


def read(parts):
    return pd.read_csv(io.StringIO(as_csv(parts)))


def test_a_field_has_the_places_of_its_cells_and_the_names_of_its_classes():
    field = np.random.default_rng(0).random((3, 4, 2)).astype(np.float32)
    arrays = {"extent": np.array([-2.0, 2.0, 0.0, 3.0]), "field": field,
              "classes": np.array(["in", "out"])}  # fmt: skip
    table = read([measured("boundary", "fit-1", 40, arrays)])
    assert set(table["learner"]) == {"fit-1"}
    assert set(table["at step"]) == {40}
    cells = table[table.quantity == "field"]
    assert sorted(set(cells["x"])) == [-1.5, -0.5, 0.5, 1.5]
    assert sorted(set(cells["y"])) == [0.5, 1.5, 2.5]
    one = cells[(cells.x == 0.5) & (cells.y == 2.5) & (cells["class"] == "out")]
    assert float(one.value.iloc[0]) == pytest.approx(field[2, 2, 1], rel=1e-6)
    shaped = cells.pivot_table("value", ["y", "x"], "class", aggfunc="first").to_numpy(float)
    assert np.array_equal(shaped.reshape(3, 4, 2).astype(np.float32), field)


def test_samples_carry_their_row_of_the_data_set():
    arrays = {"rows": np.array([7, 3, 9]), "points": np.arange(6.0).reshape(3, 2),
              "labels": np.array([1, 0, 1])}  # fmt: skip
    table = read([measured("boundary", "fit-1", 0, arrays)])
    points = table[table.quantity == "points"]
    assert points["row"].tolist() == [7, 7, 3, 3, 9, 9]
    assert points["value"].astype(float).tolist() == list(range(6))
    assert table[table.quantity == "labels"]["row"].tolist() == [7, 3, 9]


def test_what_is_no_number_is_an_empty_cell_and_words_stay_words():
    arrays = {"told": np.array("a, \"b\"\nc"), "auc": np.array([0.5, np.nan, np.inf])}
    table = read([measured("roc", "knn-1", 1, arrays)])
    assert table.value.isna().tolist() == [False, False, True, False]
    assert table.value[0] == 'a, "b"\nc'
    assert float(table.value[3]) == np.inf


def test_axes_of_one_kind_are_told_apart_and_unknown_ones_are_counted():
    matrix = np.arange(8.0).reshape(2, 2, 2)
    table = read([Measured({"learner": "x"}, {"a": matrix}, {"a": ("feature",) * 3},
                           {"feature": ("u", "v")})])  # fmt: skip
    assert list(table.columns) == ["learner", "quantity", "feature", "feature 2", "feature 3",
                                   "value"]  # fmt: skip
    assert table["feature"].tolist() == ["u"] * 4 + ["v"] * 4
    table = read([Measured({"learner": "x"}, {"a": np.zeros((3, 5))})])
    assert table["index 2"].tolist() == [0, 1, 2, 3, 4] * 3


def test_nothing_and_too_much_are_refused_in_words():
    with pytest.raises(ValueError, match="learn first"):
        as_csv([])
    with pytest.raises(ValueError, match="more than a table"):
        as_csv([Measured({}, {"a": np.broadcast_to(0.0, (5_000_001,))})])
