"""Sets one weight: a field to type in and a slider that reaches any size."""

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QSlider, QWidget

from playground.ui.inspector.number import ARROWS, Field
from playground.ui.plots.lettering import number
from playground.ui.style import tabular
from playground.ui.theme import px

TICKS = 1000
STEEP = 2.0
"""Weight at which the slider stands half way between zero and its end."""
LARGEST = 1e6


class HeldField(Field):
    """A field that says whether the person is about to type: from a click or key to Enter.

    Without it a value that changes thirty times a second would take the selection away.
    """

    held = False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Keep the text still under the cursor."""
        self.held = True
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep the text still while it is selected or typed, until Enter."""
        self.held = event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter, *ARROWS)
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Let the text go."""
        self.held = False
        super().focusOutEvent(event)


class WeightDial(QWidget):
    """A field and a slider for a weight.

    The slider is at ``w / (|w| + 2)``: fine around zero, yet it reaches large weights.

    Signals
    -------
    dragged(float)
        The slider is being moved, or an arrow key steps the value.
    settled()
        The gesture has ended: the next one is another step to undo.
    """

    dragged = Signal(float)
    settled = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._value = float("nan")
        self._field = HeldField()
        self._field.setFont(tabular(self._field.font()))
        self._field.setFixedWidth(px(84))
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._slider.setRange(-TICKS, TICKS)
        self._slider.setPageStep(TICKS // 20)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(8))
        row.addWidget(self._field)
        row.addWidget(self._slider, 1)
        self._field.editingFinished.connect(self._typed)
        self._field.nudged.connect(self._nudge)
        self._slider.valueChanged.connect(self._drag)
        self._slider.sliderReleased.connect(self.settled)
        self.name("weight")

    def name(self, words: str) -> None:
        """Say which weight is set."""
        self._field.setAccessibleName(words)
        self._slider.setAccessibleName(f"{words}, slider")
        self._field.setToolTip("Type a value, or step with the arrow keys")
        self._slider.setToolTip("Drag to change it while the network learns")

    def busy(self) -> bool:
        """Say whether the person is in the middle of changing it."""
        return self._slider.isSliderDown() or self._field.isModified()

    def show_value(self, value: float) -> None:
        """Show the value the network has now, unless the person is changing it."""
        if self.busy() or value == self._value:
            return
        self._value = value
        self._show()

    def _show(self) -> None:
        text = number(self._value, digits=4, full=True)
        if text != self._field.text() and not self._field.held:
            self._field.setText(text)
        with QSignalBlocker(self._slider):
            self._slider.setValue(tick_of(self._value))

    def _typed(self) -> None:
        if not self._field.isModified():
            return
        self._field.setModified(False)
        text = self._field.text().replace("−", "-").replace(",", ".")
        try:
            value = float(text)
        except ValueError:
            self._show()
            return
        if not abs(value) <= LARGEST:
            self._show()
            return
        self._put(value)
        self.settled.emit()

    def _nudge(self, steps: int) -> None:
        self._field.setModified(False)
        self._put(round(self._value + 0.01 * steps, 6))

    def _drag(self, tick: int) -> None:
        self._put(weight_of(tick))
        if not self._slider.isSliderDown():
            self.settled.emit()

    def _put(self, value: float) -> None:
        self._value = value
        text = number(value, digits=4, full=True)
        self._field.setText(text)
        if not self._slider.isSliderDown():
            with QSignalBlocker(self._slider):
                self._slider.setValue(tick_of(value))
        self.dragged.emit(value)


def tick_of(value: float) -> int:
    """Return where the slider stands for a weight.

    Examples
    --------
    >>> tick_of(0.0), tick_of(2.0), tick_of(-2.0), tick_of(float("nan"))
    (0, 500, -500, 0)
    """
    if value != value:
        return 0
    return round(TICKS * value / (abs(value) + STEEP)) if abs(value) < LARGEST else TICKS


def weight_of(tick: int) -> float:
    """Return the weight at a place of the slider, to three figures after the point.

    Examples
    --------
    >>> weight_of(0), weight_of(500), weight_of(-500)
    (0.0, 2.0, -2.0)
    """
    share = min(abs(tick) / TICKS, 0.98)
    size = round(STEEP * share / (1 - share), 3)
    return size if tick >= 0 else -size
