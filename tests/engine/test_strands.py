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


def test_each_layer_has_a_strand_for_each_input(learner):
    found = Strands().measure(learner, (0, 0))
    assert {block: len(strands) for block, strands in found.items()} == {
        "dense-1": 2, "fit-1": 8,
    }  # fmt: skip
    assert all((np.abs(strands) < 1).all() for strands in found.values())


def test_strands_follow_the_weights_of_the_best_member(learner):
    before = Strands().measure(learner, (0, 0))["dense-1"]
    learner.weights.views["dense-1"]["weight"][:, 1] = -3.0
    after = Strands().measure(learner, (0, 0))["dense-1"]
    assert after[0] == before[0]
    norm = 3 * np.sqrt(12)
    assert after[1] == pytest.approx(-norm / (norm + 2))


def test_diverged_weights_give_no_strands_of_infinite_width():
    assert strongest(np.array([[np.nan, 1.0], [np.inf, 0.0]]), 8) == pytest.approx([1 / 3, 0.0])


def test_a_learner_without_weights_has_no_strands():
    assert Strands().measure(object(), (0, 0)) == {}
