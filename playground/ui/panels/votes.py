"""The votes of an ensemble: what each voice says of the plane, and what they say together."""

from typing import TYPE_CHECKING, Annotated, Any, ClassVar

import numpy as np
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout

from playground.core.settings import setting
from playground.kernels.array import Array
from playground.runtime.messages import LearnerInfo, Request, Snapshot
from playground.ui.focus import Spot
from playground.ui.panel import Panel, PanelSettings
from playground.ui.panels.members import tiles_of
from playground.ui.plots.colors import class_color, signed_colors
from playground.ui.plots.decisions.decision import Decision, Look
from playground.ui.plots.decisions.member_grid import Tiles
from playground.ui.plots.decisions.pane import Pane
from playground.ui.plots.field import limits_of
from playground.ui.plots.plane_shape import cells_of
from playground.ui.plots.votes.tally import Tally
from playground.ui.plots.votes.voice_grid import VoiceGrid
from playground.ui.plots.wording import learner_title, stamp
from playground.ui.theme import px, theme
from playground.ui.timers import after

if TYPE_CHECKING:
    from playground.ui.bridge import Bridge

TILE, CELLS = 28, 96
FOLLOW_MS = 45
"""Shortest time between two places that the voices are asked about."""


class VotesSettings(PanelSettings, frozen=True, kw_only=True):
    """What the votes panel shows."""

    test: Annotated[bool, setting("Test points", "Show the samples kept for testing.")] = False


class Votes(Panel):
    """What each voice of an ensemble says of the plane, and, large, what they say together.

    A click on a voice shows it alone, with the rows that it has learned from ringed; another
    click, or Esc, shows all together again. Pointing at any picture asks all about that place.
    """

    title: ClassVar[str] = "Votes"
    settings_type: ClassVar[type[PanelSettings]] = VotesSettings
    settings: VotesSettings
    unsuited: ClassVar[str] = (
        "Not applicable: nothing here asks several models. Wire some into voting, bagging or "
        "stacking."
    )

    def __init__(self, bridge: "Bridge", settings: dict[str, Any] | None = None) -> None:
        super().__init__(bridge, settings)
        self._voice: int | None = None
        self._of: tuple[Any, ...] = ()
        self._asked: dict[str, Request] = {}
        self.grid, self.pane, self.tally = VoiceGrid(self.body), Pane(self.body), Tally(self.body)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.pane, 1)
        right.addWidget(self.tally)
        self._halves = QBoxLayout(QBoxLayout.Direction.LeftToRight, self.body)
        self._halves.setContentsMargins(0, 0, 0, 0)
        self._halves.setSpacing(0)
        self._halves.addWidget(self.grid, 9)
        self._halves.addLayout(right, 11)
        self.grid.picked.connect(self._pick)
        self.grid.pointed.connect(self._point_on_tile)
        self.pane.pointed.connect(self._hover)
        self.pane.brushed.connect(bridge.focus.brush)
        self._follow = after(self, FOLLOW_MS, self.rewatch)
        self._settle = after(self, 120, self.rewatch)
        bridge.focus.changed.connect(self._refocus)
        self.refresh()

    def requests(self) -> tuple[Request, ...]:
        """Return requests of the tiles, of the large picture, and of the place pointed at."""
        info = self.learner
        if info is None:
            return ()
        width = max(int(self.width() * 0.55), 48)
        height = max(self.height() - self.header.height() - self.tally.height(), 48)
        aspect = max(round(width / height * 8) / 8, 0.25)
        size = cells_of(aspect, CELLS)
        shape = (("aspect", aspect),)
        large = Request("boundary", info.id, shape, size)
        if self._voice is not None:
            large = Request("votes", info.id, (*shape, ("voice", self._voice)), size)
        tiles = Request("votes", info.id, (), (TILE, TILE))
        self._asked = {"tiles": tiles, "large": large}
        spot = self._spot(info)
        if spot is not None:
            self._asked["spot"] = Request("votes", info.id, (("spot", spot.x),))
        return tuple(self._asked.values())

    def draw(self, snapshots: dict[Request, Snapshot]) -> None:
        """Show the newest pictures and the count of the votes."""
        info, found = self.learner, {}
        if info is None:
            return
        for name, request in self._asked.items():
            if request in snapshots:
                found[name] = snapshots[request]
        if "tiles" in found:
            self._draw_tiles(info, found["tiles"].arrays)
        if "large" in found:
            self._draw_large(info, found["large"])
        self._count(info, found["spot"].arrays if "spot" in found else {})

    def refresh(self) -> None:
        """Show the settings' effect on the newest snapshots, or what is missing."""
        info = self.learner
        dress = (theme().name, px(100), self.settings)
        of = (info.id, info.inputs, info.classes, *dress) if info is not None else ()
        if info is None or of != self._of:
            self._of, self._voice = of, None
            self.pane.forget()
            self.grid.show_tiles(Tiles())
            self.header.describe("")
            self.show_empty(self.missing if info is None else "…")
        self.draw(self.snapshots)

    def suits(self, info: LearnerInfo) -> bool:
        """Say whether several voices decide."""
        return "votes" in info.shows

    def resizeEvent(self, event: Any) -> None:  # noqa: N802 - Qt's name
        """Lay the halves out along the longer side, and ask for another shape."""
        super().resizeEvent(event)
        upright = self.height() > 1.15 * self.width()
        way = QBoxLayout.Direction.TopToBottom if upright else QBoxLayout.Direction.LeftToRight
        self._halves.setDirection(way)
        if self._seen:
            self._settle.start()

    def _draw_tiles(self, info: LearnerInfo, arrays: dict[str, Array]) -> None:
        shown = len(arrays.get("fields", arrays.get("curves", ())))
        if not shown:
            name = learner_title(self.bridge, info.id)
            self.show_empty(f"{name} asks nobody yet: press play.")
            return
        finite = np.isfinite(arrays.get("fields", arrays.get("curves")).reshape(shown, -1))
        scores = np.where(finite.all(axis=1), arrays["score"][:shown], np.nan)
        tiles = tiles_of(info, arrays, scores, tuple(range(shown)))
        self.grid.say, self.grid.percent = arrays["say"], info.target == "class"
        names = tuple(map(str, arrays["names"]))
        self.grid.show_tiles(
            Tiles(names, scores, tiles.order, tiles.image, tiles.size, tiles.curves)
        )
        if self._voice is not None and self._voice >= len(names):
            self._pick(None)
        self.grid.choose(self._voice)
        self.show_empty(None)

    def _draw_large(self, info: LearnerInfo, snapshot: Snapshot) -> None:
        arrays = snapshot.arrays
        if "points" not in arrays:
            return
        decision = Decision(arrays, info.classes, Look(self.settings.test))
        self.pane.learner = info.id
        self.pane.show_decision(decision, lambda i: info.inputs[i])
        own = arrays.get("own", np.empty(0, int))
        self.pane.plane.mark(frozenset(own.tolist()) or self.bridge.focus.brushed)
        told = stamp(self.bridge, info.id, snapshot.step)
        if self._voice is not None and self._voice < len(self.grid.tiles.names):
            told = self.grid.tiles.names[self._voice] + " alone"
            if len(own):
                times = np.unique(own, return_counts=True)[1]
                twice = int((times > 1).sum())
                told += f" · {len(times)} different rows" + (f", {twice} repeated" if twice else "")
        self.header.describe(told)

    def _count(self, info: LearnerInfo, arrays: dict[str, Array]) -> None:
        """Tell what each says at the place pointed at."""
        said = arrays.get("said")
        if said is None:
            self.grid.tell([])
            self.tally.forget()
        elif info.target == "class":
            good = np.isfinite(said).all(axis=1).tolist()
            chosen = zip(said.argmax(axis=1).tolist(), good, strict=True)
            unknown = theme().color("error")
            self.grid.tell([class_color(theme(), c) if known else unknown for c, known in chosen])
            self.tally.show_classes(said, arrays["answer"], info.classes)
        else:
            shades = signed_colors(theme(), 24)
            limits = self.pane.decision.limits if self.pane.decision else limits_of(said)
            share = (np.nan_to_num(said[:, 0]) - limits[0]) / (limits[1] - limits[0])
            places = np.rint(np.clip(share, 0, 1) * 23).astype(int)
            self.grid.tell([shades[i] for i in places.tolist()])
            self.tally.show_values(said[:, 0], float(arrays["answer"][0]))

    def _spot(self, info: LearnerInfo) -> Spot | None:
        """Return the place pointed at, in a picture of this learner or one of the same features."""
        spot = self.bridge.focus.spot
        if spot is None:
            return None
        of = self.bridge.infos.get(spot.learner)
        return spot if of is not None and of.inputs == info.inputs else None

    def _hover(self, x: tuple[float, ...] | None) -> None:
        info = self.learner
        found = Spot(info.id, x) if x is not None and info is not None else None
        self.bridge.focus.hover(found)

    def _point_on_tile(self, share: tuple[float, float] | None) -> None:
        decision, tiles = self.pane.decision, self.snapshots.get(self._asked.get("tiles"))
        if share is None or decision is None or tiles is None:
            self._hover(None)
            return
        across, up = share
        if "grid" in tiles.arrays:
            low, high = tiles.arrays["grid"][[0, -1]].tolist()
            self._hover((low + across * (high - low),))
            return
        x0, x1, y0, y1 = tiles.arrays["extent"].tolist()
        self._hover(decision.lift(x0 + across * (x1 - x0), y0 + up * (y1 - y0)))

    def _refocus(self) -> None:
        """Ask about the place pointed at, as fast as answers come."""
        if self._voice is None:
            self.pane.plane.mark(self.bridge.focus.brushed)
        if self._seen and not self._follow.isActive():
            self._follow.start()

    def _pick(self, voice: int | None) -> None:
        self._voice = voice
        self.grid.choose(voice)
        self.rewatch()
