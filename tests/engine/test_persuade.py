"""The smallest change that makes a network say something else."""

import numpy as np
import pytest
from penned_digits import PENNED

from playground.document.presets import load_preset
from playground.document.project import Placed, Project, Wire
from playground.engine.coding.drawing import digit_of
from playground.engine.coding.persuade import margin_at, persuade
from playground.engine.probes.pad import Pad
from playground.runtime.compile import Compiler


@pytest.fixture(scope="module")
def learner():
    made = Compiler().learners(load_preset("draw-a-digit"))["fit"].learner
    made.step(300)
    return made


@pytest.fixture(scope="module")
def three():
    return digit_of(PENNED[3]).reshape(-1)


def test_the_gradient_is_that_of_finite_differences(learner, three):
    margin, gradient = margin_at(learner, three, 7, 0)
    for pixel in (3, 20, 43):
        ends = []
        for step in (-0.05, 0.05):
            moved = three.copy()
            moved[pixel] += step
            ends.append(margin_at(learner, moved, 7, 0)[0])
        assert (ends[1] - ends[0]) / 0.1 == pytest.approx(gradient[pixel], abs=2e-3)
    scores = learner.decide(three[None])[0, 0]
    assert margin == pytest.approx(np.log(scores[7] / (1 - scores[7])), abs=1e-3)


@pytest.mark.parametrize("wanted", [0, 1, 7, 8])
def test_the_network_says_what_is_wanted_within_the_limits(learner, three, wanted):
    change = persuade(learner, three, wanted, (0.0, 16.0), 0)
    assert change.reached
    assert learner.decide(change.end[None])[0, 0].argmax() == wanted
    assert change.end.min() >= 0
    assert change.end.max() <= 16
    assert change.size == pytest.approx(np.linalg.norm(change.end - three))


def test_it_is_a_smaller_change_than_going_to_the_nearest_sample(learner, three):
    data = learner.source
    for wanted in (0, 7, 8):
        mine = data.x[data.train][data.y[data.train] == wanted]
        far = np.linalg.norm(mine - three, axis=1).min()
        assert persuade(learner, three, wanted, (0.0, 16.0), 0).size < far


def test_what_is_said_already_needs_no_change(learner, three):
    assert learner.decide(three[None])[0, 0].argmax() == 3
    assert persuade(learner, three, 3, (0.0, 16.0), 0).size == 0


def test_two_classes_of_one_output_are_led_both_ways():
    made = Project(
        blocks=(
            Placed("data", "circle"), Placed("dense", "dense", {"units": 8, "activation": "tanh"}),
            Placed("fit", "fit", {"loss": {"kind": "binary-cross-entropy"}, "rate": 0.05}),
        ),
        wires=(Wire("data", "dense"), Wire("dense", "fit")),
    )  # fmt: skip
    learner = Compiler().learners(made)["fit"].learner
    learner.step(200)
    x = learner.source.x[0]
    limits = (float(learner.source.x.min()), float(learner.source.x.max()))
    for wanted in (0, 1):
        change = persuade(learner, x, wanted, limits, 0)
        assert change.reached
        assert int(learner.decide(change.end[None])[0, 0, -1] > 0.5) == wanted


def test_the_pad_tells_of_scores_units_and_neighbours(learner, three):
    told = Pad(drawing=tuple(three.tolist()), say=8).measure(learner, (0, 0))
    assert told["scores"] == pytest.approx(learner.decide(three[None])[0, 0])
    data = learner.source
    far = np.linalg.norm(data.x[data.train] - three, axis=1)
    assert told["distances"] == pytest.approx(np.sort(far)[:3])
    assert told["neighbours"].tolist() == data.y[told["nearest"]].tolist()
    assert told["unit 0"].shape == (32,)
    assert told["along"][0] == pytest.approx(told["scores"], abs=1e-6)
    assert told["along"][-1].argmax() == 8
    shown = learner.decide(told["examples"])[0].argmax(axis=1)
    assert (shown == np.arange(10)).mean() >= 0.8


def test_the_pad_says_what_does_not_apply_and_what_diverged():
    made = Project(
        blocks=(Placed("data", "iris"), Placed("fit", "fit")), wires=(Wire("data", "fit"),)
    )
    told = Pad().measure(Compiler().learners(made)["fit"].learner, (0, 0))
    assert (int(told["inputs"]), str(told["target"])) == (4, "class")
    broken = Compiler().learners(load_preset("draw-a-digit"))["fit"].learner
    broken.weights.flat[:] = np.nan
    assert set(Pad(say=3).measure(broken, (0, 0))) == {"diverged"}
