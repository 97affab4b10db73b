"""The parent of test functions: what optimizers are tried on where no network is wanted."""

from typing import Annotated, ClassVar, Literal, TypeAlias

import numpy as np

from playground.core.settings import SettingError, setting
from playground.engine.functions.minimisable import Minimisable
from playground.engine.randomness import generator
from playground.kernels.array import Array, namespace

Point: TypeAlias = tuple[float, ...]

Start: TypeAlias = Annotated[
    tuple[float, ...],
    setting("Start", "Where learners start: the coordinates of a point, or of several one after "
            "the other. A click on the function sets it, too."),
]  # fmt: skip
"""The setting that every test function has, with a default of its own."""

GOLDEN_ANGLE = np.pi * (3 - 5**0.5)


class TestFunction(Minimisable, frozen=True):
    """A function of one or two variables that learners go down, from a chosen start.

    A subclass defines `value`, `gradient` and `extent`, and sets ``start`` anew.
    """

    shows: ClassVar[tuple[str, ...]] = ("function",)

    start: Start = (1.0, 1.0)
    spread: Annotated[
        float,
        setting("Spread", "How far from the start a fit's members may start.", low=0, high=100,
                section="Members"),
    ] = 0.0  # fmt: skip
    placing: Annotated[
        Literal["even", "random"],
        setting("Placing", "Members evenly placed over the spread, or each where its seed says.",
                section="Members"),
    ] = "even"  # fmt: skip

    def __post_init__(self) -> None:
        """Refuse starts that are no points.

        Raises
        ------
        SettingError
            In words for the person.
        """
        if not self.start or len(self.start) % self.dimension:
            every = f"a multiple of {self.dimension} numbers" if self.dimension > 1 else "numbers"
            raise SettingError("start", f"it takes {every}, not {len(self.start)}")
        if not np.isfinite(self.start).all():
            raise SettingError("start", "must be finite numbers")

    @property
    def variables(self) -> tuple[str, ...]:
        """Names of the variables, in order."""
        return ("x", "y")

    @property
    def extent(self) -> tuple[float, float, float, float]:
        """What to look at: left, right, bottom and top; the last two count for planes only."""
        raise NotImplementedError

    @property
    def minima(self) -> tuple[Point, ...]:
        """Where the function is lowest, and other minima worth a mark; empty where unknown."""
        return ()

    def starts(self, seeds: tuple[int, ...]) -> Array:
        """Return where members start, ``(members, dimension)`` float64.

        Members of one seed start from one place. Several given points are taken in turn.
        """
        points = np.array(self.start).reshape(-1, self.dimension)
        different = sorted(set(seeds))
        own = np.array([different.index(seed) for seed in seeds], np.intp)
        if self.placing == "even":
            offsets = _evenly(len(different), self.dimension)
        else:
            offsets = np.stack([_drawn(seed, self.dimension) for seed in different])
        placed: Array = points[own % len(points)] + self.spread * offsets[own]
        return placed


def vectors(*components: Array) -> Array:
    """Return vectors ``(..., dimension)`` of components ``(...,)``."""
    joined: Array = namespace(*components).stack(components, axis=-1)
    return joined


def _evenly(count: int, dimension: int) -> Array:
    """Return points evenly in [-1, 1], or in the unit disc as seeds stand in a sunflower."""
    if count == 1:
        return np.zeros((1, dimension))
    if dimension == 1:
        return np.linspace(-1.0, 1.0, count)[:, None]
    # Vogel (1979), doi:10.1016/0025-5564(79)90080-4.
    radius, angle = np.sqrt(np.arange(count) / (count - 1)), GOLDEN_ANGLE * np.arange(count)
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=-1)


def _drawn(seed: int, dimension: int) -> Array:
    return generator(seed, "start").uniform(-1.0, 1.0, dimension)
