"""All learners side by side: a small decision of each with its scores, time and step."""

from dataclasses import replace
from itertools import count
from time import monotonic
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

import numpy as np
from PySide6.QtWidgets import QVBoxLayout

from playground.core.settings import setting
from playground.runtime.messages import LearnerInfo, Request, Snapshot
from playground.ui.focus import Spot
from playground.ui.panel import Panel, PanelSettings
from playground.ui.plots.compare.standing import Standing, standing_of
from playground.ui.plots.compare.tile import Tile
from playground.ui.plots.compare.tile_grid import TileGrid
from playground.ui.plots.decisions.decision import Decision, Look
from playground.ui.plots.decisions.row_mover import RowMover
from playground.ui.plots.groups.grouping import Grouping
from playground.ui.plots.plane_shape import cells_of
from playground.ui.plots.wording import OWN_SCORES
from playground.ui.theme import px, theme
from playground.ui.timers import after

if TYPE_CHECKING:
    from playground.ui.bridge import Bridge

POINTS, FEW = 260, 130
"""Samples on each tile at most, and on one that is small."""

CELLS = (32, 112)
"""Fewest and most cells along the longer side of a picture."""

AT_ONCE = 2
"""Pictures that are drawn in one go while learners run."""

TELL_S = 0.12
"""Shortest time between two readings of all scores while learners run."""

SETTLE_S = 0.9
"""Shortest time between two orders of the tiles, so that they do not dance."""


class CompareSettings(PanelSettings, frozen=True, kw_only=True):
    """What the comparison shows."""

    order: Annotated[
        Literal["canvas", "test score"],
        setting("Order", "As the blocks stand on the canvas, or the best test score first."),
    ] = "canvas"
    test: Annotated[bool, setting("Test points", "Show the samples kept for testing.")] = True
    discrete: Annotated[bool, setting("Decisions only", "Leave out how sure they are.")] = False


class Compare(Panel):
    """All learners side by side: what each decides, its train and test score, its time and step.

    A click on a tile selects the learner's block and shows it in the other panels. A sample that
    is dragged on one tile moves for all who learn from that data. The bar is the test score, the
    mark on it the train score, the dotted line what always guessing the same would score. While
    the cursor is over one picture, each tile tells what its learner says of that place.
    """

    title: ClassVar[str] = "Comparison"
    settings_type: ClassVar[type[PanelSettings]] = CompareSettings
    unsuited: ClassVar[str] = (
        "Not applicable: nothing here predicts labels or values, or puts rows into groups, so that "
        "there is nothing to compare."
    )
    settings: CompareSettings

    def __init__(self, bridge: "Bridge", settings: dict[str, Any] | None = None) -> None:
        super().__init__(bridge, settings)
        self._worn: tuple[object, ...] = ()
        self._drawn: dict[str, Snapshot] = {}
        self._ordered = self._read_at = 0.0
        self.grid = TileGrid(self.body)
        self._mover = RowMover(self, lambda: [tile.pane for tile in self.grid.tiles.values()])
        self.grid.added.connect(self._adopt)
        column = QVBoxLayout(self.body)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.grid)
        self._settle = after(self, 120, self.rewatch)
        self._turns, self._turn = count(), dict[str, int]()
        self._standing_of: dict[str, Standing] = {}
        self._telling = after(self, round(1100 * TELL_S), self._ask)
        self._later = after(self, round(1100 * SETTLE_S), self._ask)
        bridge.focus.changed.connect(self._refocus)
        bridge.selection_changed.connect(self._select)
        self.refresh()

    def requests(self) -> tuple[Request, ...]:
        """Return a request of the boundary probe for each learner, all of one shape."""
        known = self.learners()
        if not known:
            return ()
        width, height = self._picture(len(known))
        aspect = min(max(round(width / height * 8) / 8, 0.25), 8.0)
        cells = min(max(round(max(width, height) / 2.2 / 8) * 8, CELLS[0]), CELLS[1])
        size = cells_of(aspect, cells)
        chosen = {"aspect": aspect, "most": POINTS if width * height >= px(150) ** 2 else FEW}
        return tuple(self._request(info, chosen, size) for info in known.values())

    def draw(self, snapshots: dict[Request, Snapshot]) -> None:
        """Show the newest decisions: while learners run a few at a time, then those that wait."""
        known = self.learners()
        if not known or not snapshots:
            return
        self._stand(known, snapshots)
        new = [s for r, s in snapshots.items()
               if r.learner in known and self._drawn.get(r.learner) is not s]  # fmt: skip
        # Who has waited longest is drawn first, or the first tiles would leave out the last.
        new.sort(key=lambda s: self._turn.get(s.request.learner, 0))
        few = AT_ONCE if self.bridge.pacer.streaming else len(known)
        for snapshot in new[:few]:
            self._show(snapshot, known[snapshot.request.learner])
        if self._tell(few) or new[few:]:
            self._ask()
        self.show_empty(None)

    def _ask(self) -> None:
        self.bridge.pacer.ask(self, self._draw)

    def _show(self, snapshot: Snapshot, info: LearnerInfo) -> None:
        """Show the decision of one learner."""
        id, look = info.id, Look(self.settings.test, discrete=self.settings.discrete)
        self._drawn[id] = snapshot
        self._turn[id] = next(self._turns)
        pane = self.grid.tiles[id].pane
        if "points" in snapshot.arrays:
            decision = Decision(snapshot.arrays, info.classes, look) \
                if "group" not in snapshot.arrays else Grouping(snapshot.arrays)
            pane.show_decision(decision, lambda i: info.inputs[i])
        self._refocus(id)

    def _stand(self, known: dict[str, LearnerInfo], snapshots: dict[Request, Snapshot]) -> None:
        """Read how all of them do, now and then, and keep the tiles in order."""
        whole = set(known) == set(self.grid.order)
        lately = self.bridge.pacer.streaming and monotonic() - self._read_at < TELL_S
        if whole and lately and self._mover.held is None:
            if not self._telling.isActive():
                self._telling.start()
            return
        self._read_at = monotonic()
        steps = {r.learner: s.step for r, s in snapshots.items()}
        self._standing_of = self._standings(known, steps)
        self._arrange(known, self._standing_of)
        self.header.describe(_told(known, self._standing_of))

    def _tell(self, most: int) -> bool:
        """Show how learners do on a few of the tiles; returns whether others wait."""
        tiles = self.grid.tiles
        old = [id for id, one in self._standing_of.items() if tiles[id].standing != one]
        for id in old[:most]:
            tiles[id].show_standing(self._standing_of[id])
        return len(old) > most

    def refresh(self) -> None:
        """Show the settings' effect on the newest snapshots, or what is missing."""
        self._ordered = self._read_at = 0.0
        dress = (theme(), px(100), self.settings, tuple(self.bridge.infos.items()))
        if dress != self._worn:
            self._worn = dress
            self._drawn.clear()
            for tile in self.grid.tiles.values():
                tile.pane.forget()
        if not self.learners():
            self.header.describe("")
            self.show_empty(self.missing)
        elif not self.snapshots:
            self.show_empty("…")
        self.draw(self.snapshots)
        if self._seen:
            self._settle.start()

    def suits(self, info: LearnerInfo) -> bool:
        """Say whether it decides about the rows of a data set, or puts them into groups."""
        return comparable(info)

    def resizeEvent(self, event: Any) -> None:  # noqa: N802 - Qt's name
        """Ask for another shape when resizing has come to rest."""
        super().resizeEvent(event)
        if self._seen:
            self._settle.start()

    # what is asked for -----------------------------------------------------------

    def _picture(self, count: int) -> tuple[int, int]:
        """Return the size of the picture on a tile; the body has none while words stand there."""
        if not self.grid.isVisible():
            self.grid.resize(max(self.width(), 64), max(self.height() - self.header.height(), 48))
        tile = self.grid.tile_size(count)
        head = px(48 if tile.width() >= px(128) and tile.height() >= px(120) else 31)
        return max(tile.width() - px(6), 24), max(tile.height() - head, 24)

    def _request(self, info: LearnerInfo, shape: dict[str, Any], size: tuple[int, int]) -> Request:
        chosen, groups = dict(shape), "clusters" in info.shows
        member = self.bridge.focus.member_of(info)
        if member is not None:
            chosen |= {"member": member} if groups else {"member": member, "of": "one"}
        if self._mover.held is not None and len(info.inputs) > 2:
            chosen["held"] = self._mover.held
        probe = "clusters" if groups else "boundary"
        return Request(probe, info.id, tuple(sorted(chosen.items())), size)

    # what is shown ---------------------------------------------------------------

    def _standings(
        self, known: dict[str, LearnerInfo], steps: dict[str, int]
    ) -> dict[str, Standing]:
        found = {id: standing_of(self.bridge, info, steps.get(id, 0))
                 for id, info in known.items()}  # fmt: skip
        tests = [one.test for one in found.values() if np.isfinite(one.test)]
        if len(tests) < 2:
            return found
        most = max(tests)
        # Nobody is best at always guessing the same.
        return {
            id: replace(one, best=one.test >= most and one.beats_guessing)
            for id, one in found.items()
        }

    def _arrange(self, known: dict[str, LearnerInfo], standings: dict[str, Standing]) -> None:
        """Bring the tiles into order: scores now and then, and never under a hand that drags."""
        there = set(known) == set(self.grid.order)
        if self.settings.order == "canvas":
            places = {p.id: p.position[::-1] for p in self.bridge.store.value.blocks}
            self.grid.arrange(sorted(known, key=lambda id: places.get(id, (0.0, 0.0))))
            return
        lately = self.bridge.status.playing and monotonic() - self._ordered < SETTLE_S
        if there and (lately or self._mover.held is not None):
            if not self._later.isActive():
                self._later.start()
            return
        self._ordered = monotonic()
        scores = {id: np.nan_to_num(one.test, nan=-np.inf) for id, one in standings.items()}
        self.grid.arrange(sorted(known, key=lambda id: -scores[id]))

    def _adopt(self, tile: Tile) -> None:
        self._mover.adopt(tile.pane)
        tile.chosen.connect(self._choose)
        tile.pane.brushed.connect(self.bridge.focus.brush)
        tile.pane.pointed.connect(lambda x, pane=tile.pane: self._hover(pane.learner, x))

    def _hover(self, learner: str, x: tuple[float, ...] | None) -> None:
        self.bridge.focus.hover(Spot(learner, x) if x is not None and learner else None)

    def _refocus(self, only: str = "") -> None:
        """Show what is pointed at, on every tile or on one."""
        focus = self.bridge.focus
        for id in (only,) if only else tuple(self.grid.tiles):
            tile = self.grid.tiles[id]
            tile.pane.plane.mark(focus.brushed)
            cell = focus.cell if focus.cell is not None and focus.cell.learner == id else None
            tile.pane.outline(cell.low if cell else None, cell.high if cell else ())
            spot = focus.spot
            same = spot is not None and self._mover.dataset(spot.learner) == self._mover.dataset(id)
            tile.echo(spot.x if spot is not None and same else None, own=self._points_at(id))
        self._select()

    def _points_at(self, id: str) -> bool:
        """Say whether the cursor is over the picture of a learner itself."""
        return self.grid.tiles[id].pane.underMouse()

    def _select(self, _: object = None) -> None:
        for id, tile in self.grid.tiles.items():
            tile.select(id in self.bridge.selection)

    def _choose(self, id: str) -> None:
        """Select a learner's block, and show it in the first panel of each kind that can."""
        self.bridge.select((id,))
        told = {Compare}
        for panel in self.window().findChildren(Panel):
            if type(panel) not in told and id in panel.learners():
                panel.change(learner=id)
            told.add(type(panel))


def _told(known: dict[str, LearnerInfo], standings: dict[str, Standing]) -> str:
    """Say how many there are, and who does best."""
    count = f"{len(known)} learners" if len(known) > 1 else "one learner"
    best = [one for one in standings.values() if one.best]
    if not best:
        return count
    names = best[0].title if len(best) == 1 else f"{len(best)} of them"
    where = "best" if best[0].metric in OWN_SCORES else "best on test"
    return f"{count} · {where}: {names}"


def comparable(info: LearnerInfo) -> bool:
    """Say whether a learner decides about the rows of a data set, or puts them into groups."""
    return info.rows > 0 and (info.target != "none" or "clusters" in info.shows)
