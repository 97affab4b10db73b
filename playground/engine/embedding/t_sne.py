"""t-SNE: a picture in which neighbours stay neighbours."""

from dataclasses import replace
from typing import Annotated, Any, ClassVar, Literal

import numpy as np

from playground.core.settings import setting
from playground.core.shape import Shape, ShapeError, Signature
from playground.engine.embedder import Embedder
from playground.engine.examples import Examples
from playground.engine.learner import State
from playground.engine.mapping.affinity import affinities_of, reachable
from playground.engine.mapping.first_places import first_places
from playground.engine.mapping.kept import nearest, share_kept
from playground.engine.modelling.states import frozen
from playground.engine.unlabelled import trouble_with
from playground.kernels.array import Array, namespace
from playground.kernels.stochastic_neighbours import (
    Motion,
    automatic_rate,
    divergence,
    stride,
)

MOST_ROWS = 3000
"""More pairs take too long for every one of them to be looked at in each step."""

STILL = 1e-7
"""Length of the gradient at which nothing moves any more."""

SPREAD = 0.01
"""Standard deviation of places up to which they may rest in a speck, on their way to a map."""

LOOKS = 50
"""Exaggerated steps between two looks at whether they have any effect."""


class TSne(Embedder, frozen=True):
    """Lays rows out on a plane so that near neighbours stay near, and says little of the rest.

    Every row shares itself among its neighbours, in all features and in the picture. Each step
    moves all points a little so that the two tell the same: alike ones attract each other, all
    others drift apart.

    References
    ----------
    van der Maaten and Hinton (2008), "Visualizing data using t-SNE", JMLR 9, 2579-2605.
    """

    title: ClassVar[str] = "t-SNE"
    goal: ClassVar[str] = "divergence"
    shows: ClassVar[tuple[str, ...]] = ("embedding",)
    rank: ClassVar[int] = 32
    also_called: ClassVar[tuple[str, ...]] = (
        "tsne", "stochastic neighbour embedding", "neighbor", "map", "dimension reduction",
        "dimensionality reduction", "visualisation", "visualization", "manifold", "perplexity",
    )  # fmt: skip

    perplexity: Annotated[
        float,
        setting("Perplexity", "How many neighbours count for each row, roughly: few show small "
                "clumps, many show more of the whole.", low=1, high=500, scale="log",
                tunable=True),
    ] = 30.0  # fmt: skip
    start: Annotated[
        Literal["principal axes", "random"],
        setting("Start", "Where points begin, all within a speck: in the order of the two "
                "principal axes, or anywhere."),
    ] = "principal axes"  # fmt: skip
    rate: Annotated[
        float,
        setting("Learning rate", "How far points move along their gradient; 0: a 48th of the "
                "number of rows, at least 50.", low=0, high=5000, tunable=True),
    ] = 0.0  # fmt: skip
    exaggeration: Annotated[
        float,
        setting("Early exaggeration", "How many times stronger alike rows attract each other at "
                "first: clumps form while there is room to pass.", low=1, high=100, scale="log",
                tunable=True),
    ] = 12.0  # fmt: skip
    early: Annotated[
        int,
        setting("Exaggerated steps", "How many steps that lasts.", low=0, high=5000,
                tunable=True),
    ] = 250  # fmt: skip

    def check_input(self, shape: Shape, signature: Signature) -> None:
        """Refuse what cannot be laid out.

        Raises
        ------
        ShapeError
            In words, if there is no plain table of features, or there are too many rows.
        """
        super().check_input(shape, signature)
        if signature.rows > MOST_ROWS:
            raise ShapeError(
                f"it looks at all pairs of {signature.rows} rows in every step, which takes too "
                f"long: lower the number of rows of the data to {MOST_ROWS} or fewer"
            )

    def begin(self, examples: Examples, seed: int) -> State:
        """Return all points within a speck."""
        xp: Any = namespace(examples.x)
        trouble = trouble_with(examples.x)
        if trouble:
            examples = replace(examples, x=xp.zeros_like(examples.x))
        places = first_places(examples.x, self.start, seed)
        state = {
            "finished": trouble,
            "places": places,
            "velocity": xp.zeros_like(places),
            "gain": xp.ones_like(places),
            "moves": 0,
            "calm": -1,
            "nearest": frozen(nearest(examples.x)),
        }
        with np.errstate(all="ignore"):
            self._look(state, examples)
        return state

    def advance(self, state: State, examples: Examples) -> float:
        """Move all points once; returns the divergence where they come to lie."""
        if state["calm"] < 0 and self._enough(state):
            state["calm"] = state["moves"]
            state["velocity"], state["gain"] = 0.0 * state["velocity"], 0.0 * state["gain"] + 1.0
            self._look(state, examples)
        motion = Motion(state["places"], state["velocity"], state["gain"])
        rate = self.rate or automatic_rate(len(examples), self.exaggeration)
        moved = stride(motion, state["gradient"], rate, 0.5 if state["calm"] < 0 else 0.8)
        if not bool(namespace(moved.places).isfinite(moved.places).all()):
            state["finished"] = "diverged: points flew apart, a lower learning rate holds them"
            return float("nan")
        state |= moved._asdict()
        state["moves"] += 1
        self._look(state, examples)
        if state["calm"] >= 0 and _still(state) and float(moved.places.std()) > SPREAD:
            state["finished"] = "no point moves any more"
        return float(state["divergence"])

    def _enough(self, state: State) -> bool:
        """Say whether attraction has been exaggerated for long enough, or to no further effect."""
        moves = state["moves"]
        return moves >= self.early or (moves > 0 and moves % LOOKS == 0 and _still(state))

    def _look(self, state: State, examples: Examples) -> None:
        """Find out what the places tell, and where points are drawn to next."""
        near = affinities_of(examples, self.perplexity)
        stress = self.exaggeration if state["calm"] < 0 else 1.0
        state["divergence"], state["gradient"] = divergence(near, state["places"], stress)
        state["note"] = reachable(len(examples), self.perplexity)[1]

    def places(self, state: State) -> Array:
        """Return where every row lies ``(n, 2)``."""
        places: Array = state["places"]
        return places

    def decide(self, state: State, x: Array) -> Array:
        """Return no places ``(k, 0)``: only the rows it learns from have any."""
        nowhere: Array = namespace(x).zeros((len(x), 0))
        return nowhere

    def own_metrics(self, state: State) -> dict[str, float]:
        """Return the divergence in nats, and the share of nearest neighbours that are kept."""
        return {
            "divergence": float(state["divergence"]),
            "neighbours_kept": share_kept(state["nearest"], state["places"]),
        }


def _still(state: State) -> bool:
    return float((state["gradient"] ** 2).sum()) <= STILL**2
