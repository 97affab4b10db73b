"""A small window over the canvas with the weights of one unit: read, typed, dragged."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from playground.kernels.array import Array
from playground.ui.canvas.strings import Weight
from playground.ui.canvas.weight_dial import WeightDial
from playground.ui.canvas.weight_list import ROW, WeightList
from playground.ui.labels import label, push
from playground.ui.theme import px, theme, themes

WIDTH, MOST_ROWS = 300, 9


class WeightPopover(QWidget):
    """The weights of a unit, one of them chosen to be changed.

    Signals
    -------
    turned(Weight, float, object)
        A weight shall have this value; what one gesture does carries one token.
    pin_wanted(), switch_wanted(), closed()
        The person asked to pin the unit, to switch it, or closed the window.
    """

    turned = Signal(object, float, object)
    pin_wanted = Signal()
    switch_wanted = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.chosen: Weight | None = None
        self._gesture = 0
        self._titles: dict[Weight, str] = {}
        self._names: dict[Weight, str] = {}
        self.setAccessibleName("Weights of a unit")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.title = label("", "heading")
        self.words = label("", "secondary")
        self.losses = label("", "secondary")
        self.losses.setToolTip("The train loss as it is, and with 0 in place of what it answers")
        self.dial = WeightDial()
        self.list = WeightList()
        self.pin = push("Pin", "Keep it beside others in the boundary panel (P)")
        self.switch = push("Switch off", "Let it answer 0, and see what that does to the loss (O)")
        self.sorting = push("Largest first", "Order the weights by their size as it is now")
        self.sorting.setCheckable(True)
        self.shut = push("×", "Close (Esc)", flat=True)
        self.shut.setFixedWidth(px(26))
        self.shut.setAccessibleName("Close")
        self._lay_out()
        self.list.picked.connect(self._choose)
        self.dial.dragged.connect(self._turn)
        self.dial.settled.connect(self._settle)
        self.pin.clicked.connect(self.pin_wanted)
        self.switch.clicked.connect(self.switch_wanted)
        self.sorting.toggled.connect(self._sort)
        self.shut.clicked.connect(self.close_up)
        themes().changed.connect(self.update)
        self.hide()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.title, 1)
        top.addWidget(self.shut)
        below = QHBoxLayout()
        below.setSpacing(px(6))
        for button in (self.pin, self.switch, self.sorting):
            below.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(12), px(8), px(12), px(12))
        column.setSpacing(px(6))
        column.addLayout(top)
        column.addWidget(self.losses)
        column.addWidget(self.words)
        column.addWidget(self.dial)
        column.addWidget(self.list, 1)
        column.addLayout(below)
        self.setFixedWidth(px(WIDTH))

    def fill(self, title: str, weights: Sequence[Weight], names: Sequence[str],
             titles: Sequence[str], values: Array) -> None:  # fmt: skip
        """Hold the weights of a unit; the one that was chosen stays so where it is among them.

        Parameters
        ----------
        names, titles
            What each is within its unit, and its full name.
        """
        self.title.setText(title)
        self._titles = dict(zip(weights, titles, strict=True))
        self._names = dict(zip(weights, names, strict=True))
        short = [name.removeprefix("weight from ") for name in names]
        self.list.weights.fill(weights, short, values)
        # 1 short of the row that follows, so that half a row says: there is more.
        self.list.setFixedHeight(round(px(ROW) * min(len(weights), MOST_ROWS - 0.5)))
        self.sorting.setVisible(len(weights) > 2)
        if self.chosen not in self._titles and weights:
            self.chosen = weights[0]
        self._mark()
        self.adjustSize()

    def choose(self, weight: Weight) -> None:
        """Choose the weight that is changed, now or as soon as it is known."""
        self.chosen = weight
        self._mark()

    def show_values(self, values: Array) -> None:
        """Show the newest values of the weights it was opened with."""
        model = self.list.weights
        model.fill(model.weights, (), values)
        self._read()

    def show_losses(self, words: str) -> None:
        """Say what the loss is with and without the unit."""
        if words != self.losses.text():
            self.losses.setText(words)

    def show_state(self, pinned: bool, off: bool) -> None:
        """Name the buttons by what they would do."""
        for button, text in (
            (self.pin, "Unpin" if pinned else "Pin"),
            (self.switch, "Switch on" if off else "Switch off"),
        ):
            if button.text() != text:
                button.setText(text)
                button.setAccessibleName(text)

    def place(self, beside: QRect, room: QRect) -> None:
        """Stand beside a card, on the side where there is room; both in the parent's pixels."""
        x = beside.right() + px(14)
        if x + self.width() > room.right():
            x = beside.left() - px(14) - self.width()
        x = min(max(x, room.left() + px(6)), room.right() - self.width() - px(6))
        y = min(max(beside.top(), room.top() + px(6)), room.bottom() - self.height() - px(6))
        self.move(QPoint(max(x, 0), max(y, 0)))

    def close_up(self) -> None:
        """Close."""
        if self.isVisible():
            self.hide()
            self.chosen = None
            self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Esc; P and O as over the thumbnail."""
        keys = {Qt.Key.Key_Escape: self.close_up, Qt.Key.Key_P: self.pin_wanted.emit,
                Qt.Key.Key_O: self.switch_wanted.emit}  # fmt: skip
        act = keys.get(Qt.Key(event.key()))
        if act is None:
            super().keyPressEvent(event)
        else:
            act()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the plate."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme().color("border"), 1))
        painter.setBrush(theme().color("panel"))
        painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), px(9), px(9))
        painter.end()

    def _choose(self, weight: Weight) -> None:
        if weight != self.chosen:
            self._settle()
            self.chosen = weight
            self._mark()

    def _mark(self) -> None:
        if self.chosen in self._titles:
            self.list.choose(self.chosen)
            self.words.setText(self._names[self.chosen])
            self.words.setToolTip(self._titles[self.chosen])
            self.dial.name(self._titles[self.chosen])
            self._read()

    def _read(self) -> None:
        row = self.list.weights.row_of(self.chosen) if self.chosen else -1
        if row >= 0:
            self.dial.show_value(self.list.weights.value(row))

    def _turn(self, value: float) -> None:
        if self.chosen is not None:
            self.turned.emit(self.chosen, value, ("weight", self.chosen, self._gesture))

    def _settle(self) -> None:
        self._gesture += 1

    def _sort(self, by_size: bool) -> None:
        self.list.weights.sort_by_size(by_size)
        self._mark()

