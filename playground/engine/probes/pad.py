"""What a learner makes of one drawn picture."""

from typing import Annotated, Any

import numpy as np

from playground.core.settings import setting
from playground.engine.coding.persuade import persuade
from playground.engine.data import Data
from playground.engine.plane import rows_of
from playground.engine.probe import Probe, ShowsUnits, Watched, member_of, network_of
from playground.engine.signals.unit import scale_of
from playground.kernels.array import Array

INPUTS = 64
"""Numbers that a drawing has: 8 x 8."""

NEAREST, MEASURED, FRAMES = 3, 200, 25
"""Neighbours shown, rows that tell how strongly a layer answers, and frames of a morph."""


class Pad(Probe, frozen=True):
    """What a learner of 64 inputs makes of one drawn picture.

    ``scores`` ``(classes,)``; for a network ``blocks`` and ``unit k`` ``(units,)``, each layer's
    answers as shares of its large ones; the ``nearest`` training rows with ``pictures``
    ``(3, 64)``, ``neighbours`` (their labels) and ``distances``; where a class is to be said,
    ``changed`` ``(64,)``, ``reached``, ``size``, and ``along`` ``(frames, classes)``, the scores
    on the way there.
    ``asked`` is the drawing itself, ``examples`` ``(classes, 64)`` a training row of every class.
    Another learner gives ``inputs``, how many it has, and
    ``target``; a diverged one ``diverged``.
    """

    drawing: Annotated[
        tuple[float, ...], setting("Drawing", "64 numbers, row by row from the top.")
    ] = ()
    say: Annotated[int, setting("Say", "Class to be said; -1: none.", low=-1)] = -1
    turn: Annotated[int, setting("Turn", "Which example of each class.", low=0)] = 0
    member: Annotated[int, setting("Member", "Which one; -1: the best.", low=-1)] = -1

    def measure(self, learner: Watched, size: tuple[int, int]) -> dict[str, Array]:
        """Return the answers; see the class."""
        data = getattr(learner, "source", None)
        if data is None or not len(data.x):
            return {}
        inputs = int(np.prod(data.x.shape[1:]))
        if inputs != INPUTS or data.target != "class":
            return {"inputs": np.array(inputs), "target": np.array(data.target)}
        x = np.zeros(INPUTS)
        x[: len(self.drawing[:INPUTS])] = self.drawing[:INPUTS]
        member = member_of(learner, self.member)
        scores = scores_of(learner, x[None], data, member)[0]
        if not np.isfinite(scores).all():
            return {"diverged": np.array(True)}
        found = {"scores": scores, "asked": x.astype(np.float32)}
        found |= _neighbours(data, x, member) | {"examples": _examples(data, self.turn)}
        if isinstance(learner, ShowsUnits):
            found |= _units(learner, data, x, member)
        if 0 <= self.say < data.outputs and network_of(learner) is not None:
            found |= self._persuaded(learner, data, x, member)
        return found

    def _persuaded(self, learner: Any, data: Data, x: Array, member: int) -> dict[str, Array]:
        limits = float(data.x.min()), float(data.x.max())
        shape = data.x.shape[1:]
        change = persuade(learner, x.reshape(shape), self.say, limits, member)
        end = change.end.reshape(-1)
        way = x + np.linspace(0, 1, FRAMES)[:, None] * (end - x)
        return {
            "changed": end.astype(np.float32), "reached": np.array(change.reached),
            "size": np.array(change.size), "along": scores_of(learner, way, data, member),
        }  # fmt: skip


def scores_of(learner: Any, rows: Array, data: Data, member: int) -> Array:
    """Return the probabilities of all classes ``(n, classes)`` for flat rows."""
    shaped = rows.reshape(len(rows), *data.x.shape[1:])
    found: Array = learner.decide(shaped, slice(member, member + 1))[0]
    return np.concatenate([1 - found, found], axis=-1) if found.shape[-1] == 1 else found


def _neighbours(data: Data, x: Array, member: int) -> dict[str, Array]:
    train = data.train if data.train.ndim == 1 else data.train[member % len(data.train)]
    rows = rows_of(data)[train]
    far = np.sqrt(((rows - x) ** 2).sum(axis=1))
    order = np.argsort(far, kind="stable")[:NEAREST]
    return {
        "nearest": train[order], "pictures": rows[order].astype(np.float32),
        "neighbours": data.y[train[order]], "distances": far[order],
    }  # fmt: skip


def _examples(data: Data, turn: int) -> Array:
    rows, y = rows_of(data), data.y[data.train.reshape(-1)]
    found = np.zeros((data.outputs, INPUTS), np.float32)
    for label in range(data.outputs):
        mine = data.train.reshape(-1)[y == label]
        if len(mine):
            found[label] = rows[mine[turn % len(mine)]]
    return found


def _units(learner: ShowsUnits, data: Data, x: Array, member: int) -> dict[str, Array]:
    """Return what the units of every hidden layer answer, as shares of the large answers."""
    network = network_of(learner)
    if network is None:
        return {}
    train = data.train.reshape(-1)
    usual = data.x[train[:: max(1, len(train) // MEASURED)]]
    rows = np.concatenate([x.reshape(1, *data.x.shape[1:]), usual])
    layers = learner.activations(rows, slice(member, member + 1))
    hidden = [n.id for n in network.nodes[:-1] if layers[n.id].ndim == 3]
    found: dict[str, Array] = {"blocks": np.array(hidden, dtype=np.str_)}
    for k, block in enumerate(hidden):
        values = layers[block][0]
        share = np.nan_to_num(values[0] / scale_of(values[1:]))
        found[f"unit {k}"] = np.clip(share, -1.5, 1.5).astype(np.float32)
    return found
