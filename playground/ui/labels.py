"""Small pieces of text and rule that every view is made of, styled by their role."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QToolButton, QWidget

from playground.ui.icons import icon, pixmap
from playground.ui.style import tabular
from playground.ui.theme import px, themes


def label(text: str = "", role: str = "", wrap: bool = False) -> QLabel:
    """Return a text in a role: ``heading secondary section title error warning ok`` or plain."""
    made = QLabel(text)
    made.setProperty("role", role)
    made.setWordWrap(wrap)
    made.setTextFormat(Qt.TextFormat.PlainText)
    return made


def figures(text: str = "", role: str = "") -> QLabel:
    """Return a right-aligned number in figures of one width."""
    made = label(text, role)
    made.setFont(tabular(made.font()))
    made.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return made


def restyle(widget: QWidget, **properties: object) -> None:
    """Set properties that the style sheet asks for and apply it again."""
    if all(widget.property(name) == value for name, value in properties.items()):
        return
    for name, value in properties.items():
        widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def rule() -> QFrame:
    """Return a thin horizontal line."""
    line = QFrame()
    line.setProperty("rule", True)
    return line


def push(text: str, tip: str = "", accent: bool = False, flat: bool = False) -> QPushButton:
    """Return a button with words."""
    button = QPushButton(text)
    button.setToolTip(tip or text)
    button.setAccessibleName(text)
    button.setProperty("accent", accent)
    button.setProperty("flat", flat)
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    return button


class IconButton(QToolButton):
    """A button that shows one of the program's icons in the colours of the theme.

    Parameters
    ----------
    name
        Icon.
    tip
        Tooltip and accessible name.
    """

    def __init__(self, name: str, tip: str, flat: bool = True, token: str = "secondary") -> None:
        super().__init__()
        self._name, self._token = name, token
        self.setToolTip(tip)
        self.setAccessibleName(tip.partition(" (")[0])
        self.setProperty("flat", flat)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        themes().changed.connect(self._tint)
        self._tint()

    def show_icon(self, name: str, token: str = "secondary") -> None:
        """Show another icon."""
        self._name, self._token = name, token
        self._tint()

    def _tint(self, _theme: object = None) -> None:
        self.setIcon(icon(self._name, self._token))


class IconLabel(QLabel):
    """A picture of one of the program's icons, in the colours of the theme."""

    def __init__(self, name: str, token: str = "secondary", size: float = 16) -> None:
        super().__init__()
        self._what = (name, token, size)
        themes().changed.connect(self._tint)
        self._tint()

    def show_icon(self, name: str, token: str) -> None:
        """Show another icon."""
        self._what = (name, token, self._what[2])
        self._tint()

    def _tint(self, _theme: object = None) -> None:
        self.setPixmap(pixmap(*self._what))
        self.setFixedWidth(px(self._what[2]))
