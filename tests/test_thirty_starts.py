"""The numbers that the lesson of thirty starts tells."""

import msgspec
import numpy as np
import pytest

from playground.document.edits import set_setting
from playground.document.presets import load_preset
from playground.engine.catalogue import catalogue
from playground.runtime.headless import train

STARTS = (0, 30, 60, 90, 120)


def solved(steps=2000, seeds=STARTS, **changes):
    project = load_preset("thirty-starts")
    for name, value in changes.items():
        project = set_setting("dense", name, value, catalogue())(project)
    runs = [train(project, steps, seed=s, device="cpu").metrics["fit"] for s in seeds]
    return np.array([run["train_accuracy"] for run in runs])


def test_luck_makes_a_ninefold_loss():
    found = train(load_preset("thirty-starts"), seed=0, device="cpu").metrics["fit"]
    loss, score = np.array(found["train_loss"]), np.array(found["train_accuracy"])
    assert loss.min() == pytest.approx(0.042, abs=0.005)
    assert loss.max() == pytest.approx(0.383, abs=0.03)
    assert score[loss.argmin()] == pytest.approx(0.99, abs=0.01)
    assert score[loss.argmax()] == pytest.approx(0.78, abs=0.02)


def test_about_half_to_two_thirds_of_the_starts_come_down():
    counts = (solved() >= 0.95).sum(axis=1)
    assert counts.sum() == pytest.approx(93, abs=6)
    assert ((counts >= 14) & (counts <= 23)).all()


@pytest.mark.parametrize(("units", "count"), [(4, 33), (12, 134)])
def test_more_units_need_less_luck(units, count):
    assert (solved(units=units) >= 0.95).sum() == pytest.approx(count, abs=7)


@pytest.mark.long
@pytest.mark.parametrize(("activation", "count"), [("tanh", 149), ("relu", 93)])
def test_patience_helps_tanh_and_not_relu(activation, count):
    assert (solved(8000, activation=activation) >= 0.95).sum() == pytest.approx(count, abs=6)


def test_relu_starts_fare_alike_at_first():
    assert (solved(activation="relu") >= 0.95).sum() == pytest.approx(94, abs=7)


def test_the_preset_shows_every_member():
    project = load_preset("thirty-starts")
    assert msgspec.to_builtins(project.view[0])["panel"] == "members"
