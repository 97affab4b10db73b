"""Networks, layer by layer."""

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

import numpy as np

from playground.core.block import title_of
from playground.core.shape import sizes
from playground.engine.layers.activation import Activation
from playground.engine.layers.add import Add
from playground.engine.layers.batch_norm import BatchNorm
from playground.engine.layers.concatenate import Concatenate
from playground.engine.layers.dense import Dense
from playground.engine.layers.dropout import Dropout
from playground.engine.layers.flatten import Flatten
from playground.engine.layers.layer_norm import LayerNorm
from playground.engine.losses.binary_cross_entropy import BinaryCrossEntropy
from playground.engine.losses.cross_entropy import CrossEntropy
from playground.engine.losses.hinge import Hinge
from playground.engine.weights import Views
from playground.export.error import ExportError
from playground.export.inside import NetworkInside
from playground.export.script.chains import chain_lines, own_units
from playground.export.script.numerals import number
from playground.export.script.parts import activations, answers, layers
from playground.export.script.sheet import Sheet
from playground.export.script.wording import plain

Written: TypeAlias = Callable[[Sheet, str, Any, Views, Sequence[str]], str]
"""Returns a layer's output as an expression of the names of its inputs."""


def bent(sheet: Sheet, name: str, x: str) -> str:
    """Return an activation function of an expression."""
    if name == "linear":
        return x
    return f"{sheet.use(getattr(activations, name.replace('-', '_')))}({x})"


def _dense(sheet: Sheet, id: str, layer: Dense, w: Views, x: Sequence[str]) -> str:
    value = f"{x[0]} @ {sheet.array(f'{id} weight', w['weight'])}"
    if "bias" in w:
        value += f" + {sheet.array(f'{id} bias', w['bias'])}"
    return bent(sheet, layer.activation, value)


def _activation(sheet: Sheet, id: str, layer: Activation, w: Views, x: Sequence[str]) -> str:
    return bent(sheet, layer.function, x[0])


def _batch_norm(sheet: Sheet, id: str, layer: BatchNorm, w: Views, x: Sequence[str]) -> str:
    names = ("scale", "shift", "mean", "variance")
    held = ", ".join(sheet.array(f"{id} {name}", w[name]) for name in names)
    return f"{sheet.use(layers.batch_norm)}({x[0]}, {held}, {number(layer.epsilon)})"


def _layer_norm(sheet: Sheet, id: str, layer: LayerNorm, w: Views, x: Sequence[str]) -> str:
    held = ", ".join(sheet.array(f"{id} {name}", w[name]) for name in ("scale", "shift"))
    return f"{sheet.use(layers.layer_norm)}({x[0]}, {held}, {number(layer.epsilon)})"


def _add(sheet: Sheet, id: str, layer: Add, w: Views, x: Sequence[str]) -> str:
    return " + ".join(x)


def _concatenate(sheet: Sheet, id: str, layer: Concatenate, w: Views, x: Sequence[str]) -> str:
    return f"{sheet.use(layers.side_by_side)}({', '.join(x)})"


def _flatten(sheet: Sheet, id: str, layer: Flatten, w: Views, x: Sequence[str]) -> str:
    return f"{sheet.use(layers.flatten)}({x[0]})"


def _dropout(sheet: Sheet, id: str, layer: Dropout, w: Views, x: Sequence[str]) -> str:
    return x[0]


LAYERS: dict[type, Written] = {
    Dense: _dense, Activation: _activation, BatchNorm: _batch_norm, LayerNorm: _layer_norm,
    Add: _add, Concatenate: _concatenate, Flatten: _flatten, Dropout: _dropout,
}  # fmt: skip
"""How each layer predicts."""


def write_network(sheet: Sheet, name: str, inside: NetworkInside, axes: tuple[int, ...]) -> None:
    """Write a network with all that stands before it, and what its outputs mean, as a function.

    Parameters
    ----------
    axes
        Shape of a raw row.

    Raises
    ------
    ExportError
        If a layer or transform has no script.
    """
    lines: list[str] = []
    at: dict[str, str] = {}
    local = Locals()
    for port, chain in inside.feed.chains.items():
        at[port] = local.name(port)
        lines += chain_lines(sheet, chain, int(np.prod(axes)), at[port])
        shape = sizes(inside.feed.shapes[port])
        given = at[port] if chain else "rows"
        if len(shape) > 1:
            given = f"{given}.reshape(-1, {', '.join(map(str, shape))})"
        lines.append(f"{at[port]} = {given}.astype(np.float32)")
    for node in inside.network.nodes:
        write = LAYERS.get(type(node.layer))
        if write is None:
            raise ExportError(f"{title_of(type(node.layer))} cannot be written as a script")
        sources = [at[source] for source in node.sources]
        if isinstance(node.layer, Dropout):
            lines.append(f"# {plain(node.id)} drops units while learning only.")
        value = write(sheet, node.id, node.layer, inside.weights.get(node.id, {}), sources)
        if node.off:
            value = f"{sheet.use(layers.without)}({value}, {list(node.off)})"
        at[node.id] = value if value in sources else local.name(node.id)
        if value not in sources:
            lines.append(f"{at[node.id]} = {value}")
    shown = _shown(sheet, inside, at[inside.network.output])
    told = "Return what the network answers for rows, layer by layer."
    sheet.define(name, told, [*lines, own_units(sheet, inside.feed, shown)])


class Locals:
    """Names of variables inside one function, or of attributes.

    Parameters
    ----------
    taken
        Names that are not free.
    """

    def __init__(self, taken: Sequence[str] = ()) -> None:
        self._sheet = Sheet(taken)

    def name(self, id: str) -> str:
        """Return a variable for a block."""
        return self._sheet.name(id)


def _shown(sheet: Sheet, inside: NetworkInside, z: str) -> str:
    """Return what the loss makes of the outputs."""
    if isinstance(inside.loss, CrossEntropy):
        return f"{sheet.use(activations.softmax)}({z})"
    if isinstance(inside.loss, Hinge):
        return f"{sheet.use(answers.hinge_shares)}({z})"
    if isinstance(inside.loss, BinaryCrossEntropy):
        single = len(inside.weights[inside.network.output]["weight"][0]) == 1
        return f"{sheet.use(answers.yes_or_no if single else activations.sigmoid)}({z})"
    return z
