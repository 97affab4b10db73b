"""Panels as pictures: what one can only press or slide gives its room to what is looked at."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QScrollBar,
    QWidget,
)

from playground.ui.panel_header import PanelHeader
from playground.ui.plots.painting.tool_strip import ToolStrip
from playground.ui.plots.warp.stage_slider import StageSlider

CONTROLS = (
    QAbstractButton, QAbstractSlider, QAbstractSpinBox, QComboBox, StageSlider, ToolStrip,
)  # fmt: skip


class Pose(QObject):
    """Makes a panel a picture; words in its header say what switches are set to.

    What the panel shows meanwhile of its controls is not seen until the pose ends.

    Parameters
    ----------
    panel
        With a header and a body.

    Signals
    -------
    None of its own.
    """

    def __init__(self, panel: Any) -> None:
        super().__init__(panel)
        self._header = panel.header
        self._away = list(_controls_in(panel.body))
        self._wanted = [one for one in self._away if not one.isHidden()]
        self._keyboard = self._without_keyboard()
        self._header.be_a_picture()
        for one in self._away:
            one.installEventFilter(self)
            one.hide()
        self._lay_out()

    def end(self) -> None:
        """Bring everything back."""
        self._header.be_a_picture(False)
        for one in self._away:
            one.removeEventFilter(self)
        for one in self._wanted:
            one.show()
        self._lay_out()
        if self._keyboard is not None:
            self._keyboard.setFocus(Qt.FocusReason.OtherFocusReason)
        self.deleteLater()

    def eventFilter(self, control: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Put away again what the panel shows meanwhile."""
        if event.type() == QEvent.Type.ShowToParent:
            control.hide()  # type: ignore[attr-defined]
            if control not in self._wanted:
                self._wanted.append(control)  # type: ignore[arg-type]
        return False

    def _without_keyboard(self) -> QWidget | None:
        """Take the keyboard from what goes away, else it would go on to what stays."""
        focused = QApplication.focusWidget()
        going = (self._header, *self._away)
        if focused is None or not any(one is focused or one.isAncestorOf(focused) for one in going):
            return None
        focused.clearFocus()
        return focused

    def _lay_out(self) -> None:
        for one in self._away:
            around = one.parentWidget().layout()
            if around is not None:
                around.activate()


@contextmanager
def posed(widget: QWidget) -> Iterator[None]:
    """Have a panel be a picture for a moment that nobody sees; other widgets stay as they are."""
    header = getattr(widget, "header", None)
    if not isinstance(header, PanelHeader) or header.pictured:
        yield
        return
    pose = Pose(widget)
    try:
        yield
    finally:
        pose.end()


def _controls_in(widget: QWidget) -> Iterator[QWidget]:
    """Yield the largest parts of a widget that hold nothing but controls."""
    for child in _children(widget):
        if _is_control(child):
            yield child
        elif not isinstance(child, QAbstractItemView):
            yield from _controls_in(child)


def _is_control(widget: QWidget) -> bool:
    if isinstance(widget, CONTROLS):
        return not isinstance(widget, QScrollBar)
    if hasattr(widget, "paint"):
        return False
    inside = _children(widget)
    return bool(inside) and all(map(_is_control, inside))


def _children(widget: QWidget) -> list[QWidget]:
    direct = Qt.FindChildOption.FindDirectChildrenOnly
    return [one for one in widget.findChildren(QWidget, options=direct) if not one.isWindow()]
