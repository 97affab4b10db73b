"""Blocks by family and by what a person types: what palette and block menu list."""

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap

from playground.core.block import Block, summary_of, title_of
from playground.document.wiring import WORDS, wanted
from playground.ui.theme import theme

FAMILY_TITLES = {
    "data": "Data",
    "transform": "Transforms",
    "layer": "Layers",
    "fit": "Train",
    "model": "Models",
    "unsupervised": "Without labels",
    "ensemble": "Ensembles",
    "objective": "Functions",
    "lab": "Labs",
}


def grouped(catalogue: Mapping[str, type[Block]], kinds: Iterable[str]) -> dict[str, list[str]]:
    """Return kinds by family, families in the order of the palette, most used kinds first."""
    groups: dict[str, list[str]] = {family: [] for family in FAMILY_TITLES}
    for kind in kinds:
        groups[catalogue[kind].family].append(kind)
    for family in groups.values():
        family.sort(key=lambda kind: (catalogue[kind].rank, title_of(catalogue[kind])))
    return {family: kinds for family, kinds in groups.items() if kinds}


def found(catalogue: Mapping[str, type[Block]], text: str) -> list[str]:
    """Return the kinds that match what was typed, best first; all of them for nothing typed."""
    wanted = text.casefold().split()
    scored = [(score(kind, cls, wanted), kind) for kind, cls in catalogue.items()]
    scored = [(rank, kind) for rank, kind in scored if rank is not None]
    typed = " ".join(wanted)

    def order(pair: tuple[int, str]) -> tuple[bool, int, int, str]:
        cls = catalogue[pair[1]]
        return title_of(cls).casefold() != typed, pair[0], cls.rank, pair[1]

    scored.sort(key=order)
    return [kind for _, kind in scored]


def score(kind: str, cls: type[Block], wanted: Iterable[str]) -> int | None:
    """Return how badly a block matches words (0 is best), or None when it does not."""
    title = title_of(cls).casefold()
    family = FAMILY_TITLES[cls.family].casefold()
    others = " ".join(cls.also_called).casefold()
    names = f"{title} {kind} {cls.family}".replace("-", " ").split()
    total = 0
    for word in wanted:
        if title.startswith(word) or word in title.split():
            continue
        if word in others.split():
            total += 1
            continue
        begun = any(name.startswith(word) for name in (*names, *others.replace("-", " ").split()))
        if begun or family.startswith(word):
            total += 2
        elif word in f"{title} {kind} {family}":
            total += 3
        elif word in summary_of(cls).casefold():
            total += 4
        elif is_subsequence(word, title):
            total += 8
        else:
            return None
    return total


def is_subsequence(word: str, text: str) -> bool:
    """Say whether all letters of a word occur in a text in order: ``"bn"`` in ``"batch norm"``."""
    letters = iter(text)
    return all(letter in letters for letter in word)


def usage(cls: type[Block]) -> str:
    """Say in words what a block takes and gives."""
    given = " and ".join(dict.fromkeys(WORDS[port.type] for port in cls.outputs))
    taken = " and ".join(
        dict.fromkeys(wanted(port) for port in cls.inputs if not port.optional)
    )
    if taken and given:
        return f"Takes {taken}, gives {given}."
    return f"Takes {taken}." if taken else f"Gives {given}." if given else "Stands alone."


def tooltip(cls: type[Block]) -> str:
    """Return a block's help as rich text: name, summary, ports and how to add it."""
    return (
        f"<p style='white-space:pre'><b>{title_of(cls)}</b></p><p>{summary_of(cls)}<br>"
        f"{usage(cls)}</p><p>Drag it onto the canvas. Double-click or Enter adds it, wired.</p>"
    )


def dot(family: str, size: int = 10) -> QIcon:
    """Return the coloured dot of a family in the theme in use."""
    ratio = 2.0
    picture = QPixmap(QSize(size, size) * ratio)
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme().color(family))
    painter.drawEllipse(QRectF(1, 1, size - 2, size - 2))
    painter.end()
    return QIcon(picture)
