"""What the panels of back-propagation are sent."""

import numpy as np
import pytest
from small_learners import busy_layers, learner

from playground.engine.heads.fit import Fit
from playground.engine.layers.dense import Dense
from playground.engine.losses.binary_cross_entropy import BinaryCrossEntropy
from playground.engine.optimizers.sgd import Sgd
from playground.engine.probes.backprop import MOST_UNITS, Backprop
from playground.engine.probes.computation_graph import ComputationGraph

TINY = (Dense(units=2, activation="tanh"),)


def test_the_numbers_are_those_of_the_next_step():
    one = learner(Fit(optimizer=Sgd(), batch=5), TINY)
    one.step(2)
    found = Backprop().measure(one, (0, 0))
    assert found["blocks"].tolist() == ["a", "fit-1"]
    assert found["activations"].tolist() == ["tanh", "linear"]
    assert found["a names"].tolist() == ["h1", "h2"]
    assert found["fit-1 names"].tolist() == ["z1", "z2"]
    assert found["count"] == 5
    hidden = np.tanh(found["data x"] @ found["a weight"] + found["a bias"])
    np.testing.assert_allclose(found["a stage 2"], hidden, atol=1e-6)
    np.testing.assert_allclose(found["a weight gradient"], found["data x"].T @ found["a delta"],
                               atol=1e-6)  # fmt: skip
    taken = one.step()
    np.testing.assert_array_equal(found["a weight after"], one.weights.alone["a"]["weight"])
    assert found["loss"] == taken.loss[0, 0]


def test_a_sample_is_chosen_by_its_row():
    one = learner()
    found = Backprop(row=4).measure(one, (0, 0))
    assert found["count"] == 1
    np.testing.assert_allclose(found["data x"][0], one.source.x[4], rtol=1e-6)
    last = Backprop(row=10**6).measure(one, (0, 0))
    np.testing.assert_allclose(last["data x"][0], one.source.x[-1], rtol=1e-6)


def test_wide_layers_are_cut_but_their_norms_are_whole():
    one = learner(Fit(), (Dense(units=90, activation="tanh"),))
    found = Backprop().measure(one, (0, 0))
    assert found["a weight"].shape == (2, MOST_UNITS)
    assert found["a width"] == 90
    one.step()
    gradient = one.weights.segment_norms(one.gradient)["a"][0]
    assert found["a norms"][1] == pytest.approx(gradient, rel=1e-5)


@pytest.mark.parametrize("probe", [Backprop(), ComputationGraph(), ComputationGraph(row=3)])
def test_every_kind_of_layer_and_a_diverged_one_are_told(probe):
    one = learner(Fit(members=2), busy_layers())
    assert probe.measure(one, (0, 0))
    one.weights.flat[:] = np.nan
    found = probe.measure(one, (0, 0))
    assert not np.isfinite(found.get("loss", found["values"][-1] if "values" in found else 0))
    assert probe.measure(object(), (0, 0)) == {}


def test_a_small_network_is_a_graph_of_numbers_and_a_large_one_of_arrays():
    small = learner(Fit(loss=BinaryCrossEntropy()), TINY)
    found = ComputationGraph(row=0).measure(small, (0, 0))
    assert found["passes"].tolist() == [11, 27]
    assert found["weights"] == 9
    assert "sizes" not in found
    assert len(found["edges"]) == len(found["slopes"])
    large = ComputationGraph(row=0).measure(learner(), (0, 0))
    assert large["sizes"].max() == 30
    assert large["count"] == 1
    reverse, forward = large["passes"].tolist()
    assert reverse == 2 * 6 + 6 + 2 * 30 + 5 + 2 * 10 + 2
    assert forward > 10 * reverse


def test_the_check_names_its_weights():
    small = learner(Fit(loss=BinaryCrossEntropy()), TINY)
    found = ComputationGraph().measure(small, (0, 0))
    assert found["checked"].tolist() == [
        "x1→h1", "x1→h2", "x2→h1", "x2→h2", "b→h1", "b→h2", "h1→z", "h2→z", "b→z",
    ]  # fmt: skip
    assert found["error"].max() < 1e-6


def test_the_graph_is_of_one_sample_unless_layers_need_several():
    plain = ComputationGraph().measure(learner(Fit(batch=8)), (0, 0))
    mixed = ComputationGraph().measure(learner(Fit(batch=8), busy_layers()), (0, 0))
    assert (plain["count"], mixed["count"]) == (1, 8)
    assert max(plain["error"].max(), mixed["error"].max()) < 1e-5
