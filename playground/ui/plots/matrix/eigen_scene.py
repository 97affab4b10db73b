"""Eigenvectors: lines that stay where they are while everything else turns."""

import numpy as np
from PySide6.QtGui import QColor

from playground.kernels.array import Array
from playground.kernels.spectra import angle_to
from playground.ui.plots.lettering import number
from playground.ui.plots.matrix.carried import (
    SMALL,
    columns,
    grips,
    paper,
    ring,
    rows,
    straight,
)
from playground.ui.plots.matrix.scene import (
    Arrow,
    Cloud,
    Dot,
    Fill,
    Grip,
    Item,
    Rulings,
    Scene,
    Stroke,
    Tag,
)
from playground.ui.plots.matrix.shapes import rounds, spokes
from playground.ui.plots.matrix.subject import EIGEN, Subject, shades_of
from playground.ui.theme import mix, theme

TRAIL = 14
"""Earlier vectors of power iteration that are shown."""
NAMED = 8.0
"""Degrees between x and A x below which their names would lie on each other."""


def eigen_scene(subject: Subject, time: float, reach: float) -> Scene:
    """Return directions on their way, the lines that stay, and power iteration."""
    if subject.of_data and subject.points is not None:
        return covariance_scene(subject)
    by = straight(subject.matrix, time)
    scene = Scene(grips=[*grips(subject), *_start(subject)])
    scene.add(*paper(by, reach, 0.16), *rows(subject, by))
    if subject.size == 2:
        scene.add(*ring(np.eye(2), "secondary", 1.0, 0.7))
    scene.add(*_fan(by), *ring(by, "text", 1.4, 0.7))
    scene.add(*_lines(subject, by, reach), *columns(subject, by, 1.8, ghosts=False))
    scene.add(*_power(subject))
    return scene


def _fan(by: Array) -> list[Item]:
    """Return vectors in all directions, carried: most of them swing off their line."""
    tips = spokes(len(by)) @ by.T
    pieces = np.stack([np.zeros_like(tips), tips], axis=1)
    return [Rulings(pieces, theme().color("text", 0.2 if len(by) == 2 else 0.1), 1.0)]


def _lines(subject: Subject, by: Array, reach: float) -> list[Item]:
    items: list[Item] = []
    for space in subject.spaces:
        first = int(np.abs(subject.values - space.value).argmin())
        for k in range(space.basis.shape[1]):
            numbered = first + k
            color = theme().color(EIGEN[numbered % 3])
            way = _upright(space.basis[:, k])
            items.append(Stroke(np.stack([-way, way]) * 4 * reach, _faint(numbered), 1.6))
            name = f"λ{SMALL[numbered]} = {number(space.value)}"
            items.append(Arrow(np.zeros(subject.size), by @ way, color, 3.4))
            items.append(Tag(way * 0.93 * reach, name, color, _aside(way, reach)))
    return items


def _faint(which: int) -> QColor:
    return theme().color(EIGEN[which % 3], 0.75)


def _upright(way: Array) -> Array:
    """Return one of the two directions along a line: always the same one."""
    last = way[np.abs(way) > 1e-9][-1] if (np.abs(way) > 1e-9).any() else 1.0
    return way * (1.0 if last > 0 else -1.0)


def _aside(way: Array, reach: float) -> Array:
    """Return a place beside a line from which words on it point away."""
    side = np.zeros(len(way))
    side[0], side[-1] = way[-1], -way[0]
    return way * 0.93 * reach - side


def _power(subject: Subject) -> list[Item]:
    """Return power iteration: where it was, where it is, and where the next step leads."""
    path = subject.path
    if not len(path) or path.shape[1] != subject.size:
        return []
    origin, now, color = np.zeros(subject.size), path[-1], theme().color("fit")
    items: list[Item] = []
    earlier = path[-TRAIL - 1 : -1]
    for age, place in enumerate(earlier[::-1]):
        faint = theme().color("fit", 0.7 * (1 - age / TRAIL) + 0.05)
        items += [Stroke(np.stack([origin, place]), faint, 1.0), Dot(place, faint, 3.0)]
    image = subject.matrix @ now
    name = "A x" if angle_to(image, now[:, None]) > NAMED else ""
    items.append(Arrow(now, image, theme().color("fit", 0.65), 1.4, name, True))
    items.append(Arrow(origin, now, color, 3.4, "x"))
    return items


def _start(subject: Subject) -> list[Grip]:
    if not len(subject.path) or subject.of_data or subject.path.shape[1] != subject.size:
        return []
    words = "x of power iteration: drag it to start anew from there"
    return [Grip("start", subject.path[-1], theme().color("fit"), words)]


def covariance_scene(subject: Subject) -> Scene:
    """Return the rows, the ellipses of their covariance, and its eigenvectors as axes."""
    assert subject.points is not None
    centre, scene = subject.arrays["centre"], Scene()
    shades, colors = shades_of(subject.arrays)
    scene.add(Cloud(subject.points, shades, colors))
    root = _root(subject.matrix)
    for times in (1.0, 2.0):
        for line in rounds(subject.size):
            placed = centre + times * line @ root.T
            strength = 0.85 if subject.size == 2 else 0.4
            color = mix(theme().color("field"), theme().color("text"), strength)
            if subject.size == 2 and times == 1.0:
                scene.add(Fill(placed, theme().color("accent", 0.12)))
            scene.add(Stroke(placed, color, 1.6 if times == 1.0 else 1.0))
    scene.add(*_axes(subject, centre), *_power_from(subject, centre))
    return scene


def _root(matrix: Array) -> Array:
    """Return the symmetric square root of a covariance: it carries the circle to the ellipse."""
    values, vectors = np.linalg.eigh(matrix)
    root: Array = vectors * np.sqrt(np.maximum(values, 0.0)) @ vectors.T
    return root


def _axes(subject: Subject, centre: Array) -> list[Item]:
    items: list[Item] = []
    whole = max(float(np.trace(subject.matrix)), 1e-300)
    numbered = 0
    for space in subject.spaces:
        for k in range(space.basis.shape[1]):
            way = _upright(space.basis[:, k]) * 2 * np.sqrt(max(space.value, 0.0))
            color = theme().color(EIGEN[numbered % 3])
            items.append(Stroke(np.stack([centre - way, centre + way]), color, 1.4))
            share = f"{100 * space.value / whole:.0f} %"
            name = f"λ{SMALL[numbered]} = {number(space.value)} · {share}"
            items.append(Arrow(centre, centre + way, color, 3.2))
            items.append(Tag(centre + way, name, color, centre))
            numbered += 1
    return items


def _power_from(subject: Subject, centre: Array) -> list[Item]:
    """Return the vectors of power iteration as arrows from the mean, as long as the data reach."""
    path = subject.path
    if not len(path) or path.shape[1] != subject.size:
        return []
    long = 2 * float(np.sqrt(max(float(np.abs(subject.values).max()), 0.0)))
    items: list[Item] = []
    for age, place in enumerate(path[-TRAIL - 1 : -1][::-1]):
        faint = theme().color("fit", 0.7 * (1 - age / TRAIL) + 0.05)
        at = centre + long * place
        items += [Stroke(np.stack([centre, at]), faint, 1.0), Dot(at, faint, 3.0)]
    items.append(Arrow(centre, centre + long * path[-1], theme().color("fit"), 3.0, "x"))
    return items
