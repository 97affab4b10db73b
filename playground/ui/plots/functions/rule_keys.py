"""What colours mean and what has come of each, in as many rows as it takes."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.ui.plots.lettering import font
from playground.ui.theme import px, theme, themes

HEIGHT = 22
ROOM = 95
"""Height of the panel that allows another row: the picture needs the room."""

Key = tuple[str, str, QColor]


class RuleKeys(QWidget):
    """Swatch, name and value of every rule, one after the other, wrapped like words."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._keys: list[Key] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        themes().changed.connect(self._fit)
        self._fit()

    def show_keys(self, keys: Sequence[Key]) -> None:
        """Show other (name, value, colour) keys."""
        if list(keys) != self._keys:
            self._keys = list(keys)
            self.setAccessibleName(", ".join(f"{name} {value}" for name, value, _ in keys))
            self._fit()

    def resizeEvent(self, event: object) -> None:  # noqa: N802 - Qt's name
        """Wrap anew."""
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the rows."""
        with QPainter(self) as painter:
            self.paint(painter)

    def paint(self, painter: QPainter, vector: bool = False) -> None:
        """Paint the rows."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), theme().color("field"))
        painter.setFont(font(11))
        metrics = QFontMetricsF(painter.font())
        for row, keys in enumerate(self._rows()[: self._most()]):
            x, top = px(12), row * px(HEIGHT)
            for name, value, color in keys:
                middle = top + px(HEIGHT) / 2
                painter.setPen(QPen(color, px(10) / 4))
                painter.drawLine(QPointF(x, middle), QPointF(x + px(12), middle))
                x += px(17)
                for text, token in ((name, "secondary"), (value, "text")):
                    painter.setPen(theme().color(token))
                    width = metrics.horizontalAdvance(text)
                    room = QRectF(x, top, width + 2, px(HEIGHT))
                    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, text)
                    x += width + (px(5) if text else 0)
                x += px(8)

    def _rows(self) -> list[list[Key]]:
        metrics = QFontMetricsF(font(11))
        rows = self._wrapped(self._keys, metrics)
        if len(rows) > self._most():
            names = _shortened([name for name, _, _ in self._keys])
            short = [(n, *key[1:]) for n, key in zip(names, self._keys, strict=True)]
            rows = self._wrapped(short, metrics)
        if len(rows) > self._most():
            rows = self._wrapped([(name, "", color) for name, _, color in short], metrics)
        return rows

    def _most(self) -> int:
        return max(1, self.parentWidget().height() // px(ROOM))

    def _wrapped(self, keys: Sequence[Key], metrics: QFontMetricsF) -> list[list[Key]]:
        rows: list[list[Key]] = [[]]
        used = float(px(12))
        for key in keys:
            # Values change all the time: room for one of five figures keeps the rows still.
            value = metrics.horizontalAdvance("0.00e−0") if key[1] else 0
            value = max(metrics.horizontalAdvance(key[1]), value)
            width = metrics.horizontalAdvance(key[0]) + value + px(34)
            if rows[-1] and used + width > self.width():
                rows.append([])
                used = float(px(12))
            rows[-1].append(key)
            used += width
        return rows

    def _fit(self, _: object = None) -> None:
        height = px(HEIGHT) * max(1, min(len(self._rows()), self._most()))
        if height != self.height() or self.minimumHeight() != height:
            self.setFixedHeight(height)
        self.update()


def _shortened(names: Sequence[str]) -> list[str]:
    """Return the first word of each name, or the last where the first tells nothing apart."""
    first = [name.partition(" ")[0] for name in names]
    return first if len(set(first)) > 1 else [name.rpartition(" ")[2] for name in names]
