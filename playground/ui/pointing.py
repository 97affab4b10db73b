"""Points at a part of the window, as a page of a lesson asks for."""

from typing import Any

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QWidget

from playground.ui.theme import px, theme
from playground.ui.timers import after, every

SHOWN_MS = 2600
SETTLED_MS = 40
"""How long panels take to find their places again."""


class Pointing(QWidget):
    """A bright frame around a block, a panel, the transport or a button of it, for a moment.

    Parameters
    ----------
    window
        The main window.
    """

    def __init__(self, window: Any) -> None:
        super().__init__(window)
        self._window = window
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._end = after(self, SHOWN_MS, self.hide)
        self._what = ""
        self._settled = after(self, SETTLED_MS, self._frame)
        self._following = every(self, SETTLED_MS, self._follow)
        self.hide()

    def show(self, what: str = "") -> None:
        """Point at what is told as in `Page.point_at`; "" at nothing.

        A panel that another one hides comes back into sight.
        """
        self._what = what
        self._settled.stop()
        panel = self._panel()
        if panel is not None and panel.isHidden():
            self._window.panels.maximise(None)
            self._settled.start()
        else:
            self._frame()

    def _frame(self) -> None:
        self._follow()
        if self.isVisible():
            self.raise_()
            self._end.start()

    def _follow(self) -> None:
        """Lie around the part, which moves when a notice opens or the canvas fits itself anew."""
        area = self._area(self._what) if self._what and self._window.isVisible() else None
        if area is not None:
            self.setGeometry(area.adjusted(-px(4), -px(4), px(4), px(4)))
        self.setVisible(area is not None)

    def showEvent(self, event: QShowEvent) -> None:
        """Stay with the part for as long as it is pointed at."""
        self._following.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Let go of the part."""
        self._following.stop()

    def _panel(self) -> QWidget | None:
        part, _, name = self._what.partition(":")
        found: QWidget | None = self._window.panels.panel(name) if part == "panel" else None
        return found

    def _area(self, what: str) -> QRect | None:
        window = self._window
        part, _, name = what.partition(":")
        if part == "transport":
            return _in(window, window.transport.buttons.get(name, window.transport))
        if part == "panel":
            panel = self._panel()
            return _in(window, panel) if panel else None
        canvas = window.canvas
        try:
            item = canvas.scene().item(what)
        except KeyError:
            return None
        seen = canvas.mapFromScene(item.sceneBoundingRect()).boundingRect()
        corner = canvas.viewport().mapTo(window, seen.topLeft())
        return QRect(corner, seen.size()).intersected(_in(window, canvas))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the frame."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme().color("accent"), px(2)))
        edge = px(2)
        painter.drawRoundedRect(self.rect().adjusted(edge, edge, -edge, -edge), px(9), px(9))


def _in(window: QWidget, widget: QWidget) -> QRect:
    return QRect(widget.mapTo(window, widget.rect().topLeft()), widget.size())
