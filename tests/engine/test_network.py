"""Networks as graphs: skip wires, several inputs, frozen blocks, gradients to the inputs."""

import numpy as np
import pytest
from small_learners import chain

from playground.core.shape import ShapeError, features
from playground.engine.layer import Context
from playground.engine.layers.add import Add
from playground.engine.layers.concatenate import Concatenate
from playground.engine.layers.dense import Dense
from playground.engine.layers.dropout import Dropout
from playground.engine.network import Network, Node


def forked():
    """Two inputs, one of them used twice, and a branch that leads nowhere."""
    return Network(
        [
            Node("left", Dense(units=3, activation="tanh"), ("x",)),
            Node("right", Dense(units=3), ("z",)),
            Node("sum", Add(), ("left", "right", "left")),
            Node("aside", Dense(units=2), ("left",)),
            Node("joint", Concatenate(), ("sum", "x")),
        ],
        {"x": features(2), "z": features(4)},
        "joint",
    )


def values(dtype=np.float64, members=1):
    random = np.random.default_rng(0)
    return {
        "x": random.standard_normal((members, 5, 2)).astype(dtype),
        "z": random.standard_normal((members, 5, 4)).astype(dtype),
    }


def test_shapes_and_values_of_every_node():
    network, given = forked(), values()
    weights = network.initial((1, 2)).astype(np.float64)
    record = network.run(weights, given, Context())
    w = weights.views
    left = np.tanh(given["x"] @ w["left"]["weight"] + w["left"]["bias"][:, None])
    right = given["z"] @ w["right"]["weight"] + w["right"]["bias"][:, None]
    assert np.allclose(record["sum"], 2 * left + right)
    assert np.array_equal(record["joint"][..., :3], record["sum"])
    assert np.array_equal(record["joint"][..., 3:], np.repeat(given["x"], 2, axis=0))
    assert record.output is record["joint"]
    assert record["x"] is given["x"]
    assert network.shapes["joint"] == features(5)


def test_gradients_reach_every_input_and_add_up_over_forks():
    network, given = forked(), values(members=2)
    weights = network.initial((1, 2)).astype(np.float64)
    dy = np.random.default_rng(1).standard_normal((2, 5, 5))
    into = weights.like()
    into.flat[...] = np.nan
    record = network.run(weights, given, Context(True, (1, 2)), to_inputs=True)
    dx = record.pull({"joint": dy}, into)

    def objective():
        return (network.run(weights, given, Context(True, (1, 2))).output * dy).sum()

    h = 1e-6
    for array, gradient in [*((given[p], dx[p]) for p in "xz"), (weights.trained, into.trained)]:
        direction = np.random.default_rng(2).standard_normal(array.shape)
        start = array.copy()
        array[...] = start + h * direction
        above = objective()
        array[...] = start - h * direction
        slope = (above - objective()) / (2 * h)
        array[...] = start
        assert (gradient * direction).sum() == pytest.approx(slope, rel=1e-7)


def test_weights_that_nothing_depends_on_get_a_gradient_of_zero():
    network = forked()
    weights = network.initial((1,))
    into = weights.like()
    into.flat[...] = np.nan
    record = network.run(weights, values(np.float32), Context(True))
    record.pull({"joint": np.ones((1, 5, 5), np.float32)}, into)
    assert not into.views["aside"]["weight"].any()
    assert np.isfinite(into.flat).all()


def test_several_nodes_may_be_pulled_from_at_once():
    network, given = forked(), values()
    weights = network.initial((1,)).astype(np.float64)
    ones = {"joint": np.ones((1, 5, 5)), "aside": np.ones((1, 5, 2))}
    found = []
    for dy in (ones, {"joint": ones["joint"]}, {"aside": ones["aside"]}):
        into = weights.like()
        network.run(weights, given, Context(True)).pull(dy, into)
        found.append(into.trained)
    assert np.allclose(found[0], found[1] + found[2])


def test_gradients_pass_through_frozen_weights():
    free = chain(Dense(units=4, activation="tanh"), Dense(units=3), Dense(units=2))
    held = chain(
        Dense(units=4, activation="tanh"), Dense(units=3), Dense(units=2), frozen=("b", "c")
    )
    x = {"data": np.random.default_rng(0).standard_normal((1, 5, 2)).astype(np.float32)}
    dy = {"c": np.ones((1, 5, 2), np.float32)}
    gradients = []
    for network in (free, held):
        weights = network.initial((3,))
        into = weights.like()
        network.run(weights, x, Context(True)).pull(dy, into)
        gradients.append(into.views["a"]["weight"])
    assert gradients[0].any()
    assert np.array_equal(*gradients)
    weights = free.initial((3,))
    record = free.run(weights, x, Context(True), to_inputs=True)
    into = weights.like()
    assert np.array_equal(record.pull(dy)["data"], record.pull(dy, into)["data"])


def test_no_gradient_reaches_the_input_unless_asked_for():
    network = chain(Dense(units=4), Dense(units=2))
    x = {"data": np.ones((1, 5, 2), np.float32)}
    weights = network.initial((3,))
    dy = {"b": np.ones((1, 5, 2), np.float32)}
    assert network.run(weights, x, Context(True)).pull(dy, weights.like()) == {}


def test_layers_of_other_settings_take_the_place_of_old_ones():
    network = chain(Dense(units=4), Dropout(drop=0.0))
    x = {"data": np.ones((1, 5, 2), np.float32)}
    weights = network.initial((3,))
    before = network.run(weights, x, Context(True, (3,))).output
    network.replace_layers({"b": Dropout(drop=0.9)})
    after = network.run(weights, x, Context(True, (3,))).output
    assert network.nodes[1].layer == Dropout(drop=0.9)
    assert (after == 0).sum() > (before == 0).sum()


def test_two_dropouts_draw_apart():
    network = chain(Dropout(drop=0.5), Dropout(drop=0.5), width=200)
    record = network.run(
        network.initial((0,)), {"data": np.ones((1, 5, 200), np.float32)}, Context(True, (0,), 1)
    )
    assert 0.2 < (record.output != 0).mean() < 0.3


def test_a_shape_that_does_not_fit_is_refused():
    with pytest.raises(ShapeError, match="make them alike"):
        Network(
            [
                Node("a", Dense(units=3), ("x",)),
                Node("b", Dense(units=4), ("x",)),
                Node("c", Add(), ("a", "b")),
            ],
            {"x": features(2)},
        )
