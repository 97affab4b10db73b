"""A row above a chart that names its curves and tells their values."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from playground.ui.plots.lettering import font
from playground.ui.plots.strip import Strip
from playground.ui.theme import px, theme, themes

Key = tuple[str, str, QColor]
MOST = 3
"""Most lines that names are spread over before they are cut."""

HIGH = 70
"""Height of a panel, in pixels at the scale of 1, that grants one line of names."""

TWO = 2
"""Most lines of names with values."""

FULL = 6
"""Figures of the longest common value."""

LETTERS = (24, 14, 10, 8, 6, 4, 3)
"""Lengths that names are cut to, the gentlest first."""


class KeyRow(Strip):
    """Swatch, name and value of every curve, on a second line where one is too short.

    Where names matter most values go before names, and names are spread over a few lines before
    they are cut.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._keys: list[Key] = []
        self._names_first = False
        self._lines = 1
        themes().changed.connect(self._make_room)

    def show_keys(self, keys: Sequence[Key], names_first: bool = False) -> None:
        """Show other (name, value, colour) keys; with `names_first` values go before names."""
        if (list(keys), names_first) != (self._keys, self._names_first):
            self._keys, self._names_first = list(keys), names_first
            self.setAccessibleName(", ".join(f"{name} {value}" for name, value, _ in keys))
            self._make_room()
            self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the height of its lines, and some width."""
        return QSize(px(100), px(self.high) + (self._lines - 1) * px(16))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the height of its lines: in width it takes what there is."""
        return QSize(0, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Spread the names anew."""
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self, _theme: object = None) -> None:
        """Ask for as many lines as the keys need."""
        lines = len(self._shortened(QFontMetricsF(font(11))))
        if lines != self._lines:
            self._lines = lines
            self.updateGeometry()

    def paint(self, painter: QPainter, vector: bool = False) -> None:
        """Paint the row."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), theme().color("field"))
        painter.setFont(font(11))
        lines = self._shortened(QFontMetricsF(painter.font()))
        high = self.height() / max(len(lines), 1)
        for line, keys in enumerate(lines):
            _paint_line(painter, keys, QRectF(0, line * high, self.width(), high))

    def _shortened(self, metrics: QFontMetricsF) -> list[list[Key]]:
        """Return the keys of every line, as much of each as there is room for."""
        keys, room = self._keys, self.width()
        if self._names_first:
            lines = self._spread(metrics)
            told = [keys] if len(lines) == 1 and _width(keys, metrics) <= room else None
            return told or lines
        # Whole and in one line if possible, then in two, then by the first words of names.
        first = [(name.partition(" ")[0], value, color) for name, value, color in keys]
        ways = [_broken(chosen, room, metrics) for chosen in (keys, first)]
        return next((lines for lines in ways if len(lines) <= TWO), ways[-1][:TWO])

    def _spread(self, metrics: QFontMetricsF) -> list[list[Key]]:
        """Return names without values, on one line or a few."""
        names, room = [name for name, _, _ in self._keys], self.width()
        for shorter in (names, told_apart(names)):
            keys = [(name, "", key[2]) for name, key in zip(shorter, self._keys, strict=True)]
            if _width(keys, metrics) <= room:
                return [keys]
        for letters in LETTERS:
            cut = [(_cut(name, letters), "", color) for name, _, color in keys]
            lines = _broken(cut, room, metrics)
            if len(lines) <= self._most:
                break
        return lines[: self._most]

    @property
    def _most(self) -> int:
        """Most lines of names: fewer in a low panel, where the plot needs the room."""
        return max(min(MOST, self.parentWidget().height() // px(HIGH)), 1)


def _width(keys: Sequence[Key], metrics: QFontMetricsF) -> float:
    """Return the room of a line; values change as it learns, so each counts as a full one."""
    told = [name + value + "0" * (FULL - len(value)) if value else name for name, value, _ in keys]
    return sum(metrics.horizontalAdvance(words) + px(37) for words in told) + px(2)


def _broken(keys: Sequence[Key], room: float, metrics: QFontMetricsF) -> list[list[Key]]:
    """Return keys in lines that fit the room."""
    lines: list[list[Key]] = [[]]
    for key in keys:
        if lines[-1] and _width([*lines[-1], key], metrics) > room:
            lines.append([])
        lines[-1].append(key)
    return lines


def _paint_line(painter: QPainter, keys: Sequence[Key], place: QRectF) -> None:
    metrics = QFontMetricsF(painter.font())
    x, middle = place.left() + px(12), place.center().y()
    for name, value, color in keys:
        painter.setPen(QPen(color, px(10) / 4))
        painter.drawLine(QPointF(x, middle), QPointF(x + px(12), middle))
        x += px(17)
        for text, token in ((name, "secondary"), (value, "text")):
            painter.setPen(theme().color(token))
            width = metrics.horizontalAdvance(text)
            room = QRectF(x, place.top(), width + 2, place.height())
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, text)
            x += width + px(5)
        x += px(10)


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
    return name if len(name) <= letters else f"{name[: letters - 1].rstrip()}…"
