"""A strip that says what just happened and offers what to do about it."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget

from playground.ui.labels import IconButton, IconLabel, label, push
from playground.ui.theme import mix, px, theme, themes

Answers = Sequence[tuple[str, Callable[[], object]]]
ICONS = {"ok": "check", "accent": "info", "warning": "warning", "error": "error"}


class Banner(QWidget):
    """One message at a time, with buttons; it stays until it is closed or answered."""

    def __init__(self) -> None:
        super().__init__()
        self._token = "accent"
        self._icon = IconLabel("info", "accent", 18)
        self._text = label("", wrap=True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._buttons = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._close = IconButton("close", "Close this message")
        self._close.clicked.connect(self.dismiss)
        self._words = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._words.addWidget(self._text, 1)
        self._words.addLayout(self._buttons)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._icon)
        self._row.addLayout(self._words, 1)
        self._row.addWidget(self._close)
        self._about = ""
        self._spare = False
        themes().changed.connect(self._measure)
        self._measure()
        self.hide()

    @property
    def text(self) -> str:
        """What it says; "" while it is closed."""
        return "" if self.isHidden() else self._text.text()

    def say(
        self, text: str, token: str = "accent", answers: Answers = (), about: str = "",
        spare: bool = False,
    ) -> None:  # fmt: skip
        """Show a message.

        Parameters
        ----------
        token
            What kind it is, as a colour token: ``ok accent warning error``.
        answers
            Words and acts of the buttons, the most useful first; each closes the message.
        about
            What `dismiss` may name to close this message and no other.
        spare
            Whether the buttons speak for themselves: where there is no room for words beside
            them, they stand alone.
        """
        self._token, self._about, self._spare = token, about, spare
        self._icon.show_icon(ICONS[token], token)
        self._text.setText(text)
        self.setAccessibleName(text)
        while self._buttons.count():
            old = self._buttons.takeAt(0).widget()
            old.hide()
            old.deleteLater()
        for place, (words, act) in enumerate(answers):
            button = push(words, accent=place == 0)
            button.clicked.connect(lambda _checked=False, act=act: self._answer(act))
            self._buttons.addWidget(button)
        self._measure()
        self._fold()
        self.show()
        self.update()

    def dismiss(self, about: object = None) -> None:
        """Close the message, or only if it is about something."""
        if not isinstance(about, str) or about == self._about:
            self.hide()

    def _answer(self, act: Callable[[], object]) -> None:
        self.hide()
        act()

    def _measure(self, _theme: object = None) -> None:
        self._row.setContentsMargins(px(12), px(6), px(6), px(6))
        self._row.setSpacing(px(10))
        self._buttons.setSpacing(px(6))
        self._words.setSpacing(px(8))
        for button in self._answers():
            size = px(12 if self._spare else 13)
            button.setStyleSheet(f"padding: {px(4)}px {px(7)}px; font-size: {size}px")
            button.ensurePolished()

    def _answers(self) -> list[QWidget]:
        return [self._buttons.itemAt(i).widget() for i in range(self._buttons.count())]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the buttons under the words where there is no room beside them."""
        super().resizeEvent(event)
        self._fold()

    def _fold(self) -> None:
        way, left = QBoxLayout.Direction, Qt.AlignmentFlag.AlignLeft
        hints = [button.sizeHint().width() for button in self._answers()]
        need = sum(hints) + px(6) * len(hints)
        below = need + px(330) > self.width()
        column = below and need + px(50) > self.width()
        self._icon.setVisible(not below)
        self._text.setVisible(not (below and self._spare))
        under = below and not column
        self._words.setDirection(way.TopToBottom if under else way.LeftToRight)
        self._buttons.setDirection(way.TopToBottom if column else way.LeftToRight)
        self._words.setAlignment(self._buttons, left if under else Qt.AlignmentFlag(0))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground, tinted by the kind of message."""
        painter = QPainter(self)
        colors = theme()
        painter.fillRect(self.rect(), mix(colors.color("panel"), colors.color(self._token), 0.14))
        painter.setPen(QPen(colors.color(self._token, 0.5), 1))
        painter.drawLine(self.rect().topLeft(), self.rect().topRight())
