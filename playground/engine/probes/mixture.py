"""The components of a mixture, and how far each of them answers for every row."""

from typing import Annotated

import numpy as np

from playground.core.settings import setting
from playground.engine.clusterer import Clusterer
from playground.engine.grouping.ground import Ground
from playground.engine.grouping.way_back import straight_way
from playground.engine.learner import State
from playground.engine.modelling.gaussians import Gaussians, ShowsGaussians
from playground.engine.modelling.stepwise import Stepwise
from playground.engine.plane import View, place_in, rows_of
from playground.engine.probe import Probe, Watched, member_of
from playground.engine.some_rows import at_most
from playground.kernels.array import Array, to_host

MOST_POINTS = 2000

MOST_BINS = 48


class Mixture(Probe, frozen=True):
    """The components of a mixture, and how far each of them answers for every row.

    ``mean`` ``(c, m)``, ``covariance`` ``(c, m, m)`` and ``weight`` ``(c,)`` are the components as
    the plane shows them, all other directions integrated out; m is 2, or 1 for data of one
    feature. ``points`` ``(n, 2)`` are rows on the plane with their numbers ``rows``, and ``shares``
    ``(n, c)`` how far each component answered for them in the last expectation: zeros before the
    first. For one feature ``bins`` ``(b,)`` is the density of rows between ``edges`` ``(b + 1,)``.

    ``extent``, ``origin``, ``directions`` and ``axes`` are those of the plane; ``half`` says which
    half-step comes next, ``iterations`` how many are over, ``note`` what had to be done about
    components that collapse. ``spot`` ``(m,)`` is a place, `at` or that of the row ``held``, which
    is -1 where there is no such row:
    ``log_likelihood`` ``(c,)`` is its log density under each component, in all features and the
    data's own units, and ``posterior`` ``(c,)`` how far each answers for it. ``bent`` stands
    instead of components where transforms leave no ellipses to draw, ``diverged`` where numbers
    are not finite.
    """

    view: Annotated[View, setting("View", "Which plane of the features is shown.")] = "auto"
    x: Annotated[int, setting("Horizontal", "Feature on the x axis of a pair.", low=0)] = 0
    y: Annotated[int, setting("Vertical", "Feature on the y axis of a pair.", low=0)] = 1
    member: Annotated[int, setting("Member", "Which one; -1 for the best.", low=-1)] = -1
    aspect: Annotated[
        float,
        setting("Aspect", "Width over height of the picture; 0 is that of the cells.", low=0),
    ] = 0.0
    most: Annotated[int, setting("Points", "How many are shown at most.", low=1)] = MOST_POINTS
    at: Annotated[
        tuple[float, ...], setting("Place", "All features of the place; none for the middle.")
    ] = ()
    held: Annotated[int, setting("Row", "A row that is the place; -1 for none.", low=-1)] = -1

    def measure(self, learner: Watched, size: tuple[int, int]) -> dict[str, Array]:
        """Return the components and the rows; see the class."""
        block = getattr(learner, "block", None)
        if not isinstance(learner, Stepwise) or not isinstance(block, Clusterer):
            return {}
        if not isinstance(block, ShowsGaussians) or not len(learner.source.x):
            return {}
        member = member_of(learner, self.member)
        state = learner.states[member]
        ground = Ground.of(learner.source, (self.view, self.x, self.y), size, self.aspect)
        arrays = self._rows(learner, state, ground)
        straight = straight_way(learner)
        if straight is None:
            return arrays | {"bent": np.array(True)}
        found = Gaussians(*map(to_host, block.gaussians(state)))
        if not all(np.isfinite(array).all() for array in found):
            return arrays | {"diverged": np.array(True)}
        data, flat = learner.source, ground.strip
        origin = np.zeros(1) if flat else ground.plane.origin
        directions = np.ones((1, 1)) if flat else ground.plane.directions
        held = 0 <= self.held < len(data.x)
        place = rows_of(data)[self.held] if held else place_in(data, self.at)
        row = place.reshape(1, *data.x.shape[1:])
        return {
            **arrays, **straight.seen_along(found, origin, directions)._asdict(),
            "spot": (place - origin) @ directions.T, "held": np.array(self.held if held else -1),
            "log_likelihood": straight.log_density(found, learner.feed.rows(row)),
            "posterior": to_host(learner.decide(row, slice(member, member + 1)))[0, 0],
        }  # fmt: skip

    def _rows(self, learner: Stepwise, state: State, ground: Ground) -> dict[str, Array]:
        """Return the rows with their shares, and where the model stands."""
        data = learner.source
        rows = at_most(np.arange(len(data.x)), self.most)
        arrays = {
            **ground.arrays(), "points": ground.points(rows).astype(np.float32), "rows": rows,
            "shares": to_host(state["responsibility"])[rows].astype(np.float32),
            "half": np.array(state["half"]), "iterations": np.array(state["iterations"]),
            "note": np.array(state["note"]), "features": np.array(len(ground.plane.origin)),
            "settled": np.array(bool(state["finished"])), **data.colouring(rows),
        }  # fmt: skip
        if ground.strip:
            feature = rows_of(data)[:, 0]
            count = int(np.clip(round(2.0 * len(feature) ** 0.5), 4, MOST_BINS))
            reach = (float(feature.min()), float(feature.max()))
            if reach[0] < reach[1]:
                dense, edges = np.histogram(feature, count, reach, density=True)
                arrays |= {"bins": dense, "edges": edges}
        return arrays
