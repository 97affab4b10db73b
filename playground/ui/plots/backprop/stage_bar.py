"""Controls that lead through the stages of a training step."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QSlider, QSpinBox, QToolButton, QWidget

from playground.ui.icons import icon
from playground.ui.theme import px, themes
from playground.ui.timers import every

PACE_MS = 1100


class StageBar(QWidget):
    """Back, play, forward, a slider over the stages, the sample, and a button for the real step.

    Signals
    -------
    moved(int)
        Another stage is wanted.
    sample_chosen(int)
        Row of the data set, or -1 for the next mini-batch.
    step_wanted()
        The person wants the step to be taken.
    """

    moved = Signal(int)
    sample_chosen = Signal(int)
    step_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.back = self._button("back", "One stage back", "Left", lambda: self.go(-1))
        self.play = self._button("play", "Play the stages", "P", self._toggle)
        self.forward = self._button("forward", "One stage on", "Right", lambda: self.go(1))
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
        self.slider.setMinimumWidth(px(28))
        self.slider.setAccessibleName("Stage")
        self.slider.setToolTip("Stage of the step: forward, loss, backward, change")
        self.slider.valueChanged.connect(self.moved)
        self.sample = self._sample()
        self.take = QToolButton(self)
        self.take.setText("Take step")
        self.take.setAccessibleName("Take this step")
        self.take.clicked.connect(self.step_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(px(8), px(2), px(8), px(4))
        row.setSpacing(px(4))
        for widget in (self.back, self.play, self.forward):
            row.addWidget(widget)
        row.addWidget(self.slider, 1)
        row.addWidget(self.sample)
        row.addWidget(self.take)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._pace = every(self, PACE_MS, self._tick)
        themes().changed.connect(self._retint)
        self._retint()

    def offer(self, stages: int, rows: int, row: int) -> None:
        """Show how many stages and samples there are, and which sample is chosen."""
        for widget, last in ((self.slider, stages - 1), (self.sample, rows - 1)):
            widget.blockSignals(True)
            widget.setMaximum(max(last, 0))
            widget.blockSignals(False)
        self.sample.blockSignals(True)
        self.sample.setValue(min(row, rows - 1))
        self.sample.blockSignals(False)
        self.take.setEnabled(row < 0)
        self.take.setToolTip(
            "Take this step: the weights change as shown"
            if row < 0
            else "A real step learns from the next batch: choose that as the sample"
        )

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Leave the word out of the last button where room is short."""
        super().resizeEvent(event)
        narrow = self.width() < px(320)
        style = Qt.ToolButtonStyle
        self.take.setToolButtonStyle(
            style.ToolButtonIconOnly if narrow else style.ToolButtonTextOnly
        )

    def go(self, by: int) -> None:
        """Move by some stages; past the end it stays."""
        self.slider.setValue(self.slider.value() + by)

    def _toggle(self) -> None:
        if self._pace.isActive():
            self._pace.stop()
        else:
            if self.slider.value() == self.slider.maximum():
                self.slider.setValue(0)
            self._pace.start()
        self._retint()

    def _tick(self) -> None:
        self.go(1)
        if self.slider.value() == self.slider.maximum() or not self.isVisible():
            self._pace.stop()
            self._retint()

    def _button(
        self, name: str, what: str, key: str, act: Callable[[], object]
    ) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setAutoRaise(True)
        button.setAccessibleName(what)
        button.setToolTip(f"{what} ({key})")
        button.clicked.connect(act)
        shortcut = QShortcut(QKeySequence(key), self.parentWidget() or self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(act)
        return button

    def _sample(self) -> QSpinBox:
        box = QSpinBox(self)
        box.setMinimum(-1)
        box.setSpecialValueText("next batch")
        box.setPrefix("row ")
        box.setKeyboardTracking(False)
        box.setAccessibleName("Sample")
        box.setToolTip(
            "What is learned from: the next mini-batch (below row 0), or one row of the data set."
            " Type it, or use the wheel or the up and down keys; a click on a sample chooses it too"
        )
        box.valueChanged.connect(self.sample_chosen)
        return box

    def _retint(self, _: object = None) -> None:
        for button in (self.back, self.forward):
            button.setIcon(icon(button.objectName()))
        self.take.setIcon(icon("step"))
        self.play.setIcon(icon("pause" if self._pace.isActive() else "play"))
        self.sample.setFixedSize(px(76), px(24))
        self.setStyleSheet(_sheet())


def _sheet() -> str:
    """Return the style of controls low enough to leave the picture its room."""
    return f"""
        QToolButton {{ padding: 0 {px(6)}px; min-height: {px(22)}px; max-height: {px(22)}px;
            font-size: {px(11.5)}px; }}
        QSpinBox {{ padding: 0; min-height: 0; font-size: {px(11.5)}px; }}
        QSpinBox::up-button, QSpinBox::down-button {{ width: 0; border: none; }}
        QSpinBox QLineEdit {{ border: none; padding: 0 {px(4)}px; min-height: 0;
            background: transparent; font-size: {px(11.5)}px; }}
        """
