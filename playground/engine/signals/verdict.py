"""What the gradients of a network's layers say, in plain words."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from playground.kernels.array import Array

Kind = Literal[
    "", "diverged", "blocked", "dying", "vanishing", "exploding", "bursting", "huge",
    "saturated", "settled", "flat", "stuck", "uneven", "healthy",
]  # fmt: skip

FACTOR = 1000.0
"""Gradients vanish or explode when first and last layer differ by more than this."""
RECENT = 5
"""Entries over which the norms are taken, so that one odd mini-batch decides nothing."""
HUGE = 1000.0
"""Norm of the whole gradient from which it is called exploding, whatever the layers' shares."""
UNEVEN = 100.0
"""Ratio of the largest to the smallest layer from which sizes are called uneven."""
PATIENCE = 200
"""Steps after which a loss that has not left its baseline is called stuck."""

IDLE = 0.75
"""Share of a block's units from which idle ones are the verdict."""

Count: TypeAlias = tuple[str, int, int]

SENTENCES: dict[Kind, str] = {
    "diverged": "It has diverged: the gradients are no longer finite numbers. A lower learning "
    "rate, or clipping, would help.",
    "blocked": "Blocked: {}: {}.",
    "dying": "Dying units: {} of the {} units of {} give 0 for every training row. No gradient "
    "passes through them, so as a rule they do not come back. A lower rate or leaky ReLU, from a "
    "new start, keeps units alive.",
    "saturated": "Saturated: {} of the {} units of {} stand near an end of their curve on nearly "
    "every row, where it is flat. Inputs of a like scale or smaller initial weights would help.",
    "vanishing": "Vanishing: the gradient shrinks {} from the last layer to the first, so the "
    "first layers barely learn. {}",
    "exploding": "Exploding: the gradient grows {} on the way back from the last layer to the "
    "first, so no one rate suits them all. Smaller initial weights, batch norm or clipping would "
    "help.",
    "bursting": "Exploding: the gradient is {} as large as it mostly was. A lower learning rate "
    "or clipping would help.",
    "huge": "Exploding: the gradient's norm is {}, so that even a small rate makes long steps. "
    "Smaller initial weights, inputs and targets of a like scale, or clipping would help.",
    "settled": "Settled: the gradient has become small in every layer, as it does near the end "
    "of learning.",
    "flat": "Flat: the gradient has become small in every layer while the loss is still high: it "
    "stands on a plateau. Another start or a larger rate may leave it.",
    "stuck": "Healthy in size, yet nothing is learned so far: the layers' gradients differ by no "
    "more than {}, but the loss has not left its baseline. A gradient of the right size may still "
    "point nowhere useful; in a very deep stack skip wires (Add blocks) would help.",
    "uneven": "Uneven: gradients reach every layer, but their sizes differ by {}. Rules that "
    "scale every weight's step by its own gradients, such as Adam, even that out; plain descent "
    "does not.",
    "healthy": "Healthy: gradients reach every layer, and their sizes differ by no more than {}.",
}
DEAD = (
    "so its slope is 0. A lower rate or leaky ReLU keeps units alive; those that have died need "
    "a new start"
)
ZERO = (
    "the weights or slopes behind are 0, so nothing is passed on. Start from random weights of a "
    "fair size"
)


@dataclass(frozen=True, eq=False)
class Flow:
    """What a verdict goes by.

    Attributes
    ----------
    layers
        Blocks with weights, from the input to the loss.
    steps
        Steps of the entries ``(k,)``.
    norms
        Gradient norms ``(k, layers)``; NaN where no step has been seen.
    loss
        Whole-set train loss ``(k,)``.
    baseline
        Loss of the best constant prediction, NaN where there is none.
    functions
        Names of the activation functions in use.
    normalised
        Whether a batch or layer norm is among the blocks.
    dead, saturated
        Blocks with their number of idle units, and of all units.
    """

    layers: tuple[str, ...]
    steps: Array
    norms: Array
    loss: Array
    baseline: float = np.nan
    functions: Collection[str] = ()
    normalised: bool = False
    dead: tuple[Count, ...] = ()
    saturated: tuple[Count, ...] = ()


@dataclass(frozen=True)
class Verdict:
    """What is the matter (a word to go by) and the sentences that say it."""

    kind: Kind
    text: str


def judge(flow: Flow) -> Verdict:
    """Say in plain words whether gradients reach every layer, and what would help if not."""
    # A start, and a place that was jumped to or set by hand, has no gradient of its own.
    placed = np.isnan(flow.norms).all(axis=1) & (np.isfinite(flow.loss) | (flow.steps == 0))
    seen = flow.norms[~placed]
    if not len(seen) or not flow.layers:
        return Verdict("", "No step has been taken yet: press play and the gradients begin.")
    if not np.isfinite(seen[-1]).all():
        return _say("diverged")
    now = np.median(seen[-RECENT:], axis=0)
    if not now.all():
        return _blocked(flow, now)
    dying = _most(flow.dead)
    if dying is not None:
        return _say("dying", *dying)
    shrinks = now[-1] / now[0]
    if shrinks >= FACTOR:
        return _say("vanishing", times(shrinks), _cure(flow))
    if shrinks <= 1 / FACTOR:
        return _say("exploding", times(1 / shrinks))
    return _in_range(flow, now, np.sqrt(np.square(seen).sum(axis=1)))


def _in_range(flow: Flow, now: Array, total: Array) -> Verdict:
    """Judge gradients that reach the first layer; `total` is the norm of all, ``(k,)``."""
    usual = np.median(total)
    if total[-1] > 100 * usual and total[-1] > 10:
        return _say("bursting", times(total[-1] / usual))
    if np.median(total[-RECENT:]) > HUGE:
        return _say("huge", f"{np.median(total[-RECENT:]):,.0f}".replace(",", " "))
    if np.median(total[-RECENT:]) < 1e-3 * total.max():
        unknown = not np.isfinite(flow.baseline)
        return _say("settled" if unknown or flow.loss[-1] < 0.5 * flow.baseline else "flat")
    saturated = _most(flow.saturated)
    if saturated is not None:
        return _say("saturated", *saturated)
    ratio = now.max() / now.min()
    if flow.steps[-1] >= PATIENCE and flow.loss[-1] > 0.95 * flow.baseline and ratio < UNEVEN:
        return _say("stuck", times(ratio))
    return _say("uneven" if ratio > UNEVEN else "healthy", times(ratio))


def _blocked(flow: Flow, now: Array) -> Verdict:
    dark = [name for name, norm in zip(flow.layers, now, strict=True) if norm == 0]
    named = ", ".join(dark[:3]) + (f" and {len(dark) - 3} more" if len(dark) > 3 else "")
    whole = len(dark) == len(flow.layers)
    told = "no layer gets any gradient" if whole else f"no gradient at all reaches {named}"
    gone = [block for block, dead, units in flow.dead if dead == units]
    if gone:
        return _say("blocked", told, f"every unit of {gone[-1]} is dead, {DEAD}")
    return _say("blocked", told, ZERO)


def _most(counts: tuple[Count, ...]) -> tuple[str, str, str] | None:
    """Return idle units, all units and name of the block with most, if it is nearly all."""
    found = [(idle / units, block, idle, units) for block, idle, units in counts if units]
    share, block, idle, units = max(found, default=(0.0, "", 0, 0))
    return (str(idle), str(units), block) if share >= IDLE else None


def _say(kind: Kind, *told: str) -> Verdict:
    return Verdict(kind, SENTENCES[kind].format(*told))


def _cure(flow: Flow) -> str:
    """Return what keeps a gradient from shrinking, as far as it is not in use already."""
    helps = ["larger initial weights"]
    if not flow.normalised:
        helps.append("batch norm")
    why = ""
    if "sigmoid" in flow.functions:
        why = "A sigmoid's slope is at most 1/4, and every layer multiplies by it. "
        helps.append("ReLU with He initial weights")
    elif set(flow.functions) <= {"relu", "leaky-relu"}:
        helps[0] = "He initial weights"
    helps.append("skip wires")
    text = ", ".join(helps[:-1]) + f" or {helps[-1]} would help."
    return f"{why}{text[0].upper()}{text[1:]}"


def times(factor: float) -> str:
    """Write a factor as people say it.

    Examples
    --------
    >>> times(3.4), times(12345.0), times(7.2e6), times(1e13)
    ('3 times', '10 000 times', '7 million times', 'more than a billion times')
    """
    if not factor < 1e9:
        return "more than a billion times"
    if factor >= 1e6:
        return f"{float(f'{factor / 1e6:.1g}'):.0f} million times"
    rounded = float(f"{factor:.1g}") if factor >= 10 else max(1.0, float(f"{factor:.0f}"))
    return f"{rounded:,.0f} times".replace(",", " ")
