"""A learner's next step as the probe of back-propagation tells it, cut into stages."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

import numpy as np

from playground.kernels.array import Array

Kind: TypeAlias = Literal[
    "input", "forward", "loss", "delta", "gradient", "passed", "penalty", "move", "change"
]

PHASES: Mapping[str, str] = {
    "input": "forward", "forward": "forward", "loss": "loss", "delta": "backward",
    "gradient": "backward", "passed": "backward", "penalty": "step", "move": "step",
    "change": "step",
}  # fmt: skip
"""What each kind of stage belongs to."""

TOKENS: Mapping[str, str] = {
    "forward": "accent", "loss": "warning", "backward": "ensemble", "step": "ok"
}
"""Colour of each phase."""


class Stage(NamedTuple):
    """One stage: what it is, of which layer, and which step inside it or move of the rule."""

    kind: Kind
    layer: int = -1
    part: int = -1

    @property
    def phase(self) -> str:
        """Return ``"forward"``, ``"loss"``, ``"backward"`` or ``"step"``."""
        return PHASES[self.kind]

    @property
    def token(self) -> str:
        """Return the colour token of its phase."""
        return TOKENS[self.phase]


@dataclass(frozen=True, eq=False)
class ToldLayer:
    """What one layer does; see the probe for the arrays, which are those of the first sample.

    Attributes
    ----------
    units, source_units
        Names of its units and of what feeds it.
    steps
        Names and values ``(units,)`` of the steps inside it.
    weights
        By array name and then by ``""``, ``gradient``, ``given``, ``after``, ``move 0`` ...
    norms
        Of delta, gradient and change.
    width
        Units, shown or not.
    """

    block: str
    title: str
    activation: str
    sources: tuple[str, ...]
    units: tuple[str, ...]
    source_units: tuple[str, ...]
    given: Array
    steps: tuple[tuple[str, Array], ...]
    error: Array
    delta: Array | None
    passed: Array | None
    weights: Mapping[str, Mapping[str, Array]]
    norms: tuple[float, float, float]
    width: int

    @property
    def matrix(self) -> Mapping[str, Array] | None:
        """The weights from every source unit to every unit, or None."""
        found = self.weights.get("weight")
        return found if found is not None and found[""].ndim == 2 else None


class ToldStep:
    """All that a snapshot of the probe `backprop` tells.

    Attributes
    ----------
    layers
        In the order of the network.
    stages
        What happens, in order.
    inputs, input_names
        Numbers of the first sample and what they are called.
    count
        Samples of the batch.
    """

    def __init__(self, arrays: Mapping[str, Array]) -> None:
        self._arrays = arrays
        self.count = int(arrays["count"])
        self.loss = float(arrays["loss"])
        self.rate = float(arrays["rate"])
        self.rule, self.kernel = str(arrays["rule"]), str(arrays["kernel"])
        self.moves = tuple(arrays["moves"].tolist())
        self.first_loss = float(arrays["losses"][0])
        self.y, self.output = arrays["y"][0], arrays["output"][0]
        ports = arrays["ports"].tolist()
        self.inputs = np.concatenate([arrays[f"{p} x"][0] for p in ports])
        self.input_names = tuple(n for p in ports for n in arrays[f"{p} names"].tolist())
        self.ports = frozenset(ports)
        blocks = arrays["blocks"].tolist()
        self.layers = tuple(self._layer(i, block) for i, block in enumerate(blocks))
        self.stages = tuple(self._stages(bool(arrays["penalised"])))
        self.widest = max(int(arrays[f"{name} width"]) for name in [*ports, *blocks])

    @property
    def finite(self) -> bool:
        """Whether all of it are numbers."""
        return bool(np.isfinite(self.loss))

    @property
    def chain(self) -> bool:
        """Whether every layer has one source, the layer before it."""
        before = [None, *(layer.block for layer in self.layers)]
        return len(self.ports) == 1 and all(
            layer.sources == (previous,) if previous else set(layer.sources) <= self.ports
            for layer, previous in zip(self.layers, before, strict=False)
        )

    def _layer(self, place: int, block: str) -> ToldLayer:
        a = self._arrays
        sources = tuple(str(a["sources"][place]).split("|"))
        given = [self._value(source) for source in sources]
        names = [n for source in sources for n in a[f"{source} names"].tolist()]
        steps = a[f"{block} stages"].tolist()
        delta, passed = a.get(f"{block} delta"), a.get(f"{block} passed {sources[0]}")
        kinds = ["", "gradient", "given", "after", *(f"move {i}" for i in range(len(self.moves)))]
        return ToldLayer(
            block, str(a["titles"][place]), str(a["activations"][place]), sources,
            tuple(a[f"{block} names"].tolist()), tuple(names), np.concatenate(given),
            tuple((name, a[f"{block} stage {i}"][0]) for i, name in enumerate(steps)),
            a[f"{block} error"][0], None if delta is None else delta[0],
            None if passed is None else passed[0],
            {
                str(name): {kind: a[f"{block} {name} {kind}".rstrip()] for kind in kinds}
                for name in a[f"{block} weights"].tolist()
            },
            tuple(float(n) for n in a[f"{block} norms"]), int(a[f"{block} width"]),
        )  # fmt: skip

    def _value(self, source: str) -> Array:
        last = self._arrays.get(f"{source} stages")
        values = self._arrays[f"{source} x" if last is None else f"{source} stage {len(last) - 1}"]
        first: Array = values[0]
        return first

    def _stages(self, penalised: bool) -> list[Stage]:
        found = [Stage("input")]
        for at, layer in enumerate(self.layers):
            for part, (name, _) in enumerate(layer.steps):
                if name != "linear" or len(layer.steps) == 1:
                    found.append(Stage("forward", at, part))
        found.append(Stage("loss"))
        for at in range(len(self.layers) - 1, -1, -1):
            found.append(Stage("delta", at))
            if self.layers[at].weights:
                found.append(Stage("gradient", at))
            if at:
                found.append(Stage("passed", at))
        if penalised:
            found.append(Stage("penalty"))
        found += [Stage("move", part=part) for part in range(len(self.moves))]
        return [*found, Stage("change")]

    def reached(self, stage: int, kind: Kind, layer: int) -> bool:
        """Say whether a stage of this kind and layer lies at or before a place in `stages`."""
        return any(s.kind == kind and s.layer == layer for s in self.stages[: stage + 1])

    def steps_done(self, stage: int, layer: int) -> int:
        """Count the steps inside a layer that have been taken at a place in `stages`."""
        taken = self.stages[: stage + 1]
        parts = [s.part for s in taken if s.kind == "forward" and s.layer == layer]
        if parts and parts[-1] == len(self.layers[layer].steps) - 2 and self._plain(layer):
            return len(self.layers[layer].steps)
        return parts[-1] + 1 if parts else 0

    def _plain(self, layer: int) -> bool:
        return self.layers[layer].steps[-1][0] == "linear"
