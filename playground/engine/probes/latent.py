"""The narrowest layer of a network: codes of the samples, and what comes back out of them."""

from typing import Annotated, Any

import numpy as np

from playground.core.settings import setting
from playground.engine.coding.latent import Plane, bottleneck, layers, plane_of, side_of
from playground.engine.coding.onward import decode, onward
from playground.engine.data import Data
from playground.engine.probe import Probe, Watched, member_of, network_of
from playground.engine.some_rows import shown_rows
from playground.kernels.array import Array, to_device, to_host

SHOWN = 10
"""Samples that are reproduced where none are chosen."""


class Latent(Probe, frozen=True):
    """The codes of samples in a narrow layer, and what a network that reproduces makes of them.

    ``places`` ``(n, 1 | 2)`` of the samples ``rows`` with their ``part`` and ``labels`` or
    ``values``; ``window`` ``(2, 1 | 2)`` around them, ``share`` of variance in sight; ``block``
    and its ``width``, ``blocks`` and ``widths`` to choose from. A network that learns to reproduce
    its features also gives ``chosen`` rows with ``original`` and ``remade`` features ``(k, d)``,
    their range ``limits``, ``side`` of the pictures they are (0: none), and on request a ``mosaic``
    ``(lines, columns, d)`` of decoded places, the lowest line first. A learner without hidden
    layers gives nothing; a diverged one ``diverged``.
    """

    block: Annotated[str, setting("Layer", "Which one; empty: the narrowest.")] = ""
    rows: Annotated[
        tuple[int, ...], setting("Samples", "Which are reproduced; empty: one of each class.")
    ] = ()
    columns: Annotated[int, setting("Columns", "Of the mosaic; 0: none.", low=0, high=64)] = 0
    lines: Annotated[int, setting("Lines", "Of the mosaic.", low=0, high=64)] = 0
    most: Annotated[int, setting("Points", "Samples at most.", low=1)] = 1200
    member: Annotated[int, setting("Member", "Which one; -1: the best.", low=-1)] = -1

    def measure(self, learner: Watched, size: tuple[int, int]) -> dict[str, Array]:
        """Return the codes and reproductions; see the class."""
        network, data = network_of(learner), getattr(learner, "source", None)
        block = bottleneck(network, self.block) if network is not None else None
        if network is None or block is None or data is None or not len(data.x):
            return {}
        member = member_of(learner, self.member)
        rows, part = self._shown(data, member)
        with np.errstate(all="ignore"):
            codes = codes_of(learner, data.x[rows], block, member)
            if not np.isfinite(codes).all():
                return {"diverged": np.array(True)}
            plane = plane_of(learner, block, member)
            places = plane.take(codes)
            found: dict[str, Array] = self._reproduced(learner, data, plane, block, member)
        if not all(np.isfinite(a).all() for a in found.values() if a.dtype.kind == "f"):
            return {"diverged": np.array(True)}
        known = layers(network)
        colouring: dict[str, Array] = data.colouring(rows)
        return found | colouring | {
            "places": places.astype(np.float32), "rows": rows, "part": part,
            "window": plane.window, "share": np.array(plane.share), "block": np.array(block),
            "width": np.array(codes.shape[1]), "blocks": np.array(list(known)),
            "widths": np.array(list(known.values())), "side": np.array(side_of(data)),
        }  # fmt: skip

    def _shown(self, data: Data, member: int) -> tuple[Array, Array]:
        """Return rows and their parts: evenly chosen ones, and all that are reproduced."""
        every, part = shown_rows(data, member, len(data.x))
        kept = np.zeros(len(every), bool)
        kept[np.linspace(0, len(every) - 1, min(self.most, len(every))).astype(int)] = True
        if data.given is not None:
            kept |= np.isin(every, self._chosen(data))
        return every[kept], part[kept]

    def _chosen(self, data: Data) -> list[int]:
        return [row for row in self.rows if 0 <= row < len(data.x)] or examples(data)

    def _reproduced(
        self, learner: Any, data: Data, plane: Plane, block: str, member: int
    ) -> dict[str, Array]:
        if data.given is None:
            return {}
        rows = np.array(self._chosen(data), np.int64)
        remade = learner.decide(data.x[rows], slice(member, member + 1))[0]
        shown = data.y[np.unique(data.train)]
        found = {
            "chosen": rows, "original": data.y[rows].astype(np.float32),
            "remade": remade.astype(np.float32), "limits": np.array([shown.min(), shown.max()]),
            "chosen part": np.isin(rows, data.test),
        }  # fmt: skip
        if self.columns and self.lines:
            (left, *rest), (right, *_) = plane.window[0], plane.window[1]
            across = middles(left, right, self.columns)
            up = middles(rest[0], plane.window[1][1], self.lines) if rest else np.zeros(1)
            grid = np.stack(np.meshgrid(across, up), axis=-1).reshape(-1, 2)[:, : 1 + len(rest)]
            pictures = decoded(learner, block, plane.lift(grid), member)
            if pictures is not None:
                shape = (len(up), self.columns, pictures.shape[1])
                found["mosaic"] = pictures.reshape(shape).astype(np.float32)
        return found


def middles(low: float, high: float, count: int) -> Array:
    """Return the middles of equal cells between two ends."""
    return low + (np.arange(count) + 0.5) / count * (high - low)


def codes_of(learner: Any, x: Array, block: str, member: int) -> Array:
    """Return the codes ``(n, width)`` of rows in a layer, float64."""
    given = learner.activations(x, slice(member, member + 1))[block]
    return np.asarray(given[0], np.float64)


def decoded(learner: Any, block: str, codes: Array, member: int) -> Array | None:
    """Return what a network puts out ``(k, d)`` for codes ``(k, width)`` put into a layer.

    None where the layer is not the only way to the output.
    """
    tail = onward(learner.objective.network, block)
    if tail is None:
        return None
    put = to_device(np.asarray(codes, np.float32), learner.device)
    z = decode(tail, learner.weights.part(slice(member, member + 1)), put)
    shown: Array = learner.feed.in_own_units(to_host(learner.objective.compared.scores(z)))[0]
    return shown


def examples(data: Data) -> list[int]:
    """Return test rows to show: the first of every class, more of few, else the first ones."""
    rows = (data.test if data.test.size else data.train).reshape(-1)
    given = data.given or data
    if given.target != "class":
        return [int(row) for row in rows[:SHOWN]]
    each = max(1, SHOWN // (2 * len(given.classes)))
    chosen = [rows[given.y[rows] == label][:each] for label in range(len(given.classes))]
    return [int(row) for row in np.concatenate(chosen)[:SHOWN]]
