"""The projects that were open last, each with its picture, its folder and when that was."""

import contextlib
import time
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from playground.core.disk import FileError
from playground.document.files import load
from playground.document.project import Project
from playground.document.recent import Recent, forget, picture_of, recent
from playground.ui.card import WIDTH, Card, Thumbnail, in_rows
from playground.ui.labels import IconButton, label, push
from playground.ui.theme import px

DAY = 86_400.0

SMALL = 200_000
"""Bytes of a file that is read at once."""


class RecentCard(Card):
    """A project file to open with a click or Enter, or to take from the list.

    Signals
    -------
    chosen(Path), unwanted(Path)
        Open this file; take it from the list.
    """

    chosen = Signal(object)
    unwanted = Signal(object)

    def __init__(self, one: Recent, catalogue: Mapping[str, Any], now: float) -> None:
        self.file, self.missing = one.file, one.missing
        told = f"{in_words(one.when, now)}, {self.file.parent}"
        super().__init__(self.file.name, f"missing, {told}" if self.missing else told)
        seen = picture_of(self.file)
        picture = Thumbnail(seen, Project() if seen else _sketched(self.file), catalogue)
        picture.setEnabled(not self.missing)
        self.column.addWidget(picture)
        self.column.addLayout(self._head(one))
        self.column.addWidget(_short(str(self.file.parent)))
        self.column.addWidget(label(in_words(one.when, now), "secondary"))
        self.column.addStretch()
        self.opened.connect(self._open)
        if self.missing:
            self.setToolTip(f"{self.file} is not there any more")
            self.setCursor(Qt.CursorShape.ArrowCursor)
        else:
            self.setToolTip(f"Open {self.file} (Enter)")

    def _head(self, one: Recent) -> QHBoxLayout:
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

    def _open(self) -> None:
        if not self.missing:
            self.chosen.emit(self.file)

    def keyPressEvent(self, event: Any) -> None:
        """Open it on Enter; take it from the list on Delete."""
        if event.key() == Qt.Key.Key_Delete:
            self.unwanted.emit(self.file)
        else:
            super().keyPressEvent(event)


class RecentGallery(QDialog):
    """Recent projects as pictures.

    Signals
    -------
    chosen(Path)
        Open this file.
    elsewhere()
        Look for another file.
    """

    chosen = Signal(object)
    elsewhere = Signal()

    def __init__(self, parent: QWidget, catalogue: Mapping[str, Any]) -> None:
        super().__init__(parent)
        self.setWindowTitle("Open recent")
        self.resize(min(px(860), parent.width() - px(40)), min(px(600), parent.height() - px(40)))
        self._catalogue, self._columns = catalogue, 0
        self.cards: list[RecentCard] = []
        self._sweep = push("Remove what is missing", "Take missing files from this list")
        self._sweep.clicked.connect(self._remove_missing)
        other = push("Another file\u2026", "Open a file that is not in this list", accent=True)
        other.clicked.connect(self._go_elsewhere)
        head = QHBoxLayout()
        head.addWidget(label("Open recent", "title"))
        head.addStretch()
        head.addWidget(self._sweep)
        head.addWidget(other)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(20), px(16), px(12), px(12))
        column.setSpacing(px(10))
        column.addLayout(head)
        column.addWidget(self._area, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put as many cards in a row as there is room for."""
        super().resizeEvent(event)
        columns = max(2, (self.width() - px(32)) // px(WIDTH))
        if columns != self._columns:
            self._columns = columns
            self._arrange()

    def _arrange(self) -> None:
        now = time.time()
        self.cards = [RecentCard(one, self._catalogue, now) for one in recent()]
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, px(8), 0)
        column.addLayout(in_rows(self.cards, self._columns))
        for card in self.cards:
            card.chosen.connect(self._choose)
            card.unwanted.connect(self._remove)
        if not self.cards:
            words = "Projects that you save or open will stand here."
            column.addWidget(label(words, "secondary"))
        column.addStretch()
        self._sweep.setVisible(any(card.missing for card in self.cards))
        old = self._area.takeWidget()
        self._area.setWidget(body)
        if old is not None:
            old.deleteLater()

    def _choose(self, path: Path) -> None:
        self.accept()
        self.chosen.emit(path)

    def _go_elsewhere(self) -> None:
        self.accept()
        self.elsewhere.emit()

    def _remove(self, path: Path) -> None:
        forget(path)
        self._arrange()

    def _remove_missing(self) -> None:
        for card in self.cards:
            if card.missing:
                forget(card.file)
        self._arrange()


def in_words(when: float, now: float) -> str:
    """Say when something was, as a person would: ``today, 14:05``."""
    then, day = datetime.fromtimestamp(when), datetime.fromtimestamp(now).date()
    clock = f"{then:%H:%M}"
    if then.date() == day:
        return f"today, {clock}"
    if then.date() == datetime.fromtimestamp(now - DAY).date():
        return f"yesterday, {clock}"
    year = "" if then.year == day.year else f" {then.year}"
    return f"{then.day} {then:%B}{year}, {clock}"


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
