"""Keyed randomness: a pure function of seed, stream and counter."""

import numpy as np
import pytest

from playground.engine.randomness import generator, permutations, uniforms


def test_the_same_key_draws_the_same():
    assert generator(3, "a", 7).random(5).tolist() == generator(3, "a", 7).random(5).tolist()


@pytest.mark.parametrize("other", [(4, "a", 7), (3, "b", 7), (3, "a", 8)])
def test_any_other_key_draws_something_else(other):
    assert not np.isin(generator(3, "a", 7).random(1000), generator(*other).random(1000)).any()


def test_neighbouring_counters_do_not_overlap():
    streams = [generator(0, "a", counter).random(5000) for counter in range(4)]
    assert len(np.unique(np.concatenate(streams))) == 20_000


def test_large_seeds_and_counters_are_taken():
    drawn = [generator(seed, "a", 2**40).random() for seed in (0, 2**31, 2**63)]
    assert len(set(drawn)) == 3


def test_uniforms_are_even_and_each_member_draws_alone():
    drawn = uniforms((5, 6), "dropout", 2, (300, 10))
    assert drawn.shape == (2, 300, 10)
    assert drawn.dtype == np.float32
    assert drawn.min() >= 0
    assert drawn.max() < 1
    counts = np.histogram(drawn, 10, (0, 1))[0]
    assert np.abs(counts - 600).max() < 6 * 600**0.5
    assert np.array_equal(drawn[1:], uniforms((6,), "dropout", 2, (300, 10)))


def test_permutations_are_permutations_of_their_own():
    found = permutations((1, 2), "batches", 0, 50)
    assert np.array_equal(np.sort(found, axis=1), np.tile(np.arange(50), (2, 1)))
    assert not np.array_equal(*found)
    assert np.array_equal(found[1:], permutations((2,), "batches", 0, 50))
