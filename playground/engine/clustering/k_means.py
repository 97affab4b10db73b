"""K-means: rows join the nearest centroid, centroids move to the middle of their rows."""

from collections.abc import Sequence
from typing import Annotated, Any, ClassVar

import numpy as np

from playground.core.settings import setting
from playground.core.shape import Shape, ShapeError, Signature
from playground.engine.clusterer import CORE, OPEN, Clusterer, Marks
from playground.engine.examples import Examples
from playground.engine.grouping.first_centroids import Start, first_centroids
from playground.engine.grouping.sweep import Criterion, Sweep
from playground.engine.learner import State
from playground.engine.modelling.states import frozen
from playground.engine.randomness import generator
from playground.kernels import clusters
from playground.kernels.array import Array, namespace, to_device
from playground.kernels.nearest_centroids import Rows, nearest_centroids, rows_of
from playground.kernels.plus_plus import trials_for

LONGEST_PATH = 200
"""Places of the centroids that are kept; the oldest go first."""

SEEDINGS, MUCH = 3, 100_000
"""Seedings of a sweep, and so many numbers in a table from which on one must do."""


class KMeans(Clusterer, frozen=True):
    """Gathers rows around centroids, as tightly as it can from where they start.

    Two half-steps take turns. In the assignment every row joins its nearest centroid; in the
    update every centroid moves to the mean of its rows. Neither can raise the inertia, the sum of
    squared distances from rows to their centroids, so that it comes to rest: in some optimum,
    not always in the best. A centroid without rows jumps to the row farthest from its own.

    References
    ----------
    Lloyd (1982), doi:10.1109/TIT.1982.1056489; Sculley (2010), "Web-scale k-means clustering",
    doi:10.1145/1772690.1772862, for mini-batches.
    """

    title: ClassVar[str] = "K-means"
    goal: ClassVar[str] = "inertia"
    shows: ClassVar[tuple[str, ...]] = ("clusters", "elbow")
    rank: ClassVar[int] = 10
    also_called: ClassVar[tuple[str, ...]] = (
        "Lloyd", "centroids", "k-means++", "mini-batch", "clustering", "segmentation", "Voronoi",
        "elbow", "silhouette",
    )  # fmt: skip
    count_setting: ClassVar[str] = "k"
    sweep_heeds: ClassVar[tuple[str, ...]] = ()

    k: Annotated[
        int,
        setting("Centroids", "How many groups the rows are put into. Placed by hand, there are as "
                "many as you place.", low=1, high=100),
    ] = 3  # fmt: skip
    start: Annotated[
        Start,
        setting("Start", "Where centroids begin: on rows far apart, which it draws with care, on "
                "any rows, or where you click in the Clusters panel."),
    ] = "k-means++"  # fmt: skip
    placed: Annotated[
        tuple[float, ...],
        setting("Placed at", "The centroids placed by hand, in the units of the data: all features "
                "of the first, then of the second, and so on.", when=("start", "by hand")),
    ] = ()  # fmt: skip
    batch: Annotated[
        int,
        setting("Mini-batch", "How many rows, drawn anew, each step looks at; 0: all of them. A "
                "mini-batch is quicker on large data and never quite comes to rest.", low=0,
                high=100_000),
    ] = 0  # fmt: skip
    tolerance: Annotated[
        float,
        setting("Tolerance", "Stop once the squared moves of the centroids add up to less than "
                "this share of the variance of a feature; 0: when no row changes its centroid.",
                low=0, high=1, tunable=True),
    ] = 0.0  # fmt: skip
    members: Annotated[
        int, setting("Starts", "So many run at once from different starts.", low=1, high=50)
    ] = 1

    def check_input(self, shape: Shape, signature: Signature) -> None:
        """Refuse what cannot be learned from.

        Raises
        ------
        ShapeError
            In words, if there is no plain table of features, or fewer rows than centroids.
        """
        super().check_input(shape, signature)
        if self.start != "by hand" and 0 < signature.rows < self.k:
            raise ShapeError(
                f"it is to place {self.k} centroids on {signature.rows} rows: lower Centroids, "
                "or raise the size of the data"
            )

    def begin(self, examples: Examples, seed: int) -> State:
        """Return centroids that no row has joined yet."""
        x, xp = examples.x, namespace(examples.x)
        centroids = first_centroids(examples, self.start, self.k, self.placed, seed)
        with np.errstate(all="ignore"):
            rows = rows_of(x)
            inertia = _least(rows, centroids)
        state: State = {
            "finished": "",
            "seed": seed,
            "half": "assign",
            "iterations": 0,
            "centroids": centroids,
            "labels": xp.full(len(x), -1, xp.int64),
            "rows": xp.arange(0),
            "counts": xp.zeros(len(centroids)),
            "path": frozen(centroids[None].copy()),
            "table": {
                name: frozen(part) if hasattr(part, "shape") else part
                for name, part in rows._asdict().items()
            },
            "total": xp.zeros_like(centroids),
            "size": xp.zeros(len(centroids)),
            "inertia": inertia,
            "changed": -1,
            "shift": float("inf"),
            "relocated": xp.arange(0),
        }
        if not len(centroids):
            state["finished"] = "waiting for centroids: click in the Clusters panel to place them"
        elif not np.isfinite(inertia):
            state["finished"] = "diverged: the rows are too large to be squared"
        return state

    def advance(self, state: State, examples: Examples) -> float:
        """Take one half-step: share the rows out, or move the centroids."""
        if state["half"] == "assign":
            self._assign(state, examples.x)
        else:
            self._move(state, examples.x)
        return float(state["inertia"])

    def _assign(self, state: State, x: Array) -> None:
        """Let rows join their nearest centroids."""
        if 0 < self.batch < len(x):
            self._assign_some(state, x)
        else:
            self._assign_all(state)
        state["half"], turns = "move", f"after {state['iterations']} iterations"
        if not self.batch and state["changed"] == 0:
            # From sums alone it is known to within rounding of the largest; now it counts.
            state["inertia"] = clusters.inertia(x, state["centroids"], state["labels"])
            state["finished"] = f"no row changes its centroid any more, {turns}"
        elif state["shift"] <= self.tolerance * _spread(state):
            state["finished"] = f"the centroids moved less than the tolerance, {turns}"

    def _assign_all(self, state: State) -> None:
        rows, sums = _table(state), _sums(state)
        centroids = state["centroids"] - rows.middle
        fresh = nearest_centroids(rows, centroids)
        if state["iterations"]:
            state["changed"] = clusters.exchange(rows.x, sums, state["labels"], fresh)
        else:
            state["changed"] = len(fresh)
            sums = clusters.sums_of(rows.x, fresh, len(centroids))
            state["total"], state["size"] = sums
        state["labels"] = fresh
        if self.batch:
            state["rows"] = namespace(fresh).arange(len(fresh))
        state["inertia"] = clusters.inertia_of(rows, centroids, sums)

    def _assign_some(self, state: State, x: Array) -> None:
        draw = generator(state["seed"], "mini-batch", state["iterations"])
        device = "cpu" if namespace(x) is np else "cuda"
        rows = to_device(draw.permutation(len(x))[: self.batch], device)
        fresh = clusters.assign(x[rows], state["centroids"])
        state["changed"] = int((fresh != state["labels"][rows]).sum())
        state["labels"][rows] = fresh
        state["rows"] = rows

    def _move(self, state: State, x: Array) -> None:
        """Move the centroids to the means of their rows, or towards those of a batch."""
        old, rows = state["centroids"], state["rows"]
        if self.batch:
            labels = state["labels"][rows]
            moved, state["counts"] = clusters.blend(x[rows], labels, old, state["counts"])
            state["inertia"] = _least(_table(state), moved)
        else:
            moved = self._means(state, x)
        state["centroids"], state["shift"] = moved, float(((moved - old) ** 2).sum())
        path = namespace(x).concatenate([state["path"], moved[None]])
        state["path"] = frozen(path[-LONGEST_PATH:].copy())
        state["half"], state["iterations"] = "assign", state["iterations"] + 1

    def _means(self, state: State, x: Array) -> Array:
        """Return the means of the rows of each centroid, and note who jumped."""
        rows, sums = _table(state), _sums(state)
        old = state["centroids"] - rows.middle
        moved, state["relocated"], _ = clusters.means_of(rows.x, state["labels"], old, sums)
        if len(state["relocated"]) or not bool(sums.size.all()):
            state["inertia"] = clusters.inertia(rows.x, moved, state["labels"])
        else:
            state["inertia"] = clusters.inertia_of(rows, moved, sums)
        centroids: Array = moved + rows.middle
        return centroids

    def groups(self, state: State) -> Array:
        """Return the centroid that each row has joined ``(n,)``; -1 before it has."""
        labels: Array = state["labels"]
        return labels

    def centres(self, state: State) -> Array:
        """Return the centroids ``(k, d)``."""
        centroids: Array = state["centroids"]
        return centroids

    def trail(self, state: State) -> Array:
        """Return where the centroids have been ``(t, k, d)``."""
        path: Array = state["path"]
        return path

    def marks(self, state: State) -> Marks:
        """Return what the last half-step did, and which rows have joined a centroid."""
        if state["half"] == "move":
            seen = f"{len(state['rows'])} rows of a batch" if self.batch else "every row"
            joined = "joins" if not self.batch else "join"
            told = f"Assignment: {seen} {joined} the nearest centroid; {state['changed']} changed."
        elif state["iterations"]:
            told = "Update: each centroid moved to the mean of its rows."
            if self.batch:
                told = "Update: the rows of the batch pulled their centroids."
        else:
            told = "The centroids wait where they start."
            if not len(state["centroids"]):
                told = "Click to place the first centroid."
        jumped = [str(int(one) + 1) for one in state["relocated"]]
        if jumped and state["half"] == "assign":
            who = " and ".join(jumped)
            told += f" Centroid {who} had no rows and jumped to the row farthest from its own."
        xp: Any = namespace(state["labels"])
        return Marks(xp.where(state["labels"] >= 0, CORE, OPEN), told=told)

    def decide(self, state: State, x: Array) -> Array:
        """Return 1 for the centroid nearest to each row ``(n, d)``, 0 for others; ``(n, k)``."""
        xp: Any = namespace(x)
        centroids = state["centroids"]
        if not len(centroids):
            nowhere: Array = xp.zeros((len(x), 0))
            return nowhere
        hit: Array = clusters.assign(x, centroids)[:, None] == xp.arange(len(centroids))
        return hit.astype(float)

    def sweep(self, examples: Examples, ks: Sequence[int], seed: int) -> Sweep:
        """Return what k-means++ comes to for each of some numbers of centroids."""
        x, most = examples.x, max(ks)
        times = SEEDINGS if x.size <= MUCH else 1
        draws = generator(seed, "sweep").random((times, most, trials_for(most)))
        placed = to_device(draws, "cpu" if namespace(x) is np else "cuda")
        found = clusters.sweep(x, ks, placed, tolerance=1e-4)
        groups = namespace(x).stack([one.labels for one in found])
        inertia = np.array([one.inertia for one in found])
        return Sweep({"inertia": Criterion(inertia, "elbow")}, groups)

    def own_metrics(self, state: State) -> dict[str, float]:
        """Return the inertia, and the share of the rows that changed in the last assignment."""
        changed = state["changed"] / max(len(state["labels"]), 1)
        return {
            "inertia": float(state["inertia"]),
            "changed": changed if changed >= 0 else float("nan"),
        }

    def parameters(self, state: State) -> int:
        """Return how many numbers place the centroids."""
        return int(state["centroids"].size)


def _table(state: State) -> Rows:
    return Rows(**state["table"])


def _sums(state: State) -> clusters.Sums:
    return clusters.Sums(state["total"], state["size"])


def _spread(state: State) -> float:
    """Return the variance of a feature, on average."""
    rows = _table(state)
    return rows.squares / max(rows.x.size, 1)


def _least(rows: Rows, centroids: Array) -> float:
    """Return the inertia of rows that all belong to their nearest centroid; NaN without any."""
    if not len(centroids) or not len(rows.x):
        return float("nan")
    centroids = centroids - rows.middle
    return clusters.inertia(rows.x, centroids, nearest_centroids(rows, centroids))
