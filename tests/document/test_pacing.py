"""The speed that a project gets with its first learners."""

from playground.document.edits import add_block, set_speed
from playground.document.pacing import DOWNHILL, LEARNING_PACE, WATCHABLE, watchable
from playground.document.project import Project
from playground.engine.catalogue import catalogue


def added(kind, project):
    return watchable(add_block(kind, (0.0, 0.0)), catalogue())(project)


def test_the_first_model_makes_the_run_slow_enough_to_watch():
    with_data = added("moons", Project())
    assert with_data.speed is None
    assert added("decision-tree", with_data).speed == WATCHABLE
    assert added("random-forest", with_data).speed == WATCHABLE


def test_the_first_network_can_be_watched_too():
    assert added("fit", added("moons", Project())).speed == LEARNING_PACE
    assert added("decision-tree", added("fit", Project())).speed == LEARNING_PACE


def test_a_network_that_joins_a_model_is_not_slowed_to_its_pace():
    beside = added("dense", added("decision-tree", added("moons", Project())))
    assert beside.speed == WATCHABLE
    assert added("fit", beside).speed == LEARNING_PACE


def test_a_fit_to_a_function_alone_can_be_watched():
    assert added("fit", added("brachistochrone", Project())).speed == DOWNHILL
    with_data = added("moons", added("brachistochrone", Project()))
    assert added("fit", with_data).speed == LEARNING_PACE


def test_a_speed_that_was_chosen_stays():
    chosen = set_speed(100.0)(Project())
    assert added("decision-tree", chosen).speed == 100.0
    fast = set_speed(None)(added("decision-tree", Project()))
    assert added("naive-bayes", fast).speed is None
    assert added("fit", fast).speed is None
