"""The words on the buttons of questions: plain, and each with a key of its own."""

from PySide6.QtCore import QTranslator
from PySide6.QtWidgets import QApplication

CONTEXT = "QPlatformTheme"
"""Where Qt keeps these words."""

WORDS = {"Save": "&Save", "Discard": "&Throw away", "Open": "&Open", "Cancel": "&Cancel"}


class ButtonWords(QTranslator):
    """Translates the words that Qt has into those of this program."""

    def translate(
        self, context: str, source: str, disambiguation: str | None = None, n: int = -1
    ) -> str | None:
        """Return the words for a button, or None for what stays as it is."""
        return WORDS.get(source) if context == CONTEXT else None

    def isEmpty(self) -> bool:  # noqa: N802 - Qt's name
        """Say that there are words, without which Qt would not ask."""
        return False


def name_buttons(app: QApplication) -> None:
    """Have all questions of the program use these words."""
    app.installTranslator(ButtonWords(app))
