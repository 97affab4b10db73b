"""How weights, activations or gradients are spread in every layer, at past steps and now."""

from dataclasses import dataclass, field
from typing import Annotated, Any
from weakref import WeakKeyDictionary

import numpy as np

from playground.core.settings import setting
from playground.engine.probe import Descends, Probe, Watched, member_of
from playground.engine.signals.distributions import Of, counted, numbers_of, reach, rounded
from playground.engine.training.trail import Trail
from playground.kernels.array import Array

Numbers = dict[str, Array]


@dataclass
class Known:
    """What has been worked out of a learner: by step and block, and under which ranges."""

    reach: dict[int, dict[str, tuple[float, float]]] = field(default_factory=dict)
    moments: dict[int, dict[str, tuple[float, float]]] = field(default_factory=dict)
    shares: dict[int, dict[str, Array]] = field(default_factory=dict)
    ranges: dict[str, tuple[float, float]] = field(default_factory=dict)
    losses: dict[int, np.float64] = field(default_factory=dict)


_known: WeakKeyDictionary[Any, dict["Histograms", dict[int, Known]]] = WeakKeyDictionary()


class Histograms(Probe, frozen=True):
    """How weights, activations or gradients are spread in every layer, at past steps and now.

    Arrays, of one member: ``blocks`` (names, from the input to the loss), ``steps`` ``(r,)`` rising
    to the newest, ``density`` ``(blocks, r, bins)`` the share of numbers in each bin, ``low`` and
    ``high`` ``(blocks,)`` the ends of the bins, ``mean`` and ``spread`` ``(blocks, r)`` of all
    finite numbers. Gradients are counted by log10 of their size. Nothing for a learner that does
    not descend.
    """

    of: Annotated[Of, setting("Of", "Which numbers.")] = "weights"
    member: Annotated[int, setting("Member", "Which one; -1 is the best.", low=-1)] = -1
    most: Annotated[int, setting("Steps", "How many at most.", low=2, high=200)] = 24
    bins: Annotated[int, setting("Bins", "How finely it counts.", low=8, high=400)] = 48
    common: Annotated[bool, setting("One scale", "The same range in every layer.")] = True

    def measure(self, learner: Watched, size: tuple[int, int]) -> dict[str, Array]:
        """Return the histograms up to the step where the learner stands."""
        if not isinstance(learner, Descends):
            return {}
        member = member_of(learner, self.member)
        trail = learner.trail.until(learner.step_number)
        known = _known.setdefault(learner, {}).setdefault(self, {}).setdefault(member, Known())
        shown = _chosen(trail, self.most, self.of)
        steps = [step for step, _ in shown]
        fresh = self._take_in(known, learner, trail, member, shown)
        blocks = list(dict.fromkeys(name for step in steps for name in known.reach[step]))
        ranges = self._ranges(known, steps, blocks)
        if ranges != known.ranges:
            known.ranges, known.shares = ranges, {}
        for step, entry in shown:
            if step not in known.shares:
                numbers = fresh.get(step) or dict(
                    numbers_of(learner, trail, self.of, member, entry)
                )
                known.shares[step] = {
                    name: counted(values, *ranges[name], self.bins)
                    for name, values in numbers.items()
                }
        return self._arrays(known, steps, blocks)

    def _take_in(
        self, known: Known, learner: Descends, trail: Trail, member: int,
        shown: list[tuple[int, int]],
    ) -> dict[int, Numbers]:  # fmt: skip
        """Measure the steps that are not known yet; forget those that are not shown any more."""
        fresh: dict[int, Numbers] = {}
        losses = dict(zip(trail.steps.tolist(), trail.loss[:, member], strict=True))
        for step, entry in shown:
            # A step may come again with other weights, after a branch or by hand: the loss tells.
            mark = losses[step]
            if step in known.losses and known.losses[step] == mark:
                continue
            numbers = fresh[step] = dict(numbers_of(learner, trail, self.of, member, entry))
            known.losses[step] = mark
            known.shares.pop(step, None)
            known.reach[step] = {name: reach(values) for name, values in numbers.items()}
            known.moments[step] = {name: _moments(values) for name, values in numbers.items()}
        kept = {step for step, _ in shown}
        for table in (known.reach, known.moments, known.shares, known.losses):
            for gone in table.keys() - kept:
                del table[gone]
        return fresh

    def _ranges(
        self, known: Known, steps: list[int], blocks: list[str]
    ) -> dict[str, tuple[float, float]]:
        ends = {
            name: np.array([known.reach[s].get(name, (np.nan, np.nan)) for s in steps])
            for name in blocks
        }
        if self.common and len(blocks) > 1:
            # The read-out's scores grow far beyond what the layers before it hold.
            apart = blocks[-1:] if self.of == "activations" else []
            joint = np.concatenate([v for name, v in ends.items() if name not in apart])
            ends = {name: v if name in apart else joint for name, v in ends.items()}
        return {name: self._range(values) for name, values in ends.items()}

    def _range(self, ends: Array) -> tuple[float, float]:
        good = ends[np.isfinite(ends).all(axis=1)]
        low, high = (good[:, 0].min(), good[:, 1].max()) if len(good) else (np.nan, np.nan)
        if self.of == "gradients":
            low, high = (np.floor(low), np.ceil(high)) if len(good) else (-6.0, 0.0)
            # Adding zero turns the negative one, which reads badly, into the usual one.
            return float(low) + 0.0, float(max(high, low + 1)) + 0.0
        return rounded(float(low), float(high))

    def _arrays(self, known: Known, steps: list[int], blocks: list[str]) -> dict[str, Array]:
        none = np.zeros(self.bins, np.float32)
        shares = [[known.shares[s].get(name, none) for s in steps] for name in blocks]
        nothing = (np.nan, np.nan)
        told = [[known.moments[s].get(name, nothing) for s in steps] for name in blocks]
        moments = np.array(told, np.float64).reshape(len(blocks), len(steps), 2)
        return {
            "blocks": np.array(blocks, str),
            "steps": np.array(steps, np.int64),
            "density": np.array(shares, np.float32).reshape(len(blocks), len(steps), self.bins),
            "low": np.array([known.ranges[name][0] for name in blocks]),
            "high": np.array([known.ranges[name][1] for name in blocks]),
            "mean": moments[..., 0],
            "spread": moments[..., 1],
        }


def _chosen(trail: Trail, most: int, of: Of) -> list[tuple[int, int]]:
    """Return (step, kept entry) of steps to show, the newest among them.

    Every stride-th step is taken, and strides are powers of two: while a run grows, the steps
    shown stay the same until every second one goes.
    """
    steps = [int(step) for step in trail.kept]
    entries = list(enumerate(steps))
    if of == "gradients":
        entries = entries[1:] if len(entries) > 1 else []
    stride = 1
    while -(-len(entries) // stride) > most - 1:
        stride *= 2
    chosen = entries[::stride]
    if entries and chosen[-1] != entries[-1]:
        chosen.append(entries[-1])
    return [(step, entry) for entry, step in chosen]


def _moments(numbers: Array) -> tuple[float, float]:
    good = numbers[np.isfinite(numbers)].astype(np.float64)
    return (float(good.mean()), float(good.std())) if good.size else (np.nan, np.nan)
