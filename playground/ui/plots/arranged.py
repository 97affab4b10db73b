"""Pictures that share the room of a panel, as many as there is room for."""

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from playground.ui.theme import theme, themes


class Arranged(QWidget):
    """Gives each of its pictures the place that `places` says, and hides the others."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.views: dict[str, QWidget] = {}
        themes().changed.connect(self.arrange)

    def places(self) -> dict[str, QRect]:
        """Return where pictures are, by name; those that are left out have no room."""
        raise NotImplementedError

    def arrange(self, _theme: object = None) -> None:
        """Put every picture in its place."""
        places = self.places()
        for name, view in self.views.items():
            view.setVisible(name in places)
            if name in places:
                view.setGeometry(places[name])

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Give every picture its place."""
        super().resizeEvent(event)
        self.arrange()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the ground between the pictures."""
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), theme().color("field"))
