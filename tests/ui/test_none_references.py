"""Void calls into Qt leave the count of references to None alone.

Some Qt releases drop one reference at every such call, until the interpreter aborts.
"""

import sys

from PySide6.QtCore import QObject, QPointF
from PySide6.QtGui import QPainterPath
from PySide6.QtWidgets import QGraphicsRectItem, QWidget

CALLS = 20_000


def test_twenty_thousand_void_calls_do_not_wear_none_out(qtbot):
    widget, item, path, thing = QWidget(), QGraphicsRectItem(), QPainterPath(), QObject()
    qtbot.addWidget(widget)
    calls = (
        lambda i: thing.setObjectName(f"n{i % 7}"),
        lambda i: widget.resize(100 + i % 5, 80),
        lambda i: widget.setWindowTitle("a"),
        lambda i: item.setPos(QPointF(i % 9, 0)),
        lambda i: path.moveTo(0, i % 3),
    )
    before = sys.getrefcount(None)
    for i in range(CALLS):
        calls[i % len(calls)](i)
    assert abs(sys.getrefcount(None) - before) < 100
