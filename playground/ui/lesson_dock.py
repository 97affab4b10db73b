"""The lesson: pages of text, a guess before the answer, set-ups, and a tick when it is done."""

from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from playground.core.settings import settings_of
from playground.document.edits import set_setting
from playground.document.graph import neighbours, reached
from playground.document.lesson import Guess, Page, SetUp
from playground.runtime.messages import Trouble
from playground.ui.choice import Choice
from playground.ui.labels import IconLabel, label, push
from playground.ui.theme import px, themes
from playground.ui.tracker import Tracker, asked


class LessonDock(QWidget):
    """One page at a time, with the way back and on.

    Signals
    -------
    pointed(str)
        Show this, which is told as in `Page.point_at`; "" for nothing.
    """

    pointed = Signal(str)

    def __init__(self, bridge: Any) -> None:
        super().__init__()
        self._bridge = bridge
        self.place = 0
        self._ticked: set[int] = set()
        self._guessed: dict[int, int] = {}
        self._tracker = Tracker(bridge)
        self._tracker.done.connect(self._tick)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._back = push("Back", "The page before", flat=True)
        self._on = push("Next", "The next page")
        self._count = label("", "secondary")
        foot = QHBoxLayout()
        foot.setContentsMargins(px(12), 0, px(12), px(10))
        for widget in (self._back, self._count, self._on):
            foot.addWidget(widget)
        foot.insertStretch(1)
        foot.insertStretch(3)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._area, 1)
        column.addLayout(foot)
        self._back.clicked.connect(lambda: self.turn(self.place - 1))
        self._on.clicked.connect(lambda: self.turn(self.place + 1))
        themes().changed.connect(self._build)
        self.restart()

    @property
    def pages(self) -> tuple[Page, ...]:
        """The pages of the project's lesson; none without one."""
        lesson = self._bridge.store.value.lesson
        return lesson.pages if lesson else ()

    @property
    def ticked(self) -> bool:
        """Whether the page at hand is done."""
        return self.place in self._ticked

    def restart(self) -> None:
        """Begin at the first page, as when a project is opened."""
        self._ticked.clear()
        self._guessed.clear()
        self.turn(0)

    def turn(self, place: int) -> None:
        """Go to a page."""
        self.place = max(0, min(place, len(self.pages) - 1))
        page = self.pages[self.place] if self.pages else None
        self._tracker.watch(None if self.ticked else page)
        self._build()
        self.pointed.emit(page.point_at if page else "")

    def _tick(self) -> None:
        self._ticked.add(self.place)
        self._build_in_place()

    def _build_in_place(self) -> None:
        """Build the page anew with the same words in view and the same button in hand."""
        seen = self._area.verticalScrollBar().value()
        held = next((one.text() for one in self.findChildren(Choice) if one.hasFocus()), None)
        self._build()
        QApplication.sendPostedEvents(self._area.widget(), QEvent.Type.LayoutRequest)
        for one in self._area.widget().findChildren(Choice):
            if one.text() == held:
                one.setFocus()
        self._area.verticalScrollBar().setValue(seen)

    def _build(self, _theme: object = None) -> None:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(px(12), px(10), px(10), px(8))
        column.setSpacing(px(8))
        pages = self.pages
        if pages:
            self._fill(column, pages[self.place])
        else:
            words = "This project has no lesson. The gallery has many that do."
            column.addWidget(label(words, "secondary", wrap=True))
        column.addStretch()
        old = self._area.takeWidget()
        if old is not None:
            old.deleteLater()
        self._area.setWidget(body)
        self._count.setText(f"{self.place + 1} of {len(pages)}" if pages else "")
        self._show_turns(back=bool(pages) and self.place > 0, on=self.place < len(pages) - 1)

    def _show_turns(self, back: bool, on: bool) -> None:
        """Show the buttons that turn pages; the keyboard stays with the one that is left."""
        turns = (self._back, back, self._on), (self._on, on, self._back)
        for button, wanted, other in sorted(turns, key=lambda turn: not turn[1]):
            if not wanted and button.hasFocus() and not other.isHidden():
                other.setFocus()
            button.setVisible(wanted)

    def _fill(self, column: QVBoxLayout, page: Page) -> None:
        if self.place == 0:
            column.addWidget(label(self._bridge.store.value.title, "heading", wrap=True))
        for paragraph in page.text.split("\n\n"):
            column.addWidget(label(" ".join(paragraph.split()), wrap=True))
        if page.guess:
            column.addWidget(self._guess(page.guess))
        for change in page.set_up:
            button = Choice(change.label)
            button.clicked.connect(lambda _checked=False, change=change: self._set_up(change))
            column.addWidget(button)
        if page.done_when:
            row = QHBoxLayout()
            mark = ("check", "ok") if self.ticked else ("circle", "secondary")
            row.addWidget(IconLabel(*mark))
            task = asked(page.done_when, self._bridge.store.value, self._bridge.catalogue)
            words = f"{'Done' if self.ticked else 'To do'}: {task}"
            row.addWidget(label(words, mark[1], wrap=True), 1)
            column.addLayout(row)

    def _guess(self, guess: Guess) -> QFrame:
        card = QFrame()
        card.setProperty("card", True)
        column = QVBoxLayout(card)
        column.setContentsMargins(px(10), px(8), px(10), px(10))
        column.addWidget(label(guess.question, "heading", wrap=True))
        told = self._guessed.get(self.place)
        for index, choice in enumerate(guess.choices):
            if told is None:
                button = Choice(choice, "Guess before you run it")
                button.clicked.connect(lambda _checked=False, index=index: self._choose(index))
                column.addWidget(button)
                continue
            right = index == guess.answer
            token = "ok" if right else "error" if index == told else "secondary"
            row = QHBoxLayout()
            row.addWidget(IconLabel("check" if right else "close" if index == told else "circle",
                                    token))  # fmt: skip
            row.addWidget(label(choice, token, wrap=True), 1)
            column.addLayout(row)
        if told is not None and guess.why:
            column.addWidget(label(guess.why, "secondary", wrap=True))
        return card

    def _choose(self, index: int) -> None:
        self._guessed[self.place] = index
        self._build_in_place()

    def _set_up(self, change: SetUp) -> None:
        edit = set_setting(change.block, change.setting, change.value, self._bridge.catalogue)
        try:
            self._bridge.apply(change.label, edit)
        except KeyError:
            # The person has deleted the block that the page speaks of.
            self._bridge.trouble.emit(_gone(change.block))
            return
        if self._is_seen_at_once(change):
            return
        # What the page says of the result holds for a run from the start.
        playing = self._bridge.status.playing
        self._bridge.reset()
        if playing:
            self._bridge.play()

    def _is_seen_at_once(self, change: SetUp) -> bool:
        """Say whether the learners of a block show by themselves what comes of a change.

        Models catch up, networks do not; another pace shows only while one watches.
        """
        infos, project = self._bridge.infos, self._bridge.store.value
        kind = self._bridge.catalogue[project.block(change.block).kind]
        if any(s.name == change.setting and s.section == "Pace" for s in settings_of(kind)):
            return False
        mine = reached([change.block], neighbours(project.wires)) & infos.keys()
        return bool(mine) and all("descent" not in infos[id].shows for id in mine)


def _gone(id: str) -> Trouble:
    return Trouble(f"The block {id} is gone; open the demonstration again to follow it.", kind="")
