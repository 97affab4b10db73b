"""Agglomerative clustering: every row by itself, then the two closest groups become one."""

from typing import Annotated, ClassVar, Literal

import numpy as np

from playground.core.settings import setting
from playground.core.shape import Shape, ShapeError, Signature
from playground.engine.examples import Examples
from playground.engine.hierarchy.hierarchical import Hierarchical
from playground.engine.hierarchy.tree import Tree, numbers_of
from playground.engine.learner import State
from playground.engine.modelling.states import frozen
from playground.engine.some_rows import at_most
from playground.engine.unlabelled import LARGEST, trouble_with
from playground.kernels.array import Array
from playground.kernels.distances import metric_of
from playground.kernels.hierarchy import cophenetic_correlation, spans
from playground.kernels.linkage import distances, linkage
from playground.kernels.neighbours import nearest

MOST_ROWS = 4000
"""Rows up to which all distances fit: 128 MB of them."""

COMPARED = 500
"""Rows whose heights and distances are compared at the end: of more, evenly chosen ones."""


class Agglomerative(Hierarchical, frozen=True):
    """Starts with every row by itself and joins the two closest groups, step after step.

    All merges are found when it begins, a few hundredths of a second for 2000 rows: the quick way
    to them does not meet them in order of height. A step reveals the next one in that order, which
    is the one that joining the two closest groups by hand would make.

    It says nothing of places without rows. Asked about one, it answers with the group of the
    nearest row, measured by its own metric.
    """

    rank: ClassVar[int] = 15
    also_called: ClassVar[tuple[str, ...]] = (
        "hierarchical clustering", "linkage", "Ward", "dendrogram", "bottom-up", "HCA",
    )  # fmt: skip

    linkage: Annotated[
        Literal["single", "complete", "average", "ward"],
        setting("Linkage", "How far two groups are apart: their closest rows (single), their "
                "farthest rows (complete), the mean over all pairs (average), or how much the "
                "squared error grows when they are joined (Ward)."),
    ] = "ward"  # fmt: skip
    metric: Annotated[
        Literal["euclidean", "manhattan", "cosine"],
        setting("Distance", "How far two rows are apart: as the crow flies, along the streets of "
                "a grid, or by direction alone. Ward takes the first only."),
    ] = "euclidean"  # fmt: skip

    def check_input(self, shape: Shape, signature: Signature) -> None:
        """Refuse what cannot be learned from, and a distance that Ward's method cannot take.

        Raises
        ------
        ShapeError
            In words.
        """
        super().check_input(shape, signature)
        if self.linkage == "ward" and self.metric != "euclidean":
            raise ShapeError(
                f"Ward's linkage adds up squared straight distances, not {self.metric} ones: set "
                'Distance to "euclidean", or choose another linkage'
            )

    def begin(self, examples: Examples, seed: int) -> State:
        """Return a state that knows all merges and has revealed none."""
        x, trouble = examples.x, _trouble(examples.x)
        metric = "euclidean" if self.linkage == "ward" else self.metric
        merges = np.zeros((0, 4)) if trouble else linkage(x, self.linkage, metric)
        return {
            "finished": trouble,
            "x": frozen(x),
            "merges": frozen(merges),
            "number": frozen(numbers_of(merges, spans(merges)[1])),
            "done": 0,
            "correlation": float("nan"),
        }

    def advance(self, state: State, examples: Examples) -> float:
        """Reveal the next merge; returns its height."""
        merges = state["merges"]
        height = float(merges[state["done"], 2])
        state["done"] += 1
        if state["done"] == len(merges):
            state["finished"] = "all rows are in one tree"
            metric = "euclidean" if self.linkage == "ward" else self.metric
            some = at_most(np.arange(len(merges) + 1), COMPARED)
            far = distances(state["x"][some], metric)
            state["correlation"] = cophenetic_correlation(merges, far, some)
        return height

    def tree(self, state: State) -> Tree | None:
        """Return all merges, and how many of them have been revealed."""
        n = len(state["x"])
        if not len(state["merges"]):
            return None
        return Tree(
            state["merges"], state["number"], np.arange(n), np.zeros(n), state["done"], False
        )

    def decide(self, state: State, x: Array) -> Array:
        """Return a 1 for the group of the nearest row ``(k, groups)``; zeros where it has none."""
        groups = self.groups(state)
        shares = np.zeros((len(x), int(groups.max(initial=0)) + 1), np.float32)
        good = (np.abs(x) <= LARGEST).all(axis=1)
        if not (groups >= 0).any() or not good.any():
            return shares
        rows = nearest(x[good], state["x"], 1, metric_of(self.metric)).rows[:, 0]
        told, asked = groups[rows], np.flatnonzero(good)
        shares[asked[told >= 0], told[told >= 0]] = 1.0
        return shares

    def own_metrics(self, state: State) -> dict[str, float]:
        """Return the height of the last merge, and how well heights keep distances at the end."""
        done = state["done"]
        height = float(state["merges"][done - 1, 2]) if done else 0.0
        return {"merge_height": height, "cophenetic": state["correlation"]}


def _trouble(x: Array) -> str:
    """Say why rows cannot be merged, or nothing."""
    if len(x) < 2:
        return "there is nothing to join: it takes two rows at least"
    if len(x) > MOST_ROWS:
        size = 8e-9 * len(x) ** 2
        return (
            f"stopped: it compares all rows with each other, and the distances between "
            f"{len(x):,} rows would fill {size:.1f} GB. Give it {MOST_ROWS:,} rows at most"
        )
    return trouble_with(x)
