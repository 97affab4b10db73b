"""The gallery of presets, in paths, with a picture of each."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from playground.core.disk import FileError
from playground.document.presets import load_preset, preset_names
from playground.document.project import Project
from playground.ui.card import WIDTH, Card, Thumbnail, in_rows
from playground.ui.fuzzy import score
from playground.ui.labels import label
from playground.ui.theme import px

PATHS = ("First hour", "How networks learn", "When it goes wrong", "Other learners", "Labs")


@dataclass(frozen=True)
class Preset:
    """A preset as the gallery shows it."""

    name: str
    project: Project

    @property
    def path(self) -> str:
        """The section it stands in."""
        return self.project.lesson.path if self.project.lesson else "More"

    @property
    def order(self) -> tuple[int, int, str]:
        """Where it stands."""
        place = PATHS.index(self.path) if self.path in PATHS else len(PATHS)
        return place, self.project.lesson.order if self.project.lesson else 100, self.name

    @property
    def summary(self) -> str:
        """One sentence about it."""
        return self.project.lesson.summary if self.project.lesson else ""


@cache
def presets() -> tuple[Preset, ...]:
    """Return all presets in the order of the gallery; one that cannot be read is left out."""
    found = []
    for name in preset_names():
        try:
            found.append(Preset(name, load_preset(name)))
        except FileError:
            continue
    return tuple(sorted(found, key=lambda preset: preset.order))


def following(name: str) -> str | None:
    """Return the preset after this one, or the first; None when there are none."""
    names = [preset.name for preset in presets()]
    if not names:
        return None
    return names[(names.index(name) + 1) % len(names)] if name in names else names[0]


class PresetCard(Card):
    """A preset to open with a click or Enter.

    Signals
    -------
    chosen(str)
        Open the preset of this name.
    """

    chosen = Signal(str)

    def __init__(self, preset: Preset, catalogue: Any) -> None:
        super().__init__(preset.project.title, preset.summary)
        self.preset = preset
        stored = files("playground.assets") / "thumbnails" / f"{preset.name}.png"
        picture = stored.read_bytes() if stored.is_file() else None
        self.column.addWidget(Thumbnail(picture, preset.project, catalogue))
        self.column.addWidget(label(preset.project.title, "heading", wrap=True))
        self.column.addWidget(label(preset.summary, "secondary", wrap=True))
        self.column.addStretch()
        self.opened.connect(lambda: self.chosen.emit(self.preset.name))


class Gallery(QDialog):
    """All presets with search.

    Signals
    -------
    chosen(str)
        Open the preset of this name.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget, catalogue: Any) -> None:
        super().__init__(parent)
        self.setWindowTitle("Gallery")
        self.resize(min(px(1000), parent.width() - px(40)), min(px(680), parent.height() - px(40)))
        self._cards = [PresetCard(preset, catalogue) for preset in presets()]
        for card in self._cards:
            card.setParent(self)
            card.hide()
            card.chosen.connect(self._choose)
        self._search = QLineEdit()
        self._search.setPlaceholderText("Search demonstrations")
        self._search.setAccessibleName("Search demonstrations")
        self._search.setToolTip("Words of the title or of what it shows")
        self._search.setMaximumWidth(px(280))
        self._search.textChanged.connect(self._arrange)
        self._search.returnPressed.connect(self._choose_first)
        self._columns = 0
        head = QHBoxLayout()
        head.addWidget(label("Gallery", "title"))
        head.addStretch()
        head.addWidget(self._search)
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
            self._arrange(self._search.text())

    def shown(self) -> list[str]:
        """Return the names of the presets that the search leaves, in order."""
        return [card.preset.name for card in self._cards if card.parent() is not self]

    def _choose(self, name: str) -> None:
        self.accept()
        self.chosen.emit(name)

    def _choose_first(self) -> None:
        names = self.shown()
        if names and self._search.text().strip():
            self._choose(names[0])

    def _arrange(self, text: str) -> None:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, px(8), 0)
        column.setSpacing(px(8))
        for card in self._cards:
            card.setParent(self)
            card.hide()
        fitting = [card for card in self._cards if _fits(card.preset, text)]
        for path in dict.fromkeys(card.preset.path for card in fitting):
            column.addWidget(label(path.upper(), "section"))
            group = [card for card in fitting if card.preset.path == path]
            column.addLayout(in_rows(group, self._columns))
        if not fitting:
            column.addWidget(label("Nothing fits these words.", "secondary"))
        column.addStretch()
        old = self._area.takeWidget()
        self._area.setWidget(body)
        if old is not None:
            old.deleteLater()


def _fits(preset: Preset, text: str) -> bool:
    if not text.strip():
        return True
    words = [preset.project.title, preset.summary, preset.name, preset.path]
    low = " ".join(words).lower()
    return all(part in low for part in text.lower().split()) or any(
        (score(text, word) or 0.0) > 2.2 * len(text.strip()) for word in words[:1]
    )
