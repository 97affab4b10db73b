"""The rows of a dialog: boxes with a name and a tip, in a form."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QAbstractSpinBox, QComboBox, QFormLayout, QSpinBox, QWidget

from playground.ui.theme import px


def choice_box(name: str, tip: str, options: Mapping[str, Any] | None = None) -> QComboBox:
    """Return a box that holds the value of the words that are chosen."""
    box = QComboBox()
    box.setAccessibleName(name)
    box.setToolTip(tip)
    for words, value in (options or {}).items():
        box.addItem(words, value)
    return box


def number_box(name: str, tip: str, low: int, high: int, value: int) -> QSpinBox:
    """Return a box for a whole number."""
    box = QSpinBox()
    box.setRange(low, high)
    box.setValue(value)
    box.setGroupSeparatorShown(True)
    dress_number(box, name, tip)
    return box


def dress_number(box: QAbstractSpinBox, name: str, tip: str) -> None:
    """Give a box for a number its name, its tip and some air."""
    box.setAccessibleName(name)
    box.setToolTip(tip)
    box.lineEdit().setTextMargins(px(5), 0, px(5), 0)


def form_of(*boxes: QWidget) -> QFormLayout:
    """Return boxes below each other, each behind its name."""
    form = QFormLayout()
    form.setContentsMargins(0, px(4), 0, px(4))
    form.setHorizontalSpacing(px(12))
    form.setVerticalSpacing(px(8))
    for box in boxes:
        form.addRow(box.accessibleName(), box)
    return form
