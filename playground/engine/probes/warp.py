"""The plane of the inputs and the samples, carried through a network layer by layer."""

from collections.abc import Mapping
from typing import Annotated, Any
from weakref import WeakKeyDictionary

import numpy as np

from playground.core.settings import setting
from playground.engine.data import Data
from playground.engine.layer import Context
from playground.engine.layers.dense import Dense
from playground.engine.network import Network
from playground.engine.plane import rows_of
from playground.engine.probe import Probe, Watched, member_of, network_of
from playground.engine.some_rows import shown_rows
from playground.engine.warping.lattice import Lattice, lattice_over
from playground.engine.warping.route import Slopes, Stop, activation_of, route_of, slopes_through
from playground.engine.weights import Weights
from playground.kernels.array import Array, to_host

WIDEST = 64
"""Axes up to which a layer is played in all of its space; wider ones are seen reduced."""

FINE = 4
"""Axes up to which tangents are sent in double precision, as the sign of det J wants."""

PRINCIPAL = 3
"""Principal axes sent of a space that is wider than `WIDEST`, after its first units."""


class Warp(Probe, frozen=True):
    """The plane of the inputs and the samples, carried through a network layer by layer.

    Read it with `playground.engine.warping.warp.unpack`. For the input (k = 0) and the end of
    every layer on the longest chain (k = 1, 2, ...): ``mesh k``, ``points k``, its output in full
    space of ``widths[k]`` axes, float32; ``along k`` and ``across k``, the sheet's tangents by the
    two inputs; ``dead k`` where an activation has cut its area to 0; ``weight k`` and ``bias k`` of
    dense layers. A space of more than 64 axes is sent as its first units and the three principal
    axes of the samples. ``rows`` are the samples' numbers in the data set, with
    ``labels`` of ``classes`` or ``values`` as the data set gives them, and ``part``.
    A learner without layers of its own gives nothing; a diverged one ``diverged``.
    """

    most: Annotated[int, setting("Samples", "How many are carried along.", low=1)] = 500
    cells: Annotated[int, setting("Mesh lines", "In each direction.", low=2, high=201)] = 41
    member: Annotated[int, setting("Member", "Which one; -1: the best.", low=-1)] = -1

    def measure(self, learner: Watched, size: tuple[int, int]) -> dict[str, Array]:
        """Return the clouds and the layers between them; see the class."""
        data = getattr(learner, "source", None)
        network = network_of(learner)
        if data is None or not len(data.x) or network is None:
            return {}
        member = member_of(learner, self.member)
        rows, part = shown_rows(data, member, self.most)
        lattice = _lattice_of(data, self.cells)
        with np.errstate(all="ignore"):
            found = _record(learner, network, member, lattice, data.x[rows])
        if not all(np.isfinite(a).all() for a in found.values() if a.dtype.kind == "f"):
            return {"diverged": np.array(True)}
        found |= {"rows": rows, "part": part, "lines": lattice.lines}
        found["shape"] = np.array(lattice.shape)
        colouring: dict[str, Array] = data.colouring(rows)
        return found | colouring


_lattices: WeakKeyDictionary[Data, dict[int, Lattice]] = WeakKeyDictionary()


def _lattice_of(data: Data, cells: int) -> Lattice:
    known = _lattices.setdefault(data, {})
    if cells not in known:
        known[cells] = lattice_over(rows_of(data), cells)
    return known[cells]


def _record(
    learner: Any, network: Network, member: int, lattice: Lattice, x: Array
) -> dict[str, Array]:
    """Run mesh and samples through one member and write down every stop of the route."""
    weights = Weights(learner.weights.layout, to_host(learner.weights.flat[member : member + 1]))
    raw = np.concatenate([lattice.at.reshape(-1, *x.shape[1:]), x])
    values = network.run(weights, learner.feed.inputs(raw), Context())
    port, stops, last = route_of(network)
    mesh = len(lattice.at)
    slopes: Mapping[str, Slopes] = {}
    if lattice.shape[0]:
        on_mesh = {name: values[name][:, :mesh] for name in network.shapes}
        slopes = slopes_through(network, weights, on_mesh, learner.feed, lattice.at)
    found = _told(stops)
    names = (port, *(stop.node.id for stop in stops))
    found["widths"] = np.array([network_width(network, name) for name in names])
    for k, name in enumerate(names):
        given = values[name][0].reshape(len(raw), -1)
        found |= _cloud(k, given[:mesh], given[mesh:], slopes.get(name))
    for k, stop in enumerate(stops, 1):
        wide = max(network_width(network, stop.source), network_width(network, stop.node.id))
        if isinstance(stop.node.layer, Dense) and wide <= WIDEST:
            view = weights.views[stop.node.id]
            found |= {f"{name} {k}": array[0].copy() for name, array in view.items()}
    read = weights.views[last.id]
    found["read weight"] = read["weight"][0].copy()
    outputs = read["weight"].shape[-1]
    found["read bias"] = read["bias"][0].copy() if "bias" in read else np.zeros(outputs)
    return found


def network_width(network: Network, name: str) -> int:
    """Return how many numbers a sample has at a port or node."""
    return int(np.prod([size or 1 for _, size in network.shapes[name]]))


def _told(stops: tuple[Stop, ...]) -> dict[str, Array]:
    titles = []
    for stop in stops:
        joined = f" with {', '.join(stop.others)}" if stop.others else ""
        titles.append(f"{type(stop.node.layer).__name__}{joined}")
    return {
        "blocks": np.array([stop.node.id for stop in stops], dtype=np.str_),
        "titles": np.array(titles, dtype=np.str_),
        "bends": np.array([activation_of(stop.node.layer) for stop in stops], dtype=np.str_),
    }


def _cloud(k: int, mesh: Array, points: Array, slopes: Slopes | None) -> dict[str, Array]:
    along = slopes.along if slopes else np.zeros(mesh.shape)
    across = slopes.across if slopes else np.zeros(mesh.shape)
    dead = slopes.dead if slopes else np.zeros(len(mesh), bool)
    found = {f"dead {k}": dead}
    if mesh.shape[1] > WIDEST:
        view = _reduced(points)
        mesh, points, along, across = mesh @ view, points @ view, along @ view, across @ view
    precise = np.float64 if mesh.shape[1] <= FINE else np.float32
    return found | {
        f"mesh {k}": mesh.astype(np.float32),
        f"points {k}": points.astype(np.float32),
        f"along {k}": along.astype(precise),
        f"across {k}": across.astype(precise),
    }


def _reduced(points: Array) -> Array:
    """Return directions ``(n, 64)``: the first units, and the principal axes of samples."""
    width = points.shape[1]
    centred = points - points.mean(axis=0)
    _, _, axes = np.linalg.svd(centred.astype(np.float64), full_matrices=False)
    view = np.zeros((width, WIDEST))
    view[:, : WIDEST - PRINCIPAL] = np.eye(width, WIDEST - PRINCIPAL)
    found = axes[:PRINCIPAL].T
    view[:, WIDEST - PRINCIPAL : WIDEST - PRINCIPAL + found.shape[1]] = found
    return view
