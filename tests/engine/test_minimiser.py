"""Balls on test functions: the same numbers as PyTorch, captures, divergence, starts."""

import numpy as np
import pytest
import torch

from playground.core.settings import build
from playground.engine.catalogue import OBJECTIVES
from playground.engine.heads.fit import Fit
from playground.engine.probe import Descends
from playground.engine.probes.functions import Functions, next_stages

RULES = {
    "kind": "rules",
    "runners": [
        {"optimizer": {"kind": kind}, "rate": rate}
        for kind, rate in (
            ("sgd", 0.002), ("momentum", 0.001), ("adam", 0.05), ("random-search", 0.1),
        )
    ],
}  # fmt: skip


def learner(kind="rosenbrock", settings=None, seed=0, **fit):
    function = build(OBJECTIVES[kind], settings or {})
    return build(Fit, fit).minimise(function, "f", seed, "cpu")


def same(a, b):
    if isinstance(a, dict):
        assert a.keys() == b.keys()
        for key in a:
            same(a[key], b[key])
    elif isinstance(a, list):
        for one, other in zip(a, b, strict=True):
            same(one, other)
    else:
        np.testing.assert_array_equal(a, b)


def test_it_offers_what_probes_of_descent_ask_for():
    made = learner(experiment=RULES)
    assert isinstance(made, Descends)
    assert made.labels == ("SGD", "Momentum", "Adam", "Random search")
    assert made.weights.layout.parameters() == {"f": 2}
    assert made.source.names == ("x", "y")
    assert made.source.train.size == 0
    loss = made.objective.loss(made.weights, made.whole)
    np.testing.assert_array_equal(loss, made.evaluate()["train_loss"])


@pytest.mark.parametrize(
    ("optimizer", "rate", "rule"),
    [
        ({"kind": "sgd"}, 0.001, lambda p: torch.optim.SGD(p, lr=0.001)),
        ({"kind": "momentum"}, 0.001, lambda p: torch.optim.SGD(p, lr=0.001, momentum=0.9)),
        ({"kind": "adam"}, 0.05, lambda p: torch.optim.Adam(p, lr=0.05)),
    ],
)
def test_the_path_is_that_of_torch(optimizer, rate, rule):
    made = learner(optimizer=optimizer, rate=rate)
    w = torch.tensor([-1.2, 1.0], requires_grad=True)
    stepper = rule([w])
    for _ in range(60):
        made.step()
        stepper.zero_grad()
        ((1 - w[0]) ** 2 + 100 * (w[1] - w[0] ** 2) ** 2).backward()
        stepper.step()
        np.testing.assert_allclose(made.weights.flat[0], w.detach(), rtol=2e-4, atol=2e-5)


def test_each_runner_of_a_race_goes_where_it_would_go_alone():
    race = learner(experiment=RULES)
    race.step(80)
    for member, runner in enumerate(RULES["runners"]):
        alone = learner(optimizer=runner["optimizer"], rate=runner["rate"])
        alone.step(80)
        np.testing.assert_array_equal(race.weights.flat[member], alone.weights.flat[0])


@pytest.mark.parametrize("cut", [0, 1, 37])
def test_a_captured_state_goes_on_bit_for_bit(cut):
    whole, first, second = (learner(experiment=RULES) for _ in range(3))
    whole.step(90)
    first.step(cut)
    second.restore(first.capture())
    second.step(90 - cut)
    same(whole.capture(), second.capture())


def test_a_state_of_another_function_is_refused():
    with pytest.raises(ValueError, match="belong to another"):
        learner().restore(learner("quartic").capture())


def test_it_diverges_in_words():
    made = learner("quartic", {"start": [4.0]}, optimizer={"kind": "sgd"}, rate=0.09)
    made.step(50)
    assert made.finished.startswith("diverged at step ")
    assert "the steps grow" in made.finished
    assert np.isnan(made.evaluate()["train_loss"]).all()
    assert made.step_number < 10


def test_a_ball_that_diverges_stops_alone():
    settings = {"start": [1.5], "spread": 2.5}
    made = learner("quartic", settings, optimizer={"kind": "sgd"}, rate=0.09, members=40)
    made.step(300)
    assert np.isnan(made.evaluate()["train_loss"]).sum() == 5
    assert not made.finished


def test_it_stops_at_a_height():
    made = learner("bowl", stop_at_loss=1e-3, rate=0.1)
    made.step(1000)
    assert made.finished.startswith("target reached")
    assert made.evaluate()["train_loss"] <= 1e-3


def test_another_rate_is_taken_over_without_a_new_start():
    made = learner("bowl", optimizer={"kind": "sgd"}, rate=0.1)
    made.step(3)
    before = made.weights.flat.copy()
    made.tune(build(Fit, {"optimizer": {"kind": "sgd"}, "rate": 0.2}).plan("cpu"))
    made.step(1)
    slope = made.function.gradient(before)
    np.testing.assert_allclose(made.weights.flat, before - 0.2 * slope, rtol=1e-6)


def test_penalties_leave_points_where_they_are():
    plain, pulled = learner("bowl"), learner("bowl", l2=1.0, optimizer={"kind": "adam-w"})
    plain.step(5)
    pulled.step(5)
    assert pulled.evaluate()["penalty"] == 0
    np.testing.assert_allclose(plain.weights.flat, pulled.weights.flat)


def test_the_path_holds_every_step_and_is_cut_when_the_past_goes_on():
    made = learner(experiment=RULES)
    made.step(20)
    early = made.capture()
    made.step(30)
    path = made.path.until(50, 1000)
    assert path.shape == (51, 4, 2)
    np.testing.assert_array_equal(path[-1], made.weights.flat)
    made.restore(early)
    assert made.path.until(made.step_number, 1000).shape[0] == 21
    made.step(5)
    assert len(made.path) == 26


def test_a_long_path_is_thinned_but_keeps_both_ends():
    made = learner("bowl", rate=0.001)
    made.step(9000)
    assert len(made.path) <= 4096
    path = made.path.until(9000, 100)
    assert len(path) <= 102
    np.testing.assert_array_equal(path[0, 0], made.function.starts((0,))[0].astype(np.float32))
    np.testing.assert_array_equal(path[-1], made.weights.flat)


def test_stages_end_in_the_step_that_is_taken():
    made = learner(experiment=RULES)
    made.step(12)
    for member in range(made.members):
        before = made.weights.flat[member].copy()
        state = made.capture()
        stages = next_stages(made, member)
        same(state, made.capture())
        twin = learner(experiment=RULES)
        twin.restore(state)
        twin.step(1)
        moved = twin.weights.flat[member] - before
        np.testing.assert_allclose(stages[-1][1][0], moved, rtol=1e-4, atol=2e-7)


def test_the_probe_changes_nothing_and_tells_of_every_member():
    made = learner(experiment=RULES)
    made.step(30)
    state = made.capture()
    told = Functions().measure(made, (0, 0))
    same(state, made.capture())
    assert told["path"].shape == (31, 4, 2)
    assert told["group"].tolist() == [0, 1, 2, 3]
    assert told["member"][0] == np.argmin(told["value"])
    assert len(told["names"]) == len(told["stages"])


def test_the_probe_stands_a_diverged_learner():
    made = learner(optimizer={"kind": "sgd"}, rate=1e6)
    made.step(20)
    told = Functions().measure(made, (0, 0))
    assert told["gone"].all()
    assert "stages" not in told


def test_it_begins_where_it_starts_before_any_step():
    told = Functions().measure(learner(), (0, 0))
    np.testing.assert_array_equal(told["path"], np.array([[[-1.2, 1.0]]], np.float32))
