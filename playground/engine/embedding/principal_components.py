"""Principal components, found one turn at a time."""

from typing import Annotated, Any, ClassVar

import numpy as np

from playground.core.settings import setting
from playground.core.shape import Shape, ShapeError, Signature, sizes
from playground.engine.embedder import Embedder
from playground.engine.examples import Examples
from playground.engine.learner import State
from playground.engine.modelling.states import frozen
from playground.engine.randomness import generator
from playground.engine.unlabelled import trouble_with
from playground.kernels.array import Array, namespace, to_device, to_host
from playground.kernels.principal import (
    NOTHING,
    at_right_angles,
    covariance,
    power_step,
    principal_axes,
    upright,
)

MOST_FEATURES = 1024
"""The covariance of more takes too long to multiply with for every step."""

NEAR = 1e-7
"""An axis stands once it is this close to where it is bound for, in radians."""


class PrincipalComponents(Embedder, frozen=True):
    """Turns an axis until the rows vary most along it, then looks for the next at right angles.

    Each step multiplies the axis by the covariance of the rows and brings it back to length 1
    (power iteration): what varies more grows more. What is found is taken out before the next
    begins (deflation). The block called PCA finds the same at once, for use by others.

    References
    ----------
    Hotelling (1933), doi:10.1037/h0071325.
    """

    title: ClassVar[str] = "Principal components"
    rank: ClassVar[int] = 30
    also_called: ClassVar[tuple[str, ...]] = (
        "PCA", "power iteration", "dimension reduction", "dimensionality reduction", "projection",
        "eigenvectors", "visualisation", "visualization", "embedding",
    )  # fmt: skip
    shows: ClassVar[tuple[str, ...]] = ("embedding", "scree")
    axis: ClassVar[str] = "PC"
    goal: ClassVar[str] = "explained_variance"
    rising: ClassVar[bool] = True

    components: Annotated[
        int, setting("Components", "How many axes are looked for; no more than there are "
                     "features.", low=1, high=256),
    ] = 2  # fmt: skip
    patience: Annotated[
        int, setting("Turns at most", "An axis that does not stand after so many turns is put in "
                     "place: two directions vary almost alike, and it takes for ever to choose.",
                     low=1, high=100_000, scale="log", section="Pace"),
    ] = 500  # fmt: skip

    def check_input(self, shape: Shape, signature: Signature) -> None:
        """Refuse what cannot be learned from.

        Raises
        ------
        ShapeError
            In words, if there is no plain table of features, or too many of them.
        """
        super().check_input(shape, signature)
        count = int(np.prod(sizes(shape)))
        if count > MOST_FEATURES:
            raise ShapeError(
                f"Principal components takes at most {MOST_FEATURES} features, but {count} arrive: "
                "use the PCA block, which finds all axes at once"
            )

    def begin(self, examples: Examples, seed: int) -> State:
        """Return a state whose first axis points anywhere."""
        xp, x = namespace(examples.x), examples.x
        count = min(self.components, x.shape[1])
        mean = x.mean(axis=0)
        with np.errstate(all="ignore"):  # what runs over is told
            spread = covariance(x, mean)
        state: State = {
            "finished": trouble_with(x), "mean": frozen(mean), "spread": frozen(spread),
            "rows": frozen(x.copy()), "axes": xp.zeros((count, x.shape[1])),
            "variance": xp.zeros(count), "found": 0, "turns": 0, "angle": np.inf, "ratio": 1.0,
            "seed": seed,
        }  # fmt: skip
        if state["finished"]:
            return state
        whole = float(xp.trace(spread))
        if whole <= NOTHING**2 * float(xp.abs(x).max()) ** 2:
            state["finished"] = "all rows are alike: there is no axis along which they vary"
        else:
            self._start(state)
        return state

    def advance(self, state: State, examples: Examples) -> float:
        """Turn the axis once; one that stands makes way for the next. Returns the variance left."""
        k = state["found"]
        turned = power_step(state["spread"], state["axes"][k], state["axes"][:k])
        if turned.angle > 0 and np.isfinite(state["angle"]):
            state["ratio"] = turned.angle / state["angle"]
        state["axes"][k], state["angle"] = turned.axis, turned.angle
        state["turns"] += 1
        state["variance"][k] = _along(state["spread"], turned.axis)
        if state["turns"] >= self.patience and not self._stands(state):
            self._put_in_place(state)
        elif self._stands(state):
            state["axes"][k] = upright(state["axes"][k : k + 1])[0]
            state["found"] += 1
        if state["found"] == len(state["axes"]):
            state["finished"] = "every axis stands"
        elif state["found"] > k:
            self._start(state)
        return self._left(state)

    def _start(self, state: State) -> None:
        """Point the next axis anywhere at right angles to those that stand."""
        k, wide = state["found"], len(state["mean"])
        drawn = generator(state["seed"], "axis", k).standard_normal(wide)
        device = "cpu" if namespace(state["mean"]) is np else "cuda"
        axis = at_right_angles(to_device(drawn, device), state["axes"][:k])
        state["axes"][k], state["turns"] = axis, 0
        state["angle"], state["ratio"] = np.inf, 1.0
        state["variance"][k] = _along(state["spread"], axis)

    def _stands(self, state: State) -> bool:
        """Say whether the axis has arrived, going by how fast its angle shrinks.

        With angles that shrink by a ratio r, what lies ahead is angle * r / (1 - r).
        """
        angle, ratio = float(state["angle"]), float(state["ratio"])
        return angle * ratio <= NEAR * (1 - ratio) or angle == 0.0

    def _put_in_place(self, state: State) -> None:
        """Take the axis of most variance left from a decomposition."""
        k, xp = state["found"], namespace(state["spread"])
        found: Any = state["axes"][:k]
        across = xp.eye(len(state["mean"])) - found.T @ found
        _, vectors = xp.linalg.eigh(across @ state["spread"] @ across)
        axis = at_right_angles(vectors[:, -1], found)
        state["axes"][k] = upright(axis[None])[0]
        state["variance"][k] = _along(state["spread"], axis)
        state["found"] += 1

    def _left(self, state: State) -> float:
        """Return the variance along none of the axes so far."""
        xp: Any = namespace(state["spread"])
        return max(float(xp.trace(state["spread"]) - state["variance"].sum()), 0.0)

    def places(self, state: State) -> Array:
        """Return where rows lie along the axes ``(n, k)``; 0 along those not looked for yet."""
        return self.decide(state, state["rows"])

    def decide(self, state: State, x: Array) -> Array:
        """Return where rows ``(j, d)`` lie along the axes ``(j, k)``."""
        placed: Array = (x - state["mean"]) @ state["axes"].T
        return placed

    def own_metrics(self, state: State) -> dict[str, float]:
        """Return the share of variance along the axes, and the error of going back from them.

        The error is the mean squared distance of a row from what its components stand for.
        """
        xp: Any = namespace(state["spread"])
        total, left = float(xp.trace(state["spread"])), self._left(state)
        n = len(state["rows"])
        return {
            "explained_variance": 1 - left / total if total > 0 else 1.0,
            "reconstruction_error": left * (n - 1) / n,
            "axes_found": float(state["found"]),
        }

    def parameters(self, state: State) -> int:
        """Return the numbers learned: the axes."""
        return int(state["axes"].size)

    def spectrum(self, state: State) -> Array:
        """Return the variance along all axes that there are ``(min(n, d),)``, at once."""
        return to_host(principal_axes(state["rows"]).variance)


def _along(spread: Array, axis: Array) -> float:
    """Return the variance along an axis of unit length."""
    return float(axis @ (spread @ axis))
