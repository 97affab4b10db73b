"""A matrix to take hold of, and power iteration on it."""

from typing import Annotated, ClassVar, Literal, TypeAlias

import numpy as np

from playground.core.block import Port
from playground.core.settings import SettingError, setting
from playground.core.shape import Shape, ShapeError, Signature
from playground.engine.examples import Examples
from playground.engine.lab import Lab
from playground.engine.learner import State
from playground.engine.modelling.states import frozen
from playground.engine.randomness import generator
from playground.engine.unlabelled import trouble_with
from playground.kernels import spectra
from playground.kernels.array import Array

STILL = 1e-9
"""Degrees by which a vector must turn in a step to count as moving."""

PATIENCE = 60
"""Steps without coming to rest after which a vector that cannot is let go."""

KEPT = 240
"""Vectors that are remembered."""

ROUNDING = 1e-15
"""Share of a feature's size below which its spread is what rounding left."""

Numbers: TypeAlias = tuple[Annotated[float, setting("Number", low=-1000, high=1000)], ...]
Features: TypeAlias = Literal["two features", "three features", "principal plane"]


class Matrix(Lab, frozen=True):
    """A matrix to take hold of: eigenvectors, SVD, least squares, and power iteration on it.

    Each step multiplies a vector by the matrix and brings it back to length 1 (von Mises and
    Pollaczek-Geiringer, 1929, doi:10.1002/zamm.19290090206).
    """

    inputs: ClassVar[tuple[Port, ...]] = (Port("data", "data", optional=True),)
    shows: ClassVar[tuple[str, ...]] = ("matrix",)
    rank: ClassVar[int] = 10
    also_called: ClassVar[tuple[str, ...]] = (
        "eigenvectors", "eigenvalues", "SVD", "singular values", "pseudo-inverse", "inverse",
        "power iteration", "covariance", "linear algebra", "determinant", "rank", "least squares",
        "vectors",
    )  # fmt: skip

    of: Annotated[
        Literal["entries", "data"],
        setting("Matrix of", "Your own entries, or the covariance of the data wired in."),
    ] = "entries"
    entries: Annotated[
        Numbers,
        setting("Entries", "Row by row: 4 numbers for 2 × 2, 9 for 3 × 3. In the Matrix panel its "
                "columns are arrows to drag.", tunable=True, when=("of", "entries")),
    ] = (1.2, 0.8, 0.2, 1.8)  # fmt: skip
    features: Annotated[
        Features, setting("Of the data", "What of the data counts: the first features, or the two "
                          "directions in which they spread most.", section="Data")
    ] = "two features"  # fmt: skip
    b: Annotated[
        Numbers,
        setting("Right side b", "What A x is to come close to; missing numbers are 0.",
                tunable=True),
    ] = (1.5, 2.0)  # fmt: skip
    start: Annotated[
        Numbers,
        setting("Start", "Where power iteration begins; none: a direction that the seed draws.",
                section="Power iteration"),
    ] = ()  # fmt: skip

    def __post_init__(self) -> None:
        """Refuse entries that make no square.

        Raises
        ------
        SettingError
            In words for the person.
        """
        if len(self.entries) not in (4, 9):
            raise SettingError(
                "entries", "a matrix that carries a plane or space into itself is square: it "
                f"takes 4 numbers (2 × 2) or 9 (3 × 3), row by row, not {len(self.entries)}"
            )  # fmt: skip
        for name in ("entries", "b", "start"):
            if not np.isfinite(getattr(self, name)).all():
                raise SettingError(name, "must be finite numbers")

    def in_brief(self) -> str:
        """Return the size of the matrix, or what it is of the data."""
        size = 3 if len(self.entries) == 9 else 2
        return f"{size} × {size}" if self.of == "entries" else "covariance of the data"

    def check_input(self, shape: Shape, signature: Signature) -> None:
        """Refuse data that span no plane.

        Raises
        ------
        ShapeError
            In words, for fewer than two features.
        """
        super().check_input(shape, signature)
        if int(np.prod([size or 1 for _, size in shape])) < 2:
            raise ShapeError("it draws a plane: the data need two features at least")

    def begin(self, examples: Examples | None, seed: int) -> State:
        """Return the state with the start vector; the covariance is found here, once."""
        found = np.empty((0, 0))
        finished = ""
        if self.of == "data":
            rows = self.rows_of(examples) if examples is not None else np.zeros((0, 2))
            found, finished = covariance_of(rows) if len(rows) else (np.zeros((2, 2)), "")
            if examples is None:
                finished = 'no data are wired in: wire a data set to it, or set "Matrix of" to '\
                    "entries"
        state: State = {
            "finished": finished, "covariance": frozen(found), "seed": seed, "restless": 0,
        }  # fmt: skip
        state["matrix"] = self.matrix_of(state).copy()
        state["vector"] = self._start(len(state["matrix"]), seed)
        state["path"] = state["vector"][None].copy()
        return state

    def advance(self, state: State) -> float:
        """Multiply once and normalise; returns the angle to the largest eigenvector, in degrees."""
        matrix = self.matrix_of(state)
        before = self.vector_of(state)
        if len(before) != len(state["vector"]):
            state["path"] = before[None].copy()
        vector, length = spectra.power_step(matrix, before)
        if length <= spectra.LOST * float(np.abs(matrix).max()):
            state["finished"] = "A x = 0: the vector was sent to zero, no direction is left"
            return self._error(matrix, before)
        state["vector"] = vector
        state["path"] = np.concatenate([state["path"], vector[None]])[-KEPT:]
        state["restless"] += 1
        state["finished"] = self._verdict(matrix, before, state)
        return self._error(matrix, vector)

    def retuned(self, state: State) -> None:
        """Go on with another matrix: a vector that stood still may move."""
        matrix = self.matrix_of(state)
        if not np.array_equal(matrix, state["matrix"]):
            state["matrix"], state["finished"], state["restless"] = matrix.copy(), "", 0

    def own_metrics(self, state: State) -> dict[str, float]:
        """Return what the vector says of the largest eigenvalue, and what the matrix is like."""
        matrix, vector = self.matrix_of(state), self.vector_of(state)
        return {
            "eigenvalue": spectra.rayleigh(matrix, vector),
            "error_angle": self._error(matrix, vector),
            "determinant": float(np.linalg.det(matrix)),
            "rank": float(spectra.rank(matrix)),
            "condition": spectra.condition(matrix),
        }

    def matrix_of(self, state: State) -> Array:
        """Return the matrix ``(n, n)``."""
        if self.of == "data":
            found: Array = state["covariance"]
            return found
        return square(self.entries)

    def vector_of(self, state: State) -> Array:
        """Return where power iteration stands ``(n,)``; at its start after a change of size."""
        size, vector = len(self.matrix_of(state)), state["vector"]
        return vector if len(vector) == size else self._start(size, int(state["seed"]))

    def rows_of(self, examples: Examples) -> Array:
        """Return the rows ``(m, n)`` as the lab looks at them."""
        if self.features == "principal plane":
            centred = examples.x - examples.x.mean(axis=0)
            spaces = np.linalg.svd(centred, full_matrices=False)[2][:2]
            # Signs as in other pictures of principal axes: the largest share points forwards.
            largest = np.abs(spaces).argmax(axis=1)
            signs = np.sign(spaces[np.arange(len(spaces)), largest])
            plane: Array = centred @ (spaces * signs[:, None]).T
            return plane if plane.shape[1] == 2 else np.pad(plane, ((0, 0), (0, 1)))
        wide = 3 if self.features == "three features" else 2
        return examples.x[:, :wide]

    def _start(self, size: int, seed: int) -> Array:
        """Return the start vector ``(size,)`` of length 1."""
        chosen = resized(self.start, size)
        if not chosen.any():
            chosen = generator(seed, "power iteration").normal(size=size)
        unit: Array = chosen / np.linalg.norm(chosen)
        return unit

    def _error(self, matrix: Array, vector: Array) -> float:
        """Return the angle to the eigenvectors that win, in degrees; NaN where none wins."""
        space, _ = spectra.dominant(matrix)
        return spectra.angle_to(vector, space.basis) if space is not None else float("nan")

    def _verdict(self, matrix: Array, before: Array, state: State) -> str:
        """Return why there is nothing to wait for any more, or nothing."""
        vector = state["vector"]
        if spectra.angle_to(vector, before[:, None]) <= STILL:
            if self._error(matrix, vector) > 1e-3:
                return "it stands still, but not on the largest eigenvector: its start held none "\
                    "of it"
            return f"it stands still: A x = {spectra.rayleigh(matrix, vector):.4g} x"
        _, obstacle = spectra.dominant(matrix)
        if state["restless"] < PATIENCE or not obstacle:
            return ""
        if obstacle == "turns":
            return "two eigenvalues are a complex pair, equally large: it turns for ever"
        return "two eigenvalues are equally large with opposite signs: it swings for ever"


def covariance_of(rows: Array) -> tuple[Array, str]:
    """Return the covariance ``(n, n)`` of rows, and why there is none, or nothing."""
    finished = trouble_with(rows)
    if not finished:
        found = spectra.covariance(rows)
        still = rows.std(axis=0) <= ROUNDING * np.abs(rows).max(axis=0)
        found[still], found[:, still] = 0.0, 0.0
        finished = trouble_with(found)
    return (np.zeros((rows.shape[1],) * 2) if finished else found), finished


def square(entries: tuple[float, ...]) -> Array:
    """Return the matrix ``(n, n)`` of n² entries, row by row."""
    size = 3 if len(entries) == 9 else 2
    return np.array(entries, np.float64).reshape(size, size)


def resized(numbers: tuple[float, ...], size: int) -> Array:
    """Return so many numbers, filled up with 0.

    Examples
    --------
    >>> resized((1.0, 2.0), 3).tolist(), resized((1.0, 2.0, 3.0), 2).tolist()
    ([1.0, 2.0, 0.0], [1.0, 2.0])
    """
    kept = numbers[:size]
    return np.array([*kept, *[0.0] * (size - len(kept))], np.float64)
