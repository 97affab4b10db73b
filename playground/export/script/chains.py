"""The transforms in front of a learner, as calls."""

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np

from playground.core.block import kind_of, title_of
from playground.engine.feed import Chain, Feed
from playground.engine.transform import Fitted
from playground.engine.transforms.feature_map import FeatureMap
from playground.engine.transforms.kernel_pca import KernelPca
from playground.engine.transforms.linear_discriminant import LinearDiscriminant
from playground.engine.transforms.min_max import MinMax
from playground.engine.transforms.pca import Pca
from playground.engine.transforms.standardise import Standardise
from playground.export.error import ExportError
from playground.export.script.numerals import number
from playground.export.script.parts import likeness, transforms
from playground.export.script.sheet import Sheet

Call: TypeAlias = Callable[[Sheet, Any, Fitted, str], str]
"""Returns what becomes of rows ``x`` in a transform, as an expression."""


def stem_of(block: object, what: str) -> str:
    """Return the name of an array that belongs to a block."""
    return f"{kind_of(type(block))} {what}"


def _standardise(sheet: Sheet, block: Standardise, fitted: Fitted, x: str) -> str:
    mean = sheet.array(stem_of(block, "mean"), fitted["mean"])
    scale = sheet.array(stem_of(block, "scale"), fitted["scale"])
    return f"{sheet.use(transforms.standardise)}({x}, {mean}, {scale})"


def _min_max(sheet: Sheet, block: MinMax, fitted: Fitted, x: str) -> str:
    low = sheet.array(stem_of(block, "low"), fitted["low"])
    scale = sheet.array(stem_of(block, "scale"), fitted["scale"])
    return f"{sheet.use(transforms.min_max)}({x}, {low}, {scale}, {number(block.lower)})"


def _project(sheet: Sheet, block: LinearDiscriminant, fitted: Fitted, x: str) -> str:
    mean = sheet.array(stem_of(block, "mean"), fitted["mean"])
    axes = sheet.array(stem_of(block, "axes"), fitted["axes"])
    return f"{sheet.use(transforms.project)}({x}, {mean}, {axes})"


def _pca(sheet: Sheet, block: Pca, fitted: Fitted, x: str) -> str:
    axes = fitted["axes"] / fitted["unit"][:, None]
    return _project(sheet, block, {"mean": fitted["mean"], "axes": axes}, x)  # type: ignore[arg-type]


def kernel_call(sheet: Sheet, block: Any, gamma: float, x: str, rows: str) -> str:
    """Return the kernel of rows with rows that are kept, as a call; for blocks with a kernel."""
    if block.kernel == "linear":
        return f"{sheet.use(likeness.linear_kernel)}({x}, {rows})"
    if block.kernel == "rbf":
        return f"{sheet.use(likeness.rbf_kernel)}({x}, {rows}, {number(gamma)})"
    settings = f"{number(gamma)}, {block.degree}, {number(block.coef0)}"
    return f"{sheet.use(likeness.polynomial_kernel)}({x}, {rows}, {settings})"


def _kernel_pca(sheet: Sheet, block: KernelPca, fitted: Fitted, x: str) -> str:
    rows = sheet.array(stem_of(block, "rows"), fitted["rows"])
    weights = sheet.array(stem_of(block, "weights"), fitted["weights"].T)
    shift = sheet.array(stem_of(block, "shift"), fitted["shift"])
    like = kernel_call(sheet, block, float(fitted["gamma"]), x, rows)
    return f"{sheet.use(transforms.components)}({like}, {weights}, {shift})"


def _feature_map(sheet: Sheet, block: FeatureMap, fitted: Fitted, x: str) -> str:
    inputs = int(fitted["inputs"])
    terms = [list(term) for term in block.monomials(inputs)]
    found = [f"{sheet.use(transforms.products)}({x}, {terms})"] if terms else []
    frequency = number(block.frequency)
    found += [f"np.sin({frequency} * {x})"] * block.sines
    found += [f"np.cos({frequency} * {x})"] * block.cosines
    return found[0] if len(found) == 1 else f"np.hstack([{', '.join(found)}])"


TRANSFORMS: dict[type, Call] = {
    Standardise: _standardise, MinMax: _min_max, Pca: _pca, LinearDiscriminant: _project,
    KernelPca: _kernel_pca, FeatureMap: _feature_map,
}  # fmt: skip
"""How each transform is written."""


def chain_lines(sheet: Sheet, chain: Chain, width: int, name: str) -> list[str]:
    """Return the lines that carry ``rows`` through transforms into a variable.

    Parameters
    ----------
    width
        Number of raw features.

    Raises
    ------
    ExportError
        If a transform has no script.
    """
    lines, x = [], "rows"
    for block, fitted in chain:
        write = TRANSFORMS.get(type(block))
        if write is None:
            raise ExportError(f"{title_of(type(block))} cannot be written as a script")
        known = {**fitted, "inputs": np.array(width)}
        lines.append(f"{name} = {write(sheet, block, known, x)}")
        width = int(block.apply(np.ones((1, width)), fitted).shape[-1])
        x = name
    return lines


def model_rows(sheet: Sheet, feed: Feed, width: int) -> tuple[list[str], str]:
    """Return the lines through the only chain of a feed, and the name of the rows after it."""
    (chain,) = feed.chains.values()
    return chain_lines(sheet, chain, width, "x"), "x" if chain else "rows"


def own_units(sheet: Sheet, feed: Feed, value: str) -> str:
    """Return an expression for values in the units of the data set."""
    if not np.ndim(feed.scale):
        return value
    scale = sheet.array("target scale", np.asarray(feed.scale))
    centre = sheet.array("target mean", np.asarray(feed.centre))
    return f"{value} * {scale} + {centre}"
