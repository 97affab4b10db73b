"""What a drawn tree shows of each node, in words and numbers."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from playground.kernels.array import Array
from playground.ui.plots.lettering import number
from playground.ui.plots.trees.layout import tidy


@dataclass(frozen=True, eq=False)
class Branches:
    """A tree as the tree probe measured it.

    Attributes
    ----------
    arrays
        See `playground.engine.probes.tree.Tree`.
    classes
        Names of the classes; empty where values are learned.
    """

    arrays: dict[str, Array]
    classes: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        """How many nodes there are."""
        return len(self.arrays["feature"])

    @cached_property
    def aside(self) -> Array:
        """How far to the side every node stands."""
        return tidy(self.arrays["left"], self.arrays["right"])

    @cached_property
    def cut(self) -> Array:
        """Nodes that stand in a branch which is cut back."""
        gone = self.arrays.get("cut")
        hidden = np.zeros(self.count, bool)
        for node in range(1, self.count if gone is not None else 0):
            up = int(self.arrays["parent"][node])
            hidden[node] = hidden[up] or gone[up]
        return hidden

    def is_leaf(self, node: int) -> bool:
        """Say whether a node decides: it has no question, or all below it is cut."""
        asks = self.arrays["feature"][node] >= 0
        return not asks or bool("cut" in self.arrays and self.arrays["cut"][node])

    def name(self, feature: int) -> str:
        """Return what a feature is called."""
        names = self.arrays["names"]
        return str(names[feature]) if feature < len(names) else f"x{feature + 1}"

    def question(self, node: int) -> str:
        """Return what a node asks, or nothing."""
        feature = int(self.arrays["feature"][node])
        if feature < 0:
            return ""
        return f"{self.name(feature)} ≤ {number(float(self.arrays['threshold'][node]))}"

    def answers(self, node: int) -> bool:
        """Say whether it is known what a node answers; boosting keeps leaves only."""
        return bool(np.isfinite(self.arrays["value"][node]).all())

    def answer(self, node: int, digits: int = 3) -> str:
        """Return what a node answers, or would."""
        value = self.arrays["value"][node]
        if self._sorts(value):
            return self.classes[int(value.argmax())]
        return number(float(value[0]), digits, full=True)

    def mix(self, node: int) -> Array:
        """Return the shares of classes ``(c,)``, or nothing where values are learned."""
        value = self.arrays["value"][node]
        return value if self._sorts(value) else np.zeros(0)

    def level(self, node: int) -> float:
        """Return where a node's value lies between the least and the largest, from 0 to 1."""
        values = self.arrays["value"][:, 0]
        values = values[np.isfinite(values)]
        low, high = (float(values.min()), float(values.max())) if len(values) else (0.0, 1.0)
        value = float(self.arrays["value"][node, 0])
        return (value - low) / (high - low) if high > low and np.isfinite(value) else 0.5

    def _sorts(self, value: Array) -> bool:
        return len(value) > 1 and len(value) == len(self.classes)

    def told(self, node: int) -> str:
        """Return all there is to say of a node in one line."""
        arrays, count = self.arrays, int(self.arrays["count"][node])
        parts = [f"{self.question(node)}?" if not self.is_leaf(node) else ""]
        parts.append(f"{count} row{'s' if count != 1 else ''}")
        mix = self.mix(node)
        if len(mix):
            largest = np.argsort(-mix, kind="stable")[:3]
            parts += [f"{self.classes[i]} {mix[i]:.0%}" for i in largest if mix[i] > 0]
        elif self.answers(node):
            parts.append(f"answers {self.answer(node)}")
        if "impurity" in arrays:
            parts.append(f"impurity {number(float(arrays['impurity'][node]))}")
        if "price" in arrays and np.isfinite(arrays["price"][node]):
            parts.append(f"cut from a price of {number(float(arrays['price'][node]))}")
        return " · ".join(part for part in parts if part)
