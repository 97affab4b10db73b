"""Models without labels run to their end through the visible steps, against scikit-learn, SciPy."""

import os
import warnings
from typing import Any

import numpy as np

from playground.bench.row import Row, compared
from playground.core.settings import build
from playground.engine.catalogue import CLUSTERERS, TRANSFORMS
from playground.engine.clustering import k_means
from playground.engine.estimator import Estimator
from playground.engine.examples import Examples
from playground.kernels.array import Array
from playground.kernels.cluster_quality import silhouettes
from playground.runtime.threads import single_thread

PEER = "scikit-learn, 1 thread"
TOLERANCE = 1e-4
"""Share of a feature's variance below which centroids count as still: scikit-learn's own."""


def clouds(rows: int, centres: int, features: int = 2) -> Array:
    """Return round clouds that overlap a little."""
    from sklearn.datasets import make_blobs

    x, _ = make_blobs(rows, features, centers=centres, cluster_std=1.5, random_state=0)
    return np.asarray(x, np.float64)


def examples(x: Array) -> Examples:
    """Return rows without labels as they reach a model."""
    return Examples(x, np.empty((len(x), 0)), "none", 0)


def run_out(block: Estimator, data: Examples) -> dict[str, Any]:
    """Take every visible step, from the first to the last."""
    state = block.begin(data, 0)
    while not state["finished"]:
        block.advance(state, data)
    return state


def means(rounds: int) -> list[Row]:
    """Time Lloyd's iterations on 20,000 points from one start."""
    from sklearn.cluster import KMeans

    data = examples(clouds(20_000, 10))
    settings = {"k": 10, "start": "random", "tolerance": TOLERANCE}
    block = build(CLUSTERERS["k-means"], settings)
    start = block.begin(data, 0)["centroids"]

    def theirs() -> object:
        return KMeans(10, init=start, n_init=1, tol=TOLERANCE).fit(data.x)

    return [
        compared("clustering: k-means, 20000 points", lambda: run_out(block, data), PEER, theirs,
                 rounds=rounds, note="us a run, k = 10"),
    ]  # fmt: skip


def elbow(rounds: int) -> list[Row]:
    """Time k-means for every k up to 15."""
    from sklearn.cluster import KMeans

    data, ks = examples(clouds(3000, 6)), range(1, 16)
    block = k_means.KMeans()

    def theirs() -> object:
        return [KMeans(k, n_init=k_means.SEEDINGS, random_state=0).fit(data.x).inertia_ for k in ks]

    return [
        compared("clustering: elbow, k = 1 to 15", lambda: block.sweep(data, ks, 0), PEER, theirs,
                 rounds=rounds, note="us a sweep, 3000 points"),
    ]  # fmt: skip


def floods(rounds: int) -> list[Row]:
    """Time DBSCAN on 10,000 points of two moons."""
    from sklearn.cluster import DBSCAN
    from sklearn.datasets import make_moons

    data = examples(make_moons(10_000, noise=0.06, random_state=0)[0])
    block = build(CLUSTERERS["dbscan"], {"epsilon": 0.05})
    return [
        compared("clustering: DBSCAN, 10000 points", lambda: run_out(block, data), PEER,
                 lambda: DBSCAN(eps=0.05, min_samples=5).fit(data.x), rounds=rounds,
                 note="us a run"),
    ]  # fmt: skip


def merges(rounds: int) -> list[Row]:
    """Time agglomerative clustering of 2000 points against SciPy's linkage."""
    from scipy.cluster.hierarchy import linkage

    data, found = examples(clouds(2000, 5)), []
    for method in ("ward", "average", "single"):
        block = build(CLUSTERERS["agglomerative"], {"linkage": method})
        found.append(
            compared(f"clustering: {method}, 2000 points", lambda b=block: run_out(b, data),  # type: ignore[misc]
                     "SciPy", lambda m=method: linkage(data.x, m), rounds=rounds,  # type: ignore[misc]
                     note="us a run")
        )  # fmt: skip
    return found


def components(rounds: int) -> list[Row]:
    """Time principal components of 5000 x 64."""
    from sklearn.decomposition import PCA

    x = np.random.default_rng(0).normal(size=(5000, 64)) @ np.diag(np.linspace(1, 4, 64))
    block = build(TRANSFORMS["pca"], {"components": 64})

    def ours() -> Array:
        return np.asarray(block.apply(x, block.fit(x)))

    return [
        compared("clustering: PCA, 5000 x 64", ours, PEER, lambda: PCA(64).fit_transform(x),
                 rounds=rounds, note="us a fit and transform"),
    ]  # fmt: skip


def quality(rounds: int) -> list[Row]:
    """Time the silhouettes of 3000 points."""
    from sklearn.metrics import silhouette_samples

    x = clouds(3000, 5)
    labels = np.arange(len(x)) % 5
    return [
        compared("clustering: silhouettes, 3000", lambda: silhouettes(x, labels), PEER,
                 lambda: silhouette_samples(x, labels), rounds=rounds, note="us for all rows"),
    ]  # fmt: skip


def run(rounds: int = 7) -> list[Row]:
    """Time clusterings, their quality, and principal components."""
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    groups = (means, elbow, floods, merges, components, quality)
    with single_thread(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return [row for time in groups for row in time(rounds)]
