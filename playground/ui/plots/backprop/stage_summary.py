"""One short text a block for a stage of back-propagation, for the cards on the canvas."""

from collections.abc import Mapping

from playground.kernels.array import Array
from playground.ui.plots.backprop.told_step import Stage, ToldLayer, ToldStep
from playground.ui.plots.lettering import number

MOST = 3


def block_texts(told: ToldStep, stage: int) -> Mapping[str, str]:
    """Return what stands at each block once a stage has been reached.

    Forward: the values of the first sample. Backward: the norm of the delta, then of the gradient.
    Step: the norm of the change.
    """
    now = told.stages[stage]
    found = {}
    for at, layer in enumerate(told.layers):
        text = _text(told, stage, now, at, layer)
        if text:
            found[layer.block] = text
    return found


def _text(told: ToldStep, stage: int, now: Stage, at: int, layer: ToldLayer) -> str:
    delta, gradient, change = layer.norms
    if now.phase == "step":
        return f"‖Δw‖ {number(change)}" if layer.weights else ""
    if now.phase == "loss":
        return f"loss {number(told.loss)}" if at == len(told.layers) - 1 else ""
    if now.phase == "backward":
        if told.reached(stage, "gradient", at):
            return f"‖∂w‖ {number(gradient)}"
        return f"‖δ‖ {number(delta)}" if told.reached(stage, "delta", at) else ""
    done = told.steps_done(stage, at)
    return _vector(layer.steps[done - 1][1], layer.width) if done else ""


def _vector(values: Array, width: int) -> str:
    shown = [number(float(v), 2) for v in values[:MOST]]
    return " ".join([*shown, "…"] if width > MOST else shown)
