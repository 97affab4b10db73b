"""What a person believes, as the pictures of Bayes' rule want it."""

from collections.abc import Mapping
from typing import Literal, TypeAlias

import numpy as np
from PySide6.QtGui import QColor

from playground.kernels.array import Array
from playground.ui.plots.colors import class_color
from playground.ui.plots.lettering import number
from playground.ui.theme import theme

Story: TypeAlias = Literal["coin", "test", "urn"]

MANY = 12
"""Hypotheses from which on a belief is drawn as a curve, not as bars."""


class Believed:
    """Beliefs before and after an observation.

    Parameters
    ----------
    arrays
        What the Bayes probe sent.
    story
        Which story is told.
    span
        Whether the likelihood is that of the ``"newest"`` observation or of ``"all"``.
    """

    def __init__(self, arrays: Mapping[str, Array], story: Story, span: str = "newest") -> None:
        self.arrays, self.story, self.span = arrays, story, span
        self.at: Array = arrays["at"]
        self.names = tuple(map(str, arrays["names"].tolist()))
        self.outcomes = tuple(map(str, arrays["outcomes"].tolist()))
        self.newest = int(arrays["newest"])
        self.evidence = float(arrays["evidence"])
        self.before, self.likelihood = arrays["before"], arrays["likelihood"]
        self.after: Array = arrays["after"]
        self.truth = float(arrays["truth"])

    @property
    def curved(self) -> bool:
        """Whether there is a curve to draw: hypotheses without names, or very many."""
        return not self.names or len(self.at) > MANY

    @property
    def impossible(self) -> bool:
        """Whether something was seen that no hypothesis that was believed possible allows."""
        return not bool(self.after.any())

    @property
    def observations(self) -> int:
        """How many observations there are."""
        return int(self.arrays["counts"].sum())

    @property
    def second(self) -> tuple[Array, Array] | None:
        """What a second person believes before and after, if there is one."""
        if "second_after" not in self.arrays:
            return None
        return self.arrays["second_before"], self.arrays["second_after"]

    @property
    def outcome(self) -> str:
        """What the newest observation is called; "" before the first."""
        return self.outcomes[self.newest] if self.newest >= 0 else ""

    @property
    def weighed(self) -> str:
        """What the likelihood is of, in words."""
        if self.newest < 0:
            return "nothing seen yet"
        if self.span == "all":
            several = self.observations != 1
            return f"all {self.observations} observations" if several else self.outcome
        return self.outcome

    @property
    def told(self) -> str:
        """Where belief stands, in a few words."""
        if self.impossible:
            return "impossible by this prior"
        if self.names:
            best = int(self.after.argmax())
            return f"{self.names[best]}: {percent(self.after[best])}"
        mean = float(self.after @ self.at)
        return f"mean {number(mean, full=True)}"


def percent(share: float) -> str:
    """Write a share in percent, finer close to 0 and 1.

    Examples
    --------
    >>> percent(0.5), percent(0.0917), percent(0.9996), percent(0.00002)
    ('50 %', '9.2 %', '99.96 %', '0.002 %')
    """
    edge = min(share, 1 - share)
    if edge < 1e-6:
        return "100 %" if share > 0.5 else "0 %"
    digits = 0 if edge >= 0.0995 else 1 if edge >= 0.00995 else 2 if edge >= 0.0002 else 3
    return f"{100 * share:.{digits}f} %"


def outcome_color(outcome: int) -> QColor:
    """Return the colour of an outcome: orange for heads and the like, blue for the other."""
    return theme().color(f"class {max(outcome, 0)}")


def belief_color() -> QColor:
    """Return the colour of what the person believes now."""
    return theme().color("class 2")


def second_color() -> QColor:
    """Return the colour of what the second person believes."""
    return theme().color("class 3")


def hypothesis_color(believed: Believed, place: int) -> QColor:
    """Return the colour of a hypothesis that has a name: orange for the ill, blue for the healthy.

    Urns take the colours of classes after the two of their balls.
    """
    if believed.story == "test":
        return theme().color("class 1" if place == 0 else "class 0")
    return class_color(theme(), place + 2)


def density(belief: Array, at: Array) -> Array:
    """Return a belief in points of a grid as a density; the cells at both ends are half as wide."""
    cell = np.full(len(at), (at[-1] - at[0]) / (len(at) - 1))
    cell[[0, -1]] /= 2
    dense: Array = belief / cell
    return dense
