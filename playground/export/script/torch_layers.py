"""A network as a module of PyTorch."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, TypeAlias

from playground.core.block import title_of
from playground.core.shape import Shape, sizes
from playground.engine.layers.activation import Activation
from playground.engine.layers.add import Add
from playground.engine.layers.batch_norm import BatchNorm
from playground.engine.layers.concatenate import Concatenate
from playground.engine.layers.dense import Dense
from playground.engine.layers.dropout import Dropout
from playground.engine.layers.flatten import Flatten
from playground.engine.layers.layer_norm import LayerNorm
from playground.engine.network import Network, Node
from playground.export.error import ExportError
from playground.export.script.networks import Locals
from playground.export.script.numerals import number
from playground.export.script.sheet import LINE, Sheet, wrapped
from playground.kernels.array import Array

BENT = {
    "linear": "{}", "step": "({} > 0).float()", "sigmoid": "torch.sigmoid({})",
    "tanh": "torch.tanh({})", "relu": "torch.relu({})",
    "leaky-relu": "nn.functional.leaky_relu({}, 0.01)", "elu": "nn.functional.elu({})",
    "gelu": "nn.functional.gelu({})", "silu": "nn.functional.silu({})",
    "softplus": "nn.functional.softplus({})", "softmax": "torch.softmax({}, dim=-1)",
}  # fmt: skip
"""Activation functions by name."""

MODULE = (
    "type", "train", "eval", "half", "double", "float", "bfloat16", "forward", "apply", "cpu",
    "cuda", "to", "children", "modules", "buffers", "parameters", "training", "self", "compile",
    "share_memory", "extra_repr", "zero_grad", "state_dict", "add_module", "dump_patches",
)  # fmt: skip
"""Names that a module uses itself."""


class Piece(NamedTuple):
    """One layer in PyTorch.

    Attributes
    ----------
    made
        How it is made in ``__init__``; empty where it holds nothing.
    asked
        What it gives, with ``{me}`` for itself and ``{x}`` for its input.
    """

    made: str
    asked: str


Made: TypeAlias = Callable[[Any, Shape], Piece]
"""Returns the piece of a layer whose input has a shape."""


def _dense(layer: Dense, shape: Shape) -> Piece:
    bias = "" if layer.bias else ", bias=False"
    called = BENT[layer.activation].format("{me}({x})")
    return Piece(f"nn.Linear({sizes(shape)[-1]}, {layer.units}{bias})", called)


def _activation(layer: Activation, shape: Shape) -> Piece:
    return Piece("", BENT[layer.function].format("{x}"))


def _batch_norm(layer: BatchNorm, shape: Shape) -> Piece:
    told = f"{sizes(shape)[-1]}, eps={number(layer.epsilon)}, momentum={number(layer.momentum)}"
    return Piece(f"nn.BatchNorm1d({told})", "{me}({x})")


def _layer_norm(layer: LayerNorm, shape: Shape) -> Piece:
    return Piece(f"nn.LayerNorm({sizes(shape)[-1]}, eps={number(layer.epsilon)})", "{me}({x})")


def _dropout(layer: Dropout, shape: Shape) -> Piece:
    return Piece(f"nn.Dropout({number(layer.drop)})", "{me}({x})")


LAYERS: dict[type, Made] = {
    Dense: _dense, Activation: _activation, BatchNorm: _batch_norm, LayerNorm: _layer_norm,
    Dropout: _dropout, Flatten: lambda layer, shape: Piece("", "torch.flatten({x}, 1)"),
    Add: lambda layer, shape: Piece("", " + "),
    Concatenate: lambda layer, shape: Piece("", "torch.cat([{x}], dim=-1)"),
}  # fmt: skip
"""How each layer is made."""

HELD = {"weight": "weight", "bias": "bias", "scale": "weight", "shift": "bias",
        "mean": "running_mean", "variance": "running_var"}  # fmt: skip
"""What PyTorch calls the arrays of a layer."""


class ModuleText:
    """A network as source text, and how its first weights are put into it.

    Attributes
    ----------
    made, asked
        Lines of ``__init__`` and of ``forward``.
    ports
        Arguments of ``forward``, by port.
    start
        Lines that give the weights of a start.
    decays, frozen
        Weights that penalties reach, and those that do not learn, as expressions.
    """

    def __init__(self, sheet: Sheet, network: Network, first: dict[str, dict[str, Array]]) -> None:
        local = Locals(MODULE)
        self.ports = {port: local.name(port) for port in network.inputs}
        self.made: list[str] = []
        self.asked: list[str] = []
        self.start: list[str] = []
        self.decays: list[str] = []
        self.frozen: list[str] = []
        at = dict(self.ports)
        for node in network.nodes:
            write = LAYERS.get(type(node.layer))
            if write is None:
                raise ExportError(f"{title_of(type(node.layer))} cannot be written in PyTorch")
            name = local.name(node.id)
            shape = network.shapes[node.sources[0]]
            piece = write(node.layer, shape)
            self._write(node, name, piece, [at[source] for source in node.sources])
            at[node.id] = name
            for array, value in first.get(node.id, {}).items():
                self._put(sheet, network, node, name, array, value)
        self.output = at[network.output]

    def _write(self, node: Node, name: str, piece: Piece, sources: Sequence[str]) -> None:
        if piece.made:
            self.made.append(f"self.{name} = {piece.made}")
        joint = " + " if isinstance(node.layer, Add) else ", "
        x = joint.join(sources)
        value = x if isinstance(node.layer, Add) else piece.asked.format(me=f"self.{name}", x=x)
        self.asked += wrapped(f"{name} = ", value, 8)
        if node.off:
            self.asked += [f"{name} = {name}.clone()", f"{name}[..., {list(node.off)}] = 0.0"]

    def _put(
        self, sheet: Sheet, network: Network, node: Node, name: str, array: str, value: Array
    ) -> None:
        there = f"network.{name}.{HELD[array]}"
        turned = ".T" if isinstance(node.layer, Dense) and array == "weight" else ""
        kept = sheet.array(f"{node.id} {array}", value)
        self.start += wrapped("", f"{there}.copy_(torch.tensor({kept}{turned}))", 8)
        entry = next(
            e for e in network.layout.entries if e.block == node.id and e.name == array
        )
        if entry.spec.decay and entry.spec.trainable:
            self.decays.append(there)
        if node.frozen and array not in ("mean", "variance"):
            self.frozen.append(there)

    def text(self) -> str:
        """Return the class."""
        arguments = ", ".join(f"{name}: Tensor" for name in self.ports.values())
        head = f"    def forward(self, {arguments}) -> Tensor:"
        if len(head) > LINE:
            listed = [f"        {name}: Tensor," for name in self.ports.values()]
            head = "\n".join(["    def forward(", "        self,", *listed, "    ) -> Tensor:"])
        return "\n".join([
            "class Network(nn.Module):",
            '    """The network, with its read-out as the last layer."""', "",
            "    def __init__(self) -> None:", "        super().__init__()",
            *(f"        {line}" for line in self.made), "",
            head,
            '        """Return what the read-out gives, before any softmax or sigmoid."""',
            *(f"        {line}" for line in self.asked), f"        return {self.output}",
        ])  # fmt: skip
