"""How a file is read: separator, characters, decimal mark, header, size of pictures."""

from typing import Any

from msgspec.structs import replace
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QCheckBox, QComboBox, QHBoxLayout, QLabel, QWidget

from playground.tables.preview import Choices
from playground.ui.form import number_box
from playground.ui.theme import px

SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar", " ": "blanks"}
ENCODINGS = {
    "utf-8": "UTF-8", "utf-8-sig": "UTF-8 with mark", "utf-16": "UTF-16", "cp1252": "Western",
    "latin-1": "Latin 1", "cp1250": "Central European", "cp1251": "Cyrillic",
    "shift_jis": "Japanese", "gb18030": "Chinese",
}  # fmt: skip
DECIMALS = {".": "point", ",": "comma"}
WIDE = 960
"""Width of a screen, in the design's pixels, that has room for all choices side by side."""


class ReadingOptions(QWidget):
    """A row of choices; those that play no part for a format are left out.

    Signals
    -------
    changed()
        The file is to be looked at anew.
    """

    changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._choices = Choices()
        wide = self.screen().availableGeometry().width() >= px(WIDE)
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        both = QBoxLayout(across if wide else down, self)
        both.setContentsMargins(0, 0, 0, 0)
        self._marks, self._rest = QHBoxLayout(), QHBoxLayout()
        for row in (self._marks, self._rest):
            row.setSpacing(px(6))
            both.addLayout(row)
        self._labels: dict[QWidget, QLabel] = {}
        self.separator = self._box("Separator", SEPARATORS, "What stands between two entries")
        self.encoding = self._box("Characters", ENCODINGS, "How the characters are written")
        self.decimal = self._box("Decimal", DECIMALS, "What stands before decimals")
        self.header = QCheckBox("Names in the first row", self)
        self.header.setToolTip("Off where rows begin at once: columns are then called c1, c2 …")
        self.header.toggled.connect(lambda _: self.changed.emit())
        self._rest.addWidget(self.header)
        self.above = number_box(
            "Lines left out above",
            "So many lines of titles and remarks above the table are left out", 0, 999, 0,
        )  # fmt: skip
        self.above.valueChanged.connect(lambda _: self.changed.emit())
        self._label(self._rest, "Lines above", self.above)
        self.side = number_box(
            "Side of the pictures in pixels",
            "Pictures are brought to so many pixels across and down", 4, 128, Choices().side,
        )  # fmt: skip
        self.side.valueChanged.connect(lambda _: self.changed.emit())
        self._label(self._rest, "Pixels a side", self.side)
        self.grey = QCheckBox("Without colour", self)
        self.grey.setToolTip("One number for each pixel instead of three")
        self.grey.toggled.connect(lambda _: self.changed.emit())
        self._rest.addWidget(self.grey)
        self._rest.addStretch(1)
        if not wide:
            self._marks.addStretch(1)

    def offer(self, choices: Choices, text: bool, pictures: bool) -> None:
        """Show how a file is read."""
        self._choices = choices
        self.blockSignals(True)
        for box, value in (
            (self.separator, choices.separator), (self.encoding, choices.encoding),
            (self.decimal, choices.decimal),
        ):  # fmt: skip
            if box.findData(value) < 0:
                box.addItem(repr(value) if len(value) == 1 else value, value)
            box.setCurrentIndex(box.findData(value))
        self.header.setChecked(choices.header)
        self.above.setValue(choices.above)
        self.side.setValue(choices.side)
        self.grey.setChecked(choices.grey)
        self.blockSignals(False)
        for widget, shown in (
            (self.separator, text), (self.encoding, text), (self.decimal, text),
            (self.header, text), (self.above, text), (self.side, pictures), (self.grey, pictures),
        ):  # fmt: skip
            widget.setVisible(shown)
            if widget in self._labels:
                self._labels[widget].setVisible(shown)

    def choices(self) -> Choices:
        """Return how to look at the file anew; its columns are guessed again."""
        return replace(
            self._choices, columns=(), separator=self.separator.currentData(),
            encoding=self.encoding.currentData(), decimal=self.decimal.currentData(),
            header=self.header.isChecked(), above=self.above.value(),
            side=self.side.value(), grey=self.grey.isChecked(),
        )  # fmt: skip

    def _box(self, words: str, options: dict[str, Any], tip: str) -> QComboBox:
        box = QComboBox(self)
        for value, told in options.items():
            box.addItem(told, value)
        box.setAccessibleName(words)
        box.setToolTip(tip)
        box.currentIndexChanged.connect(lambda _: self.changed.emit())
        self._label(self._marks, words, box)
        return box

    def _label(self, row: QHBoxLayout, words: str, widget: QWidget) -> None:
        label = QLabel(words, self)
        label.setBuddy(widget)
        self._labels[widget] = label
        row.addWidget(label)
        row.addWidget(widget)
        row.addSpacing(px(6))
