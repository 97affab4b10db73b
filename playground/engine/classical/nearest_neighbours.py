"""The nearest rows decide: nothing is worked out before a question is asked."""

from typing import Annotated, ClassVar, Literal

import numpy as np

from playground.core.settings import SettingError, setting
from playground.core.shape import Shape, ShapeError, Signature
from playground.engine.estimator import Estimator
from playground.engine.examples import Examples
from playground.engine.functions import distance_formula
from playground.engine.functions.formula import FormulaError
from playground.engine.learner import State
from playground.engine.modelling.states import frozen
from playground.engine.randomness import generator
from playground.kernels.array import Array, namespace, to_device
from playground.kernels.distances import Metric, metric_of
from playground.kernels.neighbours import Nearest, make_ready, nearest


class NearestNeighbours(Estimator, frozen=True):
    """Remembers every row, and lets the k nearest ones vote about a new one.

    Classes win by votes; values are averaged (Cover and Hart, 1967,
    doi:10.1109/TIT.1967.1053964). Features on larger scales count more: standardise them first.
    """

    weighs: ClassVar[bool] = True
    shows: ClassVar[tuple[str, ...]] = ("neighbours",)
    rank: ClassVar[int] = 20
    also_called: ClassVar[tuple[str, ...]] = ("kNN", "k-NN", "neighbors", "memory-based")

    k: Annotated[
        int,
        setting("Neighbours k", "How many of the nearest rows vote. One follows every row; many "
                "smooth the border.", low=1, high=1000, scale="log", tunable=True),
    ] = 5  # fmt: skip
    metric: Annotated[
        Literal["euclidean", "manhattan", "chebyshev", "minkowski", "cosine", "canberra",
                "expression"],
        setting("Distance", "What near means. Euclidean: the straight line. Manhattan: along the "
                "streets of a grid. Chebyshev: the largest difference of any feature. Minkowski: "
                "all three by a number p. Cosine: the angle seen from the origin. Canberra: each "
                "difference as a share of its size. Expression: type your own.", tunable=True),
    ] = "euclidean"  # fmt: skip
    p: Annotated[
        float,
        setting("Power p", "1 is Manhattan, 2 Euclidean, and large p nears Chebyshev.", low=1,
                high=64, scale="log", when=("metric", "minkowski"), tunable=True),
    ] = 3.0  # fmt: skip
    expression: Annotated[
        str,
        setting("Expression", "Distance between rows a and b. sum( ) and max( ) go over the "
                "features: sqrt(sum((a - b)**2)) is Euclidean, max(abs(a - b)) Chebyshev. Without "
                "them the features' shares are added up: abs(a - b) is Manhattan.",
                when=("metric", "expression"), tunable=True),
    ] = "sum(abs(a - b)**0.5)"  # fmt: skip
    weights: Annotated[
        Literal["uniform", "distance"],
        setting("Votes", "Each neighbour has one vote, or one divided by its distance: near ones "
                "count more.", tunable=True),
    ] = "uniform"  # fmt: skip
    at_once: Annotated[
        int,
        setting("Rows per step", "How many rows are learned by heart in a step, drawn at random; "
                "0: all in one.", low=0, high=100_000, section="Pace"),
    ] = 0  # fmt: skip

    def __post_init__(self) -> None:
        """Refuse an expression that is no formula, or no distance.

        Raises
        ------
        SettingError
            In words for the person.
        """
        if self.metric != "expression":
            return
        try:
            fault = distance_formula.fault(self.expression)
        except FormulaError as error:
            raise SettingError("expression", str(error)) from None
        if fault:
            raise SettingError("expression", f"not a distance: {fault}")

    def check_input(self, shape: Shape, signature: Signature) -> None:
        """Refuse what every model refuses, and fewer training rows than neighbours.

        Raises
        ------
        ShapeError
            In words.
        """
        super().check_input(shape, signature)
        rows = signature.train_rows
        if 0 < rows < self.k:
            there = "is one training row" if rows == 1 else f"are {rows} training rows"
            least = "1" if rows == 1 else f"{rows} or less"
            raise ShapeError(
                f"it asks {self.k} neighbours, but there {there}: lower Neighbours k to {least}"
            )

    def begin(self, examples: Examples, seed: int) -> State:
        """Return a state that has learned no row yet."""
        make_ready(examples.x.shape[1], self.distance())
        order = np.arange(len(examples))
        if self.at_once:
            order = generator(seed, "rows learned by heart").permutation(len(examples))
        weight = examples.weight
        xp = namespace(examples.x)
        return {
            "finished": "",
            "x": frozen(examples.x),
            "y": frozen(examples.y.copy()),
            "weight": frozen(xp.empty(0) if weight is None else weight.copy()),
            "order": frozen(order),
            "known": 0,
            "classes": examples.outputs if examples.target == "class" else 0,
        }

    def advance(self, state: State, examples: Examples) -> float:
        """Learn some rows by heart, or all."""
        count = self.at_once or len(examples)
        state["known"] = min(state["known"] + count, len(examples))
        if state["known"] == len(examples):
            state["finished"] = "every row is learned by heart"
        return float("nan")

    def decide(self, state: State, x: Array) -> Array:
        """Return the votes' shares ``(k, classes)`` or the mean values ``(k, outputs)``."""
        xp, classes = namespace(state["x"]), state["classes"]
        if not state["known"]:
            width = classes or state["y"].shape[1]
            nothing: Array = xp.full((len(x), width), 1 / classes if classes else 0.0)
            return nothing
        good = xp.isfinite(x).all(axis=1, keepdims=True)
        every = bool(good.all())
        found, share = self.votes(state, x if every else xp.where(good, x, 0.0))
        if classes:
            place = xp.arange(len(x))[:, None] * classes + state["y"][found]
            votes = xp.bincount(place.ravel(), share.ravel(), minlength=len(x) * classes)
            answer = votes.reshape(len(x), classes)
        else:
            columns = [(share * column[found]).sum(axis=1) for column in state["y"].T]
            answer = xp.stack(columns, axis=1)
        decided: Array = answer if every else xp.where(good, answer, xp.nan)
        return decided

    def neighbours(self, state: State, x: Array) -> Nearest:
        """Find the nearest known rows to rows ``(q, d)``, numbered as the examples are."""
        known = to_device(state["order"][: state["known"]], _device(state["x"]))
        found = nearest(x, state["x"][known], min(self.k, len(known)), self.distance())
        return Nearest(known[found.rows], found.distances)

    def votes(self, state: State, x: Array) -> tuple[Array, Array]:
        """Return the neighbours ``(q, k)`` of rows and each one's share of the vote."""
        found, far = self.neighbours(state, x)
        xp = namespace(far)
        say = xp.ones_like(far)
        if len(state["weight"]):
            say = state["weight"][found]
        if self.weights == "distance":
            say = say * _nearness(far)
        total = say.sum(axis=1, keepdims=True)
        if not bool((total > 0).all()):
            say, total = xp.where(total > 0, say, 1.0), xp.where(total > 0, total, far.shape[1])
        say /= total
        return found, say

    def distance(self) -> Metric:
        """Return the metric that is set."""
        if self.metric == "expression":
            return Metric(distance_formula.read(self.expression).between)
        return metric_of(self.metric, self.p)

    def parameters(self, state: State) -> int:
        """Return how many numbers it keeps: all features of all rows."""
        return int(state["x"].size)


def _nearness(far: Array) -> Array:
    """Return one over distances ``(q, k)``; who stands at the very place outvotes all others."""
    xp = namespace(far)
    if bool((far[:, 0] > 0).all()):
        inverse: Array = 1.0 / far
        return inverse
    here = far == 0
    near: Array = xp.where(here.any(axis=1, keepdims=True), here * 1.0, 1.0 / (far + here))
    return near


def _device(array: Array) -> str:
    return "cpu" if namespace(array) is np else "cuda"
