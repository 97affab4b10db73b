"""What a person believes before and after an observation, and since the beginning."""

from typing import Annotated, Any, Literal

import numpy as np

from playground.core.settings import setting
from playground.engine.believing.story import Story
from playground.engine.labs.bayes_rule import BayesRule
from playground.engine.modelling.lab_learner import LabLearner
from playground.engine.probe import Probe, Watched
from playground.kernels.array import Array
from playground.kernels.beliefs import after_counts, entropy, interval, update

LOOKS = 100
"""Moments of the past that beliefs are told of, at most."""

SHOWN = 240
"""Newest observations that are told one by one."""

SURE = 0.95
"""Share of the belief that lies in the interval."""


class Bayes(Probe, frozen=True):
    """What a person believes before and after an observation, and since the beginning.

    ``at`` ``(h,)`` are the values of the hypotheses and ``names`` what they are called, if they
    are. ``before``, ``likelihood`` and ``after`` ``(h,)`` are Bayes' rule at work, ``evidence``
    what the product is divided by, ``low`` and ``high`` an interval that holds 95 % of the belief.
    ``newest`` is the outcome, -1 before the first. ``seen`` are the newest outcomes, ``given`` of
    all those seen were fed by hand. ``times`` ``(t,)`` with ``means``, ``lows``, ``highs``
    ``(t, people)`` and ``shares`` ``(t, h)`` tell of the past. ``second_before`` and
    ``second_after`` belong to a second person.
    """

    span: Annotated[
        Literal["newest", "all"],
        setting("Observations", "Whether the newest one is weighed, or all at once."),
    ] = "newest"  # fmt: skip
    by_hand: Annotated[
        bool, setting("By hand", "Whether the last one fed by hand counts as the newest.")
    ] = False

    def measure(self, learner: Watched, size: tuple[int, int]) -> dict[str, Array]:
        """Return beliefs now and in the past; see the class."""
        block = getattr(learner, "block", None)
        if not isinstance(learner, LabLearner) or not isinstance(block, BayesRule):
            return {}
        tale, seen = block.tale(), block.seen(learner.state)
        given = len(block.given)
        counts = np.bincount(seen, minlength=2)
        newest = -1
        if len(seen):
            newest = int(block.given[-1] if self.by_hand and given else seen[-1])
        found: dict[str, Any] = {
            "at": tale.at, "names": np.array(tale.names, str), "truth": tale.truth,
            "true": tale.true, "outcomes": np.array(tale.outcomes), "newest": newest,
            "seen": seen[-SHOWN:], "given": given, "counts": counts, "chance": tale.chance,
            **self._rule(tale, tale.prior, counts, newest), **self._past(tale, seen),
        }  # fmt: skip
        if tale.second is not None:
            other = self._rule(tale, tale.second, counts, newest)
            found |= {f"second_{name}": other[name] for name in ("before", "after", "evidence")}
        found["low"], found["high"] = _interval(found["after"], tale.at)
        found["entropy"] = entropy(found["after"])
        return {name: np.asarray(value) for name, value in found.items()}

    def _rule(self, tale: Story, prior: Array, counts: Array, newest: int) -> dict[str, Any]:
        """Return belief before, likelihood, evidence and belief after."""
        earlier = np.zeros(2) if self.span == "all" else counts - (np.arange(2) == newest)
        before = after_counts(prior, tale.likelihood, earlier)
        if newest < 0:
            likelihood = np.ones(len(tale.at))
        elif self.span == "all":
            # Against the best of them: what many throws have in common is a tiny number.
            likelihood = after_counts(np.ones(len(tale.at)), tale.likelihood, counts)
            likelihood = likelihood / max(likelihood.max(), 1e-300)
        else:
            likelihood = tale.likelihood[:, newest]
        _, evidence = update(before, likelihood)
        after = after_counts(prior, tale.likelihood, counts)
        return {"before": before, "likelihood": likelihood, "evidence": evidence, "after": after}

    def _past(self, tale: Story, seen: Array) -> dict[str, Array]:
        """Return what was believed at some moments since the beginning."""
        times = np.unique(np.linspace(0, len(seen), min(LOOKS, len(seen) + 1)).astype(int))
        ones = np.concatenate([[0], np.cumsum(seen)])[times]
        counts = np.stack([times - ones, ones], axis=1)
        people = [tale.prior] if tale.second is None else [tale.prior, tale.second]
        beliefs = [after_counts(prior, tale.likelihood, counts) for prior in people]
        limits = [_interval(belief, tale.at) for belief in beliefs]
        return {
            "times": times,
            "means": np.stack([belief @ tale.at for belief in beliefs], axis=1),
            "lows": np.stack([low for low, _ in limits], axis=1),
            "highs": np.stack([high for _, high in limits], axis=1),
            "shares": beliefs[0] if len(tale.names) else np.empty((len(times), 0)),
        }


def _interval(belief: Array, at: Array) -> tuple[Array, Array]:
    order = np.argsort(at)
    return interval(belief[..., order], at[order], SURE)
