"""Theme and interface scale as the person chose them."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from playground.ui.actions import Actions
from playground.ui.preferences import Preferences
from playground.ui.style import theme_named
from playground.ui.theme import set_scale, themes

STEPS = (0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0)


class Look(QObject):
    """Applies and remembers theme and scale; ticks their actions."""

    def __init__(self, preferences: Preferences, actions: Actions, parent: QObject) -> None:
        super().__init__(parent)
        self._preferences, self._actions = preferences, actions
        hints = QApplication.styleHints()
        hints.colorSchemeChanged.connect(self._follow_system)

    def choose_theme(self, name: str) -> None:
        """Use ``"dark"``, ``"light"`` or the ``"system"``'s theme from now on."""
        self._preferences.theme = name
        themes().choose(theme_named(name, QApplication.instance()))
        self.tick()

    def choose_scale(self, scale: float) -> None:
        """Use an interface scale from now on; 1 is 13 px text."""
        self._preferences.scale = scale
        set_scale(scale)
        self.tick()

    def step_scale(self, steps: int) -> None:
        """Go to a bigger or smaller scale."""
        now = min(range(len(STEPS)), key=lambda i: abs(STEPS[i] - self._preferences.scale))
        self.choose_scale(STEPS[max(0, min(now + steps, len(STEPS) - 1))])

    def tick(self) -> None:
        """Tick the actions of the theme and the scale in use."""
        for id, entry in self._actions:
            kind, _, rest = id.partition("-")
            if kind == "theme":
                entry.action.setChecked(rest == self._preferences.theme)
            elif kind == "scale":
                entry.action.setChecked(float(rest) / 100 == self._preferences.scale)

    def _follow_system(self) -> None:
        if self._preferences.theme == "system":
            self.choose_theme("system")
