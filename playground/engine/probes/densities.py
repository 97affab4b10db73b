"""The normal distributions that a model believes in, and Bayes' rule at a place."""

from typing import Annotated

import numpy as np

from playground.core.settings import setting
from playground.engine.data import Data
from playground.engine.modelling.gaussians import Gaussians, ShowsGaussians, Straight
from playground.engine.modelling.stepwise import Stepwise
from playground.engine.plane import View, place_in, plane_of, rows_of
from playground.engine.probe import Probe, Watched, member_of
from playground.kernels.array import Array, to_host

MOST_FEATURES = 256
"""More make shapes too large to be worked out for every frame."""


class Densities(Probe, frozen=True):
    """The normal distributions that a model believes in, and Bayes' rule at a place.

    ``mean`` ``(c, m)``, ``covariance`` ``(c, m, m)`` and ``weight`` ``(c,)`` are the
    distributions as the plane shows them, all other directions integrated out; m is 2, or 1
    for data of one feature. ``spot`` ``(m,)`` is a place: ``log_likelihood`` ``(c,)`` its log
    density, in all features and the data's own units, and ``posterior`` ``(c,)`` what the model
    answers. Those of weight 0 are not known yet. ``features`` says how many count. ``bent``
    stands alone where transforms leave no ellipses to draw, ``diverged`` where numbers are not
    finite.
    """

    view: Annotated[View, setting("View", "Which plane of the features is shown.")] = "auto"
    x: Annotated[int, setting("Horizontal", "Feature on the x axis of a pair.", low=0)] = 0
    y: Annotated[int, setting("Vertical", "Feature on the y axis of a pair.", low=0)] = 1
    at: Annotated[
        tuple[float, ...], setting("Place", "All features of the place; none for the middle.")
    ] = ()

    def measure(self, learner: Watched, size: tuple[int, int]) -> dict[str, Array]:
        """Return the distributions and what they say of the place; see the class."""
        block = getattr(learner, "block", None)
        if not isinstance(learner, Stepwise) or not isinstance(block, ShowsGaussians):
            return {}
        data, member = learner.source, member_of(learner, -1)
        wide = rows_of(data).shape[1]
        straight = Straight.of(learner.feed) if wide <= MOST_FEATURES else None
        if straight is None:
            return {"bent": np.array(True)}
        found = Gaussians(*map(to_host, block.gaussians(learner.states[member])))
        if not all(np.isfinite(array).all() for array in found):
            return {"diverged": np.array(True)}
        origin, directions = self._axes(data)
        shown = straight.seen_along(found, origin, directions)
        place = place_in(data, self.at)
        row = place.reshape(1, *data.x.shape[1:])
        return {
            **shown._asdict(),
            "spot": (place - origin) @ directions.T,
            "log_likelihood": straight.log_density(found, learner.feed.rows(row)),
            "posterior": to_host(learner.decide(row, slice(member, member + 1)))[0, 0],
            "features": np.array(wide),
        }

    def _axes(self, data: Data) -> tuple[Array, Array]:
        """Return origin ``(d,)`` and unit vectors ``(m, d)`` of the picture."""
        if rows_of(data).shape[1] == 1:
            return np.zeros(1), np.ones((1, 1))
        plane = plane_of(data, self.view, self.x, self.y)
        return plane.origin, plane.directions
