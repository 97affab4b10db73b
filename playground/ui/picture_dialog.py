"""The dialog that saves a picture: which kind, how sharp, in which colours."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDoubleSpinBox,
    QVBoxLayout,
    QWidget,
)

from playground.core.disk import FileError
from playground.ui.file_asking import ask_to_write
from playground.ui.form import choice_box, dress_number, form_of
from playground.ui.labels import label, push
from playground.ui.on_screen import fit_height
from playground.ui.plots.picture import LARGEST, SCALE, pixels_of, save_picture
from playground.ui.plots.wording import grouped
from playground.ui.theme import DARK, LIGHT, px, theme, themes
from playground.ui.work_foot import WorkFoot

KINDS = {
    "PNG: pixels, for slides, chats and the web": ".png",
    "SVG: shapes and text, to go on drawing": ".svg",
    "PDF: shapes and text, for papers and print": ".pdf",
}
COLOURS = {"As on the screen": None, "Light, for paper": LIGHT, "Dark, for slides": DARK}
SHARPEST = 8.0
WIDE, HIGH, LOW = 440, 250, 80
"""Room for the preview, and the height that it does with on a small screen."""


class Preview(QWidget):
    """An image as large as there is room for, in the middle.

    Attributes
    ----------
    image
        What is shown.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Preview")
        self.setMinimumHeight(px(LOW))
        self.setMaximumHeight(px(HIGH))
        self.image = QImage()

    def sizeHint(self) -> QSize:
        """Return all the room that it can use."""
        return QSize(px(WIDE), px(HIGH))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the image, made as small as it must be."""
        kept = Qt.AspectRatioMode.KeepAspectRatio
        smooth = Qt.TransformationMode.SmoothTransformation
        sharp = self.devicePixelRatioF()
        seen = self.image.scaled(self.size() * sharp, kept, smooth)
        seen.setDevicePixelRatio(sharp)
        place = QRect(0, 0, *(round(side / sharp) for side in seen.size().toTuple()))
        place.moveCenter(self.rect().center())
        with QPainter(self) as painter:
            painter.drawImage(place.topLeft(), seen)


class PictureDialog(QDialog):
    """Chooses how a widget is pictured, shows how it will look, and saves or copies it.

    Parameters
    ----------
    subject
        What is pictured.
    name
        Of the file that is offered, without its ending.

    Signals
    -------
    None of its own.
    """

    def __init__(self, subject: QWidget, name: str) -> None:
        super().__init__(subject.window())
        self.setWindowTitle("Save picture")
        self._subject, self._name = subject, name
        self.kind = choice_box("File", "What kind of file", KINDS)
        self.colours = choice_box("Colours", "Those of the window, or of the other theme", COLOURS)
        self.scale = QDoubleSpinBox()
        dress_number(self.scale, "Scale", "Pixels of the picture for each of the screen")
        largest = LARGEST / max(subject.width(), subject.height(), 1)
        self.scale.setRange(0.25, min(largest, SHARPEST))
        self.scale.setSingleStep(0.5)
        self.scale.setSuffix(" ×")
        self.scale.setValue(SCALE)
        self.preview = Preview()
        self.facts = label(" ", "secondary")
        self.foot = WorkFoot("Save…", "Saving")
        self.copy = push("Copy", "Put it on the clipboard as pixels")
        self._lay_out()
        self.kind.currentIndexChanged.connect(self._tell)
        self.colours.currentIndexChanged.connect(self._show)
        self.scale.valueChanged.connect(self._tell)
        self.copy.clicked.connect(self._copy)
        self.foot.begin.clicked.connect(self._ask)
        self.foot.leave.clicked.connect(self.reject)
        self._show()
        self._tell()
        fit_height(self)

    def save(self, path: Path) -> None:
        """Save the picture as it is chosen; what came of it is told at the foot."""
        try:
            with self._dressed():
                save_picture(self._subject, path, self.scale.value())
        except (FileError, ValueError) as error:
            self.foot.say(str(error), "error")
            return
        self.foot.say_saved(path)

    def _ask(self) -> None:
        ending = self.kind.currentData()
        kinds = f"{self.kind.currentText().partition(':')[0]} (*{ending})"
        path = ask_to_write(self, "Save picture", self._name + ending, kinds)
        if path is not None:
            self.save(path)

    def _copy(self) -> None:
        with self._dressed():
            QApplication.clipboard().setImage(pixels_of(self._subject, self.scale.value()))
        self.foot.say("Copied: paste it anywhere.", "ok")

    def _show(self, _index: int = 0) -> None:
        """Show how it will look."""
        with self._dressed():
            self.preview.image = pixels_of(self._subject, self.devicePixelRatioF())
        self.preview.update()

    def _tell(self, _value: object = None) -> None:
        """Say how large it will be."""
        pixels = self.kind.currentData() == ".png"
        self._form.setRowVisible(self.scale, pixels)
        scale = self.scale.value() if pixels else 1.0
        wide, high = (round(side * scale) for side in self._subject.size().toTuple())
        words = "pixels" if pixels else "points of 1/96 inch; as sharp as the printer"
        self.facts.setText(f"{grouped(wide)} × {grouped(high)} {words}")
        self.foot.say("")

    @contextmanager
    def _dressed(self) -> Iterator[None]:
        """Have the subject wear the chosen colours for a moment that nobody sees."""
        chosen, worn = self.colours.currentData(), theme()
        if chosen is None or chosen is worn:
            yield
            return
        themes().choose(chosen)
        _settle()
        try:
            yield
        finally:
            themes().choose(worn)

    def _lay_out(self) -> None:
        self._form = form_of(self.kind, self.scale, self.colours)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(20), px(16), px(20), px(16))
        column.setSpacing(px(8))
        column.addWidget(label("Save picture", "title"))
        column.addWidget(label(_called(self._subject), "secondary"))
        column.addWidget(self.preview, 1)
        column.addLayout(self._form)
        column.addWidget(self.facts)
        column.addWidget(self.foot)
        self.foot.add(self.copy)
        self.setFixedWidth(px(WIDE + 40))


def _settle() -> None:
    """Let widgets take over what they were told for later, without drawing them."""
    QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)


def _called(subject: QWidget) -> str:
    return "The window" if subject.isWindow() else subject.accessibleName()

