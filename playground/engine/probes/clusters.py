"""The groups that a model puts rows into, and what it makes of every place of their plane."""

from typing import Annotated, NamedTuple

import numpy as np

from playground.core.settings import setting
from playground.engine.clusterer import CORE, NOISE, OPEN, Clusterer, Marks
from playground.engine.grouping.ground import Ground
from playground.engine.grouping.regions import regions
from playground.engine.grouping.way_back import (
    centres_in_data,
    disc_in_data,
    straight_way,
)
from playground.engine.learner import State
from playground.engine.modelling.stepwise import Stepwise
from playground.engine.plane import View, rows_of
from playground.engine.probe import Probe, Watched, member_of
from playground.engine.some_rows import at_most
from playground.kernels.array import Array, to_device, to_host

MOST_POINTS = 2000

MOST_PLACES = 64
"""Places of a trail that are told; of longer ones the newest."""

ANGLES = np.linspace(0.0, 2.0 * np.pi, 65)


class Grouped(NamedTuple):
    """One member of a model, and where it stands."""

    learner: Stepwise
    block: Clusterer
    state: State
    groups: Array
    centres: Array | None
    ground: Ground


class Clusters(Probe, frozen=True):
    """The groups that a model puts rows into, and what it makes of every place of their plane.

    ``points`` ``(n, 2)`` are rows on the plane, with their ``rows`` in the data set, their
    ``group`` (-1: none), their ``kind`` (see `playground.engine.clusterer`) and ``labels`` of
    ``classes`` or ``values`` where the data set gives any; ``sizes`` ``(g,)`` counts all rows of
    each group. ``winner`` ``(height, width)`` is the group that places belong to, lowest row first,
    ``share`` how much of 255, over ``extent``, and ``borders`` ``(k, 2, 2)`` lie between them;
    ``shares`` ``(height, width, g)`` are there where places belong to several groups. ``density``
    ``(height, width)``, if asked for, is 1 where rows lie most densely. ``origin``, ``directions``
    and ``axes`` are those of the plane.

    ``centres`` ``(g, 2)`` with ``centre places`` ``(g, d)`` in the data's units, and their
    ``trail`` ``(t, g, 2)`` where it is known, are there where groups have centres. ``current``
    ``(2,)`` is the row that was reached last, ``disc`` ``(m, 2)`` the outline of its neighbourhood
    and ``frontier`` ``(k, 2)`` the rows that wait. ``told`` says what the last step did. `at` adds
    ``spot`` ``(2,)``, the ``belongs`` ``(g,)`` of that place and, where there are centres, how far
    ``away`` ``(g,)`` they are, in the units of the model. Centres that are not finite leave
    ``diverged``.
    """

    view: Annotated[View, setting("View", "Which plane of the features is shown.")] = "auto"
    x: Annotated[int, setting("Horizontal", "Feature on the x axis of a pair.", low=0)] = 0
    y: Annotated[int, setting("Vertical", "Feature on the y axis of a pair.", low=0)] = 1
    member: Annotated[int, setting("Member", "Which one; -1 for the best.", low=-1)] = -1
    aspect: Annotated[
        float,
        setting("Aspect", "Width over height of the picture; 0 is that of the cells.", low=0),
    ] = 0.0
    window: Annotated[
        tuple[float, float, float, float] | None,
        setting("Window", "Left, right, bottom and top of what is in sight at least."),
    ] = None
    density: Annotated[bool, setting("Density", "Tell how densely rows lie.")] = False
    most: Annotated[int, setting("Points", "How many are shown at most.", low=1)] = MOST_POINTS
    held: Annotated[int, setting("Held", "A row whose features are told; -1 for none.")] = -1
    at: Annotated[
        tuple[float, ...], setting("Place", "All features of a place to tell of; none for none.")
    ] = ()

    def measure(self, learner: Watched, size: tuple[int, int]) -> dict[str, Array]:
        """Return the groups and their regions; see the class."""
        block = getattr(learner, "block", None)
        if not isinstance(learner, Stepwise) or not isinstance(block, Clusterer):
            return {}
        if not len(learner.source.x):
            return {}
        state = learner.states[member_of(learner, self.member)]
        found = block.centres(state)
        it = Grouped(
            learner, block, state, to_host(block.groups(state)),
            to_host(found) if found is not None else None,
            Ground.of(
                learner.source, (self.view, self.x, self.y), size, self.aspect, self.window
            ),
        )
        arrays = self._rows(it)
        if it.centres is not None and not np.isfinite(it.centres).all():
            return arrays | {"diverged": np.array(True)}
        arrays |= _centres(it) | regions(learner, block, state, it.ground, it.centres)
        if len(self.at) == len(it.ground.plane.origin):
            arrays |= _place(it, np.array(self.at, float))
        return arrays

    def _rows(self, it: Grouped) -> dict[str, Array]:
        """Return the rows, their groups, and what else there is to see of them."""
        data, ground, groups = it.learner.source, it.ground, it.groups
        rows = at_most(np.arange(len(data.x)), self.most)
        marks, points = it.block.marks(it.state), ground.points(rows)
        arrays = {
            **ground.arrays(), "points": points.astype(np.float32), "rows": rows,
            "group": groups[rows], "sizes": np.bincount(groups[groups >= 0]),
            "kind": _kinds(it, marks)[rows], "part": np.zeros(len(rows), np.int8),
            "told": np.array(marks.told), **data.colouring(rows), **_reached(it, marks),
        }  # fmt: skip
        if self.density:
            arrays["density"] = ground.density(points).astype(np.float32)
        if 0 <= self.held < len(data.x):
            arrays |= {"held row": np.array(self.held), "held": rows_of(data)[self.held]}
        return arrays


def _kinds(it: Grouped, marks: Marks) -> Array:
    """Return what each row is; rows without a group are noise once nothing more will come."""
    if marks.kinds is not None:
        return to_host(marks.kinds)
    return np.where(it.groups >= 0, CORE, NOISE if it.state["finished"] else OPEN)


def _reached(it: Grouped, marks: Marks) -> dict[str, Array]:
    """Return the row that was reached last with its neighbourhood, and those that wait."""
    told = {}
    if marks.current >= 0:
        told["current"] = it.ground.points(np.array([marks.current]))[0]
        directions = it.ground.plane.directions
        disc = disc_in_data(it.learner, marks.radius, directions, ANGLES)
        if marks.radius > 0 and disc is not None:
            told["disc"] = told["current"] + disc
    if marks.frontier is not None and len(marks.frontier):
        told["frontier"] = it.ground.points(to_host(marks.frontier)[:MOST_POINTS])
    return told


def _centres(it: Grouped) -> dict[str, Array]:
    """Return where the centres are and have been."""
    if it.centres is None or not len(it.centres):
        return {}
    places = centres_in_data(it.learner, it.centres, it.groups)
    told = {"centres": it.ground.project(places), "centre places": places}
    been = it.block.trail(it.state)
    if been is not None and len(been) > 1 and straight_way(it.learner) is not None:
        been = to_host(been)[-MOST_PLACES:]
        back = centres_in_data(it.learner, been.reshape(-1, been.shape[-1]), it.groups)
        told["trail"] = it.ground.project(back).reshape(*been.shape[:2], 2)
    return told


def _place(it: Grouped, place: Array) -> dict[str, Array]:
    """Return what the model makes of a place ``(d,)``."""
    feed, device = it.learner.feed, it.learner.device
    row = feed.rows(place.reshape(1, *it.learner.source.x.shape[1:]))
    told = {
        "spot": it.ground.project(place[None])[0],
        "belongs": to_host(it.block.decide(it.state, to_device(row, device)))[0],
    }
    if it.centres is not None and len(it.centres):
        told["away"] = np.linalg.norm(it.centres - row, axis=1)
    return told
