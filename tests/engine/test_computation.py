"""The graph of single numbers, both modes of differentiating it, and the numerical check."""

import numpy as np
import pytest
from small_learners import busy_layers, learner

from playground.engine.backprop.computation import Computation, Vertex
from playground.engine.backprop.gradient_check import check_gradient, telling_places
from playground.engine.backprop.rehearsal import next_batch, one_row, rehearse
from playground.engine.backprop.scalar_graph import scalar_graph, vertex_count
from playground.engine.heads.fit import Fit
from playground.engine.layers.activation import Activation
from playground.engine.layers.dense import Dense
from playground.engine.losses.binary_cross_entropy import BinaryCrossEntropy

LAYERS = {
    "tiny": (Dense(units=2, activation="tanh"),),
    "deep": (Dense(units=2, activation="sigmoid"), Activation(function="softplus"),
             Dense(units=2, activation="softmax", bias=False)),
    "none": (),
}  # fmt: skip


@pytest.fixture(params=LAYERS)
def one(request):
    made = learner(Fit(loss=BinaryCrossEntropy()), LAYERS[request.param], seed=4)
    made.step(6)
    return made


def graph_of(one, row=7):
    return scalar_graph(one.objective, one.weights, one_row(one, row, 0), ("x1", "x2"))


def gradient_by_vertex(one, graph, row=7):
    """Return the engine's gradient in the order of the graph's weights."""
    told = rehearse(one, one_row(one, row, 0))
    found = []
    for passage in told.passages:
        matrix = passage.gradient.get("weight", np.empty((0, 0)))
        for unit in range(matrix.shape[1]):
            found += matrix[:, unit].tolist()
            if "bias" in passage.gradient:
                found.append(passage.gradient["bias"][unit])
    return np.array(found), told


def test_one_reverse_pass_gives_the_engines_gradient(one):
    graph = graph_of(one)
    expected, told = gradient_by_vertex(one, graph)
    sweep = graph.reverse()
    assert [sweep.derivatives[i] for i in graph.weights] == pytest.approx(expected, abs=1e-6)
    assert graph.vertices[-1].value == pytest.approx(told.loss, rel=1e-5)


def test_a_forward_pass_for_each_weight_gives_the_same(one):
    graph = graph_of(one)
    backward = graph.reverse().derivatives
    for weight in graph.weights:
        assert graph.forward(weight).derivatives[-1] == pytest.approx(backward[weight])


def test_the_number_of_vertices_is_foretold(one):
    assert vertex_count(one.objective.network) == len(graph_of(one).vertices)


def test_layers_that_mix_rows_are_no_graph_of_single_numbers():
    assert vertex_count(learner(Fit(), busy_layers()).objective.network) is None


def test_multiplications_are_counted_by_hand():
    """2-2-1 of tanh: 9 weights; back through loss, 2 + 2 products, 2 tanh, 4 products."""
    graph = graph_of(learner(Fit(loss=BinaryCrossEntropy()), LAYERS["tiny"]))
    reverse, forward = graph.passes()
    assert reverse == 1 + 4 + 2 + 4
    # Loss 1 for all nine; a read-out weight one product more; a hidden weight product, tanh and
    # product, its bias tanh and product.
    assert forward == 9 + 2 + 4 * 3 + 2 * 2
    assert len(graph.weights) == 9


def test_a_number_used_twice_gathers_both_ways():
    """y = w w at w = 3."""
    square = Vertex("times", "w w", 9.0, (0, 0), (3.0, 3.0))
    graph = Computation([Vertex("weight", "w", 3.0), square])
    assert graph.reverse().derivatives == (6.0, 1.0)
    assert graph.forward(0).derivatives == (1.0, 6.0)


@pytest.mark.parametrize("layers", [None, busy_layers()])
def test_differences_agree_with_back_propagation(layers):
    one = learner(Fit(batch=25), layers or LAYERS["deep"], seed=1)
    one.step(3)
    batch = next_batch(one, 0)
    flat = one.weights.flat.copy()
    every = np.arange(one.weights.layout.trainable)
    found = check_gradient(one.objective, one.weights, batch, every)
    assert found.error.max() < 1e-5
    assert np.abs(found.analytic).max() > 1e-3
    told = rehearse(one, batch)
    assert told.gradient.trained[0] == pytest.approx(found.analytic, abs=1e-5)
    np.testing.assert_array_equal(one.weights.flat, flat)


def test_a_wrong_gradient_is_caught():
    one = learner(Fit(), LAYERS["tiny"])
    pull = one.objective.compared.value_and_gradient

    class Wrong(type(one.objective.compared), frozen=True):
        def value_and_gradient(self, z, y):
            rows, slope = pull(z, y)
            return rows, slope * 1.01

    one.objective.compared = Wrong()
    found = check_gradient(one.objective, one.weights, next_batch(one, 0), np.arange(9))
    assert found.error.max() > 5e-3


def test_the_steepest_weights_of_every_array_are_told():
    one = learner(Fit())
    told = rehearse(one, next_batch(one, 0))
    places = telling_places(told.weights, told.gradient, 12)
    assert len(places) == 12
    for entry in one.weights.layout.entries:
        inside = [p for p in places if entry.start <= p < entry.stop]
        steepest = entry.start + np.abs(told.gradient.flat[0, entry.start : entry.stop]).argmax()
        assert steepest in inside
    assert telling_places(told.weights, told.gradient, 10**6).tolist() == list(
        range(one.weights.layout.trainable)
    )
