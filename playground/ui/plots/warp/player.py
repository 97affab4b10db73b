"""A play button and a slider that lead through the layers of a network."""

import time

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QWidget

from playground.ui.icons import icon
from playground.ui.plots.warp.stage_slider import StageSlider
from playground.ui.theme import px, themes
from playground.ui.timers import every

FRAME_MS = 16
LAYER_S, HOLD_S = 3.0, 1.6
"""Seconds that a layer takes, and that the end is held before it plays again."""
LONGEST_S = 15.0


class WarpPlayer(QWidget):
    """Plays and seeks the way through a network.

    Signals
    -------
    moved(float)
        Another time is to be shown.
    settled(float)
        The person let go of the slider, or stopped, there.
    """

    moved = Signal(float)
    settled = Signal(float)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.button = QToolButton(self)
        self.button.setAutoRaise(True)
        self.button.setAccessibleName("Play the way through the network")
        self.button.setToolTip("Play the way through the network (P)")
        self.button.clicked.connect(self.toggle)
        shortcut = QShortcut(QKeySequence("P"), parent)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.toggle)
        self.slider = StageSlider(self)
        self.slider.moved.connect(self._drag)
        self.slider.released.connect(self.settled)
        row = QHBoxLayout(self)
        row.setContentsMargins(px(6), 0, px(6), px(2))
        row.setSpacing(px(2))
        row.addWidget(self.button)
        row.addWidget(self.slider, 1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._timer = every(self, FRAME_MS, self._tick)
        self._from, self._since = 0.0, 0.0
        self._layers = 0
        themes().changed.connect(self._retint)
        self._retint()

    @property
    def playing(self) -> bool:
        """Whether the way is being played."""
        return self._timer.isActive()

    def offer(self, names: list[str], stops: list[list[float]]) -> None:
        """Offer these layers with the ends of their stages."""
        self._layers = len(names)
        self.slider.show_layers(names, stops)
        self.button.setEnabled(bool(names))
        if not names:
            self.stop()

    def toggle(self) -> None:
        """Play, from the start where it stands at the end, or stop."""
        if self.playing:
            self.stop()
            self.settled.emit(self.slider.value)
            return
        if not self._layers:
            return
        at = self.slider.value
        self._from = 0.0 if at >= self._layers - 1e-6 else at
        self._since = time.perf_counter()
        self._timer.start()
        self._retint()

    def stop(self) -> None:
        """Stay where it is."""
        if self.playing:
            self._timer.stop()
            self._retint()

    def _tick(self) -> None:
        if not self.isVisible():  # what is not seen costs nothing
            self.stop()
            return
        pace = min(LAYER_S, LONGEST_S / max(self._layers, 1))
        gone = time.perf_counter() - self._since
        t = self._from + gone / pace
        if t > self._layers + HOLD_S / pace:
            self._from, self._since, t = 0.0, time.perf_counter(), 0.0
        self._go(min(t, float(self._layers)))

    def _drag(self, value: float) -> None:
        self.stop()
        self.moved.emit(value)

    def _go(self, value: float) -> None:
        if value != self.slider.value:
            self.slider.show_value(value)
            self.moved.emit(value)

    def _retint(self, _: object = None) -> None:
        self.button.setIcon(icon("pause" if self.playing else "play"))
