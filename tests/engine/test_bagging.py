"""Bagging: draws, out-of-bag score, random patches, networks, and going on after a capture."""

import numpy as np
import pytest
from sklearn.datasets import load_breast_cancer, load_diabetes, load_iris
from sklearn.ensemble import BaggingClassifier
from sklearn.tree import DecisionTreeClassifier
from small_ensembles import MODELS, Borrowed, data_of, network, of_ensemble, part
from small_learners import rows, same

from playground.engine.ensembles.bagging import Bagging
from playground.engine.ensembles.voting import Voting
from playground.engine.transforms.standardise import Standardise


def of(data, model="tree", seed=0, **settings):
    block = Bagging(**{"copies": 12, **settings})
    return block.begin("bagging-1", [part(Borrowed(model=model), data)], data, seed)


def test_each_copy_is_what_scikit_learn_fits_to_its_rows():
    data = data_of(load_iris())
    learner = of(data)
    learner.step(5)
    said = []
    for drawn in learner.rows:
        said.append(MODELS["tree"]().fit(data.x[drawn], data.y[drawn]).predict_proba(data.x))
    assert np.allclose(learner.decide(data.x)[0], np.mean(said, axis=0))
    assert learner.finished == "all 12 copies have ended"


def test_bootstraps_repeat_rows_and_leave_a_third_out():
    data = data_of(load_breast_cancer())
    learner = of(data, copies=20)
    count = len(data.train)
    assert all(len(drawn) == count for drawn in learner.rows)
    left = [1 - len(np.unique(drawn)) / count for drawn in learner.rows]
    assert np.mean(left) == pytest.approx(np.exp(-1), abs=0.02)
    assert all(np.isin(drawn, data.train).all() for drawn in learner.rows)
    assert len({drawn.tobytes() for drawn in learner.rows}) == 20


def test_pasting_repeats_none():
    data = data_of(load_iris())
    learner = of(data, replace=False, sample=0.5)
    assert all(len(np.unique(drawn)) == len(drawn) == 52 for drawn in learner.rows)
    whole = of(data, replace=False)
    assert "oob_accuracy" not in whole.step(2).metrics


def test_the_out_of_bag_score_is_near_that_of_scikit_learn():
    data = data_of(load_breast_cancer())
    learner = of(data, copies=30)
    learner.step(2)
    ours = learner.evaluate()["oob_accuracy"][0]
    model = BaggingClassifier(DecisionTreeClassifier(), 30, oob_score=True, random_state=0)
    model.fit(data.x[data.train], data.y[data.train])
    assert ours == pytest.approx(model.oob_score_, abs=0.02)


def test_out_of_bag_rows_are_judged_by_copies_that_have_not_seen_them():
    data = data_of(load_iris())
    learner = of(data, copies=3)
    learner.step(1)
    known, answers = learner.out_of_bag()
    row = int(known[0])
    fit = [MODELS["tree"]().fit(data.x[d], data.y[d]) for d in learner.rows if row not in d]
    said = np.mean([model.predict_proba(data.x[row : row + 1])[0] for model in fit], axis=0)
    assert np.allclose(answers[0], said)
    seen_by_all = set.intersection(*(set(d.tolist()) for d in learner.rows))
    assert not seen_by_all & set(known.tolist())


def test_random_patches_give_each_copy_some_features():
    data = data_of(load_breast_cancer())
    learner = of(data, features=0.2, sample=0.5, replace=False)
    assert all(len(chosen) == 6 for chosen in learner.features)
    assert learner.copies.learners[0].examples.x.shape[1] == 6
    learner.step(1)
    chosen, drawn = learner.features[4], learner.rows[4]
    model = MODELS["tree"]().fit(data.x[drawn][:, chosen], data.y[drawn])
    assert np.allclose(learner.ballots(data.x)[4], model.predict_proba(data.x[:, chosen]))


def test_values_are_averaged_and_have_an_out_of_bag_r2():
    data = data_of(load_diabetes())
    learner = of(data, "tree-values", copies=25)
    learner.step(2)
    found = learner.evaluate()
    alone = part(Borrowed(model="tree-values"), data)
    alone.learner.step(1)
    assert found["test_r2"] > alone.learner.evaluate()["test_r2"] + 0.2
    assert found["oob_r2"][0] == pytest.approx(found["test_r2"][0], abs=0.15)


def test_networks_are_copied_on_fewer_features_and_go_on_exactly():
    data = data_of(load_iris())
    wired = [network(data, transforms=(Standardise(),))]
    learner = Bagging(copies=4, features=0.5).begin("bagging-1", wired, data, 3)
    assert learner.copies.learners[0].weights.views["a"]["weight"].shape == (1, 2, 5)
    learner.step(13)
    held = learner.capture()
    learner.step(50)
    assert learner.finished == ""
    going_on = learner.capture(), learner.decide(data.x)
    fresh = Bagging(copies=4, features=0.5).begin("bagging-1", wired, data, 3)
    fresh.restore(held)
    fresh.step(50)
    assert same(fresh.capture(), going_on[0])
    assert np.array_equal(fresh.decide(data.x), going_on[1])
    assert learner.evaluate()["train_accuracy"][0] > 0.8


def test_copies_learn_on_their_own_from_seeds_that_count_up():
    data = rows()
    wired = network(data)
    learner = Bagging(copies=3).begin("bagging-1", [wired], data, 0)
    learner.step(4)
    assert wired.learner.step_number == 0
    starts = [one.seeds for one in learner.copies.learners]
    assert starts == [(0,), (1,), (2,)]
    again = Bagging(copies=3).begin("bagging-1", [wired], data, 0)
    again.step(4)
    assert np.array_equal(again.decide(data.x), learner.decide(data.x))


def test_votes_are_bagged_and_baggings_vote():
    data = rows()
    parts = [part(Borrowed(steps=3), data, id="a"), network(data, id="b")]
    inner = of_ensemble(Voting(), data, parts)
    learner = Bagging(copies=3).begin("bagging-1", [inner], data, 0)
    learner.step(20)
    assert learner.evaluate()["train_accuracy"][0] > 0.8
    bagged = of_ensemble(Bagging(copies=3), data, parts[:1])
    alone = part(Borrowed(), data, kept=True)
    outer = Voting().begin("voting-1", [bagged, alone], data, 0)
    outer.step(6)
    assert outer.finished
    assert outer.evaluate()["train_accuracy"][0] > 0.9


def test_a_capture_of_other_copies_is_refused():
    data = data_of(load_iris())
    held = of(data, copies=2).capture()
    with pytest.raises(ValueError, match="another number of copies"):
        of(data, copies=3).restore(held)
    with pytest.raises(ValueError, match="damaged"):
        of(data, copies=2).restore({"step": 1, "learned": {}})


def test_a_share_that_leaves_nothing_still_gives_two_rows():
    data = rows(size=20)
    learner = of(data, model="bayes", sample=0.01, copies=3)
    assert all(len(drawn) == 2 for drawn in learner.rows)
