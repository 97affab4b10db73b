"""Maximum entropy: answers that are known, moments, slopes, and what cannot be."""

import numpy as np
import pytest
import torch
from scipy import stats
from scipy.special import logsumexp

from playground.core.settings import SettingError, build, plain
from playground.engine.catalogue import OBJECTIVES
from playground.engine.heads.fit import Fit
from playground.engine.probe import Descends
from playground.engine.probes.entropy import Entropy

TASKS = {
    "coin": {"outcomes": "two outcomes", "known": "nothing"},
    "biased coin": {"outcomes": "two outcomes", "known": "mean", "mean": 0.3},
    "die": {"outcomes": "die", "known": "mean", "mean": 4.5},
    "die with spread": {"outcomes": "die", "mean": 3.0, "variance": 2.0},
    "uniform": {"known": "nothing"},
    "exponential": {"outcomes": "half-line", "known": "mean"},
    "normal": {},
    "half a normal": {"outcomes": "half-line", "mean": 2.0, "variance": 3.0},
    "four moments": {"known": "four moments", "skewness": 0.4, "kurtosis": 2.6},
}
every = pytest.mark.parametrize("task", TASKS)


def wanted(settings):
    return build(OBJECTIVES["maximum-entropy"], settings)


def learner(settings, seed=0, **fit):
    return build(Fit, fit).minimise(wanted(settings), "f", seed, "cpu")


def shares(made):
    return made.function.shares(made.weights.flat)[0]


def distance(p, q):
    return 0.5 * np.abs(p - q).sum()


@every
def test_the_gradient_is_that_of_finite_differences(task):
    f, h = wanted(TASKS[task]), 1e-6
    w = f.starts((0, 1)) + 0.05 * np.random.default_rng(0).normal(size=(2, f.dimension))
    ends = [(f.value(w + h * s), f.value(w - h * s)) for s in np.eye(f.dimension)]
    found = np.stack([(high - low) / (2 * h) for high, low in ends], axis=-1)
    np.testing.assert_allclose(f.gradient(w), found, rtol=1e-6, atol=1e-7)


def test_value_and_gradient_are_those_of_torch():
    f = wanted(TASKS["half a normal"])
    w = torch.tensor([0.3, -0.4], dtype=torch.float64, requires_grad=True)
    table, target = (torch.tensor(part) for part in f.table())
    value = torch.logsumexp(table @ w, dim=0) - w @ target
    value.backward()
    here = w.detach().numpy()
    np.testing.assert_allclose(f.value(here), value.item(), rtol=1e-12)
    np.testing.assert_allclose(f.gradient(here), w.grad, rtol=1e-10)


@pytest.mark.parametrize(("optimizer", "rate"), [("adam", 0.03), ("sgd", 0.1), ("l-bfgs", 1.0)])
@pytest.mark.parametrize("task", ["uniform", "exponential", "normal"])
def test_the_famous_three_come_out(task, optimizer, rate):
    made = learner(TASKS[task], optimizer={"kind": optimizer}, rate=rate)
    made.step(400)
    x = made.function.places
    step = x[1] - x[0]
    law = {
        "uniform": stats.uniform(-12, 24), "exponential": stats.expon(),
        "normal": stats.norm(1.0, 2.0),
    }[task]  # fmt: skip
    exact = law.cdf(x + step / 2) - law.cdf(x - step / 2)
    assert distance(shares(made), exact) < 1e-3
    assert made.evaluate()["distance"] < 1e-3
    assert made.function.answer == task


@every
def test_moments_are_met_and_no_other_distribution_has_more_entropy(task):
    made = learner(TASKS[task], optimizer={"kind": "l-bfgs"}, rate=1.0)
    made.step(200)
    f, p = made.function, shares(made)
    assert distance(p, f.exact) < 1e-3
    known = f.places[:, None] ** np.arange(f.count + 1)
    if f.count:
        assert made.evaluate()["moment_gap"] < 1e-6
        assert abs(p @ f.places - f.mean) < 1e-5
    # Any change that leaves total and moments alone costs entropy.
    away = np.random.default_rng(0).normal(size=(50, len(p))) * p
    scaled = known / np.abs(known).max(axis=0)
    basis, _ = np.linalg.qr(scaled)
    away -= away @ basis @ basis.T
    other = p + 1e-3 * away
    other = other[(other > 0).all(axis=1)]
    entropies = -(other * np.log(other)).sum(axis=1)
    assert (entropies <= made.evaluate()["entropy"] + 1e-9).all()


def test_the_lowest_value_of_the_dual_is_the_largest_entropy():
    made = learner({}, optimizer={"kind": "l-bfgs"}, rate=1.0)
    made.step(100)
    told = made.evaluate()
    np.testing.assert_allclose(told["train_loss"], told["entropy"], rtol=1e-9)
    # Of a normal distribution, in cells of that width.
    step = np.diff(made.function.places)[0]
    np.testing.assert_allclose(told["entropy"], stats.norm(1, 2).entropy() - np.log(step), 1e-5)


def test_a_loaded_die_is_the_one_of_jaynes():
    """Mean 4.5: 0.05435, 0.07877, 0.11416, 0.16545, 0.23977, 0.34749 (Jaynes, 1978)."""
    made = learner(TASKS["die"])
    made.step(600)
    jaynes = [0.05435, 0.07877, 0.11416, 0.16545, 0.23977, 0.34749]
    np.testing.assert_allclose(shares(made), jaynes, atol=2e-5)


def test_two_outcomes_of_which_nothing_is_known_are_alike():
    made = learner(TASKS["coin"])
    before = made.evaluate()["entropy"]
    made.step(300)
    np.testing.assert_allclose(shares(made), [0.5, 0.5], atol=1e-4)
    np.testing.assert_allclose(made.evaluate()["entropy"], np.log(2), rtol=1e-6)
    assert before < 0.5


def test_multipliers_are_told_in_powers_of_the_outcome():
    made = learner({}, optimizer={"kind": "l-bfgs"}, rate=1.0)
    made.step(100)
    told = Entropy().measure(made, (0, 0))
    np.testing.assert_allclose(told["multipliers"], [1 / 4, -1 / 8], rtol=1e-3)
    np.testing.assert_allclose(told["moments"], told["wanted"], rtol=1e-6)
    logits = told["multipliers"][0] * told["x"] + told["multipliers"][1] * told["x"] ** 2
    np.testing.assert_allclose(told["shares"][0], np.exp(logits - logsumexp(logits)), rtol=1e-5)


@every
def test_the_probe_changes_nothing_and_stands_members(task):
    made = learner(TASKS[task], members=3, seed=2)
    made.step(15)
    before = made.weights.flat.copy()
    told = Entropy(member=2).measure(made, (0, 0))
    np.testing.assert_array_equal(before, made.weights.flat)
    np.testing.assert_allclose(told["shares"].sum(axis=1), 1)
    assert len(told["moments"]) == len(told["names"]) == made.function.count
    assert isinstance(made, Descends)
    assert made.facts.shows == ("entropy", "descent")


@every
def test_settings_make_the_round_trip_and_members_are_as_alone(task):
    f = wanted(TASKS[task])
    assert build(type(f), plain(f)) == f
    w = f.starts(tuple(range(4))) + 0.1
    np.testing.assert_allclose(f.value(w), [f.value(one) for one in w], rtol=1e-12)
    alone = [f.gradient(one) for one in w]
    np.testing.assert_allclose(f.gradient(w), alone, rtol=1e-9, atol=1e-12)


def test_random_starts_differ_by_seed_and_all_get_there():
    made = learner({"begin": "random"}, members=5, optimizer={"kind": "sgd"}, rate=0.1)
    assert len(np.unique(made.weights.flat[:, 0])) == 5
    made.step(600)
    assert (made.evaluate()["distance"] < 1e-3).all()


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"mean": 15.0}, "^mean: no distribution has it"),
        ({"outcomes": "die", "known": "mean", "mean": 6.0}, "^mean: no distribution has it"),
        ({"outcomes": "two outcomes", "known": "mean"}, "^mean: no distribution has it"),
        ({"variance": 1000.0}, "^variance: no distribution has it"),
        ({"variance": 1e-4}, "^variance: no distribution has it"),
        ({"outcomes": "two outcomes", "mean": 0.5}, "^known: the mean alone settles"),
        ({"known": "four moments", "skewness": 2.0}, "^kurtosis: no distribution has it"),
        ({"known": "four moments", "variance": 40.0, "kurtosis": 10.0}, "^kurtosis: no dist"),
        ({"variance": -1.0}, "^variance"),
    ],
)
def test_impossible_moments_are_refused_in_words(settings, told):
    with pytest.raises(SettingError, match=told):
        wanted(settings)


def test_moments_at_the_edge_of_the_possible_go_on_without_a_crash():
    made = learner({"mean": 11.9, "variance": 0.3}, optimizer={"kind": "sgd"}, rate=0.5)
    made.step(300)
    assert np.isfinite(shares(made)).all()
    assert np.isfinite(made.function.exact).all()
