"""What the lessons of the space warp say, measured."""

import functools

import pytest

from playground.document.edits import set_setting
from playground.document.presets import load_preset
from playground.engine.catalogue import catalogue
from playground.engine.probes.warp import Warp
from playground.engine.warping.warp import unpack
from playground.runtime.compile import Compiler
from playground.runtime.headless import train

FIVE, EIGHT = range(5), range(8)


@functools.cache
def accuracies(name, learner, changes=(), seeds=FIVE):
    project = load_preset(name)
    for block, setting, value in changes:
        project = set_setting(block, setting, value, catalogue())(project)
    runs = [train(project, seed=seed, device="cpu").metrics for seed in seeds]
    return [run[learner]["train_accuracy"] for run in runs]


@pytest.mark.long
def test_two_tanh_units_are_right_about_most_points_and_never_about_all():
    found = accuracies("warp-topology", "fit", seeds=EIGHT)
    assert 0.88 <= sum(found) / 8 <= 0.96
    assert max(found) < 1


@pytest.mark.long
def test_three_tanh_units_always_find_the_bubble():
    assert min(accuracies("warp-topology", "fit-2", seeds=EIGHT)) == 1
    assert max(accuracies("warp-topology", "fit-2", (("dense-3", "units", 2),))) < 0.9


@pytest.mark.long
def test_most_of_32_gelu_starts_find_the_fold():
    runs = accuracies("warp-topology", "fit-3", seeds=(0, 8, 16, 24))
    assert 26 <= sum(score >= 0.99 for run in runs for score in run) <= 30


def learner_after_play(name, id):
    project = load_preset(name)
    learner = Compiler().learners(project, "cpu")[id].learner
    learner.step(project.promise.steps)
    return unpack(Warp().measure(learner, (0, 0)))


def test_gelu_folds_the_plane_and_tanh_does_not():
    folded = learner_after_play("warp-topology", "fit-3").orientation(1.0)
    assert (folded > 0).any()
    assert (folded < 0).any()
    flat = learner_after_play("warp-topology", "fit").orientation(2.0)
    assert not ((flat > 0).any() and (flat < 0).any())


def test_one_straight_line_parts_the_arms_where_the_last_layer_puts_them():
    assert min(accuracies("warp-spiral", "fit", seeds=EIGHT)) >= 0.99
    warp = learner_after_play("warp-spiral", "fit")
    assert warp.widths == (2, 8, 8, 2)
    assert warp.read_weight.shape == (2, 2)


@pytest.mark.long
def test_two_units_first_get_part_of_the_way():
    found = accuracies("warp-spiral", "fit", (("dense", "units", 2),))
    assert min(found) >= 0.68
    assert max(found) <= 0.98
    wound = accuracies("warp-spiral", "fit", (("spiral", "turns", 2.0),))
    assert sum(score >= 0.99 for score in wound) >= 3


@pytest.mark.long
def test_four_axes_part_the_links_and_three_do_not():
    assert 0.92 <= sum(accuracies("linked-rings", "fit", seeds=EIGHT)) / 8 <= 0.97
    assert min(accuracies("linked-rings", "fit-2", seeds=EIGHT)) >= 0.99
    early = accuracies("linked-rings", "fit", (("dense", "units", 4),))
    assert sum(score >= 0.999 for score in early) >= 3
    late = accuracies("linked-rings", "fit", (("dense-2", "units", 4),))
    assert max(late) < 0.98
