"""The graph of one sample's loss, both modes of differentiating it, and a numerical check."""

from typing import Annotated

import numpy as np

from playground.core.settings import setting
from playground.engine.backprop.computation import Computation
from playground.engine.backprop.gradient_check import check_gradient, telling_places
from playground.engine.backprop.rehearsal import Rehearsal, rehearse
from playground.engine.backprop.scalar_graph import names_of, scalar_graph, vertex_count
from playground.engine.batches import Batch
from playground.engine.layers.batch_norm import BatchNorm
from playground.engine.probe import Probe, Watched, member_of
from playground.engine.probes.backprop import chosen_batch
from playground.engine.training.supervised import Supervised
from playground.engine.weights import Entry, Weights
from playground.kernels.array import Array


class ComputationGraph(Probe, frozen=True):
    """The graph of the loss of one sample, with local slopes, and a check of the gradient.

    With batch norm, which needs several samples, it is that of the whole batch; ``count`` tells
    how many there are.

    Small networks give one vertex a number: ``kinds``, ``names``, ``blocks``, ``values`` and
    ``derivatives`` ``(vertices,)`` (of the loss, by each), ``edges`` ``(k, 2)`` from parent to
    child with the local ``slopes`` ``(k,)``. Larger ones, and those with layers that mix rows,
    give the vertices of whole arrays instead: ``sizes`` tells how many numbers each holds, and
    ``values`` and ``derivatives`` are norms.

    ``passes`` holds the multiplications of one reverse pass and of a forward pass for each weight,
    ``weights`` how many those are. The check of some weights: ``checked`` their names,
    ``analytic``, ``numerical`` and ``error`` ``(m,)``.
    """

    row: Annotated[
        int, setting("Sample", "Row of the data set; -1 is the next one.", low=-1)
    ] = -1
    member: Annotated[int, setting("Member", "Which one; -1 is the best.", low=-1)] = -1
    most: Annotated[
        int, setting("Vertices", "Above this many, whole arrays are shown.", low=1)
    ] = 64
    checks: Annotated[int, setting("Checks", "Weights to be checked.", low=1)] = 12

    def measure(self, learner: Watched, size: tuple[int, int]) -> dict[str, Array]:
        """Return graph and check; nothing for a learner that does not descend on rows."""
        if not isinstance(learner, Supervised):
            return {}
        member = member_of(learner, self.member)
        batch = chosen_batch(learner, self.row, member)
        network, features = learner.objective.network, learner.source.names
        count = vertex_count(network)
        if not any(isinstance(node.layer, BatchNorm) for node in network.nodes):
            batch = first_row(batch)
        told = rehearse(learner, batch, member)
        with np.errstate(all="ignore"):
            if count is not None and count <= self.most:
                arrays = _scalars(scalar_graph(learner.objective, told.weights, batch, features))
            else:
                arrays = _arrays(told)
            places = telling_places(told.weights, told.gradient, self.checks)
            found = check_gradient(learner.objective, told.weights, batch, places)
        names = names_of(network, features)
        sources = {node.id: node.sources[0] for node in network.nodes}
        return arrays | {
            "weights": np.array(sum(learner.facts.parameters.values())),
            "count": np.array(len(told.losses)),
            "checked": np.array([_name(told.weights, int(p), names, sources) for p in places]),
            "analytic": found.analytic, "numerical": found.numerical, "error": found.error,
        }  # fmt: skip


def first_row(batch: Batch) -> Batch:
    """Return the first row of a batch as a batch of its own."""
    x = {port: rows[:, :1] for port, rows in batch.x.items()}
    return Batch(x, batch.y[:, :1], None, batch.seeds, batch.step)


def _scalars(graph: Computation) -> dict[str, Array]:
    vertices = graph.vertices
    edges = [(p, i) for i, v in enumerate(vertices) for p in v.parents]
    return {
        "kinds": np.array([v.kind for v in vertices]),
        "names": np.array([v.name for v in vertices]),
        "blocks": np.array([v.block for v in vertices]),
        "values": np.array([v.value for v in vertices]),
        "derivatives": np.array(graph.reverse().derivatives),
        "edges": np.array(edges, np.int64).reshape(-1, 2),
        "slopes": np.array([slope for v in vertices for slope in v.slopes]),
        "passes": np.array(graph.passes()),
    }


class _Arrays:
    """Vertices of whole arrays, gathered one after the other."""

    def __init__(self) -> None:
        self.rows: list[tuple[str, str, str, int, float, float]] = []
        self.edges: list[tuple[int, int]] = []

    def add(
        self, kind: str, name: str, block: str, value: Array, slope: Array | None, *parents: int
    ) -> int:
        with np.errstate(all="ignore"):
            size, found = float(np.linalg.norm(value)), 0.0
            if slope is not None:
                found = float(np.linalg.norm(slope))
        self.rows.append((kind, name, block, int(np.size(value)), size, found))
        self.edges += [(parent, len(self.rows) - 1) for parent in parents]
        return len(self.rows) - 1


def _arrays(told: Rehearsal) -> dict[str, Array]:
    gathered, at, products, tangent = _Arrays(), {}, 0, 0
    for port, x in told.x.items():
        at[port] = gathered.add("input", "input", "", x, None)
    for p in told.passages:
        now = [at[source] for source in p.sources]
        for i, (name, value) in enumerate(p.stages):
            if name == "linear":
                continue
            last = i == len(p.stages) - 1
            held = {"x W": "weight", "+ b": "bias"}.get(name, "")
            if held in p.weights:
                slope = p.gradient[held]
                now.append(gathered.add("weight", held, p.block, p.weights[held], slope))
            kind = {"x W": "times", "+ b": "plus"}.get(name, "function")
            slope = p.error if last or p.delta is None else p.delta
            now = [gathered.add(kind, name, p.block, value, slope, *now)]
        at[p.block] = now[0]
        width = int(np.prod(p.error.shape[1:]))
        matrix = int(np.size(p.weights.get("weight", 0)))
        into = any(source in told.x for source in p.sources)
        products += matrix * (1 if into else 2) + width
        tangent += matrix + width
    share = np.full(len(told.losses), 1 / len(told.losses))
    gathered.add("loss", "loss", "", told.losses, share, now[0])
    kinds, names, blocks, sizes, values, found = zip(*gathered.rows, strict=True)
    weights = told.weights.layout.trainable
    return {
        "kinds": np.array(kinds), "names": np.array(names), "blocks": np.array(blocks),
        "sizes": np.array(sizes), "values": np.array(values), "derivatives": np.array(found),
        "edges": np.array(gathered.edges, np.int64).reshape(-1, 2),
        "passes": np.array([products, weights * tangent]),
    }  # fmt: skip


def _name(
    weights: Weights, place: int, names: dict[str, list[str]], sources: dict[str, str]
) -> str:
    """Call a weight by the units that it joins."""
    entry: Entry = next(e for e in weights.layout.entries if e.start <= place < e.stop)
    index = np.unravel_index(place - entry.start, entry.spec.shape)
    units = names[entry.block]
    if entry.name == "weight" and len(index) == 2:
        return f"{names[sources[entry.block]][int(index[0])]}→{units[int(index[1])]}"
    if entry.name == "bias" and len(index) == 1:
        return f"b→{units[int(index[0])]}"
    return f"{entry.block} {entry.name} {place - entry.start + 1}"
