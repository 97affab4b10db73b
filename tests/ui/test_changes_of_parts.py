"""What an edit of a model means for the ensembles that it is wired into."""

import numpy as np
import pytest

from playground.document.project import Placed, Project, Wire
from playground.engine.catalogue import catalogue
from playground.runtime.session import Session
from playground.ui.changes import Change, classify


def joined(kind, k=1, pace=1):
    """Return nearest neighbours on moons, joined by an ensemble."""
    few = {"bagging": {"copies": 3}, "ada-boost": {"stages": 3}}.get(kind, {})
    blocks = (
        Placed("data", "moons", {"size": 80, "noise": 0.3}),
        Placed("near", "nearest-neighbours", {"k": k}),
        Placed("all", kind, {**few, "pace": pace}),
    )
    return Project(blocks=blocks, wires=(Wire("data", "near"), Wire("near", "all")))


@pytest.mark.parametrize("kind", ["bagging", "stacking", "ada-boost"])
def test_copies_are_made_anew_when_their_model_is_set(kind):
    before, after = joined(kind), joined(kind, k=25)
    assert classify(before, after, catalogue()) == Change.LOAD
    session, fresh = Session("cpu"), Session("cpu")
    session.load(before)
    session.step(4)
    session.load(after)
    while session.advance(0.01, {}):
        pass
    fresh.load(after)
    fresh.step(4)
    x = fresh.built["all"].learner.source.x
    answers = [one.built["all"].learner.decide(x) for one in (session, fresh)]
    np.testing.assert_array_equal(*answers)


def test_copies_go_at_the_pace_of_the_ensemble():
    made = joined("ada-boost")
    blocks = tuple(
        Placed(p.id, "decision-tree", {"max_leaves": 4, "pace": 50}) if p.id == "near" else p
        for p in made.blocks
    )
    session = Session("cpu")
    session.load(Project(blocks=blocks, wires=made.wires))
    session.step(12)
    learner = session.built["all"].learner
    assert len(learner.stages) == 3
    assert session.built["near"].learner.block.pace == 50


def test_a_vote_asks_its_models_as_they_stand():
    assert classify(joined("voting"), joined("voting", k=25), catalogue()) == Change.TUNE


def test_an_ensembles_own_settings_are_taken_over():
    assert classify(joined("bagging"), joined("bagging", pace=3), catalogue()) == Change.TUNE
    both = joined("bagging", k=3, pace=3)
    assert classify(joined("bagging"), both, catalogue()) == Change.LOAD
