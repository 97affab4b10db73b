"""Tables of samples: their parts, and what is refused."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_learners import rows

from playground.engine.data import Data, DataError, split


@given(
    st.integers(2, 300), st.floats(0, 0.45), st.floats(0, 0.45), st.integers(0, 10),
    st.sampled_from(["class", "value"]),
)  # fmt: skip
def test_parts_are_disjoint_cover_all_and_have_their_shares(n, validation, test, seed, target):
    y = np.arange(n) % 3 if target == "class" else np.zeros((n, 1))
    parts = split(y, target, validation, test, seed)
    assert np.array_equal(np.sort(np.concatenate(parts)), np.arange(n))
    assert len(parts[2]) == round(n * test)
    assert len(parts[1]) == round(n * validation)


def test_classes_are_divided_in_proportion():
    y = np.repeat([0, 1, 2], [60, 30, 10])
    for part, size in zip(split(y, "class", 0.2, 0.3, 4), (50, 20, 30), strict=True):
        counts = np.bincount(y[part], minlength=3)
        assert np.abs(counts - size * np.array([0.6, 0.3, 0.1])).max() <= 1


def test_another_seed_divides_otherwise():
    y = np.arange(100) % 2
    assert not np.array_equal(split(y, "class", 0, 0.3, 0)[2], split(y, "class", 0, 0.3, 1)[2])


def table(**changes):
    four = np.arange(4)
    data = Data(
        np.arange(8.0).reshape(4, 2), np.array([0, 1, 0, 1]), "class", four[:3], four[:0],
        four[3:], ("a", "b"), ("no", "yes"),
    )  # fmt: skip
    return replace(data, **changes)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"train": np.arange(0)}, "no training rows"),
        ({"train": np.arange(1)}, "one training row only"),
        ({"x": np.empty((0, 2)), "y": np.empty(0, int)}, "no training rows"),
        ({"train": np.array([0, 2])}, "one class only"),
        ({"x": np.array([[0, 1], [0, np.nan], [1, 2], [np.inf, 0]])}, "row 1 .*, and so do 1 more"),
        ({"y": np.array([[1.0], [np.nan], [1], [1]]), "target": "value"}, "row 1 .* numbers: mend"),
    ],
)
def test_rows_that_cannot_be_learned_from_are_refused_in_words(changes, words):
    with pytest.raises(DataError, match=words):
        table(**changes).check()


def test_good_rows_pass_and_tell_their_signature():
    data = table()
    data.check()
    told = data.signature()
    assert (told.rows, told.train_rows, told.outputs, told.target) == (4, 3, 2, "class")
    assert (told.names, told.classes) == (("a", "b"), ("no", "yes"))
    assert data.targets().tolist() == [[1, 0], [0, 1], [1, 0], [0, 1]]


def test_signature_before_drawing_equals_that_of_the_rows():
    from playground.engine.catalogue import DATASETS

    for kind in DATASETS:
        block = DATASETS[kind](size=40, test_share=0.25, validation_share=0.15)
        assert block.signature() == block.load().signature()


def test_noise_moves_the_same_points_and_splits():
    calm, rough = rows(noise=0.0), rows(noise=0.5)
    assert np.array_equal(calm.y, rough.y)
    assert np.array_equal(calm.train, rough.train)
    assert not np.allclose(calm.x, rough.x)
