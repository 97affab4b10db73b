"""Models that answer by a formula of their state: linear ones, densities, groups, axes."""

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np

from playground.engine.classical.lasso import Lasso
from playground.engine.classical.linear_regression import LinearRegression
from playground.engine.classical.logistic_regression import LogisticRegression
from playground.engine.classical.naive_bayes import NaiveBayes
from playground.engine.classical.perceptron import Perceptron
from playground.engine.classical.polynomial_regression import PolynomialRegression
from playground.engine.classical.random_features import RandomFeatures
from playground.engine.classical.ridge_regression import RidgeRegression
from playground.engine.clustering.agglomerative import Agglomerative
from playground.engine.clustering.bisecting import Bisecting
from playground.engine.clustering.dbscan import Dbscan
from playground.engine.clustering.gaussian_mixture import GaussianMixture
from playground.engine.clustering.k_means import KMeans
from playground.engine.embedding.principal_components import PrincipalComponents
from playground.engine.learner import State
from playground.export.script.neighbours import distance_call
from playground.export.script.numerals import number
from playground.export.script.parts import activations, answers, densities, groups, transforms
from playground.export.script.parts.neighbours import group_of_nearest
from playground.export.script.sheet import Sheet
from playground.kernels.mixtures import Mixture, whole_covariances

Lines: TypeAlias = list[str]
Model: TypeAlias = Callable[[Sheet, Any, State, str], Lines]
"""Returns the lines that answer for rows of a name; the last one is an expression."""


def score(sheet: Sheet, stem: str, state: State, x: str) -> str:
    """Return the weighted sums of features as an expression."""
    weights = sheet.array(f"{stem} weights", np.asarray(state["weights"]).T)
    bias = sheet.array(f"{stem} bias", state["bias"])
    return f"{x} @ {weights} + {bias}"


def _linear(sheet: Sheet, block: Any, state: State, x: str) -> Lines:
    return [score(sheet, "linear", state, x)]


def _polynomial(sheet: Sheet, block: PolynomialRegression, state: State, x: str) -> Lines:
    degree = max(int(state["degree"]), 1)
    terms = [[int(i) for i in term if i >= 0] for term in state["terms"]]
    kept = [term for term in terms if len(term) <= degree]
    weights = np.asarray(state["weights"])[:, : len(kept)]
    centre = sheet.array("polynomial centre", state["centre"])
    reach = sheet.array("polynomial reach", state["reach"])
    name = sheet.use(transforms.powers if len(state["centre"]) == 1 else transforms.products)
    told = degree if len(state["centre"]) == 1 else kept
    inside = score(sheet, "polynomial", {"weights": weights, "bias": state["bias"]}, "terms")
    return [f"terms = {name}(({x} - {centre}) / {reach}, {told})", inside]


def _random_features(sheet: Sheet, block: RandomFeatures, state: State, x: str) -> Lines:
    count = max(int(state["features"]), 1)
    centre = sheet.array("centre", state["centre"])
    reach = sheet.array("reach", state["reach"])
    directions = sheet.array("directions", np.asarray(state["directions"])[:count].T)
    offsets = sheet.array("offsets", state["offsets"][:count])
    weights = sheet.array("unit weights", np.asarray(state["weights"])[:, :count].T)
    scaled = f"scaled = ({x} - {centre}) / {reach}"
    bent = f"{sheet.use(activations.relu)}(scaled @ {directions} + {offsets})"
    return [scaled, f"units = {bent}", f"units @ {weights}"]


def logistic(sheet: Sheet, block: LogisticRegression, state: State, x: str) -> Lines:
    """Return the lines of logistic regression."""
    value = score(sheet, "logistic", state, x)
    if len(state["bias"]) == 1:
        return [f"{sheet.use(answers.yes_or_no)}({value})"]
    rest = block.classes == "one-vs-rest"
    link = answers.each_against_the_rest if rest else activations.softmax
    return [f"{sheet.use(link)}({value})"]


def _perceptron(sheet: Sheet, block: Perceptron, state: State, x: str) -> Lines:
    weights, bias = np.asarray(state["weights"]), np.asarray(state["bias"])
    length = float(np.sqrt((weights**2).sum(axis=1)).max()) or 1.0
    unit = {"weights": weights / length, "bias": bias / length}
    value = score(sheet, "perceptron", unit, x)
    link = answers.shares_by_side if len(bias) == 1 else activations.softmax
    return [f"{sheet.use(link)}({value})"]


def _naive_bayes(sheet: Sheet, block: NaiveBayes, state: State, x: str) -> Lines:
    told = block.gaussians(state)
    with np.errstate(divide="ignore"):
        prior = np.log(told.weight)
    mean = sheet.array("class mean", told.mean)
    variance = sheet.array("class variance", np.diagonal(told.covariance, axis1=1, axis2=2))
    dense = f"{sheet.use(densities.log_upright_normal)}({x}, {mean}, {variance})"
    name = sheet.use(densities.bayes_rule)
    return [f"density = {dense}", f"{name}(density, {sheet.array('log prior', prior)})"]


def _mixture(sheet: Sheet, block: GaussianMixture, state: State, x: str) -> Lines:
    mixture = Mixture(state["weight"], state["mean"], state["covariance"])
    whole = whole_covariances(mixture, block.covariance)
    prior = sheet.array("log weight", np.log(np.maximum(mixture.weight, 1e-300)))
    mean = sheet.array("mean", mixture.mean)
    if block.covariance in ("full", "tied"):
        dense = sheet.use(densities.log_normal)
        spread = sheet.array("covariance", whole)
    else:
        dense = sheet.use(densities.log_upright_normal)
        spread = sheet.array("variance", np.diagonal(whole, axis1=1, axis2=2))
    name = sheet.use(densities.bayes_rule)
    return [f"density = {dense}({x}, {mean}, {spread})", f"{name}(density, {prior})"]


def _k_means(sheet: Sheet, block: KMeans, state: State, x: str) -> Lines:
    centroids = sheet.array("centroids", state["centroids"])
    return [f"{sheet.use(groups.nearest_centroid)}({x}, {centroids})"]


def _bisecting(sheet: Sheet, block: Bisecting, state: State, x: str) -> Lines:
    tree = block.tree(state)
    made = int(state["done"]) - block.joins(tree) if tree is not None else 0
    centroids = sheet.array("centroids", state["centroids"][:made])
    split = [int(group) for group in state["split"][:made]]
    return [f"{sheet.use(groups.down_the_splits)}({x}, {split}, {centroids})"]


def _agglomerative(sheet: Sheet, block: Agglomerative, state: State, x: str) -> Lines:
    found = block.groups(state)
    distances = distance_call(sheet, block, x, sheet.array("known rows", state["x"]))
    held = sheet.array("known groups", found)
    name = sheet.use(group_of_nearest)
    count = int(found.max(initial=0)) + 1
    return [f"distances = {distances}", f"{name}(distances, {held}, {count}, np.inf)"]


def _dbscan(sheet: Sheet, block: Dbscan, state: State, x: str) -> Lines:
    found, count = block.groups(state), int(state["cluster"].max(initial=-1)) + 1
    cores = np.flatnonzero((state["kind"] == 2) & (found >= 0))
    if not len(cores):
        return [f"np.zeros((len({x}), {count}))"]
    distances = distance_call(sheet, block, x, sheet.array("core rows", state["x"][cores]))
    held = sheet.array("core groups", found[cores])
    name, reach = sheet.use(group_of_nearest), number(block.epsilon)
    return [f"distances = {distances}", f"{name}(distances, {held}, {count}, {reach})"]


def _axes(sheet: Sheet, block: PrincipalComponents, state: State, x: str) -> Lines:
    mean, axes = sheet.array("mean", state["mean"]), sheet.array("axes", state["axes"])
    return [f"{sheet.use(transforms.project)}({x}, {mean}, {axes})"]


MODELS: dict[type, Model] = {
    LinearRegression: _linear, RidgeRegression: _linear, Lasso: _linear,
    PolynomialRegression: _polynomial, RandomFeatures: _random_features,
    LogisticRegression: logistic, Perceptron: _perceptron,
    NaiveBayes: _naive_bayes, GaussianMixture: _mixture, KMeans: _k_means,
    Bisecting: _bisecting, Agglomerative: _agglomerative, Dbscan: _dbscan,
    PrincipalComponents: _axes,
}  # fmt: skip
"""How each of these models answers."""
