"""The gallery of presets, in paths, with a picture of each."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from PySide6.QtWidgets import QLineEdit, QWidget

from playground.core.disk import FileError
from playground.document.presets import load_preset, preset_names
from playground.document.project import Project
from playground.ui.card import Card, Thumbnail
from playground.ui.card_sheet import CardSheet
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
    """A preset to open with a click or Enter."""

    def __init__(self, preset: Preset, catalogue: Mapping[str, Any]) -> None:
        super().__init__(preset.name, preset.project.title, preset.summary)
        self.preset = preset
        stored = files("playground.assets") / "thumbnails" / f"{preset.name}.png"
        picture = stored.read_bytes() if stored.is_file() else None
        self.column.addWidget(Thumbnail(picture, preset.project, catalogue))
        self.column.addWidget(label(preset.project.title, "heading", wrap=True))
        self.column.addWidget(label(preset.summary, "secondary", wrap=True))
        self.column.addStretch(1)


class Gallery(CardSheet):
    """All presets with search; `chosen` gives the name of one."""

    def __init__(self, parent: QWidget, catalogue: Mapping[str, Any]) -> None:
        self._search = QLineEdit()
        self._search.setPlaceholderText("Search demonstrations")
        self._search.setAccessibleName("Search demonstrations")
        self._search.setToolTip("Words of the title or of what it shows")
        self._search.setMaximumWidth(px(280))
        super().__init__(parent, "Gallery", (1000, 680), [self._search])
        self._all = [PresetCard(preset, catalogue) for preset in presets()]
        for card in self._all:
            card.chosen.connect(self.choose)
        self._search.textChanged.connect(self._find)
        self._search.returnPressed.connect(self._choose_first)
        self._find("")

    def shown(self) -> list[str]:
        """Return the names of the presets that the search leaves, in order."""
        return [card.preset.name for card in self.cards]

    def _choose_first(self) -> None:
        names = self.shown()
        if names and self._search.text().strip():
            self.choose(names[0])

    def _find(self, text: str) -> None:
        paths: dict[str, list[PresetCard]] = {}
        for card in self._all:
            if _fits(card.preset, text):
                paths.setdefault(card.preset.path, []).append(card)
        self.show_cards(paths, "Nothing fits these words.")


def _fits(preset: Preset, text: str) -> bool:
    if not text.strip():
        return True
    words = [preset.project.title, preset.summary, preset.name, preset.path]
    low = " ".join(words).lower()
    return all(part in low for part in text.lower().split()) or any(
        (score(text, word) or 0.0) > 2.2 * len(text.strip()) for word in words[:1]
    )
