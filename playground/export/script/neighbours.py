"""Nearest neighbours, and distances of every kind: also those that were typed."""

import ast

import numpy as np

from playground.engine.classical.nearest_neighbours import NearestNeighbours
from playground.engine.functions import distance_formula
from playground.engine.learner import State
from playground.export.script.numerals import number
from playground.export.script.parts import activations, answers, distances, neighbours
from playground.export.script.sheet import Sheet

FUNCTIONS = {"atan": "arctan", "min": "minimum", "max": "maximum"}
"""Names in typed formulas that NumPy has others for."""

OWN = ("sigmoid", "relu", "softplus")
"""Names in typed formulas that NumPy does not have."""


def distance_call(sheet: Sheet, block: object, x: str, rows: str) -> str:
    """Return the distances of rows to rows as a call, for blocks with a setting ``metric``."""
    metric = str(getattr(block, "metric", "euclidean"))
    if getattr(block, "linkage", "") == "ward":
        metric = "euclidean"
    if metric == "expression":
        return f"{_typed(sheet, str(getattr(block, 'expression', '')))}({x}, {rows})"
    name = sheet.use(getattr(distances, metric))
    if metric == "minkowski":
        return f"{name}({x}, {rows}, {number(float(getattr(block, 'p', 2.0)))})"
    return f"{name}({x}, {rows})"


class _Numpy(ast.NodeTransformer):
    """Turns a typed formula into NumPy's words.

    Attributes
    ----------
    lines
        Sums and maxima over the features, each as a variable of its own.
    """

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self.lines: list[str] = []

    def visit_Call(self, node: ast.Call) -> ast.AST:  # noqa: N802 - as the parent names it
        """Give a function the name that it has in the script."""
        assert isinstance(node.func, ast.Name)
        name, count = node.func.id, len(node.args)
        inner = [self.visit(argument) for argument in node.args]
        if name in distance_formula.OVER and count == 1:
            share = ast.unparse(ast.fix_missing_locations(inner[0]))
            told = f"part_{len(self.lines) + 1}"
            self.lines.append(f"{told} = np.{name}([{share} for a, b in pairs], axis=0)")
            return ast.Name(told)
        if name in OWN:
            return ast.Call(ast.Name(self._sheet.use(getattr(activations, name))), inner, [])
        known = ast.Attribute(ast.Name("np"), FUNCTIONS.get(name, name))
        return ast.Call(known, inner, [])

    def visit_Name(self, node: ast.Name) -> ast.AST:  # noqa: N802 - as the parent names it
        """Give a constant its name."""
        return ast.Attribute(ast.Name("np"), node.id) if node.id in ("pi", "e") else node


def _typed(sheet: Sheet, text: str) -> str:
    """Write a distance that was typed as a function; returns its name."""
    plain = text.strip().replace("^", "**").replace("−", "-").replace("·", "*")
    if distance_formula.read(text).whole is None and not _gathers(plain):
        plain = f"sum({plain})"
    turned = _Numpy(sheet)
    whole = turned.visit(ast.parse(plain, mode="eval").body)
    name = sheet.name("distance")
    source = ast.unparse(ast.fix_missing_locations(whole))
    lines = ["pairs = [(a[:, None], b) for a, b in zip(x.T, rows.T, strict=True)]", *turned.lines]
    told = "Return distances (n, m) of rows (n, d) to rows (m, d), by a formula of their own."
    sheet.define(name, told, [*lines, source], "x: Array, rows")
    return name


def _gathers(text: str) -> bool:
    """Say whether a formula is one sum or maximum over the features already."""
    body = ast.parse(text, mode="eval").body
    return (
        isinstance(body, ast.Call) and isinstance(body.func, ast.Name)
        and body.func.id in distance_formula.OVER and len(body.args) == 1
    )  # fmt: skip


def write_neighbours(
    sheet: Sheet, block: NearestNeighbours, state: State, x: str
) -> list[str]:
    """Return the lines of nearest neighbours, with the rows that it has learned by heart."""
    known = np.asarray(state["order"])[: state["known"]]
    rows = sheet.array("known rows", np.asarray(state["x"])[known])
    told = np.asarray(state["y"])[known]
    name = sheet.array("known labels" if state["classes"] else "known values", told)
    k = min(block.k, len(known))
    lines = [f"distances = {distance_call(sheet, block, x, rows)}"]
    lines.append(f"found = {sheet.use(neighbours.nearest)}(distances, {k})")
    say = "np.ones(found.shape)"
    if len(state["weight"]):
        weight = sheet.array("known weights", np.asarray(state["weight"])[known])
        say = f"{weight}[found]"
    if block.weights == "distance":
        near = "np.take_along_axis(distances, found, axis=1)"
        lines.append(f"near = {sheet.use(neighbours.nearness)}({near})")
        say = f"{say} * near" if len(state["weight"]) else "near"
    lines.append(f"say = {say}")
    answer = f"{name}[found]"
    if state["classes"]:
        answer = f"{sheet.use(answers.one_hot_each)}({answer}, {state['classes']})"
    lines.append(f"told = {answer}")
    return [*lines, f"{sheet.use(neighbours.neighbours_say)}(say, told)"]
