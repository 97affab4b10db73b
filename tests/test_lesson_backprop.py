"""The lessons that are followed by hand: every number in them, from the real engine."""

import numpy as np
import pytest

from playground.document.edits import set_setting
from playground.document.presets import load_preset
from playground.engine.backprop.rehearsal import next_batch, one_row, rehearse
from playground.engine.catalogue import catalogue
from playground.engine.probes.computation_graph import ComputationGraph
from playground.runtime.compile import Compiler
from playground.runtime.headless import train


def learner_of(name):
    return Compiler().learners(load_preset(name), "cpu")["fit"].learner


def text_of(name):
    return " ".join(page.text for page in load_preset(name).lesson.pages)


def told(value, text):
    """Say whether a number is in a lesson, rounded to three digits."""
    return f"{value:.3g}".replace("-", "−") in text


def test_the_walk_through_a_small_network():
    learner, text = learner_of("backprop-step-by-step"), text_of("backprop-step-by-step")
    step = rehearse(learner, one_row(learner, 3, 0))
    hidden, read_out = step.passages
    np.testing.assert_array_equal(step.x["truth-table"], [[1.0, 1.0]])
    assert step.y.item() == 0
    assert hidden.stages[1][1][0, 0] == pytest.approx(-0.8)
    chance = 1 / (1 + np.exp(-step.output.item()))
    slope = 1 - hidden.stages[-1][1][0, 0] ** 2
    after = hidden.after["weight"][0, 0]
    for value in (
        hidden.stages[-1][1][0, 0], step.output.item(), chance, step.loss, read_out.delta.item(),
        read_out.gradient["weight"][0, 0], hidden.error[0, 0], slope, hidden.delta[0, 0], after,
    ):  # fmt: skip
        assert told(value, text), value
    assert hidden.weights["weight"][0, 0] == -1
    assert step.rate == 0.5


def test_an_input_of_zero_moves_nothing():
    learner = learner_of("backprop-step-by-step")
    step = rehearse(learner, one_row(learner, 2, 0))
    np.testing.assert_array_equal(step.x["truth-table"], [[1.0, 0.0]])
    gradient = step.passages[0].gradient["weight"]
    assert (gradient[1] == 0).all()
    assert (gradient[0] != 0).all()


def test_the_multiplications_of_both_modes():
    found = ComputationGraph(row=3).measure(learner_of("backprop-step-by-step"), (0, 0))
    assert found["passes"].tolist() == [11, 27]
    assert found["weights"] == 9


def test_the_next_batch_is_all_four_rows():
    learner = learner_of("backprop-step-by-step")
    assert len(next_batch(learner, 0).y[0]) == 4
    assert told(learner.evaluate()["train_loss"][0], text_of("backprop-step-by-step"))


def test_adam_learns_the_table_too_and_its_step_has_more_stages():
    plain = load_preset("backprop-step-by-step")
    project = set_setting("fit", "optimizer", "adam", catalogue())(plain)
    assert train(project, device="cpu").metrics["fit"]["train_accuracy"] == 1
    counts = []
    for one in (plain, project):
        learner = Compiler().learners(one, "cpu")["fit"].learner
        counts.append(len(rehearse(learner, next_batch(learner, 0)).passages[0].moves))
    assert counts[1] > counts[0]


def test_the_delta_rule_by_hand():
    learner = learner_of("delta-rule")
    step = rehearse(learner, next_batch(learner, 0))
    (unit,) = step.passages
    assert step.output.item() == pytest.approx(0.5)
    assert step.loss == pytest.approx(0.25)
    assert unit.delta.item() == pytest.approx(1.0)
    assert unit.gradient["weight"].ravel() == pytest.approx([1.0, 1.0])
    assert unit.after["weight"].ravel() == pytest.approx([0.7, -0.4])
    assert unit.after["bias"] == pytest.approx([-0.1])
    losses = [0.04, 0.0064]
    for expected in losses:
        learner.step()
        assert learner.evaluate()["train_loss"][0] == pytest.approx(expected, rel=1e-5)
    learner.step(30)
    end = learner.weights.flat[0]
    assert end == pytest.approx([0.633, -0.467, -0.167], abs=1e-3)


@pytest.mark.parametrize(
    ("rate", "one", "end"), [(0.1667, 1e-7, 1e-7), (0.3, 0.16, 0.003), (0.35, 0.3025, np.inf)]
)
def test_the_rates_of_the_delta_rule(rate, one, end):
    project = set_setting("fit", "rate", rate, catalogue())(load_preset("delta-rule"))
    first = train(project, steps=1, device="cpu").metrics["fit"]["train_loss"]
    assert first == pytest.approx(one, rel=1e-3, abs=1e-7)
    last = train(project, device="cpu").metrics["fit"]["train_loss"]
    assert last <= end
    if np.isinf(end):
        assert last > 1
        assert train(project, steps=200, device="cpu").metrics["fit"]["train_loss"] is None
