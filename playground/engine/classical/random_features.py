"""Random features: least squares on more and more random units, past the point of exact fit."""

from typing import Annotated, ClassVar

import numpy as np

from playground.core.settings import setting
from playground.core.shape import Target
from playground.engine.estimator import Estimator
from playground.engine.examples import Examples
from playground.engine.learner import State
from playground.engine.modelling.states import frozen
from playground.engine.randomness import generator
from playground.kernels.array import Array, namespace, to_device
from playground.kernels.least_squares import least_norm
from playground.kernels.rectifiers import relu

STOPS = 40


class RandomFeatures(Estimator, frozen=True):
    """Least squares on random ReLU units, with more of them at every step.

    Units ``relu(v . x + c)`` are drawn once and never trained; only their sum is fitted, and where
    many sums fit equally well the one with the smallest weights is taken. With as many units as
    rows the fit passes through every row and swings wildly; with many more it calms down again:
    double descent. With members, each learns the same rows under noise of its own.

    Belkin, Hsu, Ma and Mandal (2019), doi:10.1073/pnas.1903070116; Rahimi and Recht (2007).
    """

    targets: ClassVar[tuple[Target, ...]] = ("value",)
    weighs: ClassVar[bool] = True
    rank: ClassVar[int] = 90
    also_called: ClassVar[tuple[str, ...]] = ("Fourier features", "double descent")

    most: Annotated[
        int,
        setting("Units", "How many there are in the end; the first fit has 5.", low=5, high=5000,
                scale="log"),
    ] = 2000  # fmt: skip
    noise: Annotated[
        float,
        setting("Label noise", "Spread that is added to the training targets, in the units that "
                "reach it.", low=0, high=10),
    ] = 0.0  # fmt: skip
    members: Annotated[
        int, setting("Noise draws", "So many learn at once, each from its own noise.", low=1,
                     high=100)
    ] = 1  # fmt: skip

    def begin(self, examples: Examples, seed: int) -> State:
        """Draw the units and the noise."""
        x, y, d = examples.x, examples.y, examples.x.shape[1]
        xp = namespace(x)
        device = "cpu" if xp is np else "cuda"
        # Streams of their own: with another number of units the first ones stay the same.
        directions = generator(seed, "unit directions").standard_normal((self.most, d))
        directions /= np.linalg.norm(directions, axis=1, keepdims=True)
        offsets = generator(seed, "unit offsets").uniform(-1.0, 1.0, self.most)
        noise = self.noise * generator(seed, "label noise").standard_normal(y.shape)
        low, high = x.min(axis=0), x.max(axis=0)
        return {
            "directions": frozen(to_device(directions, device)),
            "offsets": frozen(to_device(offsets, device)),
            "centre": frozen((low + high) / 2),
            "reach": frozen(xp.where(high > low, (high - low) / 2, 1.0)),
            "noise": frozen(to_device(noise, device)),
            "weights": xp.zeros((examples.outputs, self.most)),
            "features": 0,
            "stops": frozen(stops_to(self.most, len(x))),
            "stop": 0,
            "finished": "",
        }

    def advance(self, state: State, examples: Examples) -> float:
        """Fit with more units; returns the squared error on the noisy rows."""
        count = int(state["stops"][state["stop"]])
        state["stop"] += 1
        state["features"] = count
        y = examples.y + state["noise"]
        units = _units(state, examples.x, count)
        weights = least_norm(units, y, examples.weight)
        state["weights"][:, :count] = weights
        if state["stop"] == len(state["stops"]):
            state["finished"] = f"all {count} units take part"
        error = units @ weights.T - y
        return float((error * error).mean())

    def decide(self, state: State, x: Array) -> Array:
        """Return values ``(k, outputs)``."""
        count = max(int(state["features"]), 1)
        values: Array = _units(state, x, count) @ state["weights"][:, :count].T
        return values

    def own_metrics(self, state: State) -> dict[str, float]:
        """Return how many units take part."""
        return {"features": float(state["features"])}

    def parameters(self, state: State) -> int:
        """Return the number of weights in the end."""
        return int(state["weights"].size)


def stops_to(most: int, rows: int) -> Array:
    """Return how many units each step has: even steps of the logarithm, and as many as rows.

    Examples
    --------
    >>> stops_to(8, 6)
    array([5, 6, 7, 8])
    """
    even = np.geomspace(min(5, most), most, STOPS)
    meet = [rows] if 5 <= rows <= most else []
    return np.unique(np.concatenate([np.rint(even), meet]).astype(np.int64))


def _units(state: State, x: Array, count: int) -> Array:
    """Return what the first `count` units answer, ``(n, count)``."""
    scaled = (x - state["centre"]) / state["reach"]
    return relu(scaled @ state["directions"][:count].T + state["offsets"][:count])
