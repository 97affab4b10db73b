"""What a card says about its block in one line: key settings, rows, parameters."""

from math import prod
from typing import Any

import msgspec

from playground.core.block import OF_ROWS, Block, title_of
from playground.core.settings import Setting, settings_of
from playground.core.shape import Unready
from playground.document.flow import Flow
from playground.engine.experiment import Experiment, Trial
from playground.engine.functions.test_function import TestFunction
from playground.engine.lab import Lab
from playground.ui.inspector.editor import NAMES

SHOWN = 2
"""Settings that fit into a card's line."""


def summary(flow: Flow) -> str:
    """Return the key settings of a block, such as ``"8 · tanh"`` or ``"500 points"``."""
    block = flow.block
    if block is None:
        return "settings refused" if flow.error else ""
    if block.family == "data":
        return data_line(flow)
    if isinstance(block, TestFunction):
        return function_line(block)
    if isinstance(block, Lab) and (brief := block.in_brief()):
        return brief
    optimizer, rate = getattr(block, "optimizer", None), getattr(block, "rate", None)
    if isinstance(optimizer, msgspec.Struct) and rate is not None:
        return race_line(block) or f"{title_of(type(optimizer))} {rate:g}"
    parts = [
        text for place, option in enumerate(settings_of(type(block)))
        if (text := told(block, option, bare=place == 0))
    ]  # fmt: skip
    return " · ".join(parts[:SHOWN])


def race_line(block: Any) -> str:
    """Return what runs in a learner's race, such as ``"Race · 5 rules"``; "" without one."""
    experiment = getattr(block, "experiment", None)
    if not isinstance(experiment, Experiment):
        return ""
    count = len(experiment.trials(Trial(block.optimizer, block.rate, block.batch)))
    noun = experiment.title.lower().split(" ")[-1]
    return f"Race · {count} {noun if count > 1 else noun.removesuffix('s')}"


def function_line(function: TestFunction) -> str:
    """Return a typed formula, or where learners start."""
    typed = getattr(function, "text", "")
    start = ", ".join(f"{at:g}" for at in function.start[: function.dimension])
    return typed or f"from ({start})".replace("-", "−")


def data_line(flow: Flow) -> str:
    """Return the rows of a data set, with its features where there are more than two."""
    if flow.data is None:
        return "waits for rows" if isinstance(flow.refusal, Unready) else ""
    rows, sizes = f"{flow.data.rows:,}".replace(",", " "), [s or 0 for _, s in flow.data.shape]
    if prod(sizes) > 2:
        return f"{rows} × {prod(sizes)} features"
    return f"{rows} point" if flow.data.rows == 1 else f"{rows} points"


def told(block: Block, option: Setting, bare: bool) -> str:
    """Return a setting's value as a card shows it, or "" for what a card leaves out.

    Parameters
    ----------
    bare
        Whether a number needs no name, as the first of a block does not.
    """
    value: Any = getattr(block, option.name)
    if option.section or value is None or option.name == "seed":
        return ""
    if option.when and getattr(block, option.when[0], None) != option.when[1]:
        return ""
    if isinstance(value, msgspec.Struct):
        return title_of(type(value))
    if option.kind == "choice":
        return str(value) if value in NAMES else str(value).replace("-", " ")
    if option.kind in ("int", "float"):
        idle = not value or value == option.low == option.default
        if idle and block.family in OF_ROWS:
            return ""  # where nothing is limited, there is nothing to tell
        return f"{value:g}" if bare else f"{called(option.title)} {value:g}"
    return ""


def called(title: str) -> str:
    """Return a setting's name as a card has room for it.

    Examples
    --------
    >>> called("Neighbours k"), called("Learning rate"), called("C")
    ('k', 'rate', 'C')
    """
    *_, last = title.split()
    return last if len(last) == 1 or title == "Learning rate" else title.lower()


def parameters(flow: Flow, arriving: tuple[Any, ...]) -> int:
    """Return how many numbers a layer learns, given the shapes that arrive; 0 when unknown."""
    weights = getattr(flow.block, "weights", None)
    if weights is None or flow.out is None or not arriving or any(s is None for s in arriving):
        return 0
    try:
        specs = weights(*arriving)
    except (ValueError, TypeError, AssertionError, LookupError):
        return 0
    return sum(prod(spec.shape) for spec in specs.values() if spec.trainable)
