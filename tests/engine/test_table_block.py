"""A table of one's own as a data set: roles, gaps, one-hot, classes or values."""

import numpy as np
import pandas as pd
import pytest
from sklearn.impute import SimpleImputer

from playground.core.shape import ShapeError
from playground.engine.data import DataError
from playground.engine.datasets.table import Table as Block
from playground.tables.keep import keep
from playground.tables.table import Column, Table


@pytest.fixture(scope="module")
def frame():
    random = np.random.default_rng(5)
    made = pd.DataFrame({
        "age": random.normal(40, 10, 90).round(), "hue": random.integers(0, 3, 90).astype(float),
        "rank": random.integers(0, 4, 90).astype(float), "pay": random.normal(size=90),
        "kind": random.integers(0, 2, 90).astype(float),
    })  # fmt: skip
    return made.mask(random.random(made.shape) < 0.1)


COLUMNS = (
    Column("age"), Column("hue", "categorical", ("blue", "green", "red")),
    Column("rank", "ordinal", ("a", "b", "c", "d")), Column("pay"),
    Column("kind", "categorical", ("no", "yes")),
)  # fmt: skip


def block(frame, **settings):
    name = keep().put(Table(frame.to_numpy(np.float64, copy=True), COLUMNS))
    return Block(**{"table": name, "target": "kind", **settings})


def test_categories_become_features_that_keep_their_names(frame):
    data = block(frame, missing="drop").load()
    assert data.names == ("age", "hue = blue", "hue = green", "hue = red", "rank", "pay")
    whole = frame.dropna()
    dummies = pd.get_dummies(whole["hue"]).to_numpy(float)
    theirs = np.column_stack([whole["age"], dummies, whole[["rank", "pay"]]])
    order = (np.lexsort(rows.T) for rows in (data.x, theirs))
    np.testing.assert_array_equal(data.x[next(order)], theirs[next(order)])
    assert data.classes == ("no", "yes")


@pytest.mark.parametrize("how", ["mean", "median", "mode"])
def test_gaps_are_filled_by_what_the_training_part_says(frame, how):
    chosen = block(frame, missing=how, test_share=0.4)
    data, raw = chosen.load(), chosen.roles().rows()
    assert len(data.x) == frame["kind"].notna().sum() == len(raw)
    strategy = {"mode": "most_frequent"}.get(how, how)
    plain = block(frame, missing=how, ignored=("hue", "rank")).load()
    rows = frame[frame["kind"].notna()][["age", "pay"]].to_numpy()
    theirs = SimpleImputer(strategy=strategy).fit(rows[plain.train]).transform(rows)
    np.testing.assert_allclose(plain.x, theirs, rtol=1e-12)
    assert np.isin(data.x[:, 1:4].sum(axis=1), 1.0).all()


@pytest.mark.parametrize(
    ("settings", "target", "outputs"),
    [
        ({}, "class", 2), ({"target": "pay"}, "value", 1), ({"target": "rank"}, "class", 4),
        ({"target": "rank", "task": "value"}, "value", 1), ({"target": ""}, "none", 0),
        ({"target": "age", "task": "class"}, "class", None),
    ],
)  # fmt: skip
def test_classes_or_values(frame, settings, target, outputs):
    chosen = block(frame, **settings)
    told, data = chosen.signature(), chosen.load()
    assert told == data.signature()
    assert told.target == target
    assert outputs is None or told.outputs == outputs
    assert chosen.target not in data.names


def test_values_of_a_target_whose_categories_are_numbers():
    values = np.column_stack([np.arange(30.0), np.arange(30) % 3])
    columns = (Column("x"), Column("grade", "categorical", ("1", "2.5", "10")))
    name = keep().put(Table(values, columns))
    data = Block(table=name, target="grade", task="value").load()
    assert set(data.y[:, 0]) == {1.0, 2.5, 10.0}
    grades = np.array([1, 2.5, 10])
    np.testing.assert_array_equal(data.y[:, 0], grades[data.x[:, 0].astype(int) % 3])


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"target": "price"}, "no column 'price'; there are 'age', 'hue'"),
        ({"ignored": ("nothing",)}, "no column 'nothing'"),
        ({"ignored": ("age", "hue", "rank", "pay")}, "no column is left"),
        ({"target": "hue", "task": "value"}, "'blue', which is no number: learn classes"),
        ({"table": "0" * 40}, "not on this machine: import it again"),
        ({"table": "../../secret"}, "not on this machine"),
    ],
)
def test_what_cannot_be_is_told_before_and_while_loading(frame, settings, words):
    chosen = block(frame, **settings)
    with pytest.raises(ShapeError, match=words):
        chosen.signature()
    with pytest.raises(DataError, match=words):
        chosen.load()


def test_a_table_full_of_gaps_says_which_column_it_is():
    values = np.column_stack([np.arange(9.0), np.full(9, np.nan), np.arange(9) % 2])
    columns = (Column("x"), Column("empty"), Column("kind", "categorical", ("a", "b")))
    name = keep().put(Table(values, columns))
    with pytest.raises(DataError, match="most of them 'empty': ignore it or fill in gaps"):
        Block(table=name, target="kind", missing="drop").load()
    data = Block(table=name, target="kind", missing="mean").load()
    assert (data.x[:, 1] == 0).all()


def test_noise_moves_numbers_and_neither_ranks_nor_categories(frame):
    clean, noisy = (block(frame, noise=n).load() for n in (0.0, 0.5))
    moved = np.abs(noisy.x - clean.x).max(axis=0)
    assert moved[[0, 5]].min() > 0
    assert moved[1:5].max() == 0


def test_the_rows_stay_out_of_the_settings(frame):
    from playground.core.settings import plain

    assert len(str(plain(block(frame)))) < 300
