"""Ensembles in a session: votes keep pace, copies catch up, changes and captures agree."""

import msgspec
import numpy as np
import pytest
from small_projects import project

from playground.document.project import Placed, Project, Wire
from playground.runtime.headless import train
from playground.runtime.session import Session

KNN = Placed("near", "nearest-neighbours", {"k": 3})
TREE = Placed("tree", "decision-tree", {"max_depth": 4})


def wired(ensemble, *parts, settings=None):
    """Return circle -> parts -> an ensemble, with a small network among the parts if wanted."""
    blocks, wires = [Placed("circle-1", "circle", {"size": 120, "noise": 0.3})], []
    for part in parts:
        wires += [Wire("circle-1", part.id), Wire(part.id, "all")]
        blocks.append(part)
    blocks.append(Placed("all", ensemble, settings or {}))
    return Project(blocks=tuple(blocks), wires=tuple(wires))


NET = Placed("net", "fit", {"rate": 0.02})


def run(session, slices, seconds=0.004):
    for _ in range(slices):
        session.advance(seconds, dict.fromkeys(session.running, 200))


def changed(before, id, **settings):
    blocks = tuple(
        msgspec.structs.replace(b, settings={**b.settings, **settings}) if b.id == id else b
        for b in before.blocks
    )
    return msgspec.structs.replace(before, blocks=blocks)


def test_a_vote_is_never_ahead_of_those_that_still_learn():
    session = Session("cpu")
    session.load(wired("voting", NET, KNN))
    for _ in range(12):
        run(session, 1)
        assert session.steps["all"] <= session.steps["net"]
    assert session.steps["all"] > 0


def test_the_last_score_of_a_vote_is_that_of_its_parts_as_they_ended():
    session = Session("cpu")
    session.load(wired("voting", KNN, TREE))
    run(session, 40)
    vote = session.built["all"].learner
    assert vote.finished
    told = vote._last["test_accuracy"]
    assert told == vote.evaluate()["test_accuracy"]


@pytest.mark.parametrize("ensemble", ["bagging", "stacking"])
def test_copies_catch_up_while_nothing_is_played(ensemble):
    session, before = Session("cpu"), wired(ensemble, TREE)
    session.load(before)
    session.step(30)
    assert session.built["all"].learner.finished
    session.load(changed(before, "tree", max_depth=2))
    while session.behind:
        session.advance(0.01, {})
    assert session.built["all"].learner.finished
    alone = Session("cpu")
    alone.load(changed(before, "tree", max_depth=2))
    alone.step(30)
    x = session.built["all"].learner.source.x
    ours, theirs = (s.built["all"].learner.decide(x) for s in (session, alone))
    assert np.array_equal(ours, theirs)


def test_catching_up_comes_to_an_end_where_a_network_takes_the_place_of_a_tree():
    session = Session("cpu")
    session.load(wired("bagging", TREE, settings={"copies": 2}))
    session.step(30)
    stood = session.steps["all"]
    after = wired("bagging", NET, settings={"copies": 2})
    session.load(after)
    assert session.behind.get("all", 0) <= stood
    while session.behind:
        session.advance(0.01, {})
    assert session.steps["all"] == stood


def test_a_vote_that_gains_a_network_does_not_wait_for_ever():
    session = Session("cpu")
    session.load(wired("voting", TREE))
    session.step(30)
    session.load(wired("voting", TREE, NET))
    assert not session.behind.get("all")
    run(session, 5)
    assert session.steps["net"] > 0


def test_a_vote_follows_when_a_part_is_learned_anew():
    session, before = Session("cpu"), wired("voting", TREE, KNN)
    session.load(before)
    session.step(30)
    session.load(changed(before, "tree", max_depth=1))
    while session.behind:
        session.advance(0.01, {})
    vote = session.built["all"].learner
    assert vote.finished
    assert vote._last["test_accuracy"] == vote.evaluate()["test_accuracy"]


def test_a_vote_of_networks_waits_for_those_that_begin_anew():
    session, before = Session("cpu"), wired("voting", NET, KNN)
    session.load(before)
    session.step(20)
    session.load(changed(before, "net", members=2))
    for _ in range(20):
        session.advance(0.01, {})
    assert not session.behind
    assert session.steps["net"] == 0


@pytest.mark.parametrize("ensemble", ["voting", "bagging", "stacking"])
def test_captures_put_every_learner_back(ensemble):
    settings = {"voting": {}, "bagging": {"copies": 3}, "stacking": {"folds": 2}}[ensemble]
    parts = (NET,) if ensemble == "bagging" else (NET, TREE)
    session = Session("cpu")
    session.load(wired(ensemble, *parts, settings=settings))
    session.step(9)
    states = {id: made.learner.capture() for id, made in session.built.items()}
    session.step(20)
    x = session.built["all"].learner.source.x
    expected = session.built["all"].learner.decide(x)
    session.seek(states)
    assert not np.array_equal(session.built["all"].learner.decide(x), expected)
    session.step(20)
    assert np.array_equal(session.built["all"].learner.decide(x), expected)


def test_votes_of_weights_are_tuned_without_a_new_start():
    before = wired("voting", NET, TREE)
    session = Session("cpu")
    session.load(before)
    session.step(10)
    learner = session.built["all"].learner
    session.tune(changed(before, "all", weights=[0.0, 1.0]))
    assert session.built["all"].learner is learner
    x = learner.source.x
    assert np.allclose(learner.decide(x), session.built["tree"].learner.decide(x))


def test_scores_follow_a_setting_that_answers_follow_at_once():
    before = wired("voting", TREE, KNN)
    session = Session("cpu")
    session.load(before)
    run(session, 60)
    session.telemetry.rows()
    session.tune(changed(before, "tree", alpha=0.5))
    told = {rows.learner: rows for rows in session.telemetry.rows()}
    assert told.keys() == {"tree", "all"}
    learner = session.built["tree"].learner
    assert told["tree"].evaluated.tolist() == [learner.step_number]
    assert told["tree"].metrics["train_accuracy"] == learner.evaluate()["train_accuracy"]
    session.tune(changed(before, "tree", alpha=0.0), tell=False)
    assert not session.telemetry.rows()


def test_evolution_trains_headless_and_repeats_itself():
    one = msgspec.structs.replace(
        project(), blocks=(*project().blocks[:-1], Placed("fit-1", "evolve", {"population": 20}))
    )
    first, again = (train(one, steps=40).metrics["fit-1"] for _ in range(2))
    assert first == again
    assert first["train_accuracy"] > 0.8
    assert {"best_loss", "mean_loss", "spread"} <= first.keys()
