"""Which units of wide layers have a thumbnail: pages, and the order they are in."""

from collections.abc import Iterable, Mapping

import numpy as np

from playground.kernels.array import Array
from playground.ui.canvas.facts import Facts
from playground.ui.canvas.units import ORDERS


class Pages:
    """Pages and orders of the cards of wide layers, by block id.

    An order is made when it is asked for and then stays, so that thumbnails do not jump about
    while the network learns.
    """

    def __init__(self) -> None:
        self._page: dict[str, int] = {}
        self._order: dict[str, str] = {}
        self._sorted: dict[str, tuple[int, ...]] = {}

    def page(self, facts: Facts) -> int:
        """Return the number of the page shown, from 0."""
        return min(self._page.get(facts.id, 0), self.count(facts) - 1)

    def count(self, facts: Facts) -> int:
        """Return how many pages a card has."""
        return max(-(-facts.count // max(facts.cells, 1)), 1)

    def order(self, id: str) -> str:
        """Return the order of a card's units, one of `ORDERS`."""
        return self._order.get(id, "number")

    def turn(self, facts: Facts, by: int) -> bool:
        """Turn a card's pages; returns whether another one is shown."""
        before = self.page(facts)
        self._page[facts.id] = min(max(before + by, 0), self.count(facts) - 1)
        return self._page[facts.id] != before

    def sort(self, facts: Facts, figures: Mapping[str, Array]) -> None:
        """Put a card's units into the next order, and show the first page.

        Parameters
        ----------
        figures
            What there is to sort by, as the units probe sends it.
        """
        names = list(ORDERS)
        name = names[(names.index(self.order(facts.id)) + 1) % len(names)]
        key = {"activity": "activity", "weight": "outgoing"}.get(name)
        self._order[facts.id], self._page[facts.id] = name, 0
        by = figures.get(f"{key} {facts.id}") if key else None
        if by is None or len(by) != facts.count:
            self._sorted.pop(facts.id, None)
        else:
            self._sorted[facts.id] = tuple(np.argsort(-by, kind="stable").tolist())

    def units(self, facts: Facts) -> tuple[int, ...]:
        """Return the units on the page of a card that is shown."""
        order = self._sorted.get(facts.id, ())
        if len(order) != facts.count:
            order = tuple(range(facts.count))
        first = self.page(facts) * facts.cells
        # The last page is filled up from the one before, so that no square stays empty.
        first = max(min(first, facts.count - facts.cells), 0)
        return order[first : first + facts.cells]

    def chosen(self, cards: Iterable[Facts]) -> tuple[tuple[str, tuple[int, ...]], ...]:
        """Return the units of each wide layer that shows other than its first ones."""
        wide = [f for f in cards if f.face == "units" and f.count > f.cells]
        pairs = [(f.id, self.units(f)) for f in wide]
        return tuple((id, units) for id, units in pairs if units != tuple(range(len(units))))
