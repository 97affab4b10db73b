"""The first minute: a demonstration already moving, and three ways to go on."""

from typing import Any

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from playground.document.complete import complete
from playground.document.presets import preset_names
from playground.document.project import Project
from playground.ui.gallery import following, presets
from playground.ui.labels import IconButton, label, push
from playground.ui.theme import px, theme, themes

FIRST = "circle"


def first_project(catalogue: Any) -> Project:
    """Return what the first start opens: the preset `circle`, or the smallest whole project."""
    known = {preset.name: preset.project for preset in presets()} if preset_names() else {}
    return known.get(FIRST) or own_project(catalogue)


def own_project(catalogue: Any) -> Project:
    """Return data, a layer and a head, wired: what building one's own begins with."""
    empty = Project(title="My own")
    edit = complete(empty, catalogue)
    return edit(empty) if edit else empty


class Welcome(QWidget):
    """A card over the canvas with three buttons.

    Parameters
    ----------
    window
        The main window.
    """

    def __init__(self, window: Any) -> None:
        super().__init__(window.canvas)
        self._window = window
        self._name = FIRST
        column = QVBoxLayout(self)
        column.setContentsMargins(px(16), px(10), px(10), px(14))
        column.setSpacing(px(6))
        head = QHBoxLayout()
        head.addWidget(label("It is learning to tell blue from orange", "heading"))
        head.addStretch()
        close = IconButton("close", "Close this card")
        close.clicked.connect(self.hide)
        head.addWidget(close)
        column.addLayout(head)
        words = "Below, the boundary closes in. Every block here can be changed while it runs."
        column.addWidget(label(words, "secondary"))
        row = QHBoxLayout()
        row.setSpacing(px(8))
        for text, tip, act in (
            ("Change something", "Select the layer and change its units", self.change),
            ("Next demonstration", "Open the next one of the gallery", self.next),
            ("Build my own", "Begin with data, a layer and a fit, wired", self.own),
        ):
            button = push(text, tip, accent=act == self.change)
            button.clicked.connect(act)
            row.addWidget(button)
        row.addStretch()
        column.addLayout(row)
        window.canvas.installEventFilter(self)
        themes().changed.connect(self._place)
        self.hide()

    def begin(self) -> None:
        """Show the card; the demonstration plays behind it."""
        self.show()
        self._place()
        self.raise_()

    def change(self) -> None:
        """Select a layer, so that the inspector shows what there is to change."""
        self.hide()
        window = self._window
        catalogue = window.bridge.catalogue
        for placed in window.bridge.store.value.blocks:
            if getattr(catalogue.get(placed.kind), "family", "") == "layer":
                window.show_block(placed.id)
                break
        window.docks["inspector"].show()
        window.docks["inspector"].raise_()
        window.inspector.setFocus()

    def next(self) -> None:
        """Open the demonstration that follows, and play it."""
        name = following(self._name)
        if name is None:
            self.own()
            return
        self._name = name
        self._window.documents.open_preset(name)
        self._window.bridge.play()

    def own(self) -> None:
        """Lay data, a layer and a head, wired."""
        self.hide()
        if self._window.documents.may_leave():
            self._window.documents.show(own_project(self._window.bridge.catalogue))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the corner of the canvas."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def _place(self, _theme: object = None) -> None:
        self.adjustSize()
        self.move(px(16), self._window.canvas.height() - self.height() - px(16))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the card."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme().color("border"), 1))
        painter.setBrush(theme().color("raised"))
        painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), px(9), px(9))
