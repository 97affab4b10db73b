"""A button whose words run over as many lines as they need."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QStylePainter

from playground.ui.theme import px

FLAGS = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap


class Choice(QPushButton):
    """A button that breaks its words where a column is narrow, instead of cutting them.

    Parameters
    ----------
    text
        The words.
    tip
        Tooltip; the words themselves by default.
    """

    def __init__(self, text: str, tip: str = "") -> None:
        super().__init__(text)
        self.setToolTip(tip or text)
        self.setAccessibleName(text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        """Say that narrow means high."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height that all words need in this width."""
        room = max(width - 2 * px(12), px(40))
        words = self.fontMetrics().boundingRect(0, 0, room, 10_000, FLAGS, self.text())
        return words.height() + 2 * px(7)

    def sizeHint(self) -> QSize:
        """Return the size of all words on one line."""
        width = self.fontMetrics().horizontalAdvance(self.text()) + 2 * px(12) + 2
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Return a width that every column has, and the height at the width of now."""
        return QSize(px(80), self.heightForWidth(max(self.width(), px(80))))

    def paintEvent(self, _event: object) -> None:
        """Paint the button as its style has it, and the words over it."""
        painter, option = QStylePainter(self), QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        painter.setPen(option.palette.buttonText().color())
        painter.drawText(self.rect().adjusted(px(12), 0, -px(12), 0), FLAGS, self.text())
