"""Every kind of block that the canvas can hold, collected from its folder."""

from functools import cache
from typing import Any

from playground.core.block import Block
from playground.core.registry import Registry
from playground.engine.clusterer import Clusterer
from playground.engine.dataset import Dataset
from playground.engine.embedder import Embedder
from playground.engine.ensemble import Ensemble
from playground.engine.estimator import Estimator
from playground.engine.functions.minimisable import Minimisable
from playground.engine.head import Head
from playground.engine.lab import Lab
from playground.engine.layer import Layer
from playground.engine.transform import Transform

DATASETS = Registry("playground.engine.datasets", Dataset)
TRANSFORMS = Registry("playground.engine.transforms", Transform)
LAYERS = Registry("playground.engine.layers", Layer)
OBJECTIVES = Registry("playground.engine.objectives", Minimisable)
HEADS = Registry("playground.engine.heads", Head)
MODELS = Registry("playground.engine.classical", Estimator)
CLUSTERERS = Registry("playground.engine.clustering", Clusterer)
EMBEDDERS = Registry("playground.engine.embedding", Embedder)
ENSEMBLES = Registry("playground.engine.ensembles", Ensemble)
LABS = Registry("playground.engine.labs", Lab)

FOLDERS: tuple[Registry[Any], ...] = (
    DATASETS, TRANSFORMS, LAYERS, OBJECTIVES, HEADS, MODELS, CLUSTERERS, EMBEDDERS, ENSEMBLES, LABS,
)  # fmt: skip


@cache
def catalogue() -> dict[str, type[Block]]:
    """Return the block classes by kind, in the order of the palette.

    Raises
    ------
    TypeError
        If two folders define the same kind.
    """
    kinds: dict[str, type[Block]] = {}
    for folder in FOLDERS:
        for kind, cls in folder.items():
            if kind in kinds:
                raise TypeError(f"two blocks are called {kind}: {kinds[kind]} and {cls}")
            kinds[kind] = cls
    return kinds
