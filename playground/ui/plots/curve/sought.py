"""What the probe of curves tells, with the colours it is drawn in."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtGui import QColor

from playground.kernels.array import Array
from playground.ui.plots.colors import member_color
from playground.ui.plots.lettering import number
from playground.ui.theme import mix, theme


@dataclass(frozen=True, eq=False)
class Sought:
    """Curves of a learner's members, and the answer that is known.

    Attributes
    ----------
    arrays
        As the probe `curve` gives them.
    labels
        What tells members apart, in words; empty for a single one.
    marked
        Whether the member looked at is picked.
    """

    arrays: dict[str, Array]
    labels: tuple[str, ...] = ()
    marked: bool = False

    @property
    def members(self) -> int:
        """How many curves are learned."""
        return len(self.arrays["value"])

    @property
    def member(self) -> int:
        """The one looked at."""
        return int(self.arrays["member"][0])

    @property
    def rolls(self) -> bool:
        """Whether beads can roll along it."""
        return "times" in self.arrays

    @property
    def gone(self) -> Array:
        """Whether each member has diverged."""
        return ~np.isfinite(self.arrays["value"])

    def same_task(self, other: "Sought | None") -> bool:
        """Say whether another is about the same ends and the same answer."""
        return other is not None and all(
            np.array_equal(self.arrays[name], other.arrays[name]) for name in ("x", "exact")
        )

    def drawn(self) -> list[tuple[int, int]]:
        """Return place and member of the curves that are drawn, the one looked at last."""
        every = [(at, int(m)) for at, m in enumerate(self.arrays["shown"]) if not self.gone[m]]
        return sorted(every, key=lambda pair: pair[1] == self.member)

    def own(self, name: str) -> Array:
        """Return the row of the member looked at, of what is told for those that are shown."""
        row: Array = self.arrays[name][np.flatnonzero(self.arrays["shown"] == self.member)[0]]
        return row

    def color(self, member: int) -> QColor:
        """Return the colour of a member's curve."""
        return theme().color("accent") if self.members == 1 else member_color(member, self.members)

    @property
    def rival_color(self) -> QColor:
        """The colour of the straight line that beads race along: no member has it."""
        return theme().color("class 1" if self.members == 1 else "secondary")

    def keys(self) -> list[tuple[str, str, QColor]]:
        """Return name, value and colour of everything that is drawn."""
        quantity, unit, answer = (str(word) for word in self.arrays["words"])
        value, told = self.arrays["value"], []
        if self.members == 1:
            told.append((quantity, _written(float(value[0]), unit), self.color(0)))
        else:
            for _, member in sorted(self.drawn(), key=lambda pair: pair[1]):
                name = self.labels[member] if self.labels else f"member {member + 1}"
                told.append((name, _written(float(value[member]), unit), self.color(member)))
        told.append((answer, _written(float(self.arrays["best"][0]), unit), answer_color()))
        if self.rolls:
            straight = float(self.arrays["rivals"][0])
            told.append(("straight line", _written(straight, unit), self.rival_color))
        return told

    def gap(self) -> str:
        """Return how far the curve looked at is from the best, in words."""
        share = 100 * float(self.arrays["gap"][self.member])
        return f"{number(max(share, 0.0), 2)} % above the best" if np.isfinite(share) else ""

    def notice(self) -> str:
        """Return what has to be said of members that have diverged; "" for nothing."""
        gone = int(np.count_nonzero(self.gone))
        if gone == self.members:
            what = "It has diverged" if gone == 1 else "All have diverged"
            return f"{what}: the steps grew. Lower the learning rate."
        return f"{gone} of {self.members} diverged" if gone else ""


def _written(value: float, unit: str) -> str:
    text = f"{value:.4f}".replace("-", "−") if np.isfinite(value) else "diverged"
    return f"{text} {unit}".strip() if np.isfinite(value) else text


def answer_color() -> QColor:
    """Return the colour of the known answer."""
    return mix(theme().color("field"), theme().color("text"), 0.8)
