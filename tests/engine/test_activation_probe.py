"""The activation probe: what reaches each unit, and how much of it is on flat parts."""

import numpy as np
import pytest
import torch
from scipy.special import expit
from scipy.special import softmax as reference
from small_learners import learner, rows

from playground.core.settings import build
from playground.engine.heads.fit import Fit
from playground.engine.layer import Context
from playground.engine.layers.activation import Activation
from playground.engine.layers.dense import Dense
from playground.engine.probe import PROBES
from playground.engine.probes.activation import against_others, flatness, slope_of
from playground.kernels.activations import ACTIVATIONS

TORCH = {
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "relu": torch.relu,
    "softplus": torch.nn.Softplus(),
    "leaky-relu": torch.nn.LeakyReLU(0.01),
    "elu": torch.nn.ELU(),
    "gelu": torch.nn.GELU(),
    "silu": torch.nn.SiLU(),
}


def measure(learner, **settings):
    return build(PROBES["activation"], settings).measure(learner, (0, 0))


@pytest.mark.parametrize("name", TORCH)
def test_slopes_are_those_of_pytorch(name):
    x = np.linspace(-4.05, 4.1, 50)
    there = torch.tensor(x, requires_grad=True)
    TORCH[name](there).sum().backward()
    assert slope_of(name, x) == pytest.approx(there.grad.numpy(), abs=1e-6)


def test_the_histogram_counts_what_arrives_at_the_layer():
    model = learner(layers=(Dense(units=6, activation="tanh"), Dense(units=3, activation="relu")))
    model.step(20)
    arrays = measure(model, block="b")
    assert list(arrays["blocks"]) == ["a", "b"]
    assert (str(arrays["block"]), str(arrays["function"])) == ("b", "relu")
    network, train = model.objective.network, model.source.x[model.source.train]
    record = network.run(model.weights, model.feed.inputs(train), Context())
    stages = dict(network.nodes[1].layer.stages(
        model.weights.views["b"], record["a"], context=Context()
    ))  # fmt: skip
    z = stages["+ b"][0].astype(float)
    expected, _ = np.histogram(z, arrays["edges"])
    assert arrays["counts"].tolist() == expected.tolist()
    assert arrays["counts"].sum() == 3 * len(train)
    assert arrays["slope"] == pytest.approx((z > 0).mean())
    assert arrays["flat"] == pytest.approx((z <= 0).mean(axis=0), abs=0.02)


def test_one_unit_alone_is_counted():
    model = learner()
    arrays = measure(model, block="a", unit=2)
    assert arrays["counts"].sum() == len(model.source.train)
    assert len(arrays["flat"]) == 6


def test_a_dead_unit_is_flat_on_every_row():
    model = learner(layers=(Dense(units=4, activation="relu"),))
    model.weights.views["a"]["bias"][0, 1] = -100
    flat = measure(model)["flat"]
    assert flat[1] == 1
    assert (flat[[0, 2, 3]] < 1).any()


def test_softmax_is_the_sigmoid_of_a_score_against_the_others():
    z = np.random.default_rng(0).normal(scale=3, size=(40, 5))
    assert expit(against_others(z)) == pytest.approx(reference(z, axis=-1))
    model = learner(layers=(Dense(units=4, activation="softmax"),))
    assert np.isfinite(measure(model)["edges"]).all()


def test_an_activation_block_is_measured_and_a_network_without_says_so():
    model = learner(layers=(Dense(units=4), Activation(function="silu")))
    assert str(measure(model)["block"]) == "b"
    bare = measure(learner(layers=(Dense(units=4),)))
    assert bare["blocks"].tolist() == []
    assert "counts" not in bare


def test_diverged_weights_and_other_members_are_handled():
    model = learner(Fit(members=3))
    first, last = measure(model, member=0), measure(model, member=2)
    assert (first["counts"] != last["counts"]).any()
    model.weights.flat[:] = np.nan
    assert "diverged" in measure(model)


def test_flat_shares_are_within_bounds_for_every_function():
    z = np.random.default_rng(1).normal(scale=4, size=(50, 3))
    for name in ACTIVATIONS:
        flat, slope = flatness(name, z)
        assert flat.shape == (3,)
        assert slope.shape == z.shape
        assert 0 <= flat.min() <= flat.max() <= 1


def test_many_inputs_and_values_are_fine():
    model = learner(data=rows("digits", size=80), layers=(Dense(units=5, activation="gelu"),))
    assert measure(model)["counts"].sum() == 5 * len(model.source.train)
