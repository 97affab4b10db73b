"""The arithmetic of each stage of back-propagation, written out with its numbers."""

from collections.abc import Sequence

import numpy as np

from playground.kernels.array import Array
from playground.ui.plots.backprop.told_step import Stage, ToldLayer, ToldStep
from playground.ui.plots.lettering import number

MOST_TERMS = 4
FUNCTIONS = {
    "tanh": "tanh({})", "sigmoid": "sigmoid({})", "relu": "max({}, 0)", "step": "step({})",
    "leaky-relu": "leaky ReLU({})", "elu": "ELU({})", "gelu": "GELU({})", "silu": "SiLU({})",
    "softplus": "softplus({})",
}  # fmt: skip


def heading(told: ToldStep, stage: Stage) -> str:
    """Name a stage in a few words."""
    layer = told.layers[stage.layer] if stage.layer >= 0 else None
    where = place_name(told, stage.layer) if layer else ""
    if stage.kind == "forward" and layer:
        name = layer.steps[stage.part][0]
        return f"Forward · {where} · {name}"
    names = {
        "input": "Forward · input", "loss": "Loss", "delta": f"Backward · {where} · delta",
        "gradient": f"Backward · {where} · gradients",
        "passed": f"Backward · {where} · passed back",
        "penalty": "Step · penalties and clipping", "change": "Step · every weight moves",
    }  # fmt: skip
    if stage.kind == "move":
        return f"Step · {told.rule} · {told.moves[stage.part]}"
    return names[stage.kind]


def place_name(told: ToldStep, layer: int) -> str:
    """Call a layer by its place: "layer 1", "read-out"."""
    return "read-out" if layer == len(told.layers) - 1 else f"layer {layer + 1}"


def unit_words(told: ToldStep, stage: Stage, layer: int, unit: int) -> str:
    """Write the arithmetic of one unit at a stage; `layer` -1 is the input."""
    if layer < 0:
        return f"{told.input_names[unit]} = {number(float(told.inputs[unit]))}"
    here = told.layers[layer]
    if stage.kind in ("input", "forward"):
        part = stage.part if stage.kind == "forward" and stage.layer == layer else -1
        return _forward(here, unit, part)
    if stage.kind == "loss" and layer == len(told.layers) - 1:
        return loss_words(told)
    if stage.kind == "passed" and layer == stage.layer - 1:
        return _passed(told.layers[layer + 1], unit)
    return _delta(told, layer, unit)


def edge_words(told: ToldStep, stage: Stage, layer: int, source: int, unit: int) -> str:
    """Write the arithmetic of one weight at a stage; source -1 is the bias."""
    here = told.layers[layer]
    name = "bias" if source < 0 else "weight"
    if name not in here.weights:
        return ""
    index: tuple[int, ...] = (unit,) if source < 0 else (source, unit)
    kinds = here.weights[name]
    start = "b" if source < 0 else here.source_units[source]
    w = f"w({start}→{here.units[unit]})"

    def at(kind: str) -> float:
        return float(kinds[kind][index])

    if stage.phase == "forward" or stage.kind == "loss":
        if source < 0:
            return f"{w} = {number(at(''))}"
        x = float(here.given[source])
        return f"{w} × {start} = {times(at(''), x)} = {number(at('') * x)}"
    if stage.phase == "backward":
        return _gradient(told, layer, source, unit, at("gradient"))
    if stage.kind == "penalty":
        return f"∂L/∂{w}: {number(at('gradient'))} → {number(at('given'))} with the penalties"
    if stage.kind == "move":
        moved = at(f"move {stage.part}")
        if stage.part == 0:
            return f"{w}: −{number(told.rate)} × {bracket(at('given'))} = {number(moved)}"
        return f"{w}: {told.moves[stage.part]} = {number(moved)}"
    change = at("after") - at("")
    sign = "+" if change >= 0 else "−"
    return f"{w}: {number(at(''))} {sign} {number(abs(change))} = {number(at('after'))}"


def default_words(told: ToldStep, stage: Stage) -> str:
    """Write what a stage does, with the arithmetic of its first unit or weight."""
    many = f" All numbers are those of the first of {told.count} samples." if told.count > 1 else ""
    if stage.kind == "input":
        given = [
            f"{n} = {number(float(v))}" for n, v in zip(told.input_names, told.inputs, strict=True)
        ]
        wanted = ", ".join(number(float(v)) for v in told.y[:MOST_TERMS])
        return f"{_list(given)}. The target is {wanted}.{many}"
    if stage.kind == "loss":
        mean = f". Mean over {told.count} samples: {number(told.loss)}." if told.count > 1 else ""
        return loss_words(told) + mean
    if stage.kind in ("forward", "delta"):
        return unit_words(told, stage, stage.layer, 0)
    if stage.kind == "passed":
        return unit_words(told, stage, stage.layer - 1, 0)
    layer = stage.layer if stage.layer >= 0 else _first_with_weights(told)
    here = told.layers[layer]
    if here.matrix is None:
        return ""
    return edge_words(told, stage, layer, 0, 0)


def _first_with_weights(told: ToldStep) -> int:
    return next((i for i, layer in enumerate(told.layers) if layer.matrix is not None), 0)


def bracket(value: float) -> str:
    """Write a number, in brackets where its sign would follow another."""
    return f"({number(value)})" if value < 0 else number(value)


def times(a: float, b: float) -> str:
    """Write a product."""
    return f"{number(a)} × {bracket(b)}"


def sum_of_products(a: Sequence[float], b: Sequence[float]) -> str:
    """Write a sum of products, the middle left out where there are many."""
    terms = [times(float(x), float(y)) for x, y in zip(a, b, strict=True)]
    if len(terms) > MOST_TERMS:
        terms = [*terms[:2], "…", terms[-1]]
    terms = [terms[0], *(f"({t})" if t.startswith("−") else t for t in terms[1:])]
    return " + ".join(terms)


def _list(given: list[str]) -> str:
    return ", ".join(given if len(given) <= MOST_TERMS else [*given[:2], "…", given[-1]])


def _forward(here: ToldLayer, unit: int, part: int) -> str:
    name, unit_name = here.steps[part][0], here.units[unit]
    value = float(here.steps[part][1][unit])
    if name == "x W" and here.matrix is not None:
        w = here.matrix[""][:, unit]
        x = here.given[: len(w)]
        return f"{unit_name}: {sum_of_products(x, w)} = {number(value)}"
    if name == "+ b":
        before, b = float(here.steps[0][1][unit]), float(here.weights["bias"][""][unit])
        return f"{unit_name}: {number(before)} + {bracket(b)} = {number(value)}"
    if name in FUNCTIONS and len(here.steps) > 1:
        z = float(here.steps[part - 1 if part >= 0 else len(here.steps) - 2][1][unit])
        return f"{unit_name} = {FUNCTIONS[name].format(number(z))} = {number(value)}"
    if here.activation in FUNCTIONS and unit < len(here.given):
        z = number(float(here.given[unit]))
        return f"{unit_name} = {FUNCTIONS[here.activation].format(z)} = {number(value)}"
    return f"{unit_name} = {number(value)}"


def loss_words(told: ToldStep) -> str:
    """Write how the loss of the first sample comes about."""
    z, y, loss = told.output, told.y, number(told.first_loss)
    if told.kernel == "squared" and len(z) == 1:
        return f"loss = (z − y)² = ({number(float(z[0]))} − {bracket(float(y[0]))})² = {loss}"
    if told.kernel == "binary_cross_entropy" and len(z) == 1:
        p = 1 / (1 + np.exp(-float(z[0])))
        chosen = f"−ln {number(p)}" if y[0] > 0.5 else f"−ln (1 − {number(p)})"
        squeezed = f"p = sigmoid({number(float(z[0]))}) = {number(p)}"
        return f"{squeezed}; the target is {number(float(y[0]))}, so the loss is {chosen} = {loss}"
    if told.kernel == "cross_entropy":
        p = float(_softmax(z)[int(np.argmax(y))])
        name = told.layers[-1].units[int(np.argmax(y))]
        return f"softmax gives the right class ({name}) p = {number(p)}; loss = −ln p = {loss}"
    return f"loss = {loss}"


def _softmax(z: Array) -> Array:
    shifted = np.exp(z - np.max(z))
    share: Array = shifted / shifted.sum()
    return share


def _delta(told: ToldStep, layer: int, unit: int) -> str:
    here = told.layers[layer]
    name, error = here.units[unit], float(here.error[unit])
    last = layer == len(told.layers) - 1
    if here.delta is None:
        return f"∂L/∂{name} = {number(error)}"
    delta = float(here.delta[unit])
    if here.activation == "linear":
        return _output_delta(told, unit) if last else f"δ({name}) = ∂L/∂{name} = {number(delta)}"
    slope = delta / error if error else float("nan")
    if not np.isfinite(slope) or here.activation == "softmax":
        return f"δ({name}) = {number(delta)}"
    return (
        f"δ({name}) = ∂L/∂{name} × slope of {here.activation} = {number(error)} × {bracket(slope)}"
        f" = {number(delta)}"
    )


def _output_delta(told: ToldStep, unit: int) -> str:
    z, y = float(told.output[unit]), float(told.y[unit])
    name = told.layers[-1].units[unit]
    share = f" / {told.count}" if told.count > 1 else ""
    value = number(float(told.layers[-1].error[unit]))
    if told.kernel == "squared" and len(told.output) == 1:
        return f"δ({name}) = 2 (z − y){share} = 2 × ({number(z)} − {bracket(y)}){share} = {value}"
    if told.kernel == "binary_cross_entropy" and len(told.output) == 1:
        p = 1 / (1 + np.exp(-z))
        return f"δ({name}) = (p − y){share} = ({number(p)} − {bracket(y)}){share} = {value}"
    if told.kernel == "cross_entropy":
        p = float(_softmax(told.output)[unit])
        return f"δ({name}) = (p − y){share} = ({number(p)} − {bracket(y)}){share} = {value}"
    return f"δ({name}) = ∂loss/∂{name}{share} = {value}"


def _passed(above: ToldLayer, unit: int) -> str:
    name = above.source_units[unit]
    value = "" if above.passed is None else number(float(above.passed[unit]))
    if above.matrix is None or above.delta is None:
        return f"∂L/∂{name} = {value}"
    w = above.matrix[""][unit]
    return f"∂L/∂{name} = Σ w × δ = {sum_of_products(w, above.delta[: len(w)])} = {value}"


def _gradient(told: ToldStep, layer: int, source: int, unit: int, gradient: float) -> str:
    here = told.layers[layer]
    start = "b" if source < 0 else here.source_units[source]
    name = f"∂L/∂w({start}→{here.units[unit]})"
    if told.count > 1:
        return f"{name} = sum over {told.count} samples of input × δ = {number(gradient)}"
    if here.delta is None or source < 0:
        return f"{name} = δ({here.units[unit]}) = {number(gradient)}"
    x, delta = float(here.given[source]), float(here.delta[unit])
    return f"{name} = {start} × δ({here.units[unit]}) = {times(x, delta)} = {number(gradient)}"
