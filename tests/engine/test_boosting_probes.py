"""The probes of boosting stages and of residuals."""

import numpy as np
import pytest

from playground.document.project import Placed, Project, Wire
from playground.engine.probes.residuals import Residuals
from playground.engine.probes.stages import Stages, ladder
from playground.runtime.session import Session


def learn(data, kind, steps=6, data_settings=None, between=(), **settings):
    """A learner behind a data set, after some steps."""
    blocks = [Placed("data-1", data, data_settings or {})]
    blocks += [Placed(f"{name}-1", name, {}) for name in between]
    blocks += [Placed("model-1", kind, settings)]
    wires = [Wire(a.id, b.id) for a, b in zip(blocks, blocks[1:], strict=False)]
    session = Session("cpu")
    session.load(Project(blocks=tuple(blocks), wires=tuple(wires)), fresh=True)
    session.step(steps)
    return session.built["model-1"].learner


def test_a_stage_of_ada_boost_tells_weights_and_mistakes():
    model = learn("circle", "ada-boost")
    told = Stages(stage=3).measure(model, (40, 30))
    assert (int(told["count"]), int(told["stage"])) == (6, 3)
    assert told["say"].shape == told["error"].shape == (6,)
    train = model.source.train
    assert np.array_equal(told["rows"], train)
    assert told["weight"] == pytest.approx(model.stages[2]["weight"] * len(train), rel=1e-6)
    lost = model.stages[2]["weight"][told["wrong"]].sum()
    assert lost == pytest.approx(model.stages[2]["error"])
    assert told["choice"].shape == (30, 40)
    assert told["fields"].shape == (1, 30, 40, 2)
    assert told["fields"].sum(axis=-1) == pytest.approx(1)


def test_a_stump_tells_what_it_asks():
    model = learn("circle", "ada-boost")
    feature, threshold, below, above = Stages(stage=2).measure(model, (4, 4))["question"]
    x = model.source.x
    labels = model.copies[1].decide(x)[0].argmax(axis=1)
    assert np.array_equal(labels, np.where(x[:, int(feature)] <= threshold, below, above))
    chained = learn("circle", "ada-boost", between=("standardise",))
    assert "question" not in Stages().measure(chained, (4, 4))


def test_the_newest_votes_are_what_the_learner_decides():
    model = learn("circle", "ada-boost")
    told = Stages().measure(model, (20, 20))
    x0, x1, y0, y1 = told["extent"]
    at = [x0 + 4.5 * (x1 - x0) / 20, y0 + 7.5 * (y1 - y0) / 20]
    assert told["fields"][0, 7, 4] == pytest.approx(model.decide(np.array([at]))[0, 0], abs=1e-6)


def test_partial_sums_end_with_what_the_learner_decides():
    model = learn("sine", "gradient-boosting", steps=12)
    told = Stages().measure(model, (50, 2))
    assert told["after"].tolist() == [1, 2, 5, 10, 12]
    now = model.decide(told["grid"][:, None])[0, :, 0]
    assert told["sums"][-1] == pytest.approx(now)
    # The tree, shrunk by the rate, leads from one sum to the next.
    assert told["before"] + 0.1 * told["tree"] == pytest.approx(now)
    left = told["points"][:, 1] - np.interp(told["points"][:, 0], told["grid"], told["before"])
    assert np.median(np.abs(left - told["residual"])) < 0.02


def test_sums_come_in_the_units_of_the_data():
    model = learn("diabetes", "gradient-boosting", between=("standardise",))
    fields = Stages().measure(model, (12, 12))["fields"]
    values = model.source.y
    assert values.min() < fields.mean() < values.max()


@pytest.mark.parametrize("kind", ["ada-boost", "gradient-boosting"])
@pytest.mark.parametrize("data", ["iris", "digits", "moons"])
def test_classes_of_any_number_and_inputs_of_any_number_have_fields(kind, data):
    told = Stages(steps=3).measure(learn(data, kind, steps=3), (10, 8))
    assert told["fields"].shape[1:3] == (8, 10)
    assert told["fields"].sum(axis=-1) == pytest.approx(1, abs=1e-5)
    assert len(told["labels"]) == len(told["points"])


@pytest.mark.parametrize("kind", ["ada-boost", "gradient-boosting"])
def test_before_the_first_stage_there_is_a_picture_too(kind):
    told = Stages().measure(learn("moons", kind, steps=0), (10, 8))
    assert int(told["stage"]) == int(told["count"]) == 0
    assert len(told["points"])


def test_a_stage_beyond_the_last_is_the_last():
    told = Stages(stage=99).measure(learn("moons", "ada-boost", steps=4), (10, 8))
    assert int(told["stage"]) == 4


def test_other_learners_have_no_stages():
    assert Stages().measure(learn("moons", "naive-bayes"), (10, 8)) == {}


def test_numbers_that_are_not_finite_leave_no_picture():
    model = learn("regression-plane", "gradient-boosting")
    model.states[0]["value"] = np.full_like(model.states[0]["value"], np.nan)
    told = Stages().measure(model, (10, 8))
    assert "diverged" in told
    assert "fields" not in told


@pytest.mark.parametrize("most", range(1, 8))
@pytest.mark.parametrize("stage", [0, 1, 2, 7, 40, 1000, 1999])
def test_a_ladder_rises_to_the_stage_asked_for(stage, most):
    rungs = ladder(stage, most)
    assert rungs[-1] == stage
    assert len(rungs) <= most
    assert list(rungs) == sorted(set(rungs))


@pytest.mark.parametrize("kind", ["gradient-boosting", "linear-regression", "nearest-neighbours"])
def test_residuals_are_truth_less_prediction_of_every_part(kind):
    model = learn("diabetes", kind, steps=3)
    told = Residuals().measure(model, (0, 0))
    rows = told["rows"]
    assert set(told["part"].tolist()) == {0, 2}
    assert np.array_equal(told["truth"], model.source.y[rows, 0])
    assert told["predicted"] == pytest.approx(model.decide(model.source.x[rows])[0, :, 0])
    train = told["part"] == 0
    mean = np.square(told["truth"] - told["predicted"])[train].mean()
    assert mean / np.square(model.scale).mean() == pytest.approx(model.evaluate()["train_loss"][0])


def test_residuals_of_a_network_are_those_of_the_member_asked_for():
    model = learn("sine", "fit", between=("dense",), members=3)
    told = Residuals(member=2).measure(model, (0, 0))
    theirs = model.decide(model.source.x[told["rows"]])[2, :, 0]
    assert told["predicted"] == pytest.approx(theirs)


def test_classes_leave_no_residuals():
    assert Residuals().measure(learn("moons", "gradient-boosting"), (0, 0)) == {}


def test_predictions_that_are_not_finite_say_so():
    model = learn("sine", "fit", steps=300, between=("dense",), rate=1e6, optimizer={"kind": "sgd"})
    told = Residuals().measure(model, (0, 0))
    assert "diverged" in told
    assert "predicted" not in told
