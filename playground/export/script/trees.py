"""Trees: a small one as questions to be read, others as arrays."""

import numpy as np

from playground.engine.boosting.link import Binary, Squared, link_for
from playground.engine.classical.decision_tree import DecisionTree
from playground.engine.classical.gradient_boosting import GradientBoosting
from playground.engine.learner import State
from playground.engine.trees.forest import Forest
from playground.engine.trees.tree import Trees
from playground.export.script.numerals import number
from playground.export.script.parts import activations, answers, trees
from playground.export.script.sheet import LINE, Sheet

MOST_LEAVES = 64
"""A tree of at most so many is written as questions."""

DEEPEST = 8
"""A tree of at most so many questions in a row is written as such."""


def write_tree(sheet: Sheet, block: DecisionTree, state: State, x: str) -> list[str]:
    """Return the lines of a decision tree as it is pruned."""
    shown = block.shown(state)
    there = _reached(shown)
    leaves = int((shown["feature"][0, there] < 0).sum())
    if leaves <= MOST_LEAVES and int(shown["depth"][0, there].max()) <= DEEPEST:
        return _questions(sheet, shown, x)
    return _arrays(sheet, shown, x)


def write_forest(sheet: Sheet, block: Forest, state: State, x: str) -> list[str]:
    """Return the lines of a forest: the mean of its trees."""
    if not len(state["trees"]["size"]):
        constant = sheet.array("constant", np.asarray(state["constant"]))
        return [f"np.tile({constant}, (len({x}), 1))"]
    return _arrays(sheet, state["trees"], x)


def write_boosting(sheet: Sheet, block: GradientBoosting, state: State, x: str) -> list[str]:
    """Return the lines of gradient boosting: constants and the sums of all stages."""
    held = ", ".join(
        sheet.array(f"stage {name}", np.asarray(state[name]))
        for name in ("feature", "threshold", "value")
    )
    start = sheet.array("start", np.asarray(state["start"]))
    total = f"{sheet.use(trees.sum_of_trees)}({x}, {start}, {held})"
    link = link_for(state["classes"] > 0, state["classes"])
    if isinstance(link, Squared):
        return [total]
    shown = answers.yes_or_no if isinstance(link, Binary) else activations.softmax
    return [f"total = {total}", f"{sheet.use(shown)}(total)"]


def _arrays(sheet: Sheet, grown: Trees, x: str) -> list[str]:
    most = int(np.asarray(grown["size"]).max())
    held = [
        sheet.array(f"tree {name}", np.asarray(grown[name])[:, :most])
        for name in ("feature", "threshold", "left", "right", "value")
    ]
    return [f"{sheet.use(trees.mean_of_trees)}({x}, {', '.join(held)})"]


def _reached(grown: Trees) -> list[int]:
    """Return the nodes of the first tree that rows come through."""
    found, waiting = [], [0]
    while waiting:
        node = waiting.pop()
        found.append(node)
        if grown["feature"][0, node] >= 0:
            waiting += [int(grown["left"][0, node]), int(grown["right"][0, node])]
    return found


def _questions(sheet: Sheet, grown: Trees, x: str) -> list[str]:
    """Write the first tree as a function of one row that asks one thing after another."""
    name = sheet.name("ask_the_tree")
    values: list[np.ndarray[tuple[int, ...], np.dtype[np.float64]]] = []
    held = sheet.name("leaves").upper()

    def ask(node: int, indent: str) -> list[str]:
        feature = int(grown["feature"][0, node])
        if feature < 0:
            answer = f"[{', '.join(number(v) for v in grown['value'][0, node])}]"
            line = f"{indent}return {answer}"
            if len(line) <= LINE:
                return [line]
            values.append(np.asarray(grown["value"][0, node], float))
            return [f"{indent}return {held}[{len(values) - 1}]"]
        question = f"row[{feature}] <= {number(float(grown['threshold'][0, node]))}"
        left, right = (int(grown[side][0, node]) for side in ("left", "right"))
        inner = ask(left, f"{indent}    ")
        return [f"{indent}if {question}:", *inner, *ask(right, indent)]

    lines = ask(0, "    ")
    if values:
        told = sheet.array(held, np.stack(values))
        lines = [line.replace(f"return {held}[", f"return {told}[") for line in lines]
    head = [f"def {name}(row: Array) -> Sequence[float]:",
            '    """Return what the leaf holds that a row falls into."""']  # fmt: skip
    sheet.imports.add("from collections.abc import Sequence")
    sheet.write("\n".join([*head, *lines]))
    return [f"np.array([{name}(row) for row in {x}])"]
