"""The slim title of a dock; where docks share a place, their tab is title enough."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDockWidget, QHBoxLayout, QMainWindow, QWidget

from playground.ui.labels import IconButton, label
from playground.ui.theme import px, themes


class DockTitle(QWidget):
    """Name and close button of a dock; it can be dragged by it.

    Parameters
    ----------
    dock
        The dock, already in its window.
    """

    def __init__(self, dock: QDockWidget) -> None:
        super().__init__(dock)
        self._dock = dock
        self._words = label(dock.windowTitle().upper(), "section")
        self._close = IconButton("close", f"Close {dock.windowTitle()}")
        self._close.setProperty("compact", True)
        self._close.clicked.connect(dock.close)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._words, 1)
        self._row.addWidget(self._close)
        self.setToolTip("Drag to move the dock, double-click to let it float")
        dock.windowTitleChanged.connect(lambda text: self._words.setText(text.upper()))
        dock.visibilityChanged.connect(self._follow)
        dock.dockLocationChanged.connect(self._follow)
        dock.topLevelChanged.connect(self._follow)
        themes().changed.connect(self._measure)
        self._measure()

    def sizeHint(self) -> QSize:
        """Return no height where a tab says the name."""
        return QSize(super().sizeHint().width(), 0 if self._is_tabbed() else px(26))

    def minimumSizeHint(self) -> QSize:
        """Return the same height, and the least width."""
        return QSize(px(40), self.sizeHint().height())

    def _is_tabbed(self) -> bool:
        window = self._dock.parentWidget()
        # While the window goes, what is left of it is a plain widget.
        if self._dock.isFloating() or not isinstance(window, QMainWindow):
            return False
        return any(not other.isHidden() for other in window.tabifiedDockWidgets(self._dock))

    def _follow(self, _what: object = None) -> None:
        tabbed = self._is_tabbed()
        for part in (self._words, self._close):
            part.setVisible(not tabbed)
        self.updateGeometry()

    def _measure(self, _theme: object = None) -> None:
        self._row.setContentsMargins(px(12), 0, px(4), 0)
        self._close.setFixedSize(px(20), px(20))
        self._close.setIconSize(QSize(px(14), px(14)))
        self.updateGeometry()
