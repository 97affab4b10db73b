"""The singular value decomposition as a motion: turn, stretch, turn."""

import numpy as np

from playground.kernels.array import Array
from playground.kernels.rotations import Turn
from playground.kernels.spectra import axis_angle
from playground.ui.plots.lettering import number
from playground.ui.plots.matrix.carried import SMALL, ease, grips, paper, ring, rows, unit_cell
from playground.ui.plots.matrix.scene import Arrow, Item, Scene, Stroke, Tag
from playground.ui.plots.matrix.shapes import rounds
from playground.ui.plots.matrix.subject import SINGULAR, Subject
from playground.ui.theme import theme

STILL = 0.05
"""Degrees below which nothing is seen to turn."""


def singular_scene(subject: Subject, time: float, reach: float) -> Scene:
    """Return the plane in the midst of turn, stretch, turn; `time` counts the stages passed."""
    by = staged(subject, time)
    scene = Scene(grips=grips(subject))
    scene.add(*paper(by, reach, 0.28), *rows(subject, by))
    scene.add(*_target(subject), *unit_cell(by, named=False), *ring(by, "text", 2.0, 0.9))
    scene.add(*_turning(subject, time, reach), *_axes(subject, by, time))
    if subject.rank < subject.size and time > 1.9:
        scene.add(*_collapse(subject, by, reach))
    return scene


def staged(subject: Subject, time: float) -> Array:
    """Return the matrix of a moment, each of its three stages eased."""
    stage = min(int(time), 2)
    return subject.movement.at((stage + ease(min(max(time - stage, 0.0), 1.0))) / 3)


def _target(subject: Subject) -> list[Item]:
    """Return where the circle will end."""
    color = theme().color("secondary", 0.8)
    if subject.size == 3:
        return []
    return [Stroke(line @ subject.matrix.T, color, 1.2, True) for line in rounds(subject.size)]


def _axes(subject: Subject, by: Array, time: float) -> list[Item]:
    """Return the directions that stay at right angles, first on the circle, then stretched."""
    origin, right = np.zeros(subject.size), subject.movement.first.at(1.0)
    items: list[Item] = []
    for order, (axis, stretch) in enumerate(subject.stretches):
        color, small = theme().color(SINGULAR[order]), SMALL[order]
        tip = by @ right[axis]
        now = f"× {number(float(np.linalg.norm(tip)), full=True)}"
        end = f"σ{small} = {number(abs(stretch))}"
        name = f"v{small}" if time < 1 else now if time < 2 else end
        items.append(Stroke(np.stack([-tip, tip]), theme().color(SINGULAR[order], 0.6), 1.2))
        items.append(Arrow(origin, tip, color, 3.2, name))
    return items


def _turning(subject: Subject, time: float, reach: float) -> list[Item]:
    """Return the axis that space turns about, while it turns, if it does."""
    if subject.size == 2 or 1 <= time <= 2 or time in (0.0, 3.0):
        return []
    turn: Turn = subject.movement.first if time < 1 else subject.movement.second
    axis, angle = axis_angle(turn)
    if abs(angle) < STILL:
        return []
    color = theme().color("warning")
    tag = Tag(axis * reach * 0.8, f"turns by {abs(angle):.0f}°", color, np.zeros(3))
    return [Stroke(np.stack([-axis, axis]) * reach, color, 1.4, True), tag]


def _collapse(subject: Subject, by: Array, reach: float) -> list[Item]:
    """Return the line that everything lands on, where only one dimension is left."""
    if subject.rank != 1:
        return []
    axis, _ = subject.stretches[0]
    way = by @ subject.movement.first.at(1.0)[axis]
    way = way / max(float(np.linalg.norm(way)), 1e-12)
    color = theme().color("warning")
    return [
        Stroke(np.stack([-way, way]) * 4 * reach, theme().color("warning", 0.6), 1.4),
        Tag(-way * 0.7 * reach, "everything lands here", color, np.eye(subject.size)[0] * reach),
    ]
