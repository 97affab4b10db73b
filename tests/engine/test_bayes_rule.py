"""Bayes' rule against exact answers, and what the lab does with odd priors."""

import numpy as np
import pytest
from scipy import stats

from playground.core.settings import SettingError, build
from playground.engine.believing.priors import beta_prior, coin_prior, grid
from playground.engine.labs.bayes_rule import BayesRule
from playground.engine.modelling.lab_learner import LabLearner
from playground.engine.probes.bayes import Bayes
from playground.kernels.beliefs import after_counts, entropy, interval, update, wilson_interval


def after(steps, seed=0, **settings):
    made = LabLearner("lab", build(BayesRule, settings), None, seed)
    made.step(steps)
    return made


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(("a", "b"), [(1.0, 1.0), (3.0, 4.0), (2.0, 8.0), (60.0, 60.0)])
def test_beta_priors_have_the_conjugate_answer(a, b, seed):
    made = after(50, seed, prior="beta", a=a, b=b)
    heads = int(made.block.seen(made.state).sum())
    exact = stats.beta(a + heads, b + 50 - heads)
    told = made.block.own_metrics(made.state)
    assert told["mean"] == pytest.approx(exact.mean(), abs=1e-6)
    assert told["spread"] == pytest.approx(exact.std(), rel=1e-4)
    # Of the 21 points, each stands for a cell of 0.005 around it.
    near = exact.cdf(0.7525) - exact.cdf(0.6475)
    assert told["belief"] == pytest.approx(near, abs=5e-4)
    own, _ = made.block.beliefs(made.state)
    np.testing.assert_allclose(own * 200, exact.pdf(grid(201)), atol=1e-6)


def test_a_prior_without_bounds_at_its_ends_comes_close():
    made = after(40, prior="beta", a=0.5, b=0.5)
    heads = int(made.block.seen(made.state).sum())
    exact = stats.beta(0.5 + heads, 0.5 + 40 - heads)
    assert made.block.own_metrics(made.state)["mean"] == pytest.approx(exact.mean(), abs=1e-3)


@pytest.mark.parametrize("story", ["coin", "test", "urn"])
def test_one_by_one_is_as_all_at_once(story):
    made = after(25, story=story, given=(1, 0))
    tale = made.block.tale()
    belief = tale.prior
    for outcome in made.block.seen(made.state):
        belief, _ = update(belief, tale.likelihood[:, outcome])
    own, _ = made.block.beliefs(made.state)
    np.testing.assert_allclose(own, belief, atol=1e-12)
    assert own.sum() == pytest.approx(1)


@pytest.mark.parametrize(("tests", "told"), [(0, 0.01), (1, 9 / 98.1), (2, 0.5025), (3, 0.9099)])
def test_a_positive_test_means_what_natural_frequencies_say(tests, told):
    made = after(0, story="test", given=(1,) * tests)
    assert made.block.own_metrics(made.state)["mean"] == pytest.approx(told, abs=2e-4)


@pytest.mark.parametrize("seed", range(5))
def test_people_who_see_the_same_come_together(seed):
    kept = {"prior": "beta", "a": 6.0, "second": "beta", "second_a": 2.0, "second_b": 6.0}
    apart = [after(n, seed, **kept).evaluate()["apart"][0] for n in (0, 20, 150)]
    assert apart[0] > apart[1] > apart[2]


def test_what_had_no_belief_never_gets_any():
    heights = (0.0,) * 11 + (1.0,) * 10
    made = after(200, prior="drawn", drawn=heights, bias=0.2, most=200)
    own, _ = made.block.beliefs(made.state)
    assert own[grid(201) < 0.5].max() == 0
    assert own.sum() == pytest.approx(1)


def test_one_tails_ends_the_belief_in_two_heads():
    assert after(0, prior="two-headed").block.tale().prior[-1] == pytest.approx(0.1)
    made = after(0, prior="two-headed", given=(0,))
    assert made.block.beliefs(made.state)[0][-1] == 0


def test_the_impossible_is_told_and_is_no_crash():
    made = after(3, story="urn", urns=(1.0, 1.0), urn=1, given=(0,))
    assert all(np.isnan(value) for value in made.block.own_metrics(made.state).values())
    arrays = Bayes().measure(made, (1, 1))
    assert not arrays["after"].any()
    assert all(np.isfinite(v).all() for v in arrays.values() if v.dtype.kind == "f")


@pytest.mark.parametrize("truth", [0.0, 1.0])
def test_a_coin_that_always_falls_alike(truth):
    made = after(300, bias=truth)
    assert made.finished == "all observations are made"
    told = made.block.own_metrics(made.state)
    assert told["mean"] == pytest.approx(truth, abs=0.01)
    assert told["belief"] > 0.99


def test_observations_by_hand_count_at_once_and_come_first():
    made = after(5)
    before = made.block.seen(made.state)
    made.tune(build(BayesRule, {"given": (1, 1, 0)}))
    np.testing.assert_array_equal(made.block.seen(made.state), [1, 1, 0, *before])
    assert made.evaluate()["mean"][0] == pytest.approx(
        (1 + before.sum() + 2) / (2 + len(before) + 3), abs=1e-6
    )


def test_the_coin_falls_as_often_on_heads_as_it_should():
    made = after(5000, most=5000)
    low, high = wilson_interval(int(made.state["outcomes"].sum()), 5000)
    assert low <= 0.7 <= high


def test_a_drawn_prior_is_what_was_drawn():
    belief = coin_prior("drawn", 201, (1, 1), (0.0, 1.0, 0.0))
    assert belief.sum() == pytest.approx(1)
    assert belief.argmax() == 100
    np.testing.assert_allclose(belief[50] / belief[100], 0.5)
    even = beta_prior(201, 1.0, 1.0)
    for heights in ((), (0.0, 0.0), (0.4,), (1.0, 1.0)):
        np.testing.assert_allclose(coin_prior("drawn", 201, (1, 1), heights), even)


def test_the_urn_of_the_balls_is_found():
    made = after(100, story="urn", urn=2)
    own, _ = made.block.beliefs(made.state)
    assert own.argmax() == 1
    drawn = build(BayesRule, {"story": "urn", "drawn": (1.0, 0.0, 1.0)}).tale().prior
    np.testing.assert_allclose(drawn, [0.5, 0.0, 0.5])


@pytest.mark.parametrize(
    ("settings", "name"),
    [({"urns": (0.5,)}, "urns"), ({"story": "urn", "urn": 4}, "urn"), ({"bias": 1.2}, "bias"),
     ({"given": (2,)}, "given"), ({"drawn": (-0.1,)}, "drawn")],
)  # fmt: skip
def test_what_cannot_be_is_refused_in_words(settings, name):
    with pytest.raises(SettingError, match=name):
        build(BayesRule, settings)


def test_bayes_rule_holds_for_any_numbers():
    rng = np.random.default_rng(0)
    for _ in range(20):
        prior, likelihood = rng.dirichlet(np.ones(7)), rng.random((7, 3))
        counts = rng.integers(0, 40, 3)
        direct = prior * np.prod(likelihood**counts, axis=1)
        np.testing.assert_allclose(after_counts(prior, likelihood, counts),
                                   direct / direct.sum(), rtol=1e-9)  # fmt: skip


def test_thousands_of_observations_do_no_harm():
    belief = after_counts(beta_prior(201, 1, 1), np.stack([1 - grid(201), grid(201)], 1),
                          np.array([30_000, 70_000]))  # fmt: skip
    assert belief.sum() == pytest.approx(1)
    assert grid(201)[belief.argmax()] == pytest.approx(0.7)


def test_entropy_and_interval_are_those_of_scipy():
    belief = np.random.default_rng(1).dirichlet(np.ones(50), 4)
    np.testing.assert_allclose(entropy(belief), stats.entropy(belief, base=2, axis=1))
    exact = stats.beta(8, 3)
    low, high = interval(beta_prior(1001, 8, 3), grid(1001))
    np.testing.assert_allclose([low, high], exact.interval(0.95), atol=2e-3)


def test_wilson_is_that_of_scipy():
    for wins, trials in ((0, 5), (3, 10), (667, 1000), (20, 20)):
        exact = stats.binomtest(wins, trials).proportion_ci(0.9999, "wilson")
        np.testing.assert_allclose(wilson_interval(wins, trials), exact, atol=1e-5)


@pytest.mark.parametrize("span", ["newest", "all"])
def test_the_probe_shows_a_product(span):
    made = after(30, second="fair", given=(0, 1))
    arrays = Bayes(span=span).measure(made, (1, 1))
    product = arrays["before"] * arrays["likelihood"]
    np.testing.assert_allclose(product / product.sum(), arrays["after"], atol=1e-12)
    assert arrays["evidence"] == pytest.approx(product.sum())
    theirs = arrays["second_before"] * arrays["likelihood"]
    np.testing.assert_allclose(theirs / theirs.sum(), arrays["second_after"], atol=1e-12)
    assert arrays["times"][-1] == 32
    assert arrays["means"][-1, 0] == pytest.approx(made.evaluate()["mean"][0])
    assert arrays["lows"].shape == arrays["highs"].shape == arrays["means"].shape


def test_the_one_fed_by_hand_can_be_the_newest():
    made = after(9, given=(0,), bias=1.0)
    assert Bayes().measure(made, (1, 1))["newest"] == 1
    arrays = Bayes(by_hand=True).measure(made, (1, 1))
    assert arrays["newest"] == 0
    product = arrays["before"] * arrays["likelihood"]
    np.testing.assert_allclose(product / product.sum(), arrays["after"], atol=1e-12)
