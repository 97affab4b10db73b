"""Support vector machines."""

import numpy as np

from playground.engine.classical.support_vector_machine import SupportVectorMachine
from playground.engine.learner import State
from playground.export.script.chains import kernel_call
from playground.export.script.parts import answers
from playground.export.script.sheet import Sheet


def write_margins(
    sheet: Sheet, block: SupportVectorMachine, state: State, x: str
) -> list[str]:
    """Return the lines of a support vector machine: only the rows that pull are kept."""
    classes = int(state["classes"])
    if classes and not len(state["pairs"]):
        name, label = sheet.use(answers.one_hot), int(state["labels"][0])
        return [f"{name}(np.full(len({x}), {label}), {classes})"]
    lines: list[str] = []
    bias = sheet.array("bias", np.asarray(state["bias"]))
    if len(state["weights"]):
        weights = sheet.array("weights", np.asarray(state["weights"]).T)
        decision = f"{x} @ {weights} + {bias}"
    else:
        pull = np.asarray(state["signed"]).sum(axis=1)
        held = np.flatnonzero((pull != 0).any(axis=0))
        if len(held):
            rows = sheet.array("support vectors", np.asarray(state["rows"])[held])
            pulls = sheet.array("pulls", pull[:, held].T)
            like = kernel_call(sheet, block, float(state["gamma"]), x, rows)
            lines = [f"alike = {like}"]
            decision = f"alike @ {pulls} + {bias}"
        else:
            decision = f"np.tile({bias}, (len({x}), 1))"
    if not classes:
        return [*lines, decision]
    lines += [f"decision = {decision}"]
    if len(state["pairs"]) == 1:
        low, high = (int(side) for side in state["pairs"][0])
        name = sheet.use(answers.shares_of_two)
        return [*lines, f"{name}(decision, {low}, {high}, {classes})"]
    pairs = [(int(low), int(high)) for low, high in state["pairs"]]
    return [*lines, f"{sheet.use(answers.shares_of_pairs)}(decision, {pairs}, {classes})"]
