"""The numbers of a stage of back-propagation as one table: a matrix with its margins."""

from dataclasses import dataclass

import numpy as np

from playground.kernels.array import Array
from playground.ui.plots.backprop.step_words import place_name
from playground.ui.plots.backprop.told_step import Stage, ToldLayer, ToldStep

BIAS = "bias"
_WITHOUT_BIAS = ("delta", "passed")


@dataclass(frozen=True, eq=False)
class Table:
    """A matrix with names and values at its margins.

    Attributes
    ----------
    layer
        Which one it is about; -1 for the input.
    caption
        What the cells are.
    rows, columns
        Names of what comes in (and the bias, last), and of the units.
    beside
        Values of what comes in, or NaN, ``(rows,)``; None where there are none to tell.
    cells
        ``(rows, columns)``.
    feet
        Names and values ``(columns,)`` of lines below the matrix, with colour tokens.
    token
        Colour of what the stage has made.
    """

    layer: int
    caption: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    beside: Array | None
    cells: Array
    feet: tuple[tuple[str, Array, str], ...]
    token: str


def table_of(told: ToldStep, at: int, chosen: int) -> Table:
    """Return the table of a stage.

    Parameters
    ----------
    at
        Place of the stage.
    chosen
        Which of the layers with weights is shown where a stage is about all of them.
    """
    stage = told.stages[at]
    if stage.kind == "input":
        feet = (("value", told.inputs, stage.token),)
        return _plain(-1, "input of the first sample", told.input_names, feet, stage.token)
    if stage.kind == "loss":
        last = told.layers[-1]
        feet = (("output", told.output, "text"), ("target", told.y, "secondary"))
        units = last.units[: len(told.output)]
        return _plain(len(told.layers) - 1, "output and target", units, feet, stage.token)
    layer = stage.layer
    if layer < 0:
        weighty = [i for i, one in enumerate(told.layers) if one.weights] or [0]
        layer = weighty[chosen % len(weighty)]
    here = told.layers[layer]
    if here.matrix is None:
        caption = f"{place_name(told, layer)} · {here.title}"
        return _plain(layer, caption, here.units, _feet(here, stage, at, told), stage.token)
    return _matrix(told, layer, stage, at)


def _plain(
    layer: int, caption: str, names: tuple[str, ...],
    feet: tuple[tuple[str, Array, str], ...], token: str,
) -> Table:  # fmt: skip
    return Table(layer, caption, (), names, None, np.empty((0, len(names))), feet, token)


def _matrix(told: ToldStep, layer: int, stage: Stage, at: int) -> Table:
    here = told.layers[layer]
    kind, what = {
        "gradient": ("gradient", "gradient of the loss by each weight"),
        "penalty": ("given", "gradient with the penalties"),
        "move": (f"move {stage.part}", "displacement of each weight"),
        "change": ("after", "weights after the step"),
    }.get(stage.kind, ("", "weights"))
    if stage.kind == "move":
        what = f"{told.rule}: {told.moves[stage.part]}"
    matrix = here.weights["weight"][kind]
    rows, cells = here.source_units[: len(matrix)], matrix
    beside: Array | None = here.given[: len(matrix)]
    if stage.kind == "passed":
        beside = None if here.passed is None else here.passed[: len(matrix)]
    elif stage.phase == "step" or stage.kind == "delta":
        beside = None
    uses_bias = stage.part > 0 if stage.kind == "forward" else stage.kind not in _WITHOUT_BIAS
    if "bias" in here.weights and uses_bias:
        cells = np.vstack([cells, here.weights["bias"][kind][None]])
        rows = (*rows, BIAS)
        beside = None if beside is None else np.append(beside, np.nan)
    caption = f"{place_name(told, layer)} · {what}"
    return Table(
        layer, caption, rows, here.units, beside, cells, _feet(here, stage, at, told), stage.token
    )


def _feet(
    here: ToldLayer, stage: Stage, at: int, told: ToldStep
) -> tuple[tuple[str, Array, str], ...]:
    if stage.kind == "forward":
        return tuple(
            (name, values, stage.token if part == stage.part else "text")
            for part, (name, values) in enumerate(here.steps[: stage.part + 1])
        )
    if stage.phase == "backward":
        delta = here.error if here.delta is None else here.delta
        feet = [("δ", delta, stage.token)]
        if stage.kind == "delta" and here.activation not in ("", "linear"):
            feet.insert(0, ("∂L/∂out", here.error, "text"))
        return tuple(feet)
    return ()
