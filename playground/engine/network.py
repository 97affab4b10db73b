"""A network: layers in a directed acyclic graph over one flat vector of weights."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from playground.core.shape import Shape
from playground.engine.layer import Context, Layer, Pullback
from playground.engine.weights import Layout, Views, Weights
from playground.kernels.array import Array

Forward: TypeAlias = Callable[..., tuple[Array, Pullback]]


@dataclass(frozen=True)
class Node:
    """A layer in the graph; `sources` names input ports of the network or earlier nodes.

    Units in `off` give zero and learn nothing.
    """

    id: str
    layer: Layer
    sources: tuple[str, ...]
    frozen: bool = False
    off: tuple[int, ...] = ()


class Network:
    """Layers wired into a graph.

    Parameters
    ----------
    nodes
        In an order in which every source comes before its users.
    inputs
        Shapes of one sample by input port.
    output
        Node or port whose value `Record.output` returns; the last node unless said.

    Attributes
    ----------
    layout
        Where each block's weights stand.
    shapes
        Shape of one sample by port and by node id.

    Raises
    ------
    ShapeError
        If a layer cannot take what reaches it.
    """

    def __init__(
        self, nodes: Sequence[Node], inputs: Mapping[str, Shape], output: str = ""
    ) -> None:
        self.nodes = tuple(nodes)
        self.output = output or self.nodes[-1].id
        self.inputs = dict(inputs)
        self.shapes: dict[str, Shape] = dict(inputs)
        specs = {}
        for node in self.nodes:
            arriving = [self.shapes[s] for s in node.sources]
            self.shapes[node.id] = node.layer.output_shape(*arriving)
            specs[node.id] = node.layer.weights(*arriving)
            if node.frozen:
                named = specs[node.id].items()
                specs[node.id] = {name: replace(spec, trainable=False) for name, spec in named}
        self.layout = Layout(specs)
        slots = {name: i for i, name in enumerate((*self.inputs, *(n.id for n in self.nodes)))}
        self._slots = slots
        self._plan = tuple(self._planned())
        first = len(self.inputs)
        plan = enumerate(self._plan, first)
        self._back = tuple((slot, block, slots) for slot, (block, _, slots, _) in plan)[::-1]

    def _planned(self) -> Iterator[tuple[str, Forward, tuple[int, ...], bool]]:
        needed: set[str] = set()
        for node in self.nodes:
            wanted = any(s in needed for s in node.sources)
            if wanted or node.id in self.layout.segments:
                needed.add(node.id)
            slots = tuple(self._slots[s] for s in node.sources)
            forward = without(node.layer.forward, node.off) if node.off else node.layer.forward
            yield node.id, forward, slots, wanted

    def initial(self, seeds: tuple[int, ...], device: str = "cpu") -> Weights:
        """Draw initial weights, one member for each seed."""
        return Weights.initial(self.layout, seeds, device)

    def run(
        self,
        weights: Weights,
        inputs: Mapping[str, Array],
        context: Context,
        to_inputs: bool = False,
    ) -> "Record":
        """Compute every layer's output for a batch.

        Parameters
        ----------
        weights
            Members to run; inputs with a leading axis of 1 are shared by all.
        inputs
            Arrays ``(members | 1, batch, *axes)`` by port.
        context
            What the pass is for.
        to_inputs
            Whether `Record.pull` shall carry gradients all the way to the inputs.
        """
        return Record(self, *self.forward(weights, inputs, context, to_inputs))

    def forward(
        self,
        weights: Weights,
        inputs: Mapping[str, Array],
        context: Context,
        to_inputs: bool = False,
    ) -> tuple[list[Array], list[Pullback]]:
        """Compute the value of every slot, and every node's way back; see `run`."""
        values = [inputs[port] for port in self.inputs]
        pulls: list[Pullback] = []
        views = weights.views if context.lead == 2 else weights.alone
        for block, forward, slots, wanted in self._plan:
            context.block = block
            context.wanted = wanted or to_inputs
            if len(slots) == 1:
                y, pull = forward(views[block], values[slots[0]], context=context)
            else:
                y, pull = forward(views[block], *[values[s] for s in slots], context=context)
            values.append(y)
            pulls.append(pull)
        return values, pulls

    def replace_layers(
        self, layers: Mapping[str, Layer], off: Mapping[str, tuple[int, ...]] | None = None
    ) -> None:
        """Put layers of other settings, but the same weights and shapes, in place of some.

        Parameters
        ----------
        layers
            By node.
        off
            Units that are switched off from now on, by node; None leaves them as they are.
        """
        self.nodes = tuple(
            replace(
                n,
                layer=layers.get(n.id, n.layer),
                off=n.off if off is None else off.get(n.id, ()),
            )
            for n in self.nodes
        )
        self._plan = tuple(self._planned())

    def slot(self, name: str) -> int:
        """Return the place of a port's or node's value in a record."""
        return self._slots[name]

    def backward(
        self,
        pulls: list[Pullback],
        gradients: list[Array | None],
        into: Mapping[str, Views] | None,
    ) -> None:
        """Carry gradients back through every node; uses up `pulls`, fills in `gradients`."""
        for slot, block, sources in self._back:
            dy = gradients[slot]
            pull = pulls.pop()
            if dy is None:
                if into is not None:
                    for unused in into[block].values():
                        unused[...] = 0
                continue
            arriving = pull(dy, into[block] if into is not None else None)
            for place, source in enumerate(sources):
                dx = arriving[place]
                if dx is not None:
                    before = gradients[source]
                    gradients[source] = dx if before is None else before + dx


def without(forward: Forward, off: tuple[int, ...]) -> Forward:
    """Return a forward pass in which some units, places on the last axis, give zero."""

    def run(*args: Any, **named: Any) -> tuple[Array, Pullback]:
        y, pull = forward(*args, **named)
        known = [unit for unit in off if unit < y.shape[-1]]
        y = y.copy()
        y[..., known] = 0

        def back(dy: Array, into: Views | None) -> tuple[Array | None, ...]:
            dy = dy.copy()
            dy[..., known] = 0
            return pull(dy, into)

        return y, back

    return run


class Record:
    """The values of one forward pass, and the way back.

    Attributes
    ----------
    output
        Value ``(members | 1, batch, *axes)`` of the network's output node.
    """

    __slots__ = ("_network", "_pulls", "output", "values")

    def __init__(self, network: Network, values: list[Array], pulls: list[Pullback]) -> None:
        self._network = network
        self._pulls = pulls
        self.values = values
        self.output = values[network.slot(network.output)]

    def __getitem__(self, name: str) -> Array:
        """Return the value of a port or node."""
        return self.values[self._network.slot(name)]

    def pull(self, dy: Mapping[str, Array], into: Weights | None = None) -> dict[str, Array]:
        """Carry gradients back from the given nodes.

        Parameters
        ----------
        dy
            Gradients with respect to nodes' outputs, by id.
        into
            Weights-shaped place that receives the weights' gradients; None lets gradients pass
            through frozen weights.

        Returns
        -------
        dict
            Gradients with respect to the inputs by port, where the run was asked for them.
        """
        network = self._network
        gradients: list[Array | None] = [None] * len(self.values)
        for name, value in dy.items():
            gradients[network.slot(name)] = value
        network.backward(self._pulls.copy(), gradients, into.views if into else None)
        found = {}
        for port, gradient in zip(network.inputs, gradients, strict=False):
            if gradient is not None:
                found[port] = gradient
        return found
