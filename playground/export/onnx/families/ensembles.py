"""Ensembles: what their parts say, joined."""

import numpy as np

from playground.engine.boosting.boosted import Boosted
from playground.engine.committees.polling import Polling
from playground.engine.committees.replicas import Replicas
from playground.engine.committees.stacked import Stacked
from playground.engine.ensembles.ada_boost import AdaBoost
from playground.engine.ensembles.bagging import Bagging
from playground.engine.ensembles.stacking import Stacking
from playground.engine.ensembles.voting import Voting
from playground.export.error import ExportError
from playground.export.onnx.asked import answers, model
from playground.export.onnx.graph import Graph
from playground.export.onnx.writers import writes
from playground.export.subject import Subject, part_of
from playground.export.voices import counts
from playground.kernels.array import Array


@writes(Voting)
def voting(graph: Graph, learner: Polling, rows: str) -> str:
    """Add the weighted mean of what the parts say, of hard votes their choices."""
    parts = [part_of(part.learner, part.id, part.title) for part in learner.parts]
    hard = learner.block.vote == "hard" and learner.source.target == "class"
    asked = [(part, rows) for part in parts]
    return _mean(graph, asked, learner.say(), learner.source.outputs if hard else 0)


@writes(Bagging)
def bagging(graph: Graph, learner: Replicas, rows: str) -> str:
    """Add the mean of all copies, each asked about its own features."""
    asked = []
    for copy, features in zip(learner.copies.learners, learner.features, strict=True):
        seen = rows if features is None else graph.columns(rows, features)
        asked.append((part_of(copy, learner.id), seen))
    return _mean(graph, asked, learner.say())


def _mean(
    graph: Graph, asked: list[tuple[Subject, str]], say: Array, classes: int = 0
) -> str:
    """Add the weighted mean of parts; one that has diverged abstains.

    Parameters
    ----------
    classes
        How many there are, where each part's choice is counted instead of what it says.
    """
    total = ""
    shares = counts([part for part, _ in asked], say)
    for (part, rows), weight in zip(asked, shares, strict=True):
        if not weight:
            continue
        told = answers(graph, part, rows)
        told = _choice(graph, told, classes) if classes else told
        share = graph.add("Mul", told, graph.constant(float(weight)))
        total = graph.add("Add", total, share) if total else share
    return total


def _choice(graph: Graph, told: str, classes: int) -> str:
    """Add 1 for the class of the largest number, 0 for others."""
    chosen = graph.add("ArgMax", told, axis=1, keepdims=0)
    return graph.add("Gather", graph.constant(np.eye(classes)), chosen, axis=0)


@writes(AdaBoost)
def boosted(graph: Graph, learner: Boosted, rows: str) -> str:
    """Add the votes of all stages, each with its say, one after another."""
    classes, total = learner.source.outputs, ""
    if not learner.copies:
        raise ExportError(f"{learner.id}: no stage is trained yet: let it go on")
    for copy, stage in zip(learner.copies, learner.stages, strict=True):
        vote = _choice(graph, answers(graph, part_of(copy, learner.id), rows), classes)
        say = graph.add("Mul", vote, graph.constant(float(stage["say"])))
        total = graph.add("Add", total, say) if total else say
    return graph.add("Div", total, graph.sum(total, keep=True))


@writes(Stacking)
def stacking(graph: Graph, learner: Stacked, rows: str) -> str:
    """Add what the full copies say, and the model on top of it."""
    count = len(learner.copies) // len(learner.parts)
    columns = []
    for place, part in enumerate(learner.parts):
        copy = learner.copies.learners[(place + 1) * count - 1]
        told = answers(graph, part_of(copy, part.id, part.title), rows)
        pair = learner.source.target == "class" and learner.source.outputs == 2
        columns.append(graph.columns(told, [1]) if pair else told)
    if learner.block.passthrough:
        columns.append(rows)
    return model(graph, learner.id, learner.top, learner.state, graph.beside(*columns))
