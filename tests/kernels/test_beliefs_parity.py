"""Beliefs and doors give the same numbers on a graphics card as on the CPU."""

import numpy as np
import pytest
import strict_card

from playground.kernels import array as arrays_of
from playground.kernels import beliefs, doors
from playground.kernels.array import devices, to_host

RANDOM = np.random.default_rng(4)
PRIOR, LIKELY = RANDOM.dirichlet(np.ones(9)), RANDOM.random((9, 2))
LIKELY[0, 0] = 0.0
COUNTS, SHARES = RANDOM.integers(0, 5, (6, 2)), RANDOM.dirichlet(np.ones(9), 6)
AT = np.linspace(0, 1, 9)
PRIZE, CHOSEN = RANDOM.integers(0, 5, (2, 40))
KEYS, TURNED = RANDOM.random((40, 5)), RANDOM.random(40)


def played(knows):
    def play(*arrays):
        games = doors.play(*arrays, 2, knows)
        return (*games, games.void)

    return play


CASES = {
    "update": (beliefs.update, (PRIOR, LIKELY[:, 1].copy())),
    "after_counts": (beliefs.after_counts, (PRIOR, LIKELY, COUNTS)),
    "entropy": (beliefs.entropy, (SHARES,)),
    "interval": (beliefs.interval, (SHARES, AT)),
    "a host who knows": (played(True), (PRIZE, CHOSEN, KEYS, TURNED)),
    "a host who does not": (played(False), (PRIZE, CHOSEN, KEYS, TURNED)),
}


def parts(found):
    return found if isinstance(found, tuple) else (found,)


def compare(name):
    kernel, arrays = CASES[name]
    there = [arrays_of.to_device(one, "cuda") for one in arrays]
    pairs = zip(parts(kernel(*there)), parts(kernel(*arrays)), strict=True)
    for found, wanted in pairs:
        np.testing.assert_allclose(to_host(found), wanted, rtol=1e-9, atol=1e-12)


@pytest.mark.gpu
@pytest.mark.skipif("cuda" not in devices(), reason="needs a graphics card")
@pytest.mark.parametrize("name", CASES)
def test_the_graphics_card_says_the_same(name):
    compare(name)


@pytest.mark.parametrize("name", CASES)
def test_it_asks_for_nothing_that_a_card_refuses(monkeypatch, name):
    strict_card.insert(monkeypatch)
    compare(name)
