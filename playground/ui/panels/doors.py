"""Monty Hall: the last game door by door, who has won how often, and why."""

from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtWidgets import QToolButton, QVBoxLayout

from playground.document.edits import set_settings
from playground.runtime.messages import LearnerInfo, Request, Snapshot
from playground.ui.panel import Panel
from playground.ui.plots.doors.doors_picture import DoorsPicture
from playground.ui.plots.doors.last_game import LastGame
from playground.ui.plots.wording import grouped, learner_title

if TYPE_CHECKING:
    from playground.ui.bridge import Bridge


class Doors(Panel):
    """Monty Hall: the last game door by door, who has won how often, and why.

    A click on a door plays the next game with it as the choice.
    """

    title: ClassVar[str] = "Doors"
    nothing_yet: ClassVar[str] = (
        "No doors to open yet: drag Monty Hall from the labs to the canvas"
        " and press play."
    )
    unsuited: ClassVar[str] = (
        "Not applicable: nothing here hides a prize behind doors. Add the lab Monty Hall; it needs "
        "no data."
    )

    def __init__(self, bridge: "Bridge", settings: dict[str, Any] | None = None) -> None:
        super().__init__(bridge, settings)
        self.picture = DoorsPicture(self.body)
        column = QVBoxLayout(self.body)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.picture)
        self.picture.doors.chosen.connect(self._choose)
        self.random = QToolButton(self.header)
        self.random.setText("any door")
        self.random.setCheckable(True)
        self.random.setToolTip("Choose a random door in every game")
        self.random.setAccessibleName("Choose a random door in every game")
        self.random.clicked.connect(lambda _=False: self._set_door(0))
        self.header.add_control(self.random)
        self.refresh()

    def requests(self) -> tuple[Request, ...]:
        """Return one request of the doors probe."""
        info = self.learner
        return (Request("doors", info.id, ()),) if info is not None else ()

    def draw(self, snapshots: dict[Request, Snapshot]) -> None:
        """Show the last game."""
        info = self.learner
        snapshot = next(reversed(snapshots.values()), None)
        if info is None or snapshot is None or "opened" not in snapshot.arrays:
            return
        game = LastGame(snapshot.arrays)
        self.picture.show_game(game)
        self.random.setChecked(game.door == 0)
        void = int(game.arrays["void_games"])
        parts = [f"{grouped(game.played)} games"]
        if void:
            parts.append(f"{grouped(void)} of them void")
        if len(self.learners()) > 1:
            parts.insert(0, learner_title(self.bridge, info.id))
        self.header.describe(" · ".join(parts))
        self.show_empty(None)

    def refresh(self) -> None:
        """Show the newest game, or what is missing."""
        if not self._show_missing():
            self.draw(self.snapshots)

    def suits(self, info: LearnerInfo) -> bool:
        """Say whether it hides a prize behind doors."""
        return "doors" in info.shows

    def _choose(self, door: int) -> None:
        """Choose a door and play the next game."""
        self._set_door(door + 1)
        if not self.bridge.status.playing:
            self.bridge.step()

    def _set_door(self, door: int) -> None:
        info = self.learner
        if info is not None:
            label = f"Choose door {door}" if door else "Choose any door"
            self.bridge.apply(label, set_settings(info.id, {"door": door}, self.bridge.catalogue))
            self.random.setChecked(door == 0)
