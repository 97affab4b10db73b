"""The flat vector of weights: order, views, norms, planes and what no optimizer may touch."""

import numpy as np
import pytest
from small_learners import chain

from playground.core.shape import features
from playground.engine.layers.batch_norm import BatchNorm
from playground.engine.layers.dense import Dense
from playground.engine.layers.layer_norm import LayerNorm
from playground.engine.weights import Weights

NETWORK = chain(Dense(units=4), BatchNorm(), Dense(units=3), LayerNorm())


def test_trainable_weights_come_first_and_every_number_has_one_place():
    layout = NETWORK.layout
    assert [e.start for e in layout.entries] == [0, *(e.stop for e in layout.entries)][:-1]
    assert layout.entries[-1].stop == layout.size
    trainable = [e.spec.trainable for e in layout.entries]
    assert trainable == sorted(trainable, reverse=True)
    assert layout.trainable == 2 * 4 + 4 + 4 + 4 + 4 * 3 + 3 + 3 + 3
    assert layout.size == layout.trainable + 2 * 4
    assert layout.parameters() == {"a": 12, "b": 8, "c": 15, "d": 6}


def test_views_share_memory_with_the_flat_vector():
    weights = NETWORK.initial((1, 2))
    weights.views["c"]["weight"][1, 2, 0] = 42.0
    weights.views["b"]["mean"][0, 3] = 43.0
    assert np.count_nonzero(weights.flat == 42.0) == 1
    assert np.count_nonzero(weights.trained == 42.0) == 1
    assert np.count_nonzero(weights.flat[:, weights.layout.trainable :] == 43.0) == 1
    weights.flat[...] = 0
    assert all(not v.any() for named in weights.views.values() for v in named.values())


def test_decay_spares_biases_norm_scales_and_shifts():
    mask = NETWORK.layout.decay_mask
    spared = np.ones_like(mask)
    for e in NETWORK.layout.entries:
        if e.name == "weight":
            spared[e.start : e.stop] = 0
    assert mask.dtype == np.float32
    assert np.array_equal(mask, 1 - spared)


def test_members_start_from_their_own_seeds_alone():
    both = NETWORK.initial((3, 4))
    assert both.flat.dtype == np.float32
    assert np.array_equal(both.flat[1:], NETWORK.initial((4,)).flat)
    assert not np.array_equal(both.flat[0], both.flat[1])


def test_changing_a_block_leaves_the_draws_of_others_alone():
    other = chain(Dense(units=4), BatchNorm(), Dense(units=3, bias=False), LayerNorm())
    ours, theirs = NETWORK.initial((5,)).views, other.initial((5,)).views
    for block in "abd":
        for name, value in ours[block].items():
            assert np.array_equal(value, theirs[block][name])


def test_plane_moves_the_trainable_part_only():
    weights = NETWORK.initial((0,))
    weights.views["b"]["mean"][...] = 2.0
    random = np.random.default_rng(0)
    d1, d2 = random.standard_normal((2, weights.layout.trainable)).astype(np.float32)
    a, b = np.float32([0.0, 1.0, -0.5]), np.float32([0.0, 2.0, 1.5])
    plane = weights.plane(a, d1, b, d2)
    assert plane.members == 3
    assert np.array_equal(plane.flat[0], weights.flat[0])
    expected = weights.trained + a[:, None] * d1 + b[:, None] * d2
    assert np.allclose(plane.trained, expected, atol=1e-6)
    state = slice(weights.layout.trainable, None)
    assert np.array_equal(plane.flat[:, state], np.repeat(weights.flat[:, state], 3, axis=0))
    plane.flat[...] = 0
    assert weights.flat.any()


def test_segment_norms_are_euclidean_norms_of_each_block():
    weights = NETWORK.initial((0, 1))
    gradient = weights.like()
    gradient.flat[...] = np.random.default_rng(1).standard_normal(gradient.flat.shape)
    norms = weights.segment_norms(gradient)
    assert list(norms) == ["a", "b", "c", "d"]
    for block, norm in norms.items():
        trained = [e.name for e in weights.layout.entries if e.block == block and e.spec.trainable]
        parts = [gradient.views[block][name].reshape(2, -1) for name in trained]
        assert np.allclose(norm, np.linalg.norm(np.concatenate(parts, axis=1), axis=1))
    own = weights.segment_norms()["a"]
    assert np.allclose(own, np.linalg.norm(weights.views["a"]["weight"].reshape(2, -1), axis=1))


def test_copies_are_independent():
    weights = NETWORK.initial((0,))
    for other in (weights.copy(), weights.like(), weights.astype(np.float64)):
        other.flat[...] = 7
        assert not (weights.flat == 7).any()
    assert weights.astype(np.float64).views["a"]["weight"].dtype == np.float64


@pytest.mark.parametrize("frozen", ["a", "c"])
def test_a_frozen_block_is_state(frozen):
    network = chain(Dense(units=4), Dense(units=3), Dense(units=2), frozen=(frozen,))
    layout = network.layout
    assert frozen not in layout.segments
    assert frozen not in layout.parameters()
    free, held = chain(Dense(units=4), Dense(units=3), Dense(units=2)).initial((3,)), layout
    views = Weights.initial(held, (3,)).views
    assert np.array_equal(views[frozen]["weight"], free.views[frozen]["weight"])


def test_a_network_without_weights_has_an_empty_vector():
    network = chain(width=3)
    assert network.layout.size == 0
    assert network.initial((0, 1)).flat.shape == (2, 0)
    assert network.shapes[network.output] == features(3)
