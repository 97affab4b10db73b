import pytest

from playground.document.lesson import Claim, Comparison, Promise
from playground.document.promise import check_claim, check_comparison, check_promise


def runs(**by_learner):
    """Return metrics by seed from learner=[accuracy of seed 0, of seed 1, ...]."""
    count = max(len(values) for values in by_learner.values())
    return {
        seed: {learner: {"test_accuracy": values[seed]} for learner, values in by_learner.items()}
        for seed in range(count)
    }


def claim(at, value, seeds=(0, 1), of="each", metric="test_accuracy"):
    return Claim("fit", metric, at, value, 100, seeds, of)


@pytest.mark.parametrize(
    ("told", "found", "holds"),
    [
        (claim("at_least", 0.9), [0.9, 0.95], True),
        (claim("at_least", 0.9), [0.89, 0.95], False),
        (claim("at_least", 0.9, of="mean"), [0.88, 0.95], True),
        (claim("at_least", 0.9, of="mean"), [0.8, 0.95], False),
        (claim("at_most", 0.6), [0.5, 0.6], True),
        (claim("at_most", 0.6), [0.5, 0.61], False),
        (claim("between", (0.4, 0.6)), [0.4, 0.6], True),
        (claim("between", (0.4, 0.6)), [0.39, 0.5], False),
        (claim("at_least", 0.9), [[0.9, 0.95], [0.92, 1.0]], True),
        (claim("at_least", 0.9), [[0.9, 0.95], [0.92, 0.1]], False),
        (claim("at_least", 0.9), [0.95, None], False),
        (claim("at_most", 0.9), [0.5, None], False),
        (claim("at_most", 0.9), [0.5, [0.4, None]], False),
    ],
)
def test_check_claim(told, found, holds):
    verdict = check_claim(told, runs(fit=found))
    assert verdict.holds is holds
    assert verdict.sentence.startswith("fit: test accuracy ")
    assert verdict.sentence.endswith(".")


def test_the_sentences():
    told = claim("at_least", 0.9)
    assert check_claim(told, runs(fit=[0.92, 0.95])).sentence == (
        "fit: test accuracy is 0.92 to 0.95 for every seed, at least 0.9 as promised."
    )
    assert check_claim(told, runs(fit=[0.92, 0.5])).sentence == (
        "fit: test accuracy should be at least 0.9, but is 0.5 with seed 1."
    )
    assert "diverged with seed 1" in check_claim(told, runs(fit=[0.92, None])).sentence


def test_divergence_may_be_promised():
    metrics = {0: {"fit": {"train_loss": None}}}
    assert check_claim(claim("at_least", 10.0, (0,), metric="train_loss"), metrics).holds
    assert not check_claim(claim("at_most", 10.0, (0,), metric="train_loss"), metrics).holds


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (claim("at_least", 0.9, (0, 5)), "seed 5 was not run"),
        (Claim("ghost", "test_accuracy", "at_least", 0.9, seeds=(0,)), "no learner 'ghost'"),
        (claim("at_least", 0.9, metric="inertia"), "it has test_accuracy"),
        (claim("at_least", 0.9, ()), "no seed"),
    ],
)
def test_what_was_not_measured_does_not_hold(told, words):
    verdict = check_claim(told, runs(fit=[1.0, 1.0]))
    assert not verdict.holds
    assert words in verdict.sentence


@pytest.mark.parametrize(
    ("ours", "theirs", "of", "holds"),
    [
        ([0.9, 0.8], [0.7, 0.6], "each", True),
        ([0.9, 0.65], [0.7, 0.6], "each", False),
        ([0.9, 0.75], [0.7, 0.6], "mean", True),
        ([[0.9, 0.8], 0.9], [[0.7, 0.6], 0.1], "each", True),
        ([[0.9, 0.8], 0.9], [[0.7, 0.75], 0.1], "each", False),
        ([[0.9, 0.8], 0.9], [0.7, 0.1], "each", True),
    ],
)
def test_check_comparison(ours, theirs, of, holds):
    told = Comparison("a", "test_accuracy", "b", 0.1, 100, (0, 1), of)
    verdict = check_comparison(told, runs(a=ours, b=theirs))
    assert verdict.holds is holds
    assert "over b" in verdict.sentence


def test_a_promise_is_judged_line_by_line():
    told = Promise(
        100, (claim("at_least", 0.5),), (Comparison("fit", "test_accuracy", "b", 2.0, seeds=(0,)),)
    )
    verdicts = check_promise(told, runs(fit=[0.9, 0.9], b=[0.1, 0.1]))
    assert [verdict.holds for verdict in verdicts] == [True, False]
