"""The projects that were open last, each with its picture, its folder and when that was."""

import contextlib
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from playground.core.dates import lately_in_words
from playground.core.disk import FileError
from playground.document.files import load
from playground.document.project import Project
from playground.document.recent import Recent, forget, picture_of, recent
from playground.ui.card import Card, Thumbnail
from playground.ui.card_sheet import WIDTH, CardSheet
from playground.ui.labels import IconButton, label, push
from playground.ui.theme import px

SMALL = 200_000
"""Bytes of a file that is read at once."""


class RecentCard(Card):
    """A project file to open with a click or Enter, or to take from the list.

    Signals
    -------
    unwanted(Path)
        Take this file from the list.
    """

    unwanted = Signal(object)

    def __init__(self, one: Recent, catalogue: Mapping[str, Any], now: float) -> None:
        self.file, self.missing = one.file, one.missing
        told = f"{lately_in_words(one.when, now)}, {self.file.parent}"
        super().__init__(
            None if self.missing else self.file,
            self.file.name,
            f"missing, {told}" if self.missing else told,
        )
        seen = picture_of(self.file)
        picture = Thumbnail(seen, Project() if seen else _sketched(self.file), catalogue)
        picture.setEnabled(not self.missing)
        self.column.addWidget(picture)
        self.column.addLayout(self._head())
        self.column.addWidget(_short(str(self.file.parent)))
        self.column.addWidget(label(lately_in_words(one.when, now), "secondary"))
        self.column.addStretch(1)
        gone = f"{self.file} is not there any more"
        self.setToolTip(gone if self.missing else f"Open {self.file} (Enter)")

    def _head(self) -> QHBoxLayout:
        words = f"{self.file.name} \u2013 missing" if self.missing else self.file.name
        name = label(words, "secondary" if self.missing else "heading", wrap=True)
        tip = f"Take {self.file.name} from this list; the file itself stays (Delete)"
        away = IconButton("close", tip)
        away.clicked.connect(lambda: self.unwanted.emit(self.file))
        row = QHBoxLayout()
        row.setSpacing(px(4))
        row.addWidget(name, 1)
        row.addWidget(away, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open it on Enter; take it from the list on Delete."""
        if event.key() == Qt.Key.Key_Delete:
            self.unwanted.emit(self.file)
        else:
            super().keyPressEvent(event)


class RecentGallery(CardSheet):
    """Recent projects as pictures; `chosen` gives the file of one.

    Signals
    -------
    elsewhere()
        Look for another file.
    """

    elsewhere = Signal()

    def __init__(self, parent: QWidget, catalogue: Mapping[str, Any]) -> None:
        self._sweep = push("Remove what is missing", "Take missing files from this list")
        other = push("Another file\u2026", "Open a file that is not in this list", accent=True)
        super().__init__(parent, "Open recent", (860, 600), [self._sweep, other])
        self._sweep.clicked.connect(self._remove_missing)
        other.clicked.connect(self._go_elsewhere)
        now = time.time()
        cards = [RecentCard(one, catalogue, now) for one in recent()]
        for card in cards:
            card.chosen.connect(self.choose)
            card.unwanted.connect(lambda file: self._remove([file]))
        self._show(cards)

    def _show(self, cards: list[Card]) -> None:
        self.show_cards({"": cards}, "Projects that you save or open will stand here.")
        self._sweep.setVisible(any(card.missing for card in cards))

    def _go_elsewhere(self) -> None:
        self.accept()
        self.elsewhere.emit()

    def _remove(self, files: list[Path]) -> None:
        for file in files:
            forget(file)
        self._show([card for card in self.cards if card.file not in files])

    def _remove_missing(self) -> None:
        self._remove([card.file for card in self.cards if card.missing])


def _sketched(path: Path) -> Project:
    """Return a project to draw where there is no picture of it; an empty one if it takes long."""
    with contextlib.suppress(OSError, ValueError, FileError):
        if path.suffix.lower() == ".json" and path.stat().st_size < SMALL:
            return load(path)
    return Project()


def _short(folder: str) -> QLabel:
    """Return a folder's name that gives way in the middle where there is no room for it."""
    home = str(Path.home())
    told = f"~{folder[len(home) :]}" if Path(folder).is_relative_to(home) else folder
    made = label("", "secondary")
    room = made.fontMetrics().elidedText(told, Qt.TextElideMode.ElideMiddle, px(WIDTH - 24))
    made.setText(room)
    made.setToolTip(folder)
    return made
