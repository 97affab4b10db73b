"""One criterion over the number of groups, and the words for it."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from playground.kernels.array import Array
from playground.ui.plots.lettering import number

NAMES = {
    "inertia": "inertia of k groups: look for the elbow",
    "silhouette": "silhouette of k groups: higher is better",
    "bic": "BIC of k groups: lower is better",
    "aic": "AIC of k groups: lower is better",
    "log_likelihood": "log-likelihood of k groups",
}

SUGGESTED = {"elbow": "elbow at {}", "lowest": "lowest at {}", "highest": "highest at {}"}


@dataclass(frozen=True, eq=False)
class CountCurve:
    """A criterion for every number of groups.

    Attributes
    ----------
    name, choice
        Which criterion, and how it suggests a number: ``elbow``, ``lowest`` or ``highest``.
    ks, values
        Numbers of groups and what each comes to ``(m,)``; NaN where there is nothing.
    suggested
        The number it suggests; 0 for none.
    current, now
        Number of groups of the running learner, and its value.
    """

    name: str
    choice: str
    ks: Array
    values: Array
    suggested: int
    current: int
    now: float

    @classmethod
    def of(cls, arrays: Mapping[str, Array], name: str) -> "CountCurve":
        """Read one criterion from what the probe gave."""
        return cls(
            name, str(arrays[f"{name} choice"]), arrays["ks"], arrays[name],
            int(arrays[f"{name} suggested"]), int(arrays["current"]),
            float(arrays[f"{name} now"]),
        )  # fmt: skip

    @property
    def title(self) -> str:
        """What it counts, as the chart says it."""
        look = "look for the elbow" if self.choice == "elbow" else f"{self.choice} is best"
        return NAMES.get(self.name, f"{self.name.replace('_', ' ')} of k groups: {look}")

    @property
    def suggestion(self) -> str:
        """What it suggests, in two or three words."""
        if self.suggested:
            return SUGGESTED[self.choice].format(self.suggested)
        return "no clear elbow" if self.choice == "elbow" else ""

    @property
    def known(self) -> Array:
        """Which numbers of groups have a value ``(m,)``."""
        return np.isfinite(self.values)

    def at(self, k: int) -> float:
        """Return the value for a number of groups; NaN beyond those that were tried."""
        place = k - int(self.ks[0])
        return float(self.values[place]) if 0 <= place < len(self.values) else float("nan")

    def read(self, k: int) -> str:
        """Say what a number of groups comes to."""
        value = self.at(k)
        told = number(value) if np.isfinite(value) else "there is none"
        return f"{k} {'group' if k == 1 else 'groups'}: {told}"

    @property
    def y_range(self) -> tuple[float, float]:
        """The range of the axis, with some room, and with the running value in it."""
        values = self.values[self.known]
        if not len(values):
            return 0.0, 1.0
        low, high = float(values.min()), float(values.max())
        if np.isfinite(self.now):
            # A start that is far worse than anything else must not flatten the curve.
            reach = 0.25 * (high - low)
            low = min(low, max(self.now, low - reach))
            high = max(high, min(self.now, high + reach))
        if self.choice == "elbow":
            low = min(low, 0.0)
        room = 0.1 * (high - low) or 0.5 * abs(high) or 0.5
        above = 2.2 * room if self.choice == "highest" else room
        below = 2.2 * room if self.choice == "lowest" else room
        return (low if self.choice == "elbow" else low - below), high + above
