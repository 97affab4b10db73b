"""A tidy layout: layers from left to right, wires short, few of them crossing."""

from collections.abc import Mapping
from functools import partial

from playground.document.edits import Edit, move
from playground.document.graph import in_order, neighbours, reached
from playground.document.project import Project

COLUMN, ROW = 240.0, 160.0
"""Distance of the left edges, and of the upper edges, of neighbours whose size is not known."""

GAP = 60.0
"""Space between neighbours whose size is known."""

TALLEST = 3
"""Blocks in a column; where there are more, it becomes several."""

LOWER = 32.0
"""By how much every other of them is lower."""

NEAR = 28.0
"""By how much less than a column, or a row, neighbours may be apart before they count as one
upon the other."""

Sizes = Mapping[str, tuple[float, float]]


def arrange(sizes: Sizes | None = None) -> Edit:
    """Lay the blocks out in columns, each right of what feeds it.

    Parameters
    ----------
    sizes
        Width and height of blocks by id, as drawn.
    """

    def edit(project: Project) -> Project:
        if not project.blocks:
            return project
        columns = _sorted(_columns(project), project)
        return move(_places(columns, sizes or {}, project))(project)

    return edit


def make_room(id: str) -> Edit:
    """Move a block right of what feeds it, and what comes after it on, where they would touch."""

    def edit(project: Project) -> Project:
        if all(placed.id != id for placed in project.blocks):
            return project
        before, after = neighbours(project.wires, back=True), neighbours(project.wires)
        x, y = project.block(id).position
        feeding = [project.block(near).position for near in before.get(id, ())]
        x = max([x, *(left + COLUMN for left, top in feeding if _touch(left, top, x, y))])
        fed = [project.block(near).position for near in after.get(id, ())]
        room = max([0.0, *(x + COLUMN - left for left, top in fed if _touch(x, y, left, top))])
        places = {id: (x, y)}
        for near in reached(after.get(id, ()), after) - {id}:
            left, top = project.block(near).position
            places[near] = (left + room, top)
        return move(places)(project)

    return edit


def free_shift(project: Project, fragment: Project) -> tuple[float, float]:
    """Return how far a fragment has to move, straight down, until its blocks cover none."""
    # Blocks stand in rows: few distances differ, however many blocks there are.
    apart = {
        one.position[1] - other.position[1]
        for one in fragment.blocks for other in project.blocks
        if abs(one.position[0] - other.position[0]) < COLUMN - NEAR
    }  # fmt: skip
    down = 0.0
    while any(abs(rows + down) < ROW - NEAR for rows in apart):
        down += ROW
    return 0.0, down


def _touch(x: float, y: float, right: float, low: float) -> bool:
    """Say whether a block has too little room left of another."""
    return right - x < COLUMN - NEAR and abs(low - y) < ROW - NEAR


def _columns(project: Project) -> list[list[str]]:
    order, rest = in_order(project)
    before = neighbours(project.wires, back=True)
    depth: dict[str, int] = {}
    for id in (*order, *rest):
        known = [depth[near] for near in before.get(id, ()) if near in depth]
        depth[id] = 1 + max(known, default=-1)
    columns: list[list[str]] = [[] for _ in range(max(depth.values()) + 1)]
    for id in dict.fromkeys(placed.id for placed in project.blocks):
        columns[depth[id]].append(id)
    return columns


def _sorted(columns: list[list[str]], project: Project) -> list[list[str]]:
    """Sort every column by the mean place of its neighbours (Sugiyama et al., 1981)."""
    before, after = neighbours(project.wires, back=True), neighbours(project.wires)
    place = {id: float(row) for column in columns for row, id in enumerate(column)}
    for near, sweep in ((before, 1), (after, -1), (before, 1), (after, -1), (before, 1)):
        for column in columns[::sweep]:
            column.sort(key=partial(_mean, near=near, place=place))
            middle = (len(column) - 1) / 2
            place.update({id: row - middle for row, id in enumerate(column)})
    return columns


def _mean(id: str, near: Mapping[str, list[str]], place: Mapping[str, float]) -> float:
    known = [place[other] for other in near.get(id, ()) if other in place]
    return sum(known) / len(known) if known else place[id]


def _places(
    columns: list[list[str]], sizes: Sizes, project: Project
) -> dict[str, tuple[float, float]]:
    """Place columns side by side, their middles level.

    Every other part of a divided column is a little lower, so that wires which pass by do not
    seem to enter there.
    """
    left = min(placed.position[0] for placed in project.blocks)
    top = min(placed.position[1] for placed in project.blocks)
    usual = COLUMN - GAP, ROW - GAP
    parts = [part for column in columns for part in _divided(column)]
    lower = [LOWER * (turn % 2) for column in columns for turn in range(len(_divided(column)))]
    heights = [sum(sizes.get(id, usual)[1] + GAP for id in part) - GAP for part in parts]
    found = {}
    for part, height, down in zip(parts, heights, lower, strict=True):
        y = top + (max(heights) - height) / 2 + down
        for id in part:
            found[id] = (left, y)
            y += sizes.get(id, usual)[1] + GAP
        left += max(sizes.get(id, usual)[0] for id in part) + GAP
    return found


def _divided(column: list[str]) -> list[list[str]]:
    """Return a column as several of two blocks, or four, where it is too tall.

    Even numbers leave the middle free: there the wires pass to the blocks behind.
    """
    if len(column) <= TALLEST:
        return [column]
    tall = 2 if len(column) <= 8 else 4
    return [column[at : at + tall] for at in range(0, len(column), tall)]
