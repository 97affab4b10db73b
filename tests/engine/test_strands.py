import numpy as np
import pytest

from playground.document.project import Placed, Project, Wire
from playground.engine.probes.strands import Strands, strongest
from playground.runtime.compile import Compiler


@pytest.fixture
def learner():
    blocks = (
        Placed("circle-1", "circle"),
        Placed("dense-1", "dense", {"units": 12, "activation": "tanh"}),
        Placed("fit-1", "fit", {"members": 2}),
    )
    wires = (Wire("circle-1", "dense-1"), Wire("dense-1", "fit-1"))
    return Compiler().learners(Project(blocks=blocks, wires=wires))["fit-1"].learner


def test_each_layer_has_its_strands(learner):
    found = Strands().measure(learner, (0, 0))
    assert {block: len(strands) for block, strands in found.items()} == {
        "dense-1": 8, "fit-1": 8,
    }  # fmt: skip
    assert all((np.abs(strands) < 1).all() for strands in found.values())


def test_strands_are_the_largest_weights_of_the_best_member_in_order(learner):
    matrix = learner.weights.views["dense-1"]["weight"]
    matrix[:] = 0.01
    matrix[learner.best_member, 1, 3] = -3.0
    matrix[learner.best_member, 0, 7] = 1.0
    strands = Strands(most=2).measure(learner, (0, 0))["dense-1"]
    assert strands == pytest.approx([0.5, -0.75])


def test_a_small_layer_shows_all_its_weights():
    assert strongest(np.array([[1.0], [-1.0]]), 8).tolist() == [0.5, -0.5]


def test_diverged_weights_give_no_strands_of_infinite_width():
    found = strongest(np.array([[np.nan, 1.0], [np.inf, 0.0]]), 8)
    assert found.tolist() == [0.0, 0.5, 0.0, 0.0]


def test_a_learner_without_weights_has_no_strands():
    assert Strands().measure(object(), (0, 0)) == {}
