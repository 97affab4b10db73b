"""Where banners stand: over the lower edge of the canvas, so that nothing else moves."""

from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from playground.ui.banner import Banner


class Notices(QWidget):
    """A stack of banners at the bottom of another widget, as high as those that show.

    Parameters
    ----------
    over
        The canvas that the banners stand over; it is told how much of it they cover.
    banners
        From top to bottom.
    """

    def __init__(self, over: Any, *banners: Banner) -> None:
        super().__init__(over)
        self._over, self._banners = over, banners
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        for banner in banners:
            self._column.addWidget(banner)
            banner.installEventFilter(self)
        over.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the size of what is below and of the banners."""
        kinds = (QEvent.Type.Resize, QEvent.Type.ShowToParent, QEvent.Type.HideToParent,
                 QEvent.Type.LayoutRequest)  # fmt: skip
        if event.type() in kinds:
            self._place()
        return False

    def _place(self) -> None:
        shown = any(not banner.isHidden() for banner in self._banners)
        self.setVisible(shown)
        if not shown:
            self._over.cover(0)
        else:
            width = self._over.width()
            need = self._column.heightForWidth(width)
            height = need if need > 0 else self._column.sizeHint().height()
            self.setGeometry(0, self._over.height() - height, width, height)
            self.raise_()
            self._over.cover(height)
