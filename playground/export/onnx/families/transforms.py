"""Transforms in front of a learner, as they were fitted."""

from playground.engine.transform import Fitted
from playground.engine.transforms.feature_map import FeatureMap
from playground.engine.transforms.kernel_pca import KernelPca
from playground.engine.transforms.linear_discriminant import LinearDiscriminant
from playground.engine.transforms.min_max import MinMax
from playground.engine.transforms.pca import Pca
from playground.engine.transforms.standardise import Standardise
from playground.export.onnx.graph import Graph
from playground.export.onnx.parts.likeness import likeness
from playground.export.onnx.parts.products import products
from playground.export.onnx.writers import writes


@writes(Standardise)
def standardise(graph: Graph, transform: Standardise, fitted: Fitted, x: str, width: int) -> str:
    """Add ``(x - mean) / sd``."""
    centred = graph.add("Sub", x, graph.constant(fitted["mean"]))
    return graph.add("Div", centred, graph.constant(fitted["scale"]))


@writes(MinMax)
def min_max(graph: Graph, transform: MinMax, fitted: Fitted, x: str, width: int) -> str:
    """Add ``lower + (x - low) scale``."""
    above = graph.add("Sub", x, graph.constant(fitted["low"]))
    stretched = graph.add("Mul", above, graph.constant(fitted["scale"]))
    return graph.add("Add", stretched, graph.constant(transform.lower))


@writes(Pca)
def pca(graph: Graph, transform: Pca, fitted: Fitted, x: str, width: int) -> str:
    """Add the way along the axes, in their units."""
    return graph.add("Div", projected(graph, fitted, x), graph.constant(fitted["unit"]))


@writes(LinearDiscriminant)
def discriminant(
    graph: Graph, transform: LinearDiscriminant, fitted: Fitted, x: str, width: int
) -> str:
    """Add the way along the axes."""
    return projected(graph, fitted, x)


def projected(graph: Graph, fitted: Fitted, x: str) -> str:
    """Add ``(x - mean) . axis`` for every axis."""
    centred = graph.add("Sub", x, graph.constant(fitted["mean"]))
    return graph.matrix(centred, fitted["axes"].T)


@writes(KernelPca)
def kernel_pca(graph: Graph, transform: KernelPca, fitted: Fitted, x: str, width: int) -> str:
    """Add how alike a row is to those that were kept, weighed."""
    alike = likeness(
        graph, transform.kernel, x, fitted["rows"], float(fitted["gamma"]), transform.degree,
        transform.coef0,
    )  # fmt: skip
    return graph.matrix(alike, fitted["weights"].T, -fitted["shift"])


@writes(FeatureMap)
def feature_map(graph: Graph, transform: FeatureMap, fitted: Fitted, x: str, width: int) -> str:
    """Add products of features, then their sines and cosines."""
    terms = list(transform.monomials(width))
    mapped = [products(graph, x, terms, width)] if terms else []
    waves = graph.add("Mul", x, graph.constant(transform.frequency))
    mapped += [graph.add("Sin", waves)] * transform.sines
    mapped += [graph.add("Cos", waves)] * transform.cosines
    return graph.beside(*mapped)
