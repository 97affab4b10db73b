"""A picture of groups as the easel takes it: rows are painted into it too."""

import numpy as np

from playground.engine.clusterer import OPEN
from playground.ui.plots.decisions.plate import Plate
from playground.ui.plots.groups.groups_view import GroupsView
from playground.ui.plots.groups.rows import GroupedRows
from playground.ui.plots.painting.draft import Draft
from playground.ui.theme import theme


class GroupsPane:
    """Shows strokes over groups.

    Parameters
    ----------
    view
        The picture.
    """

    def __init__(self, view: GroupsView) -> None:
        self.plane = self.chart = view

    @property
    def decision(self) -> object:
        """The groups that are shown."""
        return self.plane.decision

    @property
    def in_sight(self) -> tuple[float, float, float, float] | None:
        """Left, right, bottom and top of what is seen; None where that is nothing yet."""
        return self.plane.extent

    def width(self) -> int:
        """Return the width of the picture in pixels."""
        return int(self.plane.width())

    def height(self) -> int:
        """Return the height of the picture in pixels."""
        return int(self.plane.height())

    def forget(self) -> None:
        """Paint everything anew with the next groups."""
        self.plane.forget()

    def show_blank(self, picture: Plate) -> None:
        """Show a picture without groups."""
        self.plane.show_plate(picture)

    def show_draft(self, draft: Draft) -> None:
        """Show the rows of a draft in the colours of their groups; new ones are hollow."""
        grouping = self.plane.decision
        if grouping is None:
            return
        known = grouping.samples()
        rows, used = draft.shown(), draft.own.used
        shades = np.full(len(draft.at), len(known.colors))
        kinds = np.full(len(draft.at), OPEN, np.int8)
        if known.rows is not None:
            there = known.rows < len(used)
            places = used[known.rows[there]]
            shades[places], kinds[places] = known.shades[there], known.kinds[there]
        colors = [*known.colors, theme().color("text")]
        parts = np.zeros(len(rows), np.int64)
        self.plane.show_samples(
            GroupedRows(draft.at[rows], shades[rows], parts, colors, None, kinds[rows])
        )
