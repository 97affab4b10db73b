"""The speed of a run on a logarithmic slider, from one step a second to as many as possible."""

from math import exp, log

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QSlider, QWidget

from playground.ui.labels import figures, label
from playground.ui.theme import px, themes

FASTEST = 5000.0
TICKS = 100


def spaced(number: float) -> str:
    """Write a whole number with thin spaces between the thousands."""
    return f"{number:,.0f}".replace(",", "\u202f")


def to_speed(tick: int) -> float | None:
    """Return the steps per second of a slider position; None, as fast as possible, at the end."""
    if tick >= TICKS:
        return None
    value = exp(log(FASTEST) * tick / (TICKS - 1))
    digits = 0 if value < 10 else -1 if value < 1000 else -2
    return float(round(value, digits))


def to_tick(speed: float | None) -> int:
    """Return the slider position of a speed."""
    if speed is None:
        return TICKS
    return round((TICKS - 1) * min(max(log(max(speed, 1.0)) / log(FASTEST), 0.0), 1.0))


def speed_in_words(speed: float | None) -> str:
    """Return a speed as people read it."""
    return "max" if speed is None else f"{spaced(speed)}/s"


class Speed(QWidget):
    """A slider with its value.

    Signals
    -------
    chosen(object)
        The person chose a speed: steps per second, or None for as many as possible.
    """

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._slider.setRange(0, TICKS)
        self._slider.setPageStep(10)
        self._slider.setAccessibleName("Speed")
        self._slider.setToolTip("Speed: steps per second (slower [, faster ])")
        self._value = figures("max")
        self._value.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(6))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        row.addWidget(label("Speed", "secondary"))
        row.addWidget(self._slider)
        row.addWidget(self._value)
        self._slider.valueChanged.connect(self._choose)
        themes().changed.connect(self._measure)
        self._measure()

    def show_speed(self, speed: float | None) -> None:
        """Show a speed without choosing it."""
        self._slider.blockSignals(True)
        self._slider.setValue(to_tick(speed))
        self._slider.blockSignals(False)
        self._value.setText(speed_in_words(speed))
        self._slider.setAccessibleDescription(speed_in_words(speed))

    def nudge(self, ticks: int) -> None:
        """Move the slider."""
        self._slider.setValue(self._slider.value() + ticks)

    def _choose(self, tick: int) -> None:
        self._value.setText(speed_in_words(to_speed(tick)))
        self.chosen.emit(to_speed(tick))

    def _measure(self, _theme: object = None) -> None:
        self._slider.setFixedWidth(px(100))
        self._value.setFixedWidth(self._value.fontMetrics().horizontalAdvance("5 000/s") + px(2))
