"""Learning: members as separate runs, captures, tuning, frozen blocks, honest numbers."""

import numpy as np
import pytest
import torch
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.metrics import accuracy_score, log_loss, r2_score
from sklearn.preprocessing import StandardScaler
from small_learners import busy_layers, joined, learner, numbers_of, rows, same

from playground.core.settings import build, plain
from playground.engine.batches import Batch
from playground.engine.choices import LOSSES, OPTIMIZERS, SCHEDULES
from playground.engine.heads.fit import Fit
from playground.engine.layers.batch_norm import BatchNorm
from playground.engine.layers.dense import Dense
from playground.engine.layers.dropout import Dropout
from playground.engine.optimizers.adam import Adam
from playground.engine.optimizers.momentum import Momentum
from playground.engine.optimizers.sgd import Sgd
from playground.engine.training.supervised import Supervised
from playground.engine.transforms.standardise import Standardise

FITS = {
    **{f"optimizer {k}": Fit(optimizer=OPTIMIZERS[k](), rate=OPTIMIZERS[k].default_rate)
       for k in OPTIMIZERS},
    **{f"schedule {k}": Fit(schedule=SCHEDULES[k](), planned=90) for k in SCHEDULES},
    "penalties": Fit(l1=0.01, l2=0.02, clip=0.5),
    "whole batch": Fit(batch=1000),
    "single rows": Fit(batch=1),
    "partial batch": Fit(batch=64),
    "stops": Fit(stop_at_loss=0.4, stop_on_plateau=50, early_stopping=40),
}  # fmt: skip
EVERY_FIT = pytest.mark.parametrize("fit", FITS.values(), ids=FITS)


def with_members(fit, count):
    return build(Fit, {**plain(fit), "members": count})


def noisy():
    return rows(size=101, validation_share=0.2, noise=0.5)


@EVERY_FIT
@pytest.mark.parametrize("members", [2, 5])
def test_members_equal_separate_runs_bit_for_bit(fit, members):
    data = noisy()
    together = learner(with_members(fit, members), busy_layers(), data, seed=3)
    told = together.step(130)
    reached = together.evaluate()
    for m in range(members):
        alone = learner(fit, busy_layers(), data, seed=3 + m)
        alone_told = alone.step(130)
        count = len(alone_told.steps)
        assert np.array_equal(told.loss[:count, m], alone_told.loss[:, 0])
        assert np.array_equal(together.weights.flat[m], alone.weights.flat[0])
        for name, values in alone.evaluate().items():
            assert np.array_equal(reached[name][m], values[0], equal_nan=True), name


@pytest.mark.parametrize("members", [3, 64])
@pytest.mark.parametrize(
    ("kind", "loss"),
    [
        (kind, loss)
        for kind, target in (
            ("circle", "class"), ("sine", "value"), ("digits", "class"), ("iris", "class"),
        )
        for loss in ("", *LOSSES)
        if not loss or LOSSES[loss]().suits(target)
    ],
)  # fmt: skip
def test_members_equal_separate_runs_on_every_kind_of_data(kind, loss, members):
    data = rows(kind, size=130)
    made = {"loss": LOSSES[loss]() if loss else None, "rate": 0.003}
    layers = (Dense(units=17, activation="elu"), BatchNorm(), Dense(units=33, activation="silu"))
    together = learner(Fit(**made, members=members), layers, data)
    told = together.step(40)
    for m in (0, members - 1):
        alone = learner(Fit(**made), layers, data, seed=m)
        assert np.array_equal(alone.step(40).loss[:, 0], told.loss[:, m])
        assert np.array_equal(alone.weights.flat[0], together.weights.flat[m])
        for name, values in alone.evaluate().items():
            assert values[0] == together.evaluate()[name][m], name
        assert np.array_equal(alone.decide(data.x)[0], together.decide(data.x)[m])
        one = slice(m, m + 1)
        assert np.array_equal(together.decide(data.x, one), together.decide(data.x)[one])


@EVERY_FIT
def test_restoring_equals_going_on_bit_for_bit(fit):
    data = noisy()
    first = learner(with_members(fit, 2), busy_layers(), data)
    first.step(37)
    state = first.capture()
    kept = first.capture()
    told = first.step(61)
    after = first.capture()
    assert same(state, kept)
    for other in (learner(with_members(fit, 2), busy_layers(), data), first):
        other.restore(state)
        assert same(other.capture(), state)
        assert same(numbers_of(other.step(61)), numbers_of(told))
        assert same(other.capture(), after)


@EVERY_FIT
def test_one_seed_gives_one_run_and_another_seed_another(fit):
    data = noisy()
    runs = [learner(fit, busy_layers(), data, seed=seed) for seed in (4, 4, 5)]
    told = [numbers_of(run.step(60)) for run in runs]
    assert same(told[0], told[1])
    assert same(runs[0].capture(), runs[1].capture())
    assert not np.array_equal(runs[0].weights.flat, runs[2].weights.flat)


def test_cutting_a_run_into_calls_changes_nothing():
    whole, parts = learner(Fit(batch=30), busy_layers()), learner(Fit(batch=30), busy_layers())
    told = whole.step(90)
    pieces = joined([parts.step(n) for n in (1, 2, 40, 7, 40)])
    assert same(pieces, {key: numbers_of(told)[key] for key in pieces})
    assert same(whole.capture(), parts.capture())


def test_looking_changes_nothing():
    watched, alone = learner(Fit(), busy_layers()), learner(Fit(), busy_layers())
    x = watched.source.x
    for _ in range(30):
        watched.step(1)
        watched.evaluate()
        watched.decide(x)
        watched.activations(x)
        watched.capture()
    alone.step(30)
    assert same(watched.capture(), alone.capture())


def test_members_of_one_seed_share_rows_and_stay_equal():
    one = learner(Fit(batch=16, members=3), busy_layers(), seed=2)
    fit = Supervised(one.objective, one.feed, (2, 2, 7), one.plan, "cpu")
    fit.step(40)
    assert np.array_equal(fit.weights.flat[0], fit.weights.flat[1])
    assert not np.array_equal(fit.weights.flat[0], fit.weights.flat[2])


def test_a_frozen_block_never_moves_and_the_rest_learns():
    plain = Fit(optimizer=Momentum(), rate=0.1, l2=0.1)
    fit = learner(plain, busy_layers(), frozen=("a", "b"))
    before = {b: {n: v.copy() for n, v in fit.weights.views[b].items()} for b in "abd"}
    fit.step(50)
    for block in "ab":
        for name in ("weight", "bias", "scale", "shift"):
            if name in before[block]:
                assert np.array_equal(before[block][name], fit.weights.views[block][name])
    assert not np.array_equal(before["d"]["weight"], fit.weights.views["d"]["weight"])
    assert "a" not in fit.weights.layout.parameters()


def test_tuning_the_rate_neither_resets_nor_forgets():
    slow, tuned = learner(Fit(rate=0.01)), learner(Fit(rate=0.01))
    slow.step(40)
    tuned.step(40)
    before = tuned.capture()
    tuned.tune(Fit(rate=0.05).plan())
    assert same(tuned.capture(), before)
    tuned.tune(Fit(rate=0.01).plan())
    slow.step(40)
    tuned.step(40)
    assert same(slow.capture(), tuned.capture())
    tuned.tune(Fit(rate=0.05).plan())
    slow.step(1)
    tuned.step(1)
    assert not np.array_equal(slow.weights.flat, tuned.weights.flat)


def test_another_rule_starts_with_empty_memory_and_a_seek_back_is_taken():
    fit = learner(Fit(optimizer=Adam()))
    fit.step(20)
    state = fit.capture()
    fit.tune(Fit(optimizer=Sgd(), rate=0.1).plan())
    fit.step(5)
    assert fit.capture()["descent"] == [{}]
    fit.restore(state)
    assert fit.step_number == 20
    fit.step(5)
    fit.tune(Fit(optimizer=Momentum(), rate=0.1).plan())
    fit.restore(state)
    assert not any(v.any() for v in fit.capture()["descent"][0].values())


def test_tuning_the_batch_size_takes_effect_on_the_next_step():
    fit = learner(Fit(batch=16))
    fit.step(7)
    fit.tune(Fit(batch=1000).plan())
    whole = fit.evaluation.parts["train"]
    batch = Batch(whole.x, whole.y, None, fit.seeds, fit.step_number)
    expected = fit.objective.gradient(fit.weights, batch, fit.weights.like())
    assert fit.step(1).loss[0, 0] == pytest.approx(expected[0], rel=1e-6)


def test_a_trailing_partial_batch_is_the_mean_over_its_own_rows():
    data = rows(size=50, test_share=0.0)
    fit = learner(Fit(optimizer=Sgd(), rate=0.5, batch=16), (Dense(units=4, activation="tanh"),),
                  data)  # fmt: skip
    model = torch.nn.Sequential(torch.nn.Linear(2, 4), torch.nn.Tanh(), torch.nn.Linear(4, 2))
    for place, block in ((0, "a"), (2, "fit-1")):
        own = fit.weights.views[block]
        model[place].weight.data = torch.tensor(own["weight"][0].T.copy())
        model[place].bias.data = torch.tensor(own["bias"][0].copy())
    rule = torch.optim.SGD(model.parameters(), lr=0.5)
    lengths = []
    for step in range(8):
        batch = fit.lanes[0].batch(step)
        lengths.append(batch.y.shape[1])
        rule.zero_grad()
        y = torch.tensor(batch.y[0].argmax(axis=-1))
        loss = torch.nn.functional.cross_entropy(model(torch.tensor(batch.x["data"][0])), y)
        loss.backward()
        rule.step()
        assert fit.step(1).loss[0, 0] == pytest.approx(loss.item(), rel=1e-5)
    assert lengths == [16, 16, 16, 2] * 2
    assert np.allclose(fit.weights.views["a"]["weight"][0], model[0].weight.detach().T, atol=1e-5)


def test_nothing_is_carried_over_between_steps():
    fit = learner(Fit(optimizer=Sgd(), batch=32))
    fit.step(10)
    dirty = fit.capture()
    fit.gradient.flat[...] = np.nan
    told = fit.step(1)
    clean = learner(Fit(optimizer=Sgd(), batch=32))
    clean.restore(dirty)
    assert same(numbers_of(clean.step(1)), numbers_of(told))
    assert same(clean.capture(), fit.capture())


def test_metrics_of_classes_match_scikit_learn():
    data = rows("iris", size=150, validation_share=0.2)
    fit = learner(Fit(rate=0.02), data=data)
    fit.step(60)
    told, scores = fit.evaluate(), fit.decide(data.x)[0]
    assert np.allclose(scores.sum(axis=-1), 1, atol=1e-6)
    for part, index in data.parts.items():
        y = data.y[index]
        assert told[f"{part}_accuracy"][0] == accuracy_score(y, scores[index].argmax(axis=-1))
        exact = scores[index].astype(np.float64)
        peer = log_loss(y, exact / exact.sum(axis=-1, keepdims=True), labels=[0, 1, 2])
        assert told[f"{part}_loss"][0] == pytest.approx(peer, rel=1e-5)


def test_metrics_of_values_match_scikit_learn():
    data = rows("diabetes", size=300)
    fit = learner(Fit(rate=0.02), data=data)
    fit.step(30)
    told, values = fit.evaluate(), fit.decide(data.x)[0]
    for part in ("train", "test"):
        y = data.y[data.parts[part]]
        assert told[f"{part}_r2"][0] == pytest.approx(
            r2_score(y, values[data.parts[part]]), rel=1e-5
        )


def test_baselines_are_the_best_constant_prediction():
    data = rows(size=150)
    fit = learner(data=data)
    share = np.bincount(data.y[data.train]) / len(data.train)
    told = fit.evaluation.baselines
    assert told["train_loss"] == pytest.approx(-(share * np.log(share)).sum())
    assert told["train_accuracy"] == pytest.approx(share.max())
    values = learner(data=rows("sine")).evaluation.baselines
    assert values["train_r2"] == pytest.approx(0, abs=1e-9)


def test_evaluation_is_in_predict_mode_over_the_whole_part():
    fit = learner(Fit(), (Dense(units=6), BatchNorm(), Dropout(drop=0.8)))
    fit.step(20)
    assert fit.evaluate()["train_loss"][0] == fit.evaluate()["train_loss"][0]
    (given,) = fit.evaluation.parts["train"].x.values()
    assert given.shape[1] == len(fit.source.train)


def test_the_best_member_is_known_after_a_restore():
    fit = learner(Fit(members=4, rate=0.05))
    fit.step(100)
    other = learner(Fit(members=4, rate=0.05))
    other.restore(fit.capture())
    losses = fit.evaluate()["train_loss"]
    assert len(set(losses)) > 1
    assert other.best_member == fit.best_member == losses.argmin()


@pytest.mark.parametrize("wrong", [{"members": 2}, {"layers": (Dense(units=3),)}])
def test_a_state_of_another_network_is_refused(wrong):
    state = learner(Fit(members=wrong.get("members", 1)), wrong.get("layers")).capture()
    fit = learner()
    before = fit.capture()
    with pytest.raises(ValueError, match="another network"):
        fit.restore(state)
    assert same(fit.capture(), before)


def test_a_capture_holds_nothing_but_plain_data():
    def simple(value):
        if isinstance(value, dict):
            return all(isinstance(k, str) and simple(v) for k, v in value.items())
        if isinstance(value, list):
            return all(simple(v) for v in value)
        return value is None or type(value) in (int, float, str, bool, np.ndarray)

    fit = learner(Fit(early_stopping=20), busy_layers(), rows(validation_share=0.2))
    fit.step(50)
    assert simple(fit.capture())


def test_activations_are_what_every_layer_gives():
    fit = learner(Fit(members=2))
    x = fit.source.x[:9]
    found = fit.activations(x)
    assert list(found) == ["a", "b", "fit-1"]
    assert found["a"].shape == (2, 9, 6)
    w = fit.weights.views["a"]
    expected = np.tanh(x.astype(np.float32) @ w["weight"] + w["bias"][:, None])
    assert np.allclose(found["a"], expected, atol=1e-6)


@pytest.mark.parametrize("kind", ["circle", "sine"])
def test_no_rows_give_no_answers(kind):
    fit = learner(data=rows(kind))
    assert fit.decide(fit.source.x[:0]).shape == (1, 0, fit.source.outputs)


def test_a_standardised_target_is_learned_in_its_units_and_shown_in_its_own():
    data = rows("diabetes", size=442)
    whole = (Standardise(target=True),)
    fit = learner(Fit(rate=0.02, batch=64, members=2), (), data, transforms=whole)
    assert fit.evaluation.baselines["train_loss"] == pytest.approx(1.0)
    fit.step(600)
    x, y = StandardScaler().fit(data.x[data.train]).transform(data.x), data.y
    peer = LinearRegression().fit(x[data.train], y[data.train])
    assert np.allclose(fit.decide(data.x)[0], peer.predict(x), atol=8)
    told = fit.evaluate()
    for part in ("train", "test"):
        own, index = fit.decide(data.x)[1], data.parts[part]
        assert told[f"{part}_r2"][1] == pytest.approx(r2_score(y[index], own[index]), rel=1e-5)
        loss = np.square((own[index] - y[index]) / y[data.train].std()).mean()
        assert told[f"{part}_loss"][1] == pytest.approx(loss, rel=1e-4)


def test_a_fit_straight_on_the_data_is_logistic_regression():
    data = rows("moons", size=200, noise=0.4)
    fit = learner(Fit(rate=0.1, batch=1000), (), data)
    fit.step(3000)
    x, y = data.x[data.train], data.y[data.train]
    peer = LogisticRegression(C=np.inf, tol=1e-8).fit(x, y)
    assert np.allclose(fit.decide(data.x)[0], peer.predict_proba(data.x), atol=2e-3)
