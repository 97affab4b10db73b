"""What a matrix does, in words and numbers."""

import numpy as np
from PySide6.QtGui import QColor

from playground.kernels.spectra import angle_to, axis_angle, rayleigh
from playground.ui.plots.lettering import number
from playground.ui.plots.matrix.carried import SMALL
from playground.ui.plots.matrix.singular_scene import STILL
from playground.ui.plots.matrix.subject import EIGEN, SINGULAR, Subject
from playground.ui.theme import theme

SAME = 5e-4
"""Difference from 1 that three figures do not show."""

Key = tuple[str, str, QColor]


def told(subject: Subject, mode: str, time: float) -> str:
    """Return the sentence under the picture."""
    sentence = {"motion": _motion, "eigen": _eigen, "svd": _svd, "solve": _solve}[mode]
    return sentence(subject, time)


def brief(subject: Subject, mode: str, time: float) -> str:
    """Return the sentence's first part, for small pictures."""
    return told(subject, mode, time).partition(": ")[0].partition(". ")[0].removesuffix(".")


def _motion(subject: Subject, _: float) -> str:
    what = "Area" if subject.size == 2 else "Volume"
    size = subject.determinant
    if subject.rank == 0:
        return "The zero matrix: everything lands on one point."
    if subject.rank < subject.size:
        return f"Rank {subject.rank}: {_flattened(subject)}, and no way leads back."
    if abs(abs(size) - 1) < SAME:
        grows = f"{what} stays as it is"
    else:
        times = number(abs(size))
        grows = f"{what} {f'grows {times} times' if abs(size) > 1 else f'shrinks to {times} of it'}"
    flipped = ", and all is flipped over: the determinant is negative" if size < 0 else ""
    return f"{grows}{flipped}. The columns say where the unit steps land."


def _flattened(subject: Subject) -> str:
    whole = "the plane" if subject.size == 2 else "space"
    return f"{whole} collapses to a {'line' if subject.rank == 1 else 'plane'}"


def _eigen(subject: Subject, _: float) -> str:
    if subject.of_data and subject.points is not None:
        return "The axes of the cloud: eigenvectors of its covariance, the most spread along λ₁."
    spaces, turning = subject.spaces, subject.turning
    ended = str(subject.arrays.get("finished", ""))
    if ended and not subject.fresh:
        return f"{ended[0].upper()}{ended[1:]}."
    if turning is not None:
        angle, size = np.degrees(np.angle(turning)), abs(turning)
        pair = f"λ = {_complex(turning, '±')}"
        grows = f"stretches {number(size)} times" if abs(size - 1) >= SAME else "stretches nothing"
        turns = f"every step turns by {angle:.0f}° and {grows}"
        if subject.size == 2:
            return f"It turns, no direction stays: {pair}, {turns}."
        return f"One axis stays, around it space turns: {pair}, {turns}."
    if subject.rank == 0:
        return "The zero matrix: every vector is sent to zero, λ = 0."
    if any(space.basis.shape[1] == subject.size for space in spaces):
        return f"Every direction stays on its line: all are stretched {number(spaces[0].value)} "\
            "times."
    if any(space.basis.shape[1] < space.times for space in spaces):
        return "Defective: an eigenvalue counts twice but has one direction, and power iteration "\
            "creeps."
    if subject.dominant[1] == "flips":
        return "Two eigenvalues are equally large with opposite signs: power iteration swings."
    return "These lines stay where they are: every other direction swings towards λ₁."


def _svd(subject: Subject, time: float) -> str:
    if subject.rank == 0:
        return "All stretches are zero: everything lands on one point."
    if time < 1:
        names = "v₁ and v₂" if subject.size == 2 else "v₁, v₂ and v₃"
        return f"1 Turn: Vᵀ {_turned(subject, True)}, {names} come to the axes."
    if time < 2:
        names = ", ".join(f"{number(stretch)}" for _, stretch in subject.stretches)
        flip = " (negative: flips over)" if min(s for _, s in subject.stretches) < 0 else ""
        return f"2 Stretch: along the axes by σ = {names}{flip}."
    if subject.rank < subject.size:
        return f"3 Turn: U {_turned(subject, False)}. A σ is 0, so {_flattened(subject)}."
    whole, stretched = ("circle", "an ellipse") if subject.size == 2 else ("globe", "an egg")
    lengths = [abs(stretch) for _, stretch in subject.stretches]
    even = max(lengths) - min(lengths) < SAME * max(lengths)
    ends = f"is still a {whole}" if even else f"has become {stretched}"
    return f"3 Turn: U {_turned(subject, False)}. The {whole} {ends}."


def _complex(value: complex, sign: str) -> str:
    """Write a complex number; a part that is rounding, or a factor of 1, is left out."""
    factor = number(abs(value.imag))
    turn = f"{'' if factor == '1' else factor}i"
    if abs(value.real) < 1e-9 * abs(value):
        return f"{'' if sign == '+' else sign}{turn}"
    return f"{number(value.real)} {sign} {turn}"


def _turned(subject: Subject, first: bool) -> str:
    movement = subject.movement
    _, angle = axis_angle(movement.first if first else movement.second)
    if abs(angle) < STILL:
        return "need not turn"
    sense = "" if subject.size == 3 else " anticlockwise" if angle > 0 else " clockwise"
    return f"turns by {number(abs(angle))}°{sense}"


def _solve(subject: Subject, _: float) -> str:
    answer = subject.answer
    if subject.rank == 0:
        return "The zero matrix reaches only 0: the best x is 0, and b remains as residual."
    if subject.rank == subject.size:
        return "One x reaches b exactly: so much of each column."
    where = {1: "line", 2: "plane"}[subject.rank]
    if np.linalg.norm(answer.residual) < 1e-9 * max(float(np.linalg.norm(subject.b)), 1.0):
        return f"b lies on the {where} that A reaches: many x are right, the pseudo-inverse takes "\
            "the shortest."
    return f"b is off the {where} that A reaches: the nearest place is at a right angle, and the "\
        "pseudo-inverse takes the shortest x that leads there."


def keys(subject: Subject, mode: str) -> list[Key]:
    """Return names, values and colours of the numbers above the picture."""
    color = theme().color
    base = color("accent" if subject.determinant >= 0 else "error")
    if mode == "eigen":
        return [*_eigenvalues(subject), *_power(subject)]
    if mode == "svd":
        found = [
            (f"σ{SMALL[i]}", number(abs(stretch), full=True), color(SINGULAR[i]))
            for i, (_, stretch) in enumerate(subject.stretches)
        ]
        return [*found, ("rank", str(subject.rank), color("secondary"))]
    if mode == "solve":
        x = ", ".join(number(part) for part in subject.answer.shortest)
        left = float(np.linalg.norm(subject.answer.residual))
        left = 0.0 if left < 1e-12 else left
        return [("x", f"({x})", color("ok")), ("residual", number(left, full=True), color("error")),
                ("rank", str(subject.rank), color("secondary"))]  # fmt: skip
    return [("det", number(subject.determinant, full=True), base),
            ("rank", str(subject.rank), color("secondary"))]  # fmt: skip


def _eigenvalues(subject: Subject) -> list[Key]:
    found: list[Key] = []
    for i, value in enumerate(subject.values):
        real = number(float(value.real), full=subject.turning is None)
        turns = subject.turning is not None and abs(value.imag) >= 1e-12
        told = _complex(complex(value), "+" if value.imag > 0 else "−") if turns else real
        found.append((f"λ{SMALL[i]}", told, theme().color(EIGEN[i])))
    return found


def _power(subject: Subject) -> list[Key]:
    path, (space, _) = subject.path, subject.dominant
    if not len(path) or path.shape[1] != subject.size:
        return []
    told = f"x says {number(rayleigh(subject.matrix, path[-1]), full=True)}"
    if space is not None:
        told += f", {angle_to(path[-1], space.basis):.2f}° off"
    return [("", told, theme().color("fit"))]
