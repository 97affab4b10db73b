"""What the lessons about dendrograms tell of agreement with the given classes is what is found."""

import pytest

from playground.document.edits import set_settings
from playground.document.presets import load_preset
from playground.engine.catalogue import catalogue
from playground.runtime.headless import train

MOONS, BLOBS = "dendrogram-linkages", "divisive-splits"
NOISY = ("moons", {"noise": 0.4})
TOLD = [
    (MOONS, None, {"single": 1.00, "complete": 0.09, "average": 0.17, "ward": 0.52}),
    (MOONS, NOISY, {"single": 0.00, "complete": 0.27, "average": 0.17, "ward": 0.27}),
    (BLOBS, None, {"down": 1.00, "up": 1.00}),
    (BLOBS, ("blobs", {"seed": 6}), {"down": 0.79, "up": 1.00}),
]


def changed(name, change):
    project = load_preset(name)
    return set_settings(change[0], change[1], catalogue())(project) if change else project


@pytest.mark.parametrize(("name", "change", "told"), TOLD)
def test_the_lessons_tell_the_agreement_that_is_measured(name, change, told):
    metrics = train(changed(name, change), seed=0, device="cpu").metrics
    for learner, agreement in told.items():
        assert metrics[learner]["ari"] == pytest.approx(agreement, abs=0.01)


def test_a_chain_over_the_noise_leaves_one_point_alone():
    run = train(changed(MOONS, NOISY), seed=0, device="cpu")
    single = run.built["single"].learner
    groups = single.block.groups(single.states[0])
    assert sorted((groups == g).sum() for g in (0, 1)) == [1, 199]
