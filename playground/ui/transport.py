"""The bar on top: play, pause, one step, start again, seed, speed, device, and where the run is."""

from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QSizePolicy, QToolBar, QToolButton, QWidget

from playground.document.project import Project
from playground.runtime.messages import Status
from playground.ui.actions import Actions
from playground.ui.icons import icon, painted_icon
from playground.ui.labels import restyle
from playground.ui.readout import Readout
from playground.ui.speed import Speed, spaced
from playground.ui.style import on_accent
from playground.ui.theme import px, theme, themes

DEVICES = {"auto": "Auto", "cpu": "CPU", "cuda": "CUDA"}


class Transport(QToolBar):
    """Controls of the run.

    Attributes
    ----------
    buttons
        Those of actions, by the action's name.

    Signals
    -------
    device_chosen(str)
        The person chose ``"auto"``, ``"cpu"`` or ``"cuda"``.
    """

    device_chosen = Signal(str)

    def __init__(self, bridge: Any, actions: Actions) -> None:
        super().__init__("Transport")
        self._bridge, self._actions = bridge, actions
        self.setObjectName("transport")
        self.setMovable(False)
        self.buttons: dict[str, QToolButton] = {}
        self.play = self._button("play")
        self.play.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.play.setProperty("accent", True)
        for id in ("step", "reset"):
            self._button(id)
        self.seed = self._button("new-seed")
        self.seed.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.speed = Speed()
        self.speed.chosen.connect(bridge.set_speed)
        self.addWidget(self.speed)
        self._devices: dict[str, QAction] = {}
        self.device = self._device_button()
        gap = QWidget()
        gap.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.addWidget(gap)
        self.readouts = {name: self._readout(name) for name in ("step", "epoch", "steps/s")}
        self._button("palette")
        bridge.status_changed.connect(self._show_status)
        bridge.project_changed.connect(lambda _old, new: self._show_project(new))
        bridge.loaded.connect(self._take_loaded)
        themes().changed.connect(self._retint)
        self._show_project(bridge.store.value)
        self._show_status(bridge.status)
        self._retint()

    def resizeEvent(self, event: Any) -> None:
        """Leave out the less needed readouts before anything is cut."""
        super().resizeEvent(event)
        self._squeeze()

    def _squeeze(self) -> None:
        room = self.width()
        need = px(640)
        for name, width in (("step", 96), ("epoch", 100), ("steps/s", 124)):
            need += px(width)
            action, _ = self.readouts[name]
            action.setVisible(need <= room and (name != "epoch" or self._has_epochs()))

    def _descending(self) -> set[str]:
        """Return the learners that go through the rows in mini-batches."""
        infos = self._bridge.infos.items()
        return {id for id, info in infos if "descent" in info.shows and info.rows}

    def _has_epochs(self) -> bool:
        """Say whether epochs tell anything: steps of other models see all rows."""
        return not self._bridge.infos or bool(self._descending())

    def _button(self, id: str) -> QToolButton:
        button = QToolButton()
        button.setDefaultAction(self._actions[id])
        button.setAccessibleName(self._actions[id].text())
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.addWidget(button)
        self.buttons[id] = button
        return button

    def _readout(self, name: str) -> tuple[QAction, Readout]:
        value = Readout(name)
        return self.addWidget(value), value

    def _device_button(self) -> QToolButton:
        button = QToolButton()
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        menu = QMenu(button)
        group = QActionGroup(menu)
        for id, name in DEVICES.items():
            action = menu.addAction(name)
            action.setCheckable(True)
            action.setChecked(id == self._bridge.line.device)
            action.setActionGroup(group)
            self._devices[id] = action
            action.triggered.connect(lambda _checked=False, id=id: self.device_chosen.emit(id))
        button.setMenu(menu)
        self.addWidget(button)
        return button

    def _take_loaded(self, _message: object) -> None:
        self.show_device()
        self._squeeze()

    def _show_project(self, project: Project) -> None:
        self._actions["new-seed"].setIconText(f"Seed {project.seed}")
        self.seed.setAccessibleName(f"New seed, now {project.seed}")
        self.seed.setToolTip("Start again from another seed (Ctrl+Shift+R)")
        self.speed.show_speed(project.speed)

    def _show_status(self, status: Status) -> None:
        name, text = ("pause", "Pause") if status.playing else ("play", "Play")
        if self._actions["play"].text() != text:
            self._actions.rename("play", text)
            self._tint_play()
        step = max(status.steps.values(), default=0)
        known = self._descending() & status.epochs.keys()
        epoch = max((status.epochs[id] for id in known), default=0.0)
        self._write("step", spaced(step))
        self._write("epoch", spaced(epoch) if epoch >= 10 else f"{epoch:.1f}")
        self._write("steps/s", spaced(status.rate))

    def _write(self, name: str, value: str) -> None:
        self.readouts[name][1].show_value(value)

    def show_device(self) -> None:
        """Say where learning runs, and mark what was chosen."""
        used = sorted({info.device for info in self._bridge.infos.values()})
        chosen = self._bridge.line.device
        self._devices[chosen].setChecked(True)
        text = DEVICES[chosen]
        if chosen == "auto" and used:
            text = f"{text}: {' + '.join(DEVICES.get(one, one) for one in used)}"
        self.device.setText(text)
        self.device.setAccessibleName(f"Device: {text}")
        self.device.setToolTip("Where learning runs: the processor or a CUDA graphics card")

    def _tint_play(self) -> None:
        playing = self._bridge.status.playing
        color = on_accent(theme()).name()
        self._actions["play"].setIcon(painted_icon("pause" if playing else "play", color))
        restyle(self.play, accent=True)

    def _retint(self, _theme: object = None) -> None:
        self._tint_play()
        self.device.setIcon(icon("device"))
        self.play.setMinimumWidth(px(92))
        self.setIconSize(QSize(px(16), px(16)))
        self.show_device()
        self._show_status(self._bridge.status)
        self._squeeze()
