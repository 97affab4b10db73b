"""A x = b as two pictures: the inputs x, and what they become beside b."""

import numpy as np

from playground.kernels.array import Array
from playground.ui.plots.lettering import number
from playground.ui.plots.matrix.carried import SMALL, columns, grips
from playground.ui.plots.matrix.scene import Arrow, Dot, Fill, Grip, Item, Scene, Stroke, Tag
from playground.ui.plots.matrix.subject import COLUMNS, Subject
from playground.ui.theme import theme

TINY = 1e-9


def outputs_scene(subject: Subject, reach: float) -> Scene:
    """Return the columns, all that they reach, b, and the nearest place to it."""
    answer, origin = subject.answer, np.zeros(subject.size)
    held = Grip("b", subject.b, theme().color("warning"),
                "b: drag it; Shift snaps to tenths")  # fmt: skip
    scene = Scene(grips=[*grips(subject), held], title="outputs: A x beside b")
    scene.add(*span(answer.columns, reach, "accent"), *_named_span(subject, reach))
    if subject.rank > 1:
        scene.add(*_combination(subject))
    scene.add(*columns(subject, subject.matrix, 2.4))
    far = float(np.linalg.norm(answer.residual))
    if far > TINY * max(float(np.linalg.norm(subject.b)), 1.0):
        red = theme().color("error")
        scene.add(Stroke(np.stack([answer.reached, subject.b]), red, 2.0, True))
        scene.add(*_right_angle(subject, reach))
        middle = (answer.reached + subject.b) / 2
        scene.add(Tag(middle, f"residual {number(far)}", red, middle - answer.reached))
        scene.add(Dot(answer.reached, theme().color("ok"), 5.0))
        scene.add(Tag(answer.reached, "A x", theme().color("ok"), subject.b))
    scene.add(Arrow(origin, subject.b, theme().color("warning"), 3.4, "b"))
    return scene


def inputs_scene(subject: Subject, reach: float) -> Scene:
    """Return the shortest best x, and all that are as good."""
    answer, origin = subject.answer, np.zeros(subject.size)
    scene = Scene(title="inputs: x")
    if answer.null.shape[1]:
        scene.add(*span(answer.null, reach, "secondary", 0.7))
        for item in span(answer.null, reach, "ok"):
            scene.add(_moved(item, answer.shortest))
    for i, part in enumerate(answer.shortest.tolist()):
        before = answer.shortest * (np.arange(subject.size) < i)
        unit = np.eye(subject.size)[i]
        color = theme().color(COLUMNS[i], 0.9)
        scene.add(Arrow(before, before + part * unit, color, 1.8, f"x{SMALL[i]}"))
    scene.add(Arrow(origin, answer.shortest, theme().color("ok"), 3.4, "x"))
    if answer.null.shape[1] == 1:
        way = answer.null[:, 0] * (1 if answer.null[-1, 0] > 0 else -1)
        place = answer.shortest + way * 0.6 * reach
        aside = _beside(way) * (1 if answer.shortest @ _beside(way) > 0 else -1)
        scene.add(Tag(place, "as good, but longer", theme().color("ok"), place - aside))
        place = way * -0.7 * reach
        scene.add(Tag(place, "null space", theme().color("secondary"), place + aside))
    return scene


def span(basis: Array, reach: float, token: str, strength: float = 0.8) -> list[Item]:
    """Return the line or plane through the middle that orthonormal columns ``(n, k)`` span."""
    size, wide = basis.shape
    if wide == 1:
        way = basis[:, 0] * 4 * reach
        return [Stroke(np.stack([-way, way]), theme().color(token, strength), 1.8)]
    if wide == 2 and size == 3:
        ends = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1], [-1, -1.0]]) * reach * 0.9
        around = ends @ basis.T
        edge = theme().color(token, 0.5 * strength)
        return [Fill(around, theme().color(token, 0.16)), Stroke(around, edge, 1.0)]
    return []


def _named_span(subject: Subject, reach: float) -> list[Item]:
    basis = subject.answer.columns
    if basis.shape[1] in (0, subject.size):
        return []
    way = basis[:, 0] if basis.shape[1] == 1 else basis @ np.array([0.7, 0.7])
    way = way * (-1.0 if float(way @ subject.b) > 0 else 1.0)
    place = way * 0.62 * reach
    return [Tag(place, "all that A x can reach", theme().color("accent"), place - _beside(way))]


def _combination(subject: Subject) -> list[Item]:
    """Return A x as its columns laid one after the other, as often as x says."""
    items: list[Item] = []
    at = np.zeros(subject.size)
    for i, part in enumerate(subject.answer.shortest.tolist()):
        step = part * subject.matrix[:, i]
        items.append(Arrow(at, at + step, theme().color(COLUMNS[i], 0.55), 1.8, dashed=True))
        if subject.size == 2 and np.linalg.norm(step) > 0:
            name = f"{number(part, 2)} a{SMALL[i]}"
            items.append(Tag(at + step / 2, name, theme().color(COLUMNS[i]), subject.b / 2))
        at = at + step
    return items


def _right_angle(subject: Subject, reach: float) -> list[Item]:
    answer = subject.answer
    if not answer.columns.shape[1]:
        return []
    along = answer.columns[:, 0] if answer.columns.shape[1] == 1 else answer.reached
    long = float(np.linalg.norm(along))
    if long < TINY:
        along, long = answer.columns[:, 0], 1.0
    step = 0.05 * reach
    up = answer.residual / np.linalg.norm(answer.residual) * step
    side = -along / long * step * (1.0 if float(along @ answer.reached) >= 0 else -1.0)
    at = answer.reached
    corner = np.stack([at + side, at + side + up, at + up])
    return [Stroke(corner, theme().color("error"), 1.2)]


def _beside(way: Array) -> Array:
    """Return a direction at right angles to a vector, in the first and last axis."""
    side = np.zeros(len(way))
    side[0], side[-1] = -way[-1], way[0]
    long = float(np.linalg.norm(side))
    return side / long if long > TINY else np.eye(len(way))[0]


def _moved(item: Item, by: Array) -> Item:
    if isinstance(item, Fill):
        return Fill(item.places + by, item.color)
    assert isinstance(item, Stroke)
    return Stroke(item.places + by, item.color, item.width, item.dashed)
