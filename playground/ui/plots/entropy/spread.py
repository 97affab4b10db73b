"""What the probe of distributions tells, with the colours and words it is drawn in."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtGui import QColor

from playground.kernels.array import Array
from playground.ui.plots.colors import member_color
from playground.ui.plots.lettering import number
from playground.ui.theme import mix, theme

POWERS = ("x", "x²", "x³", "x⁴")


@dataclass(frozen=True, eq=False)
class Spread:
    """Distributions of a learner's members, and the answer that is known.

    Attributes
    ----------
    arrays
        As the probe `entropy` gives them.
    labels
        What tells members apart, in words; empty for a single one.
    """

    arrays: dict[str, Array]
    labels: tuple[str, ...] = ()

    @property
    def members(self) -> int:
        """How many distributions are learned."""
        return len(self.arrays["entropy"])

    @property
    def member(self) -> int:
        """The one looked at."""
        return int(self.arrays["member"][0])

    @property
    def gone(self) -> Array:
        """Whether each member has diverged."""
        return ~np.isfinite(self.arrays["entropy"])

    @property
    def line(self) -> bool:
        """Whether outcomes are cells of a line, and not a few that stand apart."""
        return bool(self.arrays["line"][0])

    @property
    def edges(self) -> Array:
        """Where outcomes begin and end, ``(n + 1,)``."""
        x = self.arrays["x"]
        middles = 0.5 * (x[1:] + x[:-1])
        return np.concatenate([[2 * x[0] - middles[0]], middles, [2 * x[-1] - middles[-1]]])

    def same_task(self, other: "Spread | None") -> bool:
        """Say whether another is about the same outcomes and the same answer."""
        return other is not None and all(
            np.array_equal(self.arrays[name], other.arrays[name]) for name in ("x", "exact")
        )

    def own(self) -> Array:
        """Return the shares of the member looked at."""
        at = np.flatnonzero(self.arrays["shown"] == self.member)[0]
        shares: Array = self.arrays["shares"][at]
        return shares

    def others(self) -> list[tuple[int, Array]]:
        """Return members and shares of those that are drawn beside the one looked at."""
        pairs = zip(self.arrays["shown"].tolist(), self.arrays["shares"], strict=True)
        return [(m, shares) for m, shares in pairs if m != self.member and not self.gone[m]]

    def color(self, member: int) -> QColor:
        """Return the colour of a member's distribution."""
        return theme().color("accent") if self.members == 1 else member_color(member, self.members)

    def keys(self) -> list[tuple[str, str, QColor]]:
        """Return name, value and colour of everything that is drawn."""
        told = []
        for member in range(self.members):
            if self.members == 1:
                name = "entropy now"
            else:
                name = self.labels[member] if self.labels else f"member {member + 1}"
            value = float(self.arrays["entropy"][member])
            text = f"{value:.3f}" if np.isfinite(value) else "diverged"
            told.append((name, text, self.color(member)))
        answer = str(self.arrays["answer"][0])
        name = "answer" if answer == "exact" else f"answer: {answer}"
        told.append((name, f"{float(self.arrays['largest'][0]):.3f}", answer_color()))
        return told

    def formula(self) -> str:
        """Write the distribution with its multipliers as they are now.

        Examples
        --------
        >>> Spread({"multipliers": np.array([0.25, -0.125])}).formula()
        'p(x) ∝ exp(0.250 x − 0.125 x²)'
        """
        multipliers = self.arrays["multipliers"]
        if not len(multipliers):
            return "a logit for each outcome"
        text = ""
        for value, power in zip(multipliers.tolist(), POWERS, strict=False):
            sign = "−" if value < 0 else "+" if text else ""
            text += f" {sign} " if text else sign
            text += f"{number(abs(value), full=True)} {power}"
        return f"p(x) ∝ exp({text})"

    def notice(self) -> str:
        """Return what has to be said of members that have diverged; "" for nothing."""
        gone = int(np.count_nonzero(self.gone))
        if not gone:
            return ""
        if gone == self.members:
            what = "It has diverged" if gone == 1 else "All have diverged"
            return f"{what}: the steps grew. Lower the learning rate."
        return f"{gone} of {self.members} diverged"


def answer_color() -> QColor:
    """Return the colour of the known answer."""
    return mix(theme().color("field"), theme().color("text"), 0.8)
