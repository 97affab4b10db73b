"""Nodes of a drawn tree: cards with words where there is room, small marks where there is not."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from playground.ui.plots.colors import class_color, signed_colors
from playground.ui.plots.lettering import font
from playground.ui.plots.trees.branches import Branches
from playground.ui.theme import px, theme

CARD, TALL, LOW = 56, 44, 27
"""Least width of a card with words, and level heights of one with two lines and with one."""
MIDDLE = Qt.AlignmentFlag.AlignCenter


def paint_node(
    painter: QPainter, branches: Branches, node: int, room: QRectF, lit: bool, faint: bool
) -> None:
    """Paint a node in the middle of its room.

    Parameters
    ----------
    lit
        Whether it is pointed at, or on the way that is.
    faint
        Whether it is in a branch that is cut back.
    """
    painter.save()
    painter.setOpacity(0.28 if faint else 1.0)
    if room.width() >= px(CARD) and room.height() >= px(LOW):
        _paint_card(painter, branches, node, room, lit)
    else:
        _paint_mark(painter, branches, node, room, lit)
    painter.restore()


def node_color(branches: Branches, node: int) -> QColor:
    """Return the colour of what a node answers."""
    mix = branches.mix(node)
    if len(mix):
        return class_color(theme(), int(mix.argmax()))
    shades = signed_colors(theme(), 64)
    return QColor(shades[round(branches.level(node) * 63)])


def _paint_card(
    painter: QPainter, branches: Branches, node: int, room: QRectF, lit: bool
) -> None:
    low = room.height() < px(TALL)
    wide, tall = min(room.width() * 0.94, px(128)), px(22) if low else px(36)
    card = QRectF(room.center().x() - wide / 2, room.center().y() - tall / 2, wide, tall)
    leaf = branches.is_leaf(node)
    color = theme().color("border")
    if lit or leaf:
        color = theme().color("accent") if lit else node_color(branches, node)
    painter.setPen(QPen(color, 2 if lit else 1.2))
    painter.setBrush(theme().color("raised"))
    painter.drawRoundedRect(card, px(6), px(6))
    painter.setFont(font(11 if wide >= px(84) else 10, bold=leaf))
    metrics = QFontMetricsF(painter.font())
    painter.setPen(theme().color("text"))
    line = QRectF(card.left() + px(5), card.top() + px(1 if low else 3), wide - px(10), px(16))
    painter.drawText(line, MIDDLE, _words(branches, node, metrics, line.width()))
    if low:
        bar = QRectF(card.left() + px(7), card.bottom() - px(5), wide - px(14), px(3))
        _paint_bar(painter, branches, node, bar)
        return
    below = QRectF(card.left() + px(7), card.top() + px(19), wide - px(14), px(13))
    _paint_count(painter, branches, node, below)


def _paint_count(painter: QPainter, branches: Branches, node: int, line: QRectF) -> None:
    """Paint the mix of what came through, and how many rows that were."""
    count = str(int(branches.arrays["count"][node]))
    painter.setFont(font(10))
    figure = QFontMetricsF(painter.font()).horizontalAdvance(count)
    painter.setPen(theme().color("secondary"))
    painter.drawText(line, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, count)
    bar = QRectF(line.left(), line.center().y() - px(3), line.width() - figure - px(5), px(6))
    _paint_bar(painter, branches, node, bar)


def _words(branches: Branches, node: int, metrics: QFontMetricsF, width: float) -> str:
    """Return the question or answer of a node, the name of its feature cut where it is long."""
    if branches.is_leaf(node):
        words = branches.answer(node)
        if not len(branches.mix(node)) and metrics.horizontalAdvance(words) > width:
            words = branches.answer(node, 2)
        return metrics.elidedText(words, Qt.TextElideMode.ElideRight, width)
    name, _, threshold = branches.question(node).rpartition(" ≤ ")
    rest = f" ≤ {threshold}"
    left = width - metrics.horizontalAdvance(rest)
    if left < metrics.horizontalAdvance(name[:5]):
        return metrics.elidedText(name, Qt.TextElideMode.ElideRight, width)
    return metrics.elidedText(name, Qt.TextElideMode.ElideRight, left) + rest


def _paint_bar(painter: QPainter, branches: Branches, node: int, bar: QRectF) -> None:
    """Paint the mix of classes, or where the value lies."""
    painter.setPen(Qt.PenStyle.NoPen)
    mix = branches.mix(node)
    if not len(mix):
        painter.setBrush(theme().color("grid"))
        painter.drawRoundedRect(bar, bar.height() / 2, bar.height() / 2)
        if not branches.answers(node):
            return
        painter.setBrush(node_color(branches, node))
        middle = bar.left() + bar.width() * branches.level(node)
        painter.drawEllipse(QPointF(middle, bar.center().y()), bar.height() * 0.7,
                            bar.height() * 0.7)  # fmt: skip
        return
    x = bar.left()
    for label, share in enumerate(mix.tolist()):
        if share > 0:
            painter.setBrush(class_color(theme(), label))
            painter.drawRect(QRectF(x, bar.top(), bar.width() * share, bar.height()))
            x += bar.width() * share


def _paint_mark(
    painter: QPainter, branches: Branches, node: int, room: QRectF, lit: bool
) -> None:
    """Paint a disc for a leaf, a bar of its mix for a question."""
    share = float(branches.arrays["share"][node])
    most = max(min(room.width() * 0.46, room.height() * 0.3, px(9)), 1.2)
    middle = room.center()
    rim = QPen(theme().color("accent"), 2.4) if lit else QPen(theme().color("field"), 0.8)
    if branches.is_leaf(node):
        radius = max(most * (0.45 + 0.55 * share**0.5), 1.2)
        painter.setPen(rim)
        painter.setBrush(node_color(branches, node))
        painter.drawEllipse(middle, radius, radius)
        return
    wide, tall = max(most * (1.2 + 2.4 * share), 2.0), max(most * 0.7, 1.6)
    bar = QRectF(middle.x() - wide / 2, middle.y() - tall / 2, wide, tall)
    if len(branches.mix(node)):
        _paint_bar(painter, branches, node, bar)
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(node_color(branches, node))
        painter.drawRoundedRect(bar, tall / 3, tall / 3)
    if lit:
        painter.setPen(rim)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(bar.adjusted(-2, -2, 2, 2), 3, 3)
