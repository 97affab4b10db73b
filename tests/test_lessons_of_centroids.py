"""Every number that the lessons on k-means tell, measured."""

import functools

import msgspec
import numpy as np
import pytest

from playground.document.edits import set_setting
from playground.document.presets import load_preset
from playground.engine.catalogue import catalogue
from playground.engine.probes.elbow import Elbow
from playground.runtime.compile import Compiler

SEEDS = range(5)


def changed(project, changes):
    for block, setting, value in changes:
        project = set_setting(block, setting, value, catalogue())(project)
    return project


@functools.cache
def learner(name, id, seed=0, changes=()):
    project = changed(load_preset(name), changes)
    seeded = msgspec.structs.replace(project, seed=seed)
    return Compiler().learners(seeded, "cpu")[id].learner


def at_rest(name, id, seed=0, changes=()):
    made = learner(name, id, seed, changes)
    made.step(1000)
    return made


def test_the_half_steps_of_k_means():
    made = learner("kmeans", "k-means")
    told = [made.evaluate()["inertia"][0]]
    while not made.finished:
        made.step(1)
        told.append(made.evaluate()["inertia"][0])
    assert 786.5 <= told[0] <= 787.5
    assert told[-1] == pytest.approx(70.1, abs=0.05)
    assert (np.diff(told) <= 1e-9).all()
    assert made.states[0]["iterations"] == 7
    assert made.evaluate()["ari"][0] == pytest.approx(0.956, abs=5e-4)


def test_mini_batches_end_nearly_there():
    made = at_rest("kmeans", "k-means", changes=(("k-means", "batch", 30),))
    assert made.evaluate()["inertia"][0] == pytest.approx(70.1, rel=0.05)


def test_the_bad_start_and_its_cure():
    unlucky = at_rest("kmeans-bad-start", "unlucky")
    assert unlucky.states[0]["iterations"] == 8
    assert unlucky.evaluate()["inertia"][0] == pytest.approx(58.5, abs=0.05)
    random = at_rest("kmeans-bad-start", "random").evaluate()["inertia"]
    assert (random < 18.75).sum() == 12
    shelves = np.array([18.7, 58, 97, 137])
    assert (abs(random[:, None] - shelves).min(axis=1) < 1).all()
    assert (abs(np.diff(shelves) - 39) <= 1).all()
    careful = at_rest("kmeans-bad-start", "careful").evaluate()["inertia"]
    assert careful.max() == pytest.approx(18.7, abs=0.05)


def test_bad_luck_over_seeds():
    ends = {
        id: [at_rest("kmeans-bad-start", id, seed).evaluate()["inertia"] for seed in SEEDS]
        for id in ("random", "careful")
    }
    assert np.mean(ends["random"]) == pytest.approx(54, abs=0.5)
    assert np.mean(ends["careful"]) == pytest.approx(19.5, abs=0.1)
    assert {int((one > 20).sum()) for one in ends["careful"]} == {0, 1}


def test_the_mended_start():
    page = load_preset("kmeans-bad-start").lesson.pages[-1]
    mend = page.set_up[0]
    changes = ((mend.block, mend.setting, tuple(mend.value)),)
    made = at_rest("kmeans-bad-start", "unlucky", changes=changes)
    assert made.evaluate()["inertia"][0] == pytest.approx(18.7, abs=0.05)


def test_what_the_curves_suggest():
    found = Elbow().measure(learner("elbow", "k-means"), (0, 0))
    inertia = found["inertia"]
    assert inertia[3:6] == pytest.approx([72.6, 33.3, 30.7], abs=0.05)
    assert found["inertia suggested"] == 4
    assert found["silhouette suggested"] == 5
    assert np.nanmax(found["silhouette"]) == pytest.approx(0.694, abs=5e-4)
    moons = Elbow().measure(learner("elbow", "crescents"), (0, 0))
    assert moons["inertia suggested"] == 3
    assert moons["silhouette suggested"] == 10


def test_the_running_dot_reaches_the_curve():
    made = at_rest("elbow", "k-means")
    found = Elbow().measure(made, (0, 0))
    assert found["inertia now"] == pytest.approx(found["inertia"][1], abs=0.5)
