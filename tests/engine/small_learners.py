"""Small data sets, networks and learners for the tests of the engine."""

import numpy as np

from playground.core.settings import build
from playground.core.shape import features
from playground.engine.catalogue import DATASETS
from playground.engine.feed import Feed
from playground.engine.heads.fit import Fit
from playground.engine.layers.batch_norm import BatchNorm
from playground.engine.layers.dense import Dense
from playground.engine.layers.dropout import Dropout
from playground.engine.network import Network, Node


def rows(kind="circle", **settings):
    """Return the rows of a small data set."""
    return build(DATASETS[kind], {"size": 100, "noise": 0.2, **settings}).load()


def chain(*layers, width=2, frozen=()):
    """Wire layers one after another; they are called a, b, c, ..."""
    ids = [chr(ord("a") + i) for i in range(len(layers))]
    sources = ["data", *ids]
    nodes = [
        Node(id, layer, (source,), id in frozen)
        for id, layer, source in zip(ids, layers, sources, strict=False)
    ]
    return Network(nodes, {"data": features(width)}, ids[-1] if ids else "data")


def learner(fit=None, layers=None, data=None, seed=0, frozen=(), transforms=()):
    """Return a learner of `fit` on a chain of layers, at step 0."""
    data = rows() if data is None else data
    if layers is None:
        layers = (Dense(units=6, activation="tanh"), Dense(units=5, activation="relu"))
    feed = Feed.through(data, {"data": list(transforms)})
    (shape,) = feed.shapes.values()
    network = chain(*layers, width=shape[0][1], frozen=frozen)
    return (fit or Fit()).begin("fit-1", {"x": network}, feed, seed, "cpu")


def busy_layers():
    """Return layers with everything that draws, remembers or averages."""
    return (
        Dense(units=7, activation="gelu"),
        BatchNorm(),
        Dropout(drop=0.3),
        Dense(units=5, activation="tanh"),
    )


def same(a, b):
    """Say whether two nested states are equal bit for bit."""
    if isinstance(a, dict):
        return a.keys() == b.keys() and all(same(a[k], b[k]) for k in a)
    if isinstance(a, list | tuple):
        return len(a) == len(b) and all(same(x, y) for x, y in zip(a, b, strict=True))
    if isinstance(a, np.ndarray):
        return a.dtype == b.dtype and np.array_equal(a, b, equal_nan=a.dtype.kind == "f")
    return bool(a == b)


def numbers_of(scalars):
    """Return what a few steps told, as a nested state."""
    return {
        "steps": scalars.steps, "loss": scalars.loss,
        "evaluated": scalars.evaluated, "metrics": dict(scalars.metrics),
    }  # fmt: skip


def joined(parts):
    """Join what several calls of `step` told."""
    return {
        "steps": np.concatenate([p.steps for p in parts]),
        "loss": np.concatenate([p.loss for p in parts]),
        "evaluated": np.concatenate([p.evaluated for p in parts]),
    }
