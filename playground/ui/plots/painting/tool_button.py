"""A small flat button of a tool strip."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton, QWidget

from playground.ui.icons import icon
from playground.ui.theme import px, theme, themes


class ToolButton(QToolButton):
    """A square button with an icon or a sign, flat until it is pointed at or chosen.

    Parameters
    ----------
    sign
        What it shows where it has no icon.
    tip
        What it does, with its key.
    picture
        Name of its icon, or "".
    """

    def __init__(self, sign: str, tip: str, parent: QWidget, picture: str = "") -> None:
        super().__init__(parent)
        self._picture = picture
        self.setText(sign)
        self.setToolTip(tip)
        self.setAccessibleName(tip)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        themes().changed.connect(self._dress)
        self._dress(None)

    def _dress(self, _theme: object) -> None:
        colors = theme()
        self.setFixedSize(px(25), px(24))
        self.setStyleSheet(
            "QToolButton { background: transparent; border: 1px solid transparent; padding: 0;"
            f" min-height: 0; border-radius: {px(5)}px; color: {colors.secondary};"
            f" font-size: {px(15)}px; }}"
            f"QToolButton:hover {{ background: {colors.raised}; }}"
            f"QToolButton:checked {{ background: {colors.raised};"
            f" border: 1px solid {colors.accent}; }}"
            f"QToolButton:focus {{ border: 1px solid {colors.accent}; }}"
        )
        if self._picture:
            self.setIcon(icon(self._picture, "text"))
