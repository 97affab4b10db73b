"""Histograms of weights, activations and gradients: against NumPy, steady, and cheap to repeat."""

import numpy as np
import pytest
from small_learners import busy_layers, learner

from playground.engine.heads.fit import Fit
from playground.engine.layers.activation import Activation
from playground.engine.layers.dense import Dense
from playground.engine.probes.histograms import Histograms
from playground.engine.signals import distributions


def measure(made, **settings):
    return Histograms(**settings).measure(made, (0, 0))


def test_weights_are_counted_as_numpy_counts_them():
    made = learner()
    made.step(25)
    found = measure(made, common=False)
    for i, block in enumerate(found["blocks"].tolist()):
        values = made.weights.views[block]["weight"].ravel().astype(np.float64)
        ends = found["low"][i], found["high"][i]
        expected, _ = np.histogram(values, 48, ends)
        np.testing.assert_allclose(found["density"][i, -1] * values.size, expected, atol=1.01)
        assert found["density"][i, -1].sum() == pytest.approx(1.0, abs=1e-5)
        assert found["spread"][i, -1] == pytest.approx(values.std(), rel=1e-5)


def test_activations_are_those_of_the_rows_at_the_newest_step():
    made = learner()
    made.step(10)
    found = measure(made, of="activations")
    values = made.activations(made.source.x[made.source.train])
    assert found["blocks"].tolist() == list(values)
    for i, block in enumerate(found["blocks"].tolist()):
        assert found["mean"][i, -1] == pytest.approx(values[block].mean(), abs=1e-4)
        assert found["spread"][i, -1] == pytest.approx(values[block].std(), rel=1e-3)


def test_past_activations_are_those_of_the_past():
    made = learner()
    values = made.activations(made.source.x[made.source.train])["a"]
    made.step(200)
    found = measure(made, of="activations")
    assert found["steps"][0] == 0
    assert found["spread"][0, 0] == pytest.approx(values.std(), rel=1e-3)


def test_gradients_are_counted_by_decades():
    made = learner(Fit(batch=1000))
    made.step(1)
    found = measure(made, of="gradients")
    assert found["steps"].tolist() == [1]
    logs = np.log10(np.abs(made.gradient.views["a"]["weight"]).ravel())
    assert found["mean"][0, 0] == pytest.approx(logs.mean(), abs=1e-4)
    assert found["low"][0] <= logs.min() + 1
    assert float(found["low"][0]).is_integer()


def test_there_are_no_gradients_before_the_first_step():
    assert len(measure(learner(), of="gradients")["steps"]) == 0


def test_norms_and_activation_blocks_have_pictures_of_their_own():
    made = learner(layers=(*busy_layers(), Activation(function="relu"), Dense(units=3)))
    made.step(20)
    before = made.weights.flat.copy()
    found = measure(made, of="activations")
    assert found["blocks"].tolist() == ["a", "b", "d", "e", "f", "fit-1"]
    norm = found["blocks"].tolist().index("b")
    assert found["spread"][norm, 0] == pytest.approx(1.0, abs=0.02)
    np.testing.assert_array_equal(made.weights.flat, before)


def test_one_scale_for_all_layers_or_one_each():
    made = learner()
    made.step(5)
    assert len(set(measure(made)["high"].tolist())) == 1
    made.weights.views["b"]["weight"] *= 100.0
    made.step(2)
    assert len(set(measure(made, common=False)["high"].tolist())) > 1


def test_few_steps_are_shown_and_most_of_them_stay():
    made = learner()
    shown = []
    for _ in range(12):
        made.step(100)
        steps = measure(made, most=12)["steps"].tolist()
        assert len(steps) <= 12
        assert steps[0] == 0
        assert steps[-1] == made.step_number == max(made.trail.kept)
        shown.append(set(steps[:-1]))
    assert sum(a <= b for a, b in zip(shown, shown[1:], strict=False)) >= 6


def test_what_is_known_is_not_worked_out_again(monkeypatch):
    made = learner()
    made.step(200)
    measure(made, of="activations")
    asked = []
    real = distributions.numbers_of
    monkeypatch.setattr(
        "playground.engine.probes.histograms.numbers_of",
        lambda *args: asked.append(args) or real(*args),
    )
    measure(made, of="activations")
    assert not asked


def test_a_branch_replaces_what_was_known_of_the_future():
    made = learner(Fit(rate=0.05))
    made.step(20)
    early = made.capture()
    made.step(20)
    first = measure(made)["mean"][:, -1]
    made.restore(early)
    assert measure(made)["steps"][-1] == 20
    made.weights.flat[:] *= 2
    made.step(20)
    again = measure(made)
    assert again["steps"][-1] == 40
    assert not np.allclose(again["mean"][:, -1], first)
    fresh = Histograms(bins=49).measure(made, (0, 0))
    np.testing.assert_allclose(again["mean"], fresh["mean"])


def test_a_diverged_learner_is_no_trouble():
    made = learner(Fit(rate=1e8))
    made.step(60)
    for of in ("weights", "activations", "gradients"):
        found = measure(made, of=of)
        assert np.isfinite(found["low"]).all()
        assert np.isfinite(found["density"]).all()
    made.weights.flat[:] = np.nan
    made.mark()
    assert not measure(made)["density"][:, -1].any()


def test_members_have_their_own():
    made = learner(Fit(members=2))
    made.step(5)
    a, b = (measure(made, member=m)["mean"] for m in (0, 1))
    assert not np.allclose(a, b)


def test_ranges_read_well():
    assert distributions.rounded(-0.93, 0.71) == (-1.0, 1.0)
    assert distributions.rounded(0.0, 1.0) == (0.0, 1.0)
    assert distributions.rounded(0.0, 0.0) == (-1.0, 1.0)
    assert distributions.rounded(float("nan"), 1.0) == (-1.0, 1.0)
