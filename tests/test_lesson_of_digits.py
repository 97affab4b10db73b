"""The figures that the lessons about the autoencoder and the drawing pad tell."""

import pytest

from playground.document.edits import set_setting
from playground.document.presets import load_preset
from playground.engine.catalogue import catalogue
from playground.runtime.headless import train


def score(name, metric, seed, *changes):
    project = load_preset(name)
    for block, setting, value in changes:
        project = set_setting(block, setting, value, catalogue())(project)
    steps = load_preset(name).promise.steps
    return train(project, steps=steps, seed=seed, device="cpu").metrics["fit"][metric]


@pytest.mark.parametrize("seed", range(5))
def test_half_of_the_pixels_variance_comes_back_through_two_numbers(seed):
    assert 0.475 < score("autoencoder-digits", "test_r2", seed) < 0.53


@pytest.mark.parametrize(("units", "told"), [(1, 0.32), (4, 0.68), (8, 0.79), (16, 0.89)])
def test_a_wider_bottleneck_lets_more_through(units, told):
    found = score("autoencoder-digits", "test_r2", 0, ("bottleneck", "units", units))
    assert found == pytest.approx(told, abs=0.025)


def test_linear_layers_end_at_the_principal_plane():
    straight = [(block, "activation", "linear") for block in ("encoder", "decoder")]
    assert score("autoencoder-digits", "test_r2", 0, *straight) == pytest.approx(0.28, abs=0.01)


@pytest.mark.parametrize(("units", "told"), [(2, 0.55), (4, 0.85), (8, 0.94), (16, 0.97)])
def test_fewer_hidden_units_tell_fewer_digits_apart(units, told):
    found = [score("draw-a-digit", "test_accuracy", s, ("dense", "units", units)) for s in (0, 1)]
    assert sum(found) / 2 == pytest.approx(told, abs=0.03)
