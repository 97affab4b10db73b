"""Which numbers a diagram of a network shows at a stage of back-propagation."""

from typing import NamedTuple

from playground.ui.plots.backprop.diagram_layout import EdgeKey, UnitKey
from playground.ui.plots.backprop.told_step import Stage, ToldLayer, ToldStep
from playground.ui.plots.lettering import number


class UnitNumbers(NamedTuple):
    """What stands at a unit: its name, the value in it, and text with a colour token below."""

    name: str
    value: float | None
    below: tuple[str, str] | None


def unit_numbers(told: ToldStep, stage: int, key: UnitKey) -> UnitNumbers:
    """Return what a unit shows once a stage has been reached."""
    if key.layer < 0:
        return UnitNumbers(told.input_names[key.unit], float(told.inputs[key.unit]), ("", "text"))
    if key.layer == len(told.layers):
        reached = told.reached(stage, "loss", -1)
        target = ", ".join(number(float(v)) for v in told.y[:3])
        below = (f"y = {target}" + ("…" if len(told.y) > 3 else ""), "secondary")
        return UnitNumbers("loss", told.first_loss if reached else None, below)
    here = told.layers[key.layer]
    name = here.units[key.unit]
    done = told.steps_done(stage, key.layer)
    value = float(here.steps[done - 1][1][key.unit]) if done else None
    return UnitNumbers(name, value, _error(told, stage, key, here))


def _error(
    told: ToldStep, stage: int, key: UnitKey, here: ToldLayer
) -> tuple[str, str] | None:
    """Return the gradient that has reached a unit, or None where its bias may stand."""
    now = told.stages[stage]
    if now.phase == "step":
        return None
    if told.reached(stage, "delta", key.layer):
        delta = here.error if here.delta is None else here.delta
        return f"δ {number(float(delta[key.unit]))}", "ensemble"
    above = key.layer + 1
    if above < len(told.layers) and told.reached(stage, "passed", above):
        return f"∂ {number(float(here.error[key.unit]))}", "ensemble"
    return None


def bias_label(told: ToldStep, stage: int, key: UnitKey) -> tuple[str, str]:
    """Return the bias of a unit with its colour token; "" where it has none."""
    if not 0 <= key.layer < len(told.layers):
        return "", "text"
    kinds = told.layers[key.layer].weights.get("bias")
    if kinds is None:
        return "", "text"
    now = told.stages[stage]
    if now.kind == "move":
        return f"b {_signed(float(kinds[f'move {now.part}'][key.unit]))}", "ok"
    if now.kind == "change":
        return f"b {number(float(kinds['after'][key.unit]))}", "ok"
    return f"b {number(float(kinds[''][key.unit]))}", "secondary"


class Label(NamedTuple):
    """The number on a connection: what stands before it where there is room, and its colour."""

    sign: str
    value: float
    token: str


def edge_label(told: ToldStep, stage: int, key: EdgeKey) -> Label | None:
    """Return the number on a connection, or None for one without a weight."""
    if key.layer >= len(told.layers):
        return None
    kinds, now = told.layers[key.layer].matrix, told.stages[stage]
    if kinds is None:
        return None
    at = (key.source, key.unit)
    if now.kind == "change":
        return Label("→ ", float(kinds["after"][at]), "ok")
    if now.kind == "move":
        moved = float(kinds[f"move {now.part}"][at])
        return Label("+" if moved > 0 else "", moved, "ok")
    if now.kind == "penalty":
        return Label("∂ ", float(kinds["given"][at]), "ok")
    if told.reached(stage, "gradient", key.layer) and not _passing(now, key):
        return Label("∂ ", float(kinds["gradient"][at]), "ensemble")
    active = is_active(told, now, key)
    return Label("", float(kinds[""][at]), "text" if active else "secondary")


def _passing(now: Stage, key: EdgeKey) -> bool:
    """Say whether the stage multiplies by this connection's weight on the way back."""
    return now.kind == "passed" and now.layer == key.layer


def _signed(value: float) -> str:
    return f"+{number(value)}" if value > 0 else number(value)


def is_active(told: ToldStep, stage: Stage, key: UnitKey | EdgeKey) -> bool:
    """Say whether a stage is about this unit or connection."""
    last = len(told.layers)
    if isinstance(key, EdgeKey):
        return _edge_active(told, stage, key, last)
    if stage.kind == "input":
        return key.layer == -1
    if stage.kind == "loss":
        return key.layer == last
    if stage.kind == "passed":
        return key.layer == stage.layer - 1
    return stage.kind in ("forward", "delta") and key.layer == stage.layer


def _edge_active(told: ToldStep, stage: Stage, key: EdgeKey, last: int) -> bool:
    if key.layer == last:
        return stage.kind == "loss" or (stage.kind == "delta" and stage.layer == last - 1)
    if stage.kind == "forward" and stage.layer == key.layer:
        return told.layers[key.layer].matrix is None or stage.part == 0
    if stage.kind in ("gradient", "passed"):
        return stage.layer == key.layer
    return stage.phase == "step" and told.layers[key.layer].matrix is not None
