"""Divisive clustering: all rows together, then the loosest group is split in two, over and over."""

from typing import Annotated, ClassVar

import numpy as np

from playground.core.settings import setting
from playground.engine.examples import Examples
from playground.engine.hierarchy.hierarchical import Hierarchical
from playground.engine.hierarchy.tree import Tree, merges_of
from playground.engine.learner import State
from playground.engine.modelling.states import frozen
from playground.engine.randomness import generator
from playground.engine.unlabelled import trouble_with
from playground.kernels.array import Array
from playground.kernels.clusters import sweep
from playground.kernels.plus_plus import trials_for


class Bisecting(Hierarchical, frozen=True):
    """Starts with all rows together and splits the group of largest inertia in two, step by step.

    A split is k-means with two centroids, the best of several starts. The tree grows from its root
    down; its heights are the root of the inertia of the group that is split, the sum of squared
    distances to its mean.

    Asked about a place, it goes down the splits above the cut, each time to the nearer centroid.

    References
    ----------
    Steinbach, Karypis and Kumar (2000), "A comparison of document clustering techniques".
    """

    title: ClassVar[str] = "Bisecting k-means"
    rank: ClassVar[int] = 35
    also_called: ClassVar[tuple[str, ...]] = (
        "divisive", "hierarchical clustering", "dendrogram", "top-down",
    )  # fmt: skip
    goal: ClassVar[str] = "inertia"

    most: Annotated[
        int,
        setting("Split up to", "How many groups it splits the rows into at most.", low=2,
                high=500, scale="log"),
    ] = 12  # fmt: skip
    starts: Annotated[
        int,
        setting("Starts per split", "How often k-means is tried for each split; the best counts.",
                low=1, high=100, scale="log"),
    ] = 8  # fmt: skip

    def begin(self, examples: Examples, seed: int) -> State:
        """Return a state in which all rows are one group."""
        x = examples.x
        room = max(min(self.most, len(x)), 1)
        inertia, trouble = np.zeros(room), trouble_with(x)
        if not trouble:
            inertia[0] = _inertia(x)
        state: State = {
            "finished": trouble,
            "x": frozen(x),
            "seed": seed,
            "number": np.zeros(len(x), np.int64),
            "done": 0,
            "inertia": inertia,
            "split": np.zeros(room - 1, np.int64),
            "height": np.zeros(room - 1),
            "centroids": np.zeros((room - 1, 2, x.shape[1])),
        }
        _conclude(state)
        return state

    def advance(self, state: State, examples: Examples) -> float:
        """Split the group of largest inertia; returns the inertia of all groups then."""
        done, inertia = state["done"], state["inertia"]
        group = int(inertia[: done + 1].argmax())
        rows = np.flatnonzero(state["number"] == group)
        x = examples.x[rows]
        draws = generator(state["seed"], "halves", done).random((self.starts, 2, trials_for(2)))
        found = sweep(x, [2], draws)[0]
        new = found.labels == int(np.bincount(found.labels, minlength=2).argmin())
        if not new.any():
            # Rows that differ by no more than rounding: one of them goes.
            new[-1] = True
        state["number"][rows[new]] = done + 1
        state["split"][done], state["height"][done] = group, inertia[group]
        state["centroids"][done] = x[~new].mean(axis=0), x[new].mean(axis=0)
        inertia[group], inertia[done + 1] = _inertia(x[~new]), _inertia(x[new])
        state["done"] = done + 1
        _conclude(state)
        return float(inertia.sum())

    def tree(self, state: State) -> Tree | None:
        """Return the splits made so far, as the joins that would undo them."""
        done = state["done"]
        merges = merges_of(state["split"][:done], np.sqrt(state["height"][:done]))
        # The i-th split from below keeps the number of the group that it took apart.
        number = np.concatenate([np.arange(done + 1), state["split"][:done][::-1]])
        floor = np.sqrt(state["inertia"][: done + 1])
        return Tree(merges, number, state["number"], floor, done, True)

    def decide(self, state: State, x: Array) -> Array:
        """Return a 1 for the group where the splits lead each row ``(k, groups)``."""
        made = self.splits(state)
        number = np.zeros(len(x), np.int64)
        for step in range(made):
            here = np.flatnonzero(number == state["split"][step])
            kept, new = (((x[here] - c) ** 2).sum(axis=1) for c in state["centroids"][step])
            number[here[new < kept]] = step + 1
        return np.eye(made + 1, dtype=np.float32)[number]

    def centres(self, state: State) -> Array | None:
        """Return the mean of every group ``(groups, d)``."""
        groups = self.groups(state)
        if not len(groups):
            return None
        return np.stack([state["x"][groups == g].mean(axis=0) for g in range(groups.max() + 1)])

    def own_metrics(self, state: State) -> dict[str, float]:
        """Return the inertia of all groups made so far, and the largest of one."""
        inertia = state["inertia"]
        return {"inertia": float(inertia.sum()), "largest_inertia": float(inertia.max())}

    def splits(self, state: State) -> int:
        """Return how many splits lie above the cut."""
        tree = self.tree(state)
        return state["done"] - self.joins(tree) if tree is not None else 0


def _inertia(x: Array) -> float:
    """Return the squared distances of rows to their mean, added up; 0 for equal rows."""
    return float(((x - x.mean(axis=0)) ** 2).sum()) if len(x) > 1 and np.ptp(x, 0).any() else 0.0


def _conclude(state: State) -> None:
    if state["finished"]:
        return
    if len(state["x"]) < 2:
        state["finished"] = "there is nothing to split: it takes two rows at least"
    elif state["inertia"].max() <= 0:
        state["finished"] = "nothing is left to split: the rows of each group are all equal"
    elif state["done"] == len(state["split"]):
        state["finished"] = "it has split the rows into as many groups as it may"
