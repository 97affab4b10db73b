"""The editor of numbers: a field to type in, and a slider where the range is known."""

from typing import Any

from PySide6.QtCore import QPointF, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSlider,
    QStyle,
    QStyleOptionSlider,
    QVBoxLayout,
    QWidget,
)

from playground.core.settings import Setting
from playground.ui.inspector.editor import Editor
from playground.ui.inspector.span import TICKS, Span, shown
from playground.ui.inspector.undoing import Undoing
from playground.ui.labels import label
from playground.ui.style import tabular
from playground.ui.theme import px, theme

ARROWS = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1, Qt.Key.Key_PageUp: 10, Qt.Key.Key_PageDown: -10}


class Field(QLineEdit):
    """A line for one number; arrow keys change it.

    Signals
    -------
    nudged(int)
        An arrow key asks for so many small steps.
    """

    nudged = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        Undoing(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step on arrow keys."""
        steps = ARROWS.get(Qt.Key(event.key()))
        if steps is None:
            super().keyPressEvent(event)
        else:
            self.nudged.emit(steps)


class CalmSlider(QSlider):
    """A slider that leaves the wheel to the page it stands on, and can carry a mark."""

    def __init__(self, orientation: Qt.Orientation) -> None:
        super().__init__(orientation)
        self.mark: int | None = None

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page."""
        event.ignore()

    def show_mark(self, position: int | None) -> None:
        """Mark a position, or none."""
        if position != self.mark:
            self.mark = position
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the slider, and a tick across its groove at the mark."""
        super().paintEvent(event)
        if self.mark is None:
            return
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        option.sliderPosition = self.mark
        part = QStyle.SubControl.SC_SliderHandle
        handle = self.style().subControlRect(
            QStyle.ComplexControl.CC_Slider, option, part, self
        )
        x, middle = handle.center().x() + 0.5, self.height() / 2
        painter = QPainter(self)
        painter.setPen(QPen(theme().color("warning"), px(2)))
        painter.drawLine(QPointF(x, middle - px(7)), QPointF(x, middle + px(7)))
        painter.end()


class Number(Editor):
    """A field and a slider for an ``int`` or ``float``."""

    def __init__(self, option: Setting) -> None:
        super().__init__(option)
        self._span = Span(option)
        self._whole = option.kind == "int"
        self._value: float = 0
        self._field = Field()
        self._field.setFont(tabular(self._field.font()))
        self._name(self._field)
        self._slider = CalmSlider(Qt.Orientation.Horizontal)
        self._slider.setRange(0, TICKS)
        self._slider.setPageStep(TICKS // 10)
        self._slider.setAccessibleName(f"{option.title} slider")
        self._slider.setToolTip(self._field.toolTip())
        self._lay_out()
        self._field.editingFinished.connect(self._typed)
        self._field.nudged.connect(lambda n: self._take(self._span.nudged(self._value, n)))
        self._slider.valueChanged.connect(lambda tick: self._take(self._span.value(tick)))
        self._slider.sliderReleased.connect(self.settled)

    def show_mark(self, value: float | None, words: str = "") -> None:
        """Mark a value on the slider and say why in its tooltip; None takes the mark away."""
        inside = value is not None and self._span.low <= value <= self._span.high
        self._slider.show_mark(self._span.tick(value) if value is not None and inside else None)
        tip = f"{self._field.toolTip()}\n{words}" if words else self._field.toolTip()
        if tip != self._slider.toolTip():
            self._slider.setToolTip(tip)

    def _lay_out(self) -> None:
        column = QVBoxLayout()
        column.setSpacing(px(3))
        column.addWidget(_with_unit(self._field, self.option.unit))
        column.addWidget(self._slider)
        self.row.addLayout(column)

    def _typed(self) -> None:
        try:
            value = float(self._field.text().replace(",", ".").replace("\u202f", ""))
        except ValueError:
            self.show_value(self._value)
            return
        if value != value or value in (float("inf"), float("-inf")):
            self.show_value(self._value)
        elif shown(value, False) != shown(self._value, False):
            self._take(self._span.allowed(value))
            self.settled.emit()
        else:
            self.show_value(self._value)

    def _take(self, value: float) -> None:
        if value != self._value:
            self.show_value(value)
            self.edited.emit(value)

    def show_value(self, value: Any) -> None:
        """Show a number."""
        if not isinstance(value, int | float):
            self._field.setText("" if value is None else str(value))
            return
        self._value = value
        self._field.setText(shown(value, self._whole))
        self._field.setCursorPosition(0)
        if self._slider.isSliderDown():
            return
        with QSignalBlocker(self._slider):
            self._slider.setValue(self._span.tick(value))


def _with_unit(field: QWidget, unit: str) -> QWidget:
    if not unit:
        return field
    box = QWidget()
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(field)
    words: QLabel = label(unit, "secondary")
    row.addWidget(words)
    return box
