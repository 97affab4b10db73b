"""The plane or space as a matrix carries it: graph paper, the unit circle, the unit square."""

import numpy as np

from playground.kernels.array import Array
from playground.ui.plots.lettering import number
from playground.ui.plots.matrix.scene import (
    Arrow,
    Cloud,
    Fill,
    Grip,
    Item,
    Rulings,
    Scene,
    Stroke,
    Tag,
)
from playground.ui.plots.matrix.shapes import EDGES, FACES, corners, lattice, letter, rounds
from playground.ui.plots.matrix.subject import COLUMNS, Subject, shades_of
from playground.ui.theme import mix, theme

SMALL = "₁₂₃"
FLAT = 1e-12
"""Areas below this are rounding."""
MOST_LINES = 14
"""Lines of graph paper on each side of the middle."""


def ease(share: float) -> float:
    """Return a share of the way that begins and ends at rest."""
    return share * share * (3 - 2 * share)


def straight(matrix: Array, time: float) -> Array:
    """Return the matrix that has come `time` of the straight way from the identity."""
    share = ease(min(max(time, 0.0), 1.0))
    way: Array = (1 - share) * np.eye(len(matrix)) + share * matrix
    return way


def paper(by: Array, reach: float, strength: float = 0.34) -> list[Item]:
    """Return graph paper carried by a matrix, each family of lines in its column's colour."""
    size = len(by)
    lines = min(int(np.ceil(2.4 * reach)), MOST_LINES) if size == 2 else 1
    return [
        Rulings(pieces @ by.T, theme().color(COLUMNS[axis], strength), 1.0)
        for axis, pieces in enumerate(lattice(size, lines))
    ]


def ring(by: Array, token: str, width: float = 1.6, strength: float = 1.0) -> list[Item]:
    """Return the unit circle, or a globe, carried by a matrix."""
    # Opaque: pieces of a faint line would show where they overlap.
    strength = strength if len(by) == 2 else strength * 0.55
    color = mix(theme().color("field"), theme().color(token), strength)
    return [Stroke(line @ by.T, color, width) for line in rounds(len(by))]


def unit_cell(by: Array, named: bool = True) -> list[Item]:
    """Return the unit square or cube carried by a matrix: its size is the determinant."""
    size, turned = len(by), float(np.linalg.det(by))
    turned = turned if abs(turned) > FLAT else 0.0
    color = theme().color("accent" if turned >= 0 else "error", 0.2 if size == 2 else 0.09)
    line = theme().color("accent" if turned >= 0 else "error", 0.75)
    at = corners(size) @ by.T
    items: list[Item] = []
    if size == 2:
        items += [Fill(at, color), Stroke(np.concatenate([at, at[:1]]), line, 1.2)]
    else:
        items += [Fill(at[list(face)], color) for face in FACES]
        items.append(Rulings(at[np.array(EDGES)], line, 1.2))
    items.append(Stroke(letter(size) @ by.T, line, 2.6))
    if named:
        what = "area" if size == 2 else "volume"
        flipped = " · flipped" if turned < 0 else ""
        words = f"{what} {number(turned + 0.0, full=True)}{flipped}"
        # Clear of the columns: beyond the corner that both of them reach together.
        items.append(Tag(at[2] if size == 2 else at[7], words, line, np.zeros(size)))
    return items


def rows(subject: Subject, by: Array) -> list[Item]:
    """Return the rows of the data carried by a matrix, if there are any."""
    if subject.points is None or subject.of_data:
        return []
    shades, colors = shades_of(subject.arrays)
    return [Cloud(subject.points @ by.T, shades, colors)]


def columns(subject: Subject, by: Array, width: float = 3.0, ghosts: bool = True) -> list[Item]:
    """Return the columns as arrows on their way, and dashed where they will be."""
    origin, items = np.zeros(subject.size), list[Item]()
    for i in range(subject.size):
        color = theme().color(COLUMNS[i])
        there = subject.matrix[:, i]
        if ghosts and np.abs(by[:, i] - there).max() > 1e-6:
            faint = theme().color(COLUMNS[i], 0.5)
            items.append(Arrow(origin, there, faint, 1.4, dashed=True))
        items.append(Arrow(origin, by[:, i], color, width, f"a{SMALL[i]}"))
    return items


def grips(subject: Subject) -> list[Grip]:
    """Return what columns are held by; a covariance is nobody's to drag."""
    if subject.of_data:
        return []
    return [
        Grip(f"column {i}", subject.matrix[:, i], theme().color(COLUMNS[i]),
             f"column {i + 1}: drag it; Shift snaps to tenths")
        for i in range(subject.size)
    ]  # fmt: skip


def motion_scene(subject: Subject, time: float, reach: float) -> Scene:
    """Return the plane on its straight way to where the matrix takes it."""
    by = straight(subject.matrix, time)
    scene = Scene(grips=grips(subject))
    scene.add(*paper(by, reach), *rows(subject, by), *unit_cell(by), *ring(by, "text", 1.6, 0.8))
    scene.add(*columns(subject, by))
    return scene
