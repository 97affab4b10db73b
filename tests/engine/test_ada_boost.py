"""AdaBoost: scikit-learn's staged errors, networks and resampling, ends, going back."""

import copy

import numpy as np
import pytest
from sklearn.datasets import load_breast_cancer, load_wine, make_moons
from sklearn.ensemble import AdaBoostClassifier
from sklearn.tree import DecisionTreeClassifier

from playground.core.shape import ShapeError, Signature
from playground.engine.boosting.reweighing import judge
from playground.engine.classical.decision_tree import DecisionTree
from playground.engine.classical.gradient_boosting import GradientBoosting
from playground.engine.data import Data, split
from playground.engine.ensembles.ada_boost import AdaBoost
from playground.engine.feed import Feed
from playground.engine.modelling.stepwise import Stepwise
from playground.engine.part import Part


def table(x, y, seed=0):
    y = np.asarray(y, np.int64)
    train, validation, test = split(y, "class", 0.0, 0.25, seed)
    classes = tuple(f"{c}" for c in range(int(y.max()) + 1))
    return Data(np.asarray(x, float), y, "class", train, validation, test, classes=classes)


def moons(noise=0.3):
    return table(*make_moons(240, noise=noise, random_state=0))


def boosted(data, base=None, id="ada", part="ada", seed=0, **settings):
    """Stumps wired from data, or copies of another model where `part` is not the block itself."""
    block = AdaBoost(**settings)
    base = base or block.own()

    def new(rows, seed):
        return Stepwise(part, base, Feed.through(rows, {"x": []}), seed)

    wired = Part(part, "base", new, new(data, seed), base.weighs)
    return block.begin(id, [wired], data, seed)


SETS = {
    "cancer": lambda: table(*load_breast_cancer(return_X_y=True)),
    "wine": lambda: table(*load_wine(return_X_y=True)),
    "moons": moons,
}


@pytest.mark.parametrize("rate", [1.0, 0.5])
@pytest.mark.parametrize("name", SETS)
def test_staged_errors_are_those_of_scikit_learn(name, rate):
    data = SETS[name]()
    model = boosted(data, stages=30, learning_rate=rate)
    peer = AdaBoostClassifier(
        DecisionTreeClassifier(max_depth=1), n_estimators=30, learning_rate=rate, random_state=0
    ).fit(data.x[data.train], data.y[data.train])
    errors = []
    for _ in range(30):
        model.step(1)
        errors.append(np.mean(model.decide(data.x[data.test])[0].argmax(1) != data.y[data.test]))
    theirs = [1 - s for s in peer.staged_score(data.x[data.test], data.y[data.test])]
    assert errors == pytest.approx(theirs, abs=1e-9)
    assert [s["error"] for s in model.stages] == pytest.approx(peer.estimator_errors_, abs=1e-9)
    assert [s["say"] for s in model.stages] == pytest.approx(peer.estimator_weights_, abs=1e-9)
    assert model.finished == "all 30 stages are trained"


def test_its_shares_are_those_of_the_say():
    data = moons()
    model = boosted(data, stages=7)
    model.step(7)
    ballots, say = model.ballots(data.x), model.say()
    assert model.decide(data.x)[0] == pytest.approx(np.tensordot(say, ballots, 1))


def test_before_any_stage_it_gives_the_shares_of_the_classes():
    data = table(*load_wine(return_X_y=True))
    shares = np.bincount(data.y[data.train]) / len(data.train)
    assert boosted(data).decide(data.x[:4])[0] == pytest.approx(np.tile(shares, (4, 1)))


def test_rows_start_with_the_weights_of_the_data():
    plain = moons()
    heavy = np.ones(len(plain.x))
    heavy[plain.y == 1] = 5.0
    weighed = Data(
        plain.x, plain.y, "class", plain.train, plain.validation, plain.test,
        classes=plain.classes, weight=heavy,
    )  # fmt: skip
    first, second = boosted(plain), boosted(weighed)
    assert first.weights == pytest.approx(np.full(len(plain.train), 1 / len(plain.train)))
    assert second.weights.sum() == pytest.approx(1)
    assert second.decide(plain.x)[0, 0, 1] > 0.8


def test_a_model_wired_in_takes_one_of_its_steps_at_a_time():
    data = moons()
    model = boosted(data, DecisionTree(max_depth=2), part="tree", stages=4)
    done = []
    for _ in range(12):
        model.step(1)
        done.append(len(model.stages))
    assert done == [0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4]


def test_a_model_that_knows_no_weights_learns_rows_drawn_by_them():
    data = moons()
    model = boosted(data, GradientBoosting(stages=2), part="other", stages=5)
    model.step(30)
    assert model.stages
    drawn = model.own_rows(0)
    assert set(drawn.tolist()) <= set(data.train.tolist())
    assert len(drawn) == len(data.train) > len(np.unique(drawn))


def test_a_copy_that_never_ends_is_taken_as_it_is():
    data = moons()
    model = boosted(data, DecisionTree(), part="tree", stages=3, steps_each=2)
    model.step(6)
    assert len(model.stages) == 3


def test_it_stops_at_a_copy_without_mistakes():
    x = np.arange(40.0)[:, None]
    model = boosted(table(x, x[:, 0] > 19.5))
    model.step(10)
    assert model.step_number == 1
    assert "no mistake" in model.finished
    assert model.evaluate()["train_accuracy"] == 1.0


def test_it_stops_at_a_copy_no_better_than_chance():
    x = np.ones((40, 1))
    model = boosted(table(x, np.arange(40) % 2))
    model.step(10)
    assert "no better than chance" in model.finished
    assert np.isfinite(model.decide(x)).all()


def test_values_are_refused_in_words():
    with pytest.raises(ShapeError, match="AdaBoost learns classes"):
        AdaBoost().check_input((("feature", 2),), Signature((("feature", 2),), "value", 1))


def test_values_that_reach_it_unchecked_are_refused_too():
    x = np.arange(20.0)[:, None]
    rows = np.arange(20)
    data = Data(x, x, "value", rows[:15], rows[:0], rows[15:])
    with pytest.raises(ShapeError, match="AdaBoost learns classes"):
        boosted(data)


@pytest.mark.parametrize("base", [None, DecisionTree(max_depth=3), GradientBoosting(stages=3)])
def test_going_on_from_a_capture_is_going_on(base):
    data = moons()
    kind = {"base": base, "part": "ada" if base is None else "base", "steps_each": 4}
    through, back = boosted(data, stages=9, **kind), boosted(data, stages=9, **kind)
    through.step(10)
    kept = through.capture()
    told = through.decide(data.x)
    through.step(11)
    back.restore(kept)
    assert np.array_equal(back.decide(data.x), told)
    back.step(11)
    assert np.array_equal(through.weights, back.weights)
    assert np.array_equal(through.decide(data.x), back.decide(data.x))
    through.restore(kept)
    assert np.array_equal(through.decide(data.x), told)


def test_copies_that_are_there_already_are_kept_when_going_back():
    model = boosted(moons())
    model.step(6)
    kept, copies = copy.deepcopy(model.capture()), list(model.copies[:6])
    model.step(4)
    model.restore(kept)
    assert list(model.copies[:6]) == copies
    assert len(model.stages) == 6
    other = boosted(moons())
    other.restore(kept)
    assert np.array_equal(other.decide(other.source.x), model.decide(model.source.x))


def test_what_was_captured_does_not_change():
    data = moons()
    model = boosted(data)
    model.step(3)
    kept = model.capture()
    weights, count = kept["learned"]["weights"].copy(), len(kept["learned"]["stages"])
    model.step(5)
    assert np.array_equal(kept["learned"]["weights"], weights)
    assert len(kept["learned"]["stages"]) == count == 3


def test_a_state_of_other_rows_is_refused():
    model = boosted(table(*load_wine(return_X_y=True)))
    with pytest.raises(ValueError, match="other rows"):
        model.restore(boosted(moons()).capture())


def test_votes_asked_for_at_other_rows_are_not_mixed_up():
    data = moons()
    model = boosted(data, stages=12)
    for _ in range(12):
        model.step(1)
        said = model.decide(data.x[:50]), model.decide(data.x[50:])
        both = np.concatenate(said, axis=1)
        assert np.array_equal(both, model.decide(data.x))


def test_a_verdict_doubles_the_odds_of_the_mistaken():
    wrong = np.array([True, False, False, False, False])
    told = judge(wrong, np.full(5, 0.2), 2, 1.0)
    # After a stage its own mistakes hold half of the weight: it would be chance.
    assert told.weights[wrong].sum() == pytest.approx(0.5)
    assert not judge(~wrong, np.full(5, 0.2), 2, 1.0).counts
    assert judge(~wrong, np.full(5, 0.2), 9, 1.0).counts
