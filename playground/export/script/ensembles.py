"""Ensembles: how the answers of several learners are joined."""

from collections.abc import Callable, Sequence
from typing import TypeAlias

import numpy as np

from playground.core.block import title_of
from playground.engine.boosting.boosted import Boosted
from playground.engine.classical.logistic_regression import LogisticRegression
from playground.engine.committees.committee import Committee
from playground.engine.committees.polling import Polling
from playground.engine.committees.replicas import Replicas
from playground.engine.committees.stacked import Stacked
from playground.engine.learner import Learner
from playground.export.error import ExportError
from playground.export.script.models import logistic, score
from playground.export.script.parts import answers
from playground.export.script.sheet import Sheet
from playground.export.subject import part_of
from playground.export.voices import counts
from playground.kernels.array import Array

Write: TypeAlias = Callable[[Sheet, str, Learner, str], str]
"""Writes a learner as a function of a name, asked with rows of another name; returns a call."""


def write_ensemble(
    sheet: Sheet, learner: Committee | Boosted, write: Write, rows: str
) -> list[str]:
    """Return the lines of an ensemble, whose learners are written first.

    Raises
    ------
    ExportError
        If the ensemble, or a learner in it, has no script.
    """
    if isinstance(learner, Boosted):
        return _boosted(sheet, learner, write, rows)
    if isinstance(learner, Stacked):
        return _stacked(sheet, learner, write, rows)
    if isinstance(learner, Replicas):
        asked = [
            (f"copy {at + 1}", copy, _seen(rows, learner.features[at]))
            for at, copy in enumerate(learner.copies.learners)
        ]
        return _heard(sheet, write, asked, learner.say(), False)
    if isinstance(learner, Polling):
        asked = [(part.id, part.learner, rows) for part in learner.parts]
        hard = learner.block.vote == "hard" and learner.source.target == "class"
        return _heard(sheet, write, asked, learner.say(), hard)
    raise ExportError(f"{title_of(type(learner.block))} cannot be written as a script")


def _seen(rows: str, features: Array | None) -> str:
    return rows if features is None else f"{rows}[:, {[int(f) for f in features]}]"


def _heard(
    sheet: Sheet, write: Write, asked: Sequence[tuple[str, Learner, str]], say: Array, hard: bool
) -> list[str]:
    """Return the lines of those that count, each by its name and asked with rows of a name."""
    shares = counts([part_of(learner, name) for name, learner, _ in asked], say)
    calls = [write(sheet, *one) for one, share in zip(asked, shares, strict=True) if share]
    return _joined(sheet, calls, shares[shares > 0], hard)


def _joined(sheet: Sheet, calls: Sequence[str], say: Array, hard: bool) -> list[str]:
    """Return the lines of a weighted mean, or of a count of votes."""
    name = sheet.use(answers.votes if hard else answers.weighted_mean)
    counts = sheet.array("say", np.asarray(say, float))
    return [f"asked = [{', '.join(calls)}]", f"{name}(asked, {counts})"]


def _boosted(sheet: Sheet, learner: Boosted, write: Write, rows: str) -> list[str]:
    copies = learner.copies
    if not copies:
        shares = learner.decide(np.zeros((1, *learner.source.x.shape[1:])))[0, 0]
        return [f"np.tile({sheet.array('constant', shares)}, (len({rows}), 1))"]
    calls = [write(sheet, f"stage {at + 1}", copy, rows) for at, copy in enumerate(copies)]
    return _joined(sheet, calls, learner.say(), True)


def _stacked(sheet: Sheet, learner: Stacked, write: Write, rows: str) -> list[str]:
    count = len(learner.copies) // len(learner.parts)
    calls = []
    for at, part in enumerate(learner.parts):
        copy = learner.copies.learners[(at + 1) * count - 1]
        calls.append(write(sheet, part.id, copy, rows))
    binary = learner.source.target == "class" and learner.source.outputs == 2
    columns = "answer[:, 1:]" if binary else "answer"
    told = f"np.hstack([{columns} for answer in asked])"
    if learner.block.passthrough:
        told = f"np.hstack([{told}, {rows}])"
    lines = [f"asked = [{', '.join(calls)}]", f"told = {told}"]
    if isinstance(learner.top, LogisticRegression):
        return [*lines, *logistic(sheet, learner.top, learner.state, "told")]
    return [*lines, score(sheet, "top", learner.state, "told")]


def mean_of(calls: Sequence[str]) -> str:
    """Return the mean of several members' answers as an expression."""
    if len(calls) == 1:
        return calls[0]
    return f"np.mean([{', '.join(calls)}], axis=0)"
