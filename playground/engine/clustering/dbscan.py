"""DBSCAN: clusters are dense places, flooded from row to row."""

from typing import Annotated, ClassVar, Literal

import numpy as np

from playground.core.settings import setting
from playground.engine.clusterer import Clusterer, Marks
from playground.engine.examples import Examples
from playground.engine.learner import State
from playground.engine.modelling.states import frozen
from playground.engine.unlabelled import trouble_with
from playground.kernels.array import Array, to_host
from playground.kernels.distances import metric_of
from playground.kernels.flood import CORE, NOISE, flood
from playground.kernels.neighbours import nearest
from playground.kernels.radius_neighbours import TooManyPairs, within

MOST_PAIRS = 10_000_000
"""Pairs of neighbours up to which memory is no question: 160 MB of them."""


class Dbscan(Clusterer, frozen=True):
    """Floods every dense place from row to row; what no flood reaches is noise.

    A row with enough others within epsilon is a core row. It passes the flood on to all of them;
    a border row is reached and passes nothing on. Each step visits one row, and it stays unknown
    how many clusters there are until the last (Ester, Kriegel, Sander and Xu, 1996).

    The flood is worked out when it begins, a few hundredths of a second for 10,000 rows, and a
    step reveals one visit of it.
    """

    title: ClassVar[str] = "DBSCAN"
    shows: ClassVar[tuple[str, ...]] = ("clusters", "reach")
    rank: ClassVar[int] = 20
    also_called: ClassVar[tuple[str, ...]] = (
        "density clustering", "epsilon", "noise", "flood", "outliers", "anomaly detection",
    )  # fmt: skip

    epsilon: Annotated[
        float,
        setting("Epsilon", "How far a row reaches, in the units that arrive here. The k-distance "
                "panel shows which are sensible.", above=0, high=1e6, scale="log"),
    ] = 0.2  # fmt: skip
    least: Annotated[
        int,
        setting("Core rows", "How many rows within epsilon, itself included, make a row a core "
                "row that passes the flood on.", low=1, high=1000, scale="log"),
    ] = 5  # fmt: skip
    metric: Annotated[
        Literal["euclidean", "manhattan", "chebyshev", "cosine"],
        setting("Distance", "What near means: the straight line, along the streets of a grid, the "
                "largest difference of any feature, or the angle seen from the origin."),
    ] = "euclidean"  # fmt: skip

    def begin(self, examples: Examples, seed: int) -> State:
        """Return a state that knows the whole flood and has revealed no visit."""
        x, metric = to_host(examples.x), metric_of(self.metric)
        n, trouble = len(x), trouble_with(x)
        kind, cluster = np.zeros(n, np.int64), np.full(n, -1)
        order, told = np.arange(n), np.full(n, n)
        try:
            if not trouble:
                reach = within(x, self.epsilon, metric, MOST_PAIRS)
                kind, cluster, order, told = flood(reach, self.least)
        except TooManyPairs:
            trouble = (
                f"stopped: within epsilon {self.epsilon:g} nearly every row is a neighbour of "
                "every other. Lower epsilon"
            )
        return {
            "finished": trouble,
            "visited": 0,
            "x": frozen(x),
            "kind": frozen(kind),
            "cluster": frozen(cluster),
            "order": frozen(order),
            "told": frozen(told),
        }

    def advance(self, state: State, examples: Examples) -> float:
        """Visit the next row."""
        state["visited"] += 1
        if state["visited"] == len(state["order"]):
            found = int(state["cluster"].max(initial=-1)) + 1
            lost = int((state["cluster"] < 0).sum())
            state["finished"] = _outcome(found, lost)
        return float("nan")

    def groups(self, state: State) -> Array:
        """Return the cluster of every row that a flood has reached so far, -1 for others."""
        reached = state["told"] < state["visited"]
        groups: Array = np.where(reached, state["cluster"], -1)
        return groups

    def marks(self, state: State) -> Marks:
        """Return kinds of rows as far as they are known, the row visited last, and who waits."""
        visited, order = state["visited"], state["order"]
        seen = np.zeros(len(order), bool)
        seen[order[:visited]] = True
        reached = state["told"] < visited
        kinds = np.where(seen | reached, np.where(reached, state["kind"], NOISE), -1)
        current = int(order[visited - 1]) if visited else -1
        words = _words(state, current) if visited else ""
        radius = self.epsilon if self.metric == "euclidean" else 0.0
        return Marks(kinds, current, radius, np.flatnonzero(reached & ~seen), words)

    def decide(self, state: State, x: Array) -> Array:
        """Return a 1 for the cluster of the nearest core row within epsilon, else zeros."""
        groups = self.groups(state)
        shares = np.zeros((len(x), int(state["cluster"].max(initial=-1)) + 1), np.float32)
        cores = np.flatnonzero((state["kind"] == CORE) & (groups >= 0))
        good = np.flatnonzero(np.isfinite(x).all(axis=1))
        if len(cores) and len(good):
            near = nearest(x[good], state["x"][cores], 1, metric_of(self.metric))
            close = near.distances[:, 0] <= self.epsilon
            shares[good[close], groups[cores[near.rows[close, 0]]]] = 1.0
        return shares

    def own_metrics(self, state: State) -> dict[str, float]:
        """Return the share of core rows among those visited, and how many were visited."""
        visited = state["order"][: state["visited"]]
        core = float((state["kind"][visited] == CORE).mean()) if len(visited) else 0.0
        return {"core": core, "visited": float(len(visited))}


def _outcome(found: int, lost: int) -> str:
    """Return what to say when every row has been visited."""
    if not found:
        return "every row is noise: raise epsilon, or let fewer rows make a core row"
    clusters = "one cluster" if found == 1 else f"{found} clusters"
    noise = "no noise" if not lost else f"{lost} row{'s' * (lost != 1)} of noise"
    return f"every row is visited: {clusters}, {noise}"


def _words(state: State, row: int) -> str:
    """Return what the last visit found."""
    kind, visit = int(state["kind"][row]), state["visited"] - 1
    if kind == CORE:
        starts = int(state["told"][row]) == visit
        return "a core row: a flood starts" if starts else "a core row: the flood goes on"
    if int(state["told"][row]) > visit:
        return "too few rows near: noise, unless a flood comes by"
    return "a border row: the flood ends here"
