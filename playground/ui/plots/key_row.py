"""A row above a chart that names its curves and tells their values."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QWidget

from playground.ui.plots.lettering import font
from playground.ui.plots.strip import Strip
from playground.ui.theme import px, theme


class KeyRow(Strip):
    """Swatch, name and value of every curve; names go before values where room is short."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._keys: list[tuple[str, str, QColor]] = []
        self._names_first = False

    def show_keys(self, keys: Sequence[tuple[str, str, QColor]], names_first: bool = False) -> None:
        """Show other (name, value, colour) keys; with `names_first` values go before names."""
        if (list(keys), names_first) != (self._keys, self._names_first):
            self._keys, self._names_first = list(keys), names_first
            self.setAccessibleName(", ".join(f"{name} {value}" for name, value, _ in keys))
            self.update()

    def paint(self, painter: QPainter, vector: bool = False) -> None:
        """Paint the row."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), theme().color("field"))
        painter.setFont(font(11))
        metrics = QFontMetricsF(painter.font())
        x = px(12)
        for name, value, color in self._shortened(metrics):
            painter.setPen(QPen(color, px(10) / 4))
            middle = self.height() / 2
            painter.drawLine(QPointF(x, middle), QPointF(x + px(12), middle))
            x += px(17)
            for text, token in ((name, "secondary"), (value, "text")):
                painter.setPen(theme().color(token))
                width = metrics.horizontalAdvance(text)
                room = QRectF(x, 0, width + 2, self.height())
                painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, text)
                x += width + px(5)
            x += px(10)

    def _shortened(self, metrics: QFontMetricsF) -> list[tuple[str, str, QColor]]:
        def width(keys: list[tuple[str, str, QColor]]) -> float:
            return sum(metrics.horizontalAdvance(n + v) + px(37) for n, v, _ in keys) + px(12)

        keys = self._keys
        if self._names_first and width(keys) > self.width():
            names = told_apart([name for name, _, _ in keys])
            keys = [(name, "", key[2]) for name, key in zip(names, keys, strict=True)]
            for letters in (8, 6, 4, 3):
                if width(keys) > self.width():
                    keys = [(_cut(name, letters), "", color) for name, _, color in keys]
        elif width(keys) > self.width():
            keys = [(name.partition(" ")[0], value, color) for name, value, color in keys]
        while len(keys) > 1 and width(keys) > self.width():
            keys = keys[:-1]
        return keys


def told_apart(names: Sequence[str]) -> list[str]:
    """Return names without the words that all of them begin with.

    Examples
    --------
    >>> told_apart(["Fit step", "Fit tanh"]), told_apart(["SGD", "Adam"]), told_apart(["Fit"])
    (['step', 'tanh'], ['SGD', 'Adam'], ['Fit'])
    """
    words = [name.split(" ") for name in names]
    while len(words) > 1 and all(len(w) > 1 and w[0] == words[0][0] for w in words):
        words = [w[1:] for w in words]
    return [" ".join(w) for w in words]


def _cut(name: str, letters: int) -> str:
    """Shorten a name that is longer than that."""
    return name if len(name) <= letters else f"{name[: letters - 1].rstrip()}."
