"""Any learner as functions of a script."""

from typing import Any

import numpy as np

from playground.core.block import title_of
from playground.engine.classical.decision_tree import DecisionTree
from playground.engine.classical.extra_trees import ExtraTrees
from playground.engine.classical.gradient_boosting import GradientBoosting
from playground.engine.classical.nearest_neighbours import NearestNeighbours
from playground.engine.classical.random_forest import RandomForest
from playground.engine.classical.support_vector_machine import SupportVectorMachine
from playground.engine.learner import Learner
from playground.export.error import ExportError
from playground.export.inside import EnsembleInside, Inside, ModelInside, NetworkInside
from playground.export.script.chains import model_rows, own_units
from playground.export.script.ensembles import mean_of, write_ensemble
from playground.export.script.margins import write_margins
from playground.export.script.models import MODELS as FORMULAS
from playground.export.script.models import Model
from playground.export.script.neighbours import write_neighbours
from playground.export.script.networks import write_network
from playground.export.script.sheet import Sheet
from playground.export.script.trees import write_boosting, write_forest, write_tree
from playground.export.subject import Subject, part_of

MODELS: dict[type, Model] = FORMULAS | {
    NearestNeighbours: write_neighbours, SupportVectorMachine: write_margins,
    DecisionTree: write_tree, RandomForest: write_forest, ExtraTrees: write_forest,
    GradientBoosting: write_boosting,
}  # fmt: skip
"""How each classical model, and each one without labels, answers."""


def write_subject(sheet: Sheet, subject: Subject, name: str) -> str:
    """Write a learner as functions of raw rows ``(n, d)``; returns the name of the last one.

    Parameters
    ----------
    name
        What that function is called, if it is free.

    Raises
    ------
    ExportError
        If there is no script for it.
    """
    each = subject.each()
    names = [sheet.name(name)] if len(each) == 1 else []
    for at, inside in enumerate(each):
        if len(each) > 1:
            names.append(sheet.name(f"{name} member {subject.members[at] + 1}"))
        _write(sheet, names[at], subject, inside)
    if len(each) == 1:
        return names[0]
    whole = sheet.name(name)
    calls = [f"{one}(rows)" for one in names]
    sheet.define(whole, "Return the mean of what all members answer.", [mean_of(calls)])
    return whole


def _write(sheet: Sheet, name: str, subject: Subject, inside: Inside) -> None:
    if isinstance(inside, NetworkInside):
        write_network(sheet, name, inside, subject.axes)
    elif isinstance(inside, ModelInside):
        _write_model(sheet, name, inside, subject.width)
    elif isinstance(inside, EnsembleInside):
        lines = write_ensemble(sheet, inside.learner, _write_part, "rows")
        sheet.define(name, "Return what all answer together.", lines)


def _write_part(sheet: Sheet, name: str, learner: Learner, rows: str) -> str:
    return f"{write_subject(sheet, part_of(learner, name), name)}({rows})"


def _write_model(sheet: Sheet, name: str, inside: ModelInside, width: int) -> None:
    block: Any = inside.block
    write = MODELS.get(type(block))
    if write is None:
        raise ExportError(f"{title_of(type(block))} cannot be written as a script")
    lines, x = model_rows(sheet, inside.feed, width)
    lines += write(sheet, block, inside.state, x)
    if np.ndim(inside.feed.scale):
        lines = [*lines[:-1], f"values = {lines[-1]}", own_units(sheet, inside.feed, "values")]
    told = title_of(type(block))
    sheet.define(name, f"Return what is answered for rows: {told}.", lines)
