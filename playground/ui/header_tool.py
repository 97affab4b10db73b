"""A button of a panel's header: words, or an icon where they would cut the title."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QToolButton, QWidget

from playground.ui.icons import icon
from playground.ui.plots.lettering import font
from playground.ui.theme import px, themes


class HeaderTool(QToolButton):
    """Shows its words; `PanelHeader` folds it into its icon.

    Parameters
    ----------
    words
        What it is called.
    tip
        What it does.
    picture
        Name of its icon.
    """

    def __init__(self, words: str, tip: str, picture: str, header: QWidget) -> None:
        super().__init__(header)
        self._picture = picture
        self.setText(words)
        self.setToolTip(tip)
        self.setAccessibleName(tip)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        themes().changed.connect(self._dress)
        self._dress(None)

    @property
    def unfolded(self) -> int:
        """Return the width of its words."""
        return QFontMetrics(font(11)).horizontalAdvance(self.text()) + 2 * px(5) + px(8)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the size of the words, or of the icon."""
        known = super().sizeHint()
        folded = self.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonIconOnly
        return QSize(px(22), known.height()) if folded else known

    def fold(self, folded: bool) -> None:
        """Show the icon instead of the words, or the other way."""
        style = Qt.ToolButtonStyle
        wanted = style.ToolButtonIconOnly if folded else style.ToolButtonTextOnly
        if wanted != self.toolButtonStyle():
            self.setToolButtonStyle(wanted)
            self.setProperty("brief", folded)
            self.style().polish(self)

    def _dress(self, _theme: object) -> None:
        self.setIconSize(QSize(px(15), px(15)))
        self.setIcon(icon(self._picture, "secondary"))
