"""What flows where: the shapes and data signatures along the wires of a project."""

from collections.abc import Mapping
from functools import lru_cache
from math import isfinite, prod
from typing import Any, TypeAlias

import msgspec

from playground.core.block import Block
from playground.core.flow import ChangesData, ChecksInput, GivesData, ShapesTensors
from playground.core.settings import SettingError, build
from playground.core.shape import Shape, ShapeError, Signature
from playground.document.graph import (
    Catalogue,
    blocks_by_id,
    by_port,
    in_order,
    input_of,
    wires_into,
)
from playground.document.project import Placed, Project, Wire

TARGET = "target"
"""Name of the port by which a head takes its target from elsewhere than the data's labels."""

_UNPACKABLE = (TypeError, ValueError, RecursionError, OverflowError)


class Flow(msgspec.Struct, frozen=True):
    """What is known about one block before anything runs.

    Attributes
    ----------
    block
        The block built from its settings, or None when they are refused or the kind is unknown.
    error
        Why the settings are refused.
    refusal
        Why the block cannot take what reaches it.
    out
        What leaves it: a signature (data), a shape (values), or None when unknown or neither.
    arrives
        Shape that reaches the first input, or None.
    data
        Signature of the data that a shape descends from; what a head learns from.
    origin
        Id of the data set upstream, or "".
    """

    block: Block | None = None
    error: SettingError | None = None
    refusal: ShapeError | None = None
    out: Signature | Shape | None = None
    arrives: Shape | None = None
    data: Signature | None = None
    origin: str = ""

    @property
    def shape(self) -> Shape | None:
        """Shape of one sample that leaves the block, or None."""
        return self.out.shape if isinstance(self.out, Signature) else self.out


Flows: TypeAlias = dict[str, Flow]


def trace(project: Project, catalogue: Catalogue) -> Flows:
    """Return for every block what is known to flow out of it.

    Linear in blocks and wires, and blocks with settings seen before are not built again, so it
    may run on every edit. It never raises.
    """
    placed, entering = blocks_by_id(project), wires_into(project)
    order, rest = in_order(project)
    flows: Flows = {}
    for id in order:
        flows[id] = _flow(placed[id], catalogue, entering[id], flows)
    for id in rest:
        flows[id] = _unplaced(placed[id], catalogue)
    return flows


def built(placed: Placed, catalogue: Catalogue) -> Block | SettingError | None:
    """Return the block that settings make, why they do not, or None for an unknown kind."""
    cls = catalogue.get(placed.kind)
    if cls is None:
        return None
    try:
        return _built(cls, msgspec.msgpack.encode(placed.settings, order="sorted"))
    except _UNPACKABLE as error:
        return SettingError(_unpackable(placed.settings), f"not a plain value ({error})")


def _unpackable(settings: Mapping[str, Any]) -> str:
    for name, value in settings.items():
        try:
            msgspec.msgpack.encode(value)
        except _UNPACKABLE:
            return str(name)
    return "settings"


@lru_cache(maxsize=4096)
def _built(cls: type[Block], packed: bytes) -> Block | SettingError:
    values = msgspec.msgpack.decode(packed)
    odd = not_finite(values)
    if odd:
        return SettingError(odd, "must be a finite number")
    try:
        return build(cls, values)
    except SettingError as error:
        return error
    except Exception as error:  # a block may refuse its settings in any way
        return SettingError("settings", str(error))


def not_finite(value: Any, name: str = "") -> str:
    """Return the dotted name of the first infinite or undefined number inside, or ""."""
    if isinstance(value, float):
        return "" if isfinite(value) else name or "value"
    if isinstance(value, dict):
        parts = [(f"{name}.{key}" if name else str(key), inner) for key, inner in value.items()]
    elif isinstance(value, list | tuple):
        parts = [(f"{name}[{place}]", inner) for place, inner in enumerate(value)]
    else:
        return ""
    return next((found for key, inner in parts if (found := not_finite(inner, key))), "")


def _unplaced(placed: Placed, catalogue: Catalogue) -> Flow:
    result = built(placed, catalogue)
    return Flow(error=result) if isinstance(result, SettingError) else Flow(block=result)


def _flow(placed: Placed, catalogue: Catalogue, wires: list[Wire], flows: Flows) -> Flow:
    known = _unplaced(placed, catalogue)
    if known.block is None:
        return known
    block = known.block
    sources = [flows.get(wire.source, Flow()) for wire in by_port(type(block), wires)]
    first = next((source for source in sources if source.data), Flow())
    arrives = sources[0].shape if sources else None
    data, refusal, out = first.data, None, None
    try:
        data, out = _passed(block, sources, data, wires, flows)
    except ShapeError as error:
        refusal = error
    except Exception as error:  # whatever one block does, the canvas stays usable
        refusal = ShapeError(str(error) or type(error).__name__)
    origin = placed.id if block.family == "data" else first.origin
    return Flow(block, None, refusal, out, arrives, data, origin)


def _passed(
    block: Block, sources: list[Flow], data: Signature | None, wires: list[Wire], flows: Flows
) -> tuple[Signature | None, Signature | Shape | None]:
    """Ask the block what it gives; returns the data behind it and what leaves it."""
    if block.family == "data" and isinstance(block, GivesData):
        signature = block.signature()
        return signature, signature
    if block.family == "transform" and isinstance(block, ChangesData):
        if not sources or not isinstance(sources[0].out, Signature):
            return data, None
        signature = block.output_signature(sources[0].out)
        return signature, signature
    if block.family == "layer" and isinstance(block, ShapesTensors):
        shapes = [source.shape for source in sources]
        known = [shape for shape in shapes if shape is not None]
        ports = type(block).inputs
        room = len(shapes) <= len(ports) or any(port.many for port in ports)
        complete = room and len(known) == len(shapes) and not unwired(type(block), wires)
        return data, block.output_shape(*known) if complete else None
    if isinstance(block, ChecksInput):
        learned = _target(block, wires, flows, data)
        arrives = sources[0].shape if sources else None
        if arrives is None and learned and block.family == "ensemble":
            # Models give no shape of their own: what they learn from counts.
            arrives = None if any(s.refusal or s.error for s in sources) else learned.shape
        if learned and arrives is not None:
            block.check_input(arrives, learned)
        return learned, None
    return data, None


def unwired(cls: type[Block], wires: list[Wire]) -> list[str]:
    """Return the names of the required inputs of a class that none of its wires enters."""
    taken = {port.name for wire in wires if (port := input_of(cls, wire.input))}
    return [port.name for port in cls.inputs if not port.optional and port.name not in taken]


def _target(
    block: Block, wires: list[Wire], flows: Flows, data: Signature | None
) -> Signature | None:
    for wire in wires:
        if wire.input == TARGET and data:
            shape = flows.get(wire.source, Flow()).shape
            if shape is None or any(size is None for _, size in shape):
                return None
            outputs = prod(size for _, size in shape if size is not None)
            return msgspec.structs.replace(data, target="value", outputs=outputs, classes=())
    return data
