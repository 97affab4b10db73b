"""The strip of tools above a picture that can be painted on."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QLabel, QWidget

from playground.ui.plots.painting.mark_picker import MarkPicker
from playground.ui.plots.painting.tool_button import ToolButton
from playground.ui.plots.painting.tools import LOOK, RECOLOUR, TOOLS
from playground.ui.theme import px, theme, themes

HINT = "Ctrl+wheel: size"
ROOM = 110
"""Width that the hint takes, in pixels at the scale of 1."""


class ToolStrip(QWidget):
    """Tools, what they paint with, and a hint.

    Parameters
    ----------
    keys_of
        The widget within which the keys of the tools work.

    Signals
    -------
    chosen(str)
        Name of the tool that is used from now on.
    """

    chosen = Signal(str)

    def __init__(self, keys_of: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self.tool = LOOK.name
        self.setAccessibleName("Painting tools")
        self.buttons: dict[str, ToolButton] = {}
        self._shortcuts: list[QShortcut] = []
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(px(8), px(2), px(8), px(2))
        row.setSpacing(px(1))
        for tool in TOOLS:
            button = ToolButton("", f"{tool.title}: {tool.tip} ({tool.key})", self, tool.name)
            button.setCheckable(True)
            button.clicked.connect(lambda _=False, name=tool.name: self.choose(name))
            self.buttons[tool.name] = button
            self._group.addButton(button)
            row.addWidget(button)
            self._key(keys_of, tool.key, lambda name=tool.name: self.choose(name))
        self.buttons[LOOK.name].setChecked(True)
        self._rule = QFrame(self)
        self._rule.setFixedWidth(1)
        row.addSpacing(px(4))
        row.addWidget(self._rule)
        row.addSpacing(px(4))
        self.picker = MarkPicker(self)
        row.addWidget(self.picker)
        self._hint = QLabel(HINT, self)
        self._hint.setAccessibleName("The tools grow and shrink with Ctrl and the wheel")
        row.addStretch(1)
        row.addWidget(self._hint)
        for digit in range(1, 10):
            self._key(keys_of, str(digit), lambda code=digit - 1: self._pick(code))
        self._key(keys_of, "+", self.picker.class_wanted.emit)
        self._key(keys_of, "F2", self.picker.rename)
        self._keys_on(False)
        themes().changed.connect(self._dress)
        self._dress(None)

    def choose(self, name: str) -> None:
        """Use a tool."""
        if not self.buttons[name].isEnabled():
            return
        self.tool = name
        self.buttons[name].setChecked(True)
        self.chosen.emit(name)

    def offer(self, classes: tuple[str, ...], values: bool) -> None:
        """Offer what rows of a data set can be painted with."""
        self.picker.offer(classes, values)
        self._rule.setVisible(bool(classes) or values)
        self._share()
        can = len(classes) > 1 or values
        self.buttons[RECOLOUR.name].setEnabled(can)
        if not can and self.tool == RECOLOUR.name:
            self.choose(LOOK.name)

    def open(self, shown: bool) -> None:
        """Show the strip and let its keys work, or neither."""
        self.setVisible(shown)
        self._keys_on(shown)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Leave out what there is no room for."""
        super().resizeEvent(event)
        self._share()

    def _share(self) -> None:
        """Fold the classes where the strip is short, and leave the hint out before that."""
        tools = sum(button.width() + px(1) for button in self.buttons.values()) + px(28)
        room = self.width() - tools
        self.picker.fold(room < self.picker.wanted())
        self._hint.setVisible(room - self.picker.wanted() > px(ROOM))

    def _pick(self, code: int) -> None:
        if code < len(self.picker.classes):
            self.picker.pick(float(code))

    def _key(self, keys_of: QWidget, key: str, act: object) -> None:
        shortcut = QShortcut(QKeySequence(key), keys_of)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(act)
        self._shortcuts.append(shortcut)

    def _keys_on(self, on: bool) -> None:
        for shortcut in self._shortcuts:
            shortcut.setEnabled(on)

    def _dress(self, _theme: object) -> None:
        colors = self.palette()
        colors.setColor(self.backgroundRole(), theme().color("panel"))
        self.setPalette(colors)
        self.setAutoFillBackground(True)
        self._rule.setStyleSheet(f"background: {theme().border};")
        self._hint.setStyleSheet(f"color: {theme().secondary}; font-size: {px(11)}px;")
