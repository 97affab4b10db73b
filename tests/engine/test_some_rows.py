"""Which rows are shown or judged."""

from dataclasses import replace

import numpy as np

from playground.core.settings import build
from playground.engine.catalogue import DATASETS
from playground.engine.some_rows import at_most, rows_in, shown_rows


def test_a_choice_is_fair_to_classes_that_take_turns():
    labels = np.arange(4000) % 2
    chosen = at_most(np.arange(4000), 2000)
    assert len(np.unique(chosen)) == 2000
    assert (np.diff(chosen) > 0).all()
    assert 0.45 < labels[chosen].mean() < 0.55
    # Nor does it end where the rows of a class do that comes last.
    assert 0.45 < (chosen >= 2000).mean() < 0.55
    np.testing.assert_array_equal(chosen, at_most(np.arange(4000), 2000))


def test_members_have_the_rows_of_their_own():
    data = build(DATASETS["moons"], {"size": 40}).load()
    own = replace(data, train=np.array([[3, 1, 1], [5, 8, 2]]), _cache={})
    assert rows_in(own, "train", 0).tolist() == [1, 3]
    assert rows_in(own, "train", 1).tolist() == [2, 5, 8]
    np.testing.assert_array_equal(rows_in(own, "test", 1), np.sort(data.test))
    rows, part = shown_rows(own, 1, 100)
    assert set(rows[part == 0].tolist()) == {2, 5, 8} - set(data.test.tolist())
    assert (part[np.isin(rows, data.test)] == 2).all()
