"""Bayes' rule with numbers: prior times likelihood, and what each class's share of it is."""

import math
from collections.abc import Mapping, Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QWidget

from playground.kernels.array import Array
from playground.ui.plots.colors import class_color
from playground.ui.plots.lettering import font, number
from playground.ui.plots.strip import Strip
from playground.ui.theme import px, theme

ROW = 19
"""Height of a class's line."""

WIDE = 470
"""Width from which the products have a column of their own."""

NARROW = 330
"""Width below which words and columns are shorter."""

SHORTEST = 16
"""Width below which a bar is left out, and its number stays."""

UNKNOWN = "No row is counted yet: every class is as likely as the others."
LEFT, RIGHT = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight


class BayesTable(Strip):
    """A line for each class: prior, likelihood, their product, and the posterior as a bar."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._arrays: Mapping[str, Array] = {}
        self._classes: tuple[str, ...] = ()
        self._most = 3

    def show_place(self, arrays: Mapping[str, Array], classes: Sequence[str], most: int) -> None:
        """Show what is believed of another place.

        Parameters
        ----------
        arrays
            What the densities probe sent.
        most
            Lines at most: the likeliest classes.
        """
        lines = len(self.shown)
        self._arrays, self._classes, self._most = arrays, tuple(classes), most
        if len(self.shown) != lines:
            self.updateGeometry()
        self.setAccessibleName(self.told)
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the height of all lines, and some width."""
        return QSize(px(100), height_of(len(self.shown)))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the height of all lines."""
        return QSize(0, self.sizeHint().height())

    @property
    def shown(self) -> list[int]:
        """The classes that have a line: in their order, or the likeliest where there are many."""
        posterior = self._arrays.get("posterior", np.empty(0))
        if len(posterior) <= self._most:
            return list(range(len(posterior)))
        return np.argsort(-posterior, kind="stable")[: self._most].tolist()

    @property
    def told(self) -> str:
        """What is believed of the place, in words."""
        if not self._known:
            return UNKNOWN
        posterior = self._arrays["posterior"]
        best = int(posterior.argmax())
        place = ", ".join(number(v) for v in self._arrays["spot"].tolist())
        return f"at {place} it believes in {self._name(best)}: {_percent(posterior[best])}"

    @property
    def _known(self) -> bool:
        return bool((self._arrays.get("weight", np.zeros(1)) > 0).any())

    def paint(self, painter: QPainter, vector: bool = False) -> None:
        """Paint the head and a line for each class."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), theme().color("field"))
        painter.setFont(font(11))
        if not self._known:
            painter.setPen(theme().color("secondary"))
            room = QRectF(self.rect()).adjusted(px(12), 0, -px(12), 0)
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, UNKNOWN)
            return
        columns = self._columns(QFontMetricsF(painter.font()))
        top = px(3)
        painter.setPen(theme().color("secondary"))
        for (room, align), words in zip(columns, self._head(), strict=True):
            self._write(painter, room, top, words, align)
        for place, label in enumerate(self.shown):
            self._paint_line(painter, columns, top + px(ROW) * (place + 1), label)

    def _columns(self, metrics: QFontMetricsF) -> list[tuple[QRectF, Qt.AlignmentFlag]]:
        """Return left edge and width of name, prior, likelihood, product and posterior."""
        left, right = px(12), self.width() - px(12)
        first, second, *_ = (metrics.horizontalAdvance(words) for words in self._head())
        heads = first - px(14)
        named = max(heads, *(metrics.horizontalAdvance(self._name(c)) for c in self.shown))
        wide = self.width() >= px(WIDE)
        narrow = self.width() < px(NARROW)
        widths = [min(named + px(16), 0.28 * self.width())]
        widths += [max(px(36 if narrow else 46), second + px(1))]
        widths += [px(60 if narrow else 78), px(84) if wide else 0]
        gap = px(10) if wide else px(6)
        columns = []
        for width, align in zip(widths, (LEFT, RIGHT, RIGHT, RIGHT), strict=True):
            columns.append((QRectF(left, 0, width, px(ROW)), align))
            left += width + (gap if width else 0)
        left += gap
        columns.append((QRectF(left, 0, max(right - left, 1.0), px(ROW)), LEFT))
        return columns

    def _head(self) -> list[str]:
        posterior = self._arrays["posterior"]
        some = len(self.shown) < len(posterior)
        first = f"{len(self.shown)} of {len(posterior)}" if some else "class"
        if self.width() < px(NARROW):
            return [first, "prior", "× density", "", "posterior"]
        features = int(self._arrays["features"])
        last = f"→ posterior: all {features} features count" if features > 2 else "→ posterior"
        return [first, "prior", "× likelihood", "= product", last]

    def _write(
        self, painter: QPainter, room: QRectF, top: float, words: str, align: Qt.AlignmentFlag
    ) -> None:
        if room.width() <= 0:
            return
        cell = room.translated(0, top)
        metrics = QFontMetricsF(painter.font())
        words = metrics.elidedText(words, Qt.TextElideMode.ElideRight, cell.width() + 1)
        painter.drawText(cell, align | Qt.AlignmentFlag.AlignVCenter, words)

    def _paint_line(
        self,
        painter: QPainter,
        columns: list[tuple[QRectF, Qt.AlignmentFlag]],
        top: float,
        label: int,
    ) -> None:
        prior = float(self._arrays["weight"][label])
        likelihood = float(self._arrays["log_likelihood"][label])
        product = likelihood + math.log(prior) if prior > 0 else -math.inf
        color = class_color(theme(), label)
        (name, _), *numbers, (bar, _) = columns
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        middle = top + px(ROW) / 2
        painter.drawEllipse(QPointF(name.left() + px(4), middle), px(4), px(4))
        painter.setPen(theme().color("text"))
        self._write(painter, name.adjusted(px(14), 0, 0, 0), top, self._name(label), LEFT)
        written = [number(prior, full=True), from_log(likelihood), from_log(product)]
        for (room, align), words in zip(numbers, written, strict=True):
            self._write(painter, room, top, words, align)
        self._paint_bar(painter, bar.translated(0, top), label)

    def _paint_bar(self, painter: QPainter, room: QRectF, label: int) -> None:
        """Paint the posterior as a bar with its number behind."""
        posterior = float(self._arrays["posterior"][label])
        words = QFontMetricsF(painter.font()).horizontalAdvance("100.0 %") + px(6)
        bar = room.adjusted(0, px(4), -words, -px(4))
        painter.setPen(Qt.PenStyle.NoPen)
        if bar.width() >= px(SHORTEST):
            painter.setBrush(theme().color("raised"))
            painter.drawRoundedRect(bar, px(3), px(3))
            painter.setBrush(class_color(theme(), label))
            full = QRectF(bar.left(), bar.top(), bar.width() * posterior, bar.height())
            if full.width() >= 0.5:
                painter.drawRoundedRect(full, px(3), px(3))
        painter.setPen(theme().color("text"))
        told = QRectF(room.right() - words, room.top(), words, room.height())
        painter.drawText(told, RIGHT | Qt.AlignmentFlag.AlignVCenter, _percent(posterior))

    def _name(self, label: int) -> str:
        return self._classes[label] if label < len(self._classes) else f"class {label + 1}"


def height_of(lines: int) -> int:
    """Return how high a table of so many classes is."""
    return px(ROW) * (1 + max(lines, 1)) + px(8)


def from_log(log: float) -> str:
    """Write a number by its natural logarithm, also one too small for a float.

    Examples
    --------
    >>> from_log(0.0), from_log(math.log(0.0312)), from_log(-2000.0), from_log(-math.inf)
    ('1.00', '0.0312', '2.6e−869', '–')
    """
    if not math.isfinite(log):
        return "–"
    exponent = math.floor(log / math.log(10))
    if -4 <= exponent < 4:
        return number(math.exp(log), full=True)
    return f"{10 ** (log / math.log(10) - exponent):.1f}e{exponent}".replace("-", "−")


def _percent(share: float) -> str:
    return f"{100 * float(share):.1f} %"
