"""What the lessons on deep networks, first weights and dead units say, measured again."""

import functools

import msgspec
import numpy as np
import pytest

from playground.document.edits import set_setting
from playground.document.presets import load_preset
from playground.document.project import Placed, Wire
from playground.engine.catalogue import catalogue
from playground.engine.probes.gradients import Gradients
from playground.engine.probes.histograms import Histograms
from playground.engine.signals.idle_units import idle_units
from playground.runtime.compile import Compiler
from playground.runtime.headless import train

FIVE = range(5)


def alone(project, fit):
    """Return a project with one fit and what leads to it."""
    kept, grown = {fit}, True
    while grown:
        before = {wire.source for wire in project.wires if wire.target in kept} - kept
        kept, grown = kept | before, bool(before)
    return msgspec.structs.replace(
        project,
        blocks=tuple(placed for placed in project.blocks if placed.id in kept),
        wires=tuple(wire for wire in project.wires if wire.target in kept),
    )


def scores(name, fit, *changes, metric="test_accuracy", steps=None, seeds=FIVE, behind=()):
    project = alone(load_preset(name), fit)
    for block, setting, value in changes:
        project = set_setting(block, setting, value, catalogue())(project)
    for place, source in enumerate(behind):
        project = normed(project, source, f"inserted-{place}")
    runs = [train(project, steps=steps, seed=s, device="cpu").metrics for s in seeds]
    return [run[fit][metric] for run in runs]


def normed(project, source, id):
    """Put a batch norm behind a block."""
    (out,) = project.out_of(source)
    wires = tuple(wire for wire in project.wires if wire != out)
    return msgspec.structs.replace(
        project,
        blocks=(*project.blocks, Placed(id, "batch-norm", {"momentum": 0.3})),
        wires=(*wires, Wire(source, id), Wire(id, out.target)),
    )


@functools.cache
def trained(name, seed=0):
    project = load_preset(name)
    return {id: b.learner for id, b in train(project, seed=seed, device="cpu").built.items()}


def ends(learner):
    """Return by how much the last layer's gradient exceeds the first's, over the last entries."""
    found = Gradients().measure(learner, (0, 0))
    recent = found["gradient"][-5:, found["layers"]].mean(axis=0)
    return recent[-1] / recent[0]


@pytest.mark.parametrize("seed", FIVE)
def test_the_gradient_of_ten_sigmoid_layers_vanishes_and_no_others(seed):
    found = trained("vanishing-gradients", seed)
    assert 9e4 <= ends(found["fit-sigmoid"]) <= 5.5e6
    assert Gradients().measure(found["fit-sigmoid"], (0, 0))["verdict"][0] == "vanishing"
    for id in ("fit-tanh", "fit-relu", "fit-norm"):
        assert 0.01 < ends(found[id]) < 100


@pytest.mark.parametrize("seed", FIVE)
def test_thirty_plain_layers_have_gradients_of_a_healthy_size(seed):
    found = trained("residual-rescue", seed)
    for learner in found.values():
        recent = Gradients().measure(learner, (0, 0))["gradient"][-5:].mean(axis=0)
        assert recent.max() < 100 * recent.min()
    assert found["fit-plain"].evaluate()["train_accuracy"][0] <= 0.79
    assert found["fit-residual"].evaluate()["train_accuracy"][0] >= 0.98


def test_the_first_signals_are_as_wide_as_told():
    built = Compiler().learners(load_preset("initialisation"), "cpu")
    spreads = {
        id.removeprefix("fit-"): Histograms(of="activations").measure(b.learner, (0, 0))["spread"]
        for id, b in built.items()
    }
    assert not spreads["zero"].any()
    small = spreads["small"][:, 0]
    assert small[0] == pytest.approx(0.02, abs=0.005)
    assert small[2] == pytest.approx(1e-4, rel=0.6)
    for name in ("xavier", "he", "orthogonal"):
        assert (spreads[name][:8, 0] > 0.1).all()
        assert (spreads[name][:8, 0] < 0.62).all()
    values = built["fit-large"].learner
    units = values.activations(values.source.x[values.source.train])["large-8"]
    assert (np.abs(units) > 0.8).mean() > 0.7


def test_zeros_let_the_gradient_reach_no_more_than_the_last_layer():
    for seed in FIVE:
        found = Gradients().measure(trained("initialisation", seed)["fit-zero"], (0, 0))
        assert (found["gradient"][-1] > 0).tolist() == [False] * 7 + [True] * 2
        assert found["verdict"][0] == "blocked"


@pytest.mark.parametrize("seed", FIVE)
def test_as_many_units_die_as_told(seed):
    found = trained("dead-relu", seed)
    dead = {id: idle_units(learner, 0)[0].dead for id, learner in found.items()}
    assert dead["fit-relu"] >= 29
    assert dead["fit-he"] >= 29
    assert dead["fit-leaky"] == 0
    assert 1 <= dead["fit-slow"] <= 8


@pytest.mark.parametrize("seed", FIVE)
def test_a_lower_rate_brings_no_unit_back(seed):
    project = msgspec.structs.replace(alone(load_preset("dead-relu"), "fit-relu"), seed=seed)
    (built,) = Compiler().learners(project, "cpu").values()
    learner = built.learner
    learner.step(10)
    assert 24 <= idle_units(learner, 0)[0].dead <= 31
    learner.step(240)
    before = idle_units(learner, 0)[0].dead
    slow = set_setting("fit-relu", "rate", 0.003, catalogue())(project)
    (other,) = Compiler().learners(slow, "cpu").values()
    learner.tune(other.learner.plan)
    learner.step(500)
    assert idle_units(learner, 0)[0].dead == before


TOLD = [
    ("vanishing-gradients", "fit-sigmoid", [("fit-sigmoid", "rate", 0.03)], 0.54, 0.75),
    ("vanishing-gradients", "fit-sigmoid", [("fit-sigmoid", "rate", 0.3)], 0.49, 0.51),
    ("vanishing-gradients", "fit-sigmoid", [
        (f"sigmoid-{i}", "initialiser", {"kind": "xavier", "gain": 4.0}) for i in range(1, 11)
    ], 0.96, 1.0),
    ("vanishing-gradients", "fit-norm", [], 0.95, 1.0),
    ("residual-rescue", "fit-plain", [("fit-plain", "rate", 0.1)], 0.49, 0.64),
    ("residual-rescue", "fit-plain", [("fit-plain", "rate", 0.3)], 0.49, 0.51),
    ("initialisation", "fit-large", [], 0.61, 0.82),
    ("initialisation", "fit-small", [("fit-small", "rate", 0.03)], 0.40, 0.60),
    ("initialisation", "fit-small", [("fit-small", "rate", 0.1)], 0.40, 0.69),
    ("dead-relu", "fit-relu", [("relu", "activation", "leaky-relu")], 0.87, 0.98),
    ("dead-relu", "fit-leaky", [], 0.81, 0.90),
    ("dead-relu", "fit-relu", [], 0.08, 0.40),
    ("dead-relu", "fit-he", [], 0.08, 0.40),
]  # fmt: skip


@pytest.mark.long
@pytest.mark.parametrize(("name", "fit", "changes", "low", "high"), TOLD)
def test_the_lessons_tell_what_was_measured(name, fit, changes, low, high):
    found = scores(name, fit, *changes)
    assert all(low <= value <= high for value in found), found


@pytest.mark.long
def test_two_batch_norms_let_the_light_in():
    found = scores("vanishing-gradients", "fit-sigmoid", behind=("sigmoid-5", "sigmoid-10"))
    assert all(0.76 <= value <= 1.0 for value in found), found


@pytest.mark.long
def test_patience_does_not_help_thirty_plain_layers():
    found = scores("residual-rescue", "fit-plain", steps=1500, seeds=range(3))
    assert all(0.6 <= value <= 0.78 for value in found), found


@pytest.mark.parametrize("seed", FIVE)
def test_batch_norm_keeps_the_sums_around_zero(seed):
    found = trained("batch-norm", seed)
    upper = Histograms(of="activations").measure(found["fit"], (0, 0))
    lower = Histograms(of="activations").measure(found["fit-2"], (0, 0))
    norm = upper["blocks"].tolist().index("batch-norm")
    assert abs(upper["mean"][norm, -1]) < 0.8
    assert upper["spread"][norm, 0] == pytest.approx(1.0, abs=0.02)
    assert upper["spread"][norm, -1] == pytest.approx(1.7, abs=0.1)
    assert -175 <= lower["mean"][0, -1] <= -130
