"""Back-propagation stage by stage: every number of a learner's next step."""

from typing import Annotated

import numpy as np

from playground.core.block import title_of
from playground.core.settings import setting
from playground.engine.backprop.rehearsal import Passage, Rehearsal, next_batch, one_row, rehearse
from playground.engine.backprop.scalar_graph import names_of
from playground.engine.batches import Batch
from playground.engine.layers.activation import Activation
from playground.engine.layers.dense import Dense
from playground.engine.probe import Probe, Watched, member_of
from playground.engine.training.supervised import Supervised
from playground.kernels.array import Array

MOST_UNITS = 64
MOST_ROWS = 8


class Backprop(Probe, frozen=True):
    """Every number of a learner's next step, on its next mini-batch or on one sample.

    ``blocks``, ``titles``, ``activations`` ``(layers,)`` and ``sources`` (joined by ``|``) name
    the layers; ``ports`` the inputs. For each layer B there are ``B names`` ``(units,)``,
    ``B stages`` with ``B stage 0`` ``(rows, units)`` and so on, ``B error`` and ``B delta``,
    ``B passed S`` for each source S, and for each array A of weights ``B A``, with `` gradient``,
    `` given`` (what the optimizer gets), `` after`` and `` move 0`` (as ``moves`` names them)
    behind it. ``B norms`` holds the norms of delta, gradient and change. Then there are ``P x``
    and ``P names`` for each port, ``y``, ``output``, ``losses``, and single numbers ``loss``,
    ``count`` (rows of the batch), ``rate``, ``penalised``; and the names ``rule`` and ``kernel``.

    Arrays are cut to the first 64 units and 8 rows; norms and sums are of everything.
    """

    row: Annotated[
        int, setting("Sample", "Row of the data set; -1 is the next mini-batch.", low=-1)
    ] = -1
    member: Annotated[int, setting("Member", "Which one; -1 is the best.", low=-1)] = -1

    def measure(self, learner: Watched, size: tuple[int, int]) -> dict[str, Array]:
        """Return the numbers; nothing for a learner that does not descend on rows."""
        if not isinstance(learner, Supervised):
            return {}
        member = member_of(learner, self.member)
        told = rehearse(learner, chosen_batch(learner, self.row, member), member)
        return _overall(learner, told) | _layers(learner, told)


def chosen_batch(learner: Supervised, row: int, member: int) -> Batch:
    """Return the next mini-batch, or for a row of 0 and up that row of the data set alone."""
    if row < 0:
        return next_batch(learner, member)
    return one_row(learner, min(row, len(learner.source.x) - 1), member)


def _overall(learner: Supervised, told: Rehearsal) -> dict[str, Array]:
    objective, (first, *_) = learner.objective, told.passages
    arrays = {
        "ports": np.array(list(objective.network.inputs)),
        "y": _cut(told.y), "output": _cut(told.output), "losses": told.losses[:MOST_ROWS],
        "loss": np.array(told.loss), "count": np.array(len(told.losses)),
        "rate": np.array(told.rate), "rule": np.array(told.optimizer),
        "kernel": np.array(objective.compared.kernel), "penalised": np.array(told.penalised),
        "moves": np.array([name for name, _ in first.moves]),
        "rows": np.array(len(learner.source.x)),
    }  # fmt: skip
    return arrays | {f"{port} x": _cut(rows) for port, rows in told.x.items()}


def _layers(learner: Supervised, told: Rehearsal) -> dict[str, Array]:
    names = names_of(learner.objective.network, learner.source.names)
    arrays = {f"{name} names": np.array(told[:MOST_UNITS]) for name, told in names.items()}
    widths = {f"{name} width": np.array(len(told)) for name, told in names.items()}
    passages = told.passages
    arrays |= widths | {
        "blocks": np.array([p.block for p in passages]),
        "titles": np.array([title_of(type(p.layer)) for p in passages]),
        "activations": np.array([_activation(p) for p in passages]),
        "sources": np.array(["|".join(p.sources) for p in passages]),
    }
    for passage in passages:
        arrays |= _layer(passage)
    return arrays


def _activation(passage: Passage) -> str:
    layer = passage.layer
    if isinstance(layer, Dense):
        return layer.activation
    return layer.function if isinstance(layer, Activation) else ""


def _layer(p: Passage) -> dict[str, Array]:
    arrays = {f"{p.block} stages": np.array([name for name, _ in p.stages])}
    arrays |= {f"{p.block} stage {i}": _cut(value) for i, (_, value) in enumerate(p.stages)}
    arrays[f"{p.block} error"] = _cut(p.error)
    if p.delta is not None:
        arrays[f"{p.block} delta"] = _cut(p.delta)
    arrays |= {f"{p.block} passed {source}": _cut(dx) for source, dx in p.passed.items()}
    arrays[f"{p.block} weights"] = np.array(list(p.weights), np.str_)
    kinds = {"": p.weights, " gradient": p.gradient, " given": p.penalised, " after": p.after}
    kinds |= {f" move {i}": moved for i, (_, moved) in enumerate(p.moves)}
    for kind, views in kinds.items():
        for name, values in views.items():
            first = tuple(slice(MOST_UNITS) for _ in values.shape)
            arrays[f"{p.block} {name}{kind}"] = values[first].copy()
    change = [p.after[name] - before for name, before in p.weights.items()]
    delta = p.error if p.delta is None else p.delta
    parts = ([delta], list(p.gradient.values()), change)
    arrays[f"{p.block} norms"] = np.array([_norm(part) for part in parts])
    return arrays


def _norm(parts: list[Array]) -> float:
    with np.errstate(all="ignore"):
        return float(np.sqrt(sum(float(np.square(a, dtype=np.float64).sum()) for a in parts)))


def _cut(rows: Array) -> Array:
    """Return the first rows as ``(rows, units)``, and of those the first units."""
    return rows[:MOST_ROWS].reshape(min(len(rows), MOST_ROWS), -1)[:, :MOST_UNITS].copy()
