"""Whether a promise holds, given what training came to."""

from collections.abc import Callable, Iterator, Mapping
from math import inf, isfinite
from statistics import fmean
from typing import TypeAlias

import msgspec

from playground.document.lesson import Claim, Comparison, Promise

Metrics: TypeAlias = Mapping[str, Mapping[str, float | list[float | None] | None]]
"""By learner and metric a number, a list of them by member, or None where training diverged."""

BySeed: TypeAlias = Mapping[int, Metrics]


class Verdict(msgspec.Struct, frozen=True):
    """Whether one claim or comparison holds, and one sentence that says why."""

    holds: bool
    sentence: str


class _Missing(Exception):
    """A number that the claim is about was not measured."""


def check_promise(promise: Promise, metrics: BySeed) -> list[Verdict]:
    """Return a verdict for every claim and every comparison of a promise, in order."""
    return [
        *(check_claim(claim, metrics) for claim in promise.claims),
        *(check_comparison(comparison, metrics) for comparison in promise.comparisons),
    ]


def check_claim(claim: Claim, metrics: BySeed) -> Verdict:
    """Say whether a claim holds.

    A loss that diverged counts as infinite, so that a claim may promise divergence; any other
    metric that diverged fulfils no claim.

    Parameters
    ----------
    metrics
        Metrics after ``claim.steps`` steps, for each of the seeds.
    """
    low, high = _bounds(claim)
    wanted = {
        "at_least": f"at least {low:g}",
        "at_most": f"at most {high:g}",
        "between": f"between {low:g} and {high:g}",
    }[claim.at]
    name = f"{claim.learner}: {_words(claim.metric)}"
    return _verdict(
        name,
        wanted,
        claim,
        lambda seed: _measured(metrics, seed, claim.learner, claim.metric),
        lambda value: low <= value <= high,
    )


def check_comparison(comparison: Comparison, metrics: BySeed) -> Verdict:
    """Say whether one learner's metric exceeds another's by as much as promised.

    Members are compared one by one where both learners have as many, else their means are.
    """

    def lead(seed: int) -> list[float]:
        ours = _measured(metrics, seed, comparison.learner, comparison.metric)
        theirs = _measured(metrics, seed, comparison.better_than, comparison.metric)
        if len(ours) != len(theirs):
            ours, theirs = [fmean(ours)], [fmean(theirs)]
        return [a - b for a, b in zip(ours, theirs, strict=True)]

    name = (
        f"{comparison.learner}: lead in {_words(comparison.metric)} over {comparison.better_than}"
    )
    wanted = f"at least {comparison.by:g}"
    return _verdict(name, wanted, comparison, lead, lambda value: value >= comparison.by)


def _verdict(
    name: str,
    wanted: str,
    claim: Claim | Comparison,
    measure: Callable[[int], list[float]],
    right: Callable[[float], bool],
) -> Verdict:
    """Judge the numbers of every seed, or their mean."""
    try:
        found = [(seed, value) for seed in claim.seeds for value in measure(seed)]
    except _Missing as missing:
        return Verdict(False, f"{name} should be {wanted}, but {missing}.")
    if not found:
        return Verdict(False, f"{name} should be {wanted}, but no seed is named.")
    if claim.of == "mean":
        value = fmean(value for _, value in found)
        if right(value):
            return Verdict(True, f"{name} is {value:.4g} in the mean, {wanted} as promised.")
        return Verdict(False, f"{name} should be {wanted} in the mean, but is {value:.4g}.")
    for seed, value in found:
        if not right(value):
            return Verdict(
                False, f"{name} should be {wanted}, but is {value:.4g} with seed {seed}."
            )
    span = _span([value for _, value in found])
    return Verdict(True, f"{name} is {span} for every seed, {wanted} as promised.")


def _span(values: list[float]) -> str:
    low, high = f"{min(values):.4g}", f"{max(values):.4g}"
    return low if low == high else f"{low} to {high}"


def _bounds(claim: Claim) -> tuple[float, float]:
    if isinstance(claim.value, tuple):
        low, high = claim.value
    else:
        low = high = claim.value
    if claim.at == "at_least":
        high = inf
    elif claim.at == "at_most":
        low = -inf
    return low, high


def _measured(metrics: BySeed, seed: int, learner: str, metric: str) -> list[float]:
    if seed not in metrics:
        raise _Missing(f"seed {seed} was not run")
    if learner not in metrics[seed]:
        raise _Missing(f"there is no learner {learner!r}")
    if metric not in metrics[seed][learner]:
        known = ", ".join(sorted(metrics[seed][learner])) or "none"
        raise _Missing(f"{learner} has no such metric; it has {known}")
    value = metrics[seed][learner][metric]
    return list(_numbers(value if isinstance(value, list) else [value], metric, seed))


def _numbers(values: list[float | None], metric: str, seed: int) -> Iterator[float]:
    for value in values:
        if value is not None and isfinite(value):
            yield value
        elif metric.endswith("loss"):
            yield inf
        else:
            raise _Missing(f"training diverged with seed {seed}")


def _words(metric: str) -> str:
    return metric.replace("_", " ")
