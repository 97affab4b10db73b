"""What an empty canvas says."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from playground.ui.theme import px, theme

WORDS = "Drag a data set here, or press Tab"


class Hint(QLabel):
    """A line in the middle of the canvas, there only while it is empty."""

    def __init__(self, view: QWidget) -> None:
        super().__init__(WORDS, view)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)

    def place(self, shown: bool) -> None:
        """Come to the middle of the view, or go."""
        self.setVisible(shown)
        if shown:
            self.adjustSize()
            self.move(self.parentWidget().rect().center() - self.rect().center())

    def restyle(self) -> None:
        """Take the colours and size of the theme in use."""
        color = theme().color("secondary").name()
        self.setStyleSheet(f"color: {color}; background: transparent; font-size: {px(15)}px")
        self.adjustSize()
