"""Says over the whole window what becomes of the file that is dragged over it."""

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from playground.ui.icons import pixmap
from playground.ui.plots.lettering import font
from playground.ui.theme import px, theme

INSET, ROUND, SIGN = 14, 12, 34


class DropMark(QWidget):
    """An accent frame with words; hidden until a file is offered, and never in the mouse's way."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._words, self._note = "", ""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        window.installEventFilter(self)
        self.hide()

    def offer(self, project: Path | None, rows: Path | None) -> None:
        """Show what a drop would do with a project, or with rows of data."""
        path = project or rows
        if path is None:
            self.hide()
            return
        self._words = f"Drop to open “{path.name}”" if project else f"Drop to import “{path.name}”"
        self._note = "" if project else "You see its rows first, before anything changes."
        self.setAccessibleName(self._words)
        self.resize(self.parentWidget().size())
        self.raise_()
        self.show()
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Go when the file is dropped or carried away."""
        if event.type() in (QEvent.Type.DragLeave, QEvent.Type.Drop):
            self.hide()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the frame and the words."""
        tones, painter = theme(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), tones.color("window", 0.82))
        inset = px(INSET)
        frame = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.setPen(QPen(tones.color("accent"), 2.0))
        painter.setBrush(tones.color("accent", 0.08))
        painter.drawRoundedRect(frame, px(ROUND), px(ROUND))
        middle = frame.center()
        sign = pixmap("import", "accent", SIGN)
        painter.drawPixmap(middle - QPointF(px(SIGN) / 2, px(SIGN) + px(14)), sign)
        lines = ((self._words, font(17, True), "text", 8), (self._note, font(13), "secondary", 32))
        for words, letters, token, below in lines:
            painter.setFont(letters)
            painter.setPen(tones.color(token))
            shown = QFontMetricsF(letters).elidedText(
                words, Qt.TextElideMode.ElideMiddle, frame.width() - px(32)
            )
            line = QRectF(frame.left(), middle.y() + px(below), frame.width(), px(24))
            painter.drawText(line, Qt.AlignmentFlag.AlignCenter, shown)
        painter.end()
