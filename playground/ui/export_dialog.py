"""The dialog that writes a trained model to a file: which learner, which member, which format."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QDialog,
    QFileDialog,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QProgressBar,
    QRadioButton,
    QVBoxLayout,
)

from playground.export.formats import FORMATS, Format
from playground.ui.exporting import Offer, Standing, exportable, write_to
from playground.ui.labels import label, push, restyle
from playground.ui.long_work import LongWork
from playground.ui.theme import px

NOTHING = "Nothing here learns yet. Add a data set, wire it to a model or a fit, and press Play."


class FormatRow(QFrame):
    """One format: what it is called and what for, or why it cannot hold the learner.

    Signals
    -------
    picked(str)
        Name of the format.
    """

    picked = Signal(str)

    def __init__(self, one: Format) -> None:
        super().__init__()
        self.format = one
        self.setProperty("card", True)
        self.button = QRadioButton(f"{one.title}  ({one.ending})")
        self.button.setAccessibleName(one.title)
        self.button.setToolTip(one.purpose)
        self.words = label("", "secondary", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(10), px(6), px(10), px(7))
        column.setSpacing(px(2))
        column.addWidget(self.button)
        self.words.setContentsMargins(px(24), 0, 0, 0)
        column.addWidget(self.words)
        self.button.toggled.connect(self._toggled)
        self.offer("")

    def offer(self, reason: str, open_: bool = True) -> None:
        """Show what the format is for, or why it cannot be taken.

        Parameters
        ----------
        open_
            Whether anything can be chosen now.
        """
        purpose = self.format.purpose
        self.words.setText(reason or purpose[:1].upper() + purpose[1:] + ".")
        restyle(self.words, role="warning" if reason else "secondary")
        self.button.setEnabled(open_ and not reason)
        self.button.setAccessibleDescription(self.words.text())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the format by a click anywhere on it."""
        if self.button.isEnabled():
            self.button.setChecked(True)
        event.accept()

    def _toggled(self, on: bool) -> None:
        restyle(self, chosen=on)
        if on:
            self.picked.emit(self.format.name)


class ExportDialog(QDialog):
    """Chooses learner, member and format, asks for a file, and writes it apart from the window.

    Parameters
    ----------
    window
        The main window.
    learner
        Which one is shown first; the one that is selected, or the first, unless said.
    """

    def __init__(self, window: Any, learner: str = "") -> None:
        super().__init__(window)
        self.setWindowTitle("Export model")
        self._standing = Standing(window.bridge)
        self._work: LongWork | None = None
        self._offer: Offer | None = None
        known = exportable(self._standing.project, window.bridge.catalogue)
        self.learner, self.member = QComboBox(), QComboBox()
        for id, title in known.items():
            self.learner.addItem(f"{title} ({id})", id)
        self._name(self.learner, "Learner", "Whose model is written")
        self._name(self.member, "Member", "Which of several that learn at once is written")
        self.facts = label(" ", "secondary", wrap=True)
        self.rows = {name: FormatRow(one) for name, one in FORMATS.items()}
        self.status = label(" ", "secondary", wrap=True)
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(px(4))
        self.bar.setAccessibleName("Working")
        for widget in (self.bar, self.status):
            policy = widget.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            widget.setSizePolicy(policy)
        self.write, self.close_ = push("Export…", accent=True), push("Close")
        self._lay_out()
        wanted = [learner, *window.bridge.selection]
        places = [self.learner.findData(id) for id in wanted if id]
        self.learner.setCurrentIndex(next((at for at in places if at >= 0), 0))
        self.learner.currentIndexChanged.connect(self._another)
        self.member.activated.connect(lambda _place: self._look(self.member.currentData()))
        self.write.clicked.connect(self._ask)
        self.close_.clicked.connect(self.reject)
        self._another()

    def _name(self, box: QComboBox, name: str, tip: str) -> None:
        box.setAccessibleName(name)
        box.setToolTip(tip)

    def _lay_out(self) -> None:
        self._form = QFormLayout()
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setHorizontalSpacing(px(12))
        self._form.addRow("Learner", self.learner)
        self._form.addRow("Member", self.member)
        group = QButtonGroup(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(20), px(16), px(20), px(16))
        column.setSpacing(px(8))
        column.addWidget(label("Export model", "title"))
        words = "What was learned, as a file that leaves the program and works without it."
        column.addWidget(label(words, "secondary", wrap=True))
        column.addLayout(self._form)
        column.addWidget(self.facts)
        for row in self.rows.values():
            group.addButton(row.button)
            row.picked.connect(self._ready)
            column.addWidget(row)
        column.addStretch(1)
        column.addWidget(self.bar)
        column.addWidget(self.status)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.close_)
        buttons.addWidget(self.write)
        column.addLayout(buttons)
        self.setFixedWidth(px(540))

    @property
    def chosen(self) -> str:
        """The name of the format that is chosen; "" for none."""
        for name, row in self.rows.items():
            if row.button.isChecked() and row.button.isEnabled():
                return name
        return ""

    def wait(self) -> None:
        """Wait for what is under way; for tests."""
        if self._work is not None:
            self._work.wait()

    def _another(self) -> None:
        """Look at another learner."""
        self._form.setRowVisible(self.member, False)
        if self.learner.count():
            self._look(None)
        else:
            self._show(Offer(None, NOTHING, dict.fromkeys(FORMATS, ""), (), 0))

    def _look(self, member: int | None) -> None:
        id = self.learner.currentData()
        self._go("Getting the model ready…", lambda: self._standing.offer(id, member), self._show)

    def _go(self, words: str, act: Any, then: Any) -> None:
        """Do something apart, with nothing to be chosen meanwhile."""
        self._offer = None
        self._say(words)
        self.bar.show()
        for widget in (self.learner, self.member, self.write, *self.rows.values()):
            widget.setEnabled(False)
        self._work = LongWork(lambda *_: act(), self)
        self._work.done.connect(then)
        self._work.failed.connect(self._failed)
        self._work.start()

    def _show(self, offer: Offer) -> None:
        """Show what can be exported of the learner."""
        self._rest(offer)
        self._say("")
        subject = offer.subject
        self.facts.setText(self._standing.facts(subject) if subject is not None else offer.reason)
        restyle(self.facts, role="secondary" if subject is not None else "warning")
        if offer.members and not self._form.isRowVisible(self.member):
            self.member.clear()
            for at, told in enumerate(offer.members):
                self.member.addItem(f"{told} (best)" if at == offer.best else told, at)
            self.member.setCurrentIndex(offer.best)
            self._form.setRowVisible(self.member, True)
        for name, row in self.rows.items():
            row.offer(offer.refusals[name], subject is not None)
        if not self.chosen:
            free = [row for row in self.rows.values() if row.button.isEnabled()]
            if free:
                free[0].button.setChecked(True)
        self._ready()
        self.adjustSize()

    def _rest(self, offer: Offer | None) -> None:
        self._offer = offer
        self.bar.hide()
        for widget in (self.learner, self.member, *self.rows.values()):
            widget.setEnabled(True)

    def _ready(self, _name: str = "") -> None:
        self.write.setEnabled(self._offer is not None and bool(self.chosen))

    def _ask(self) -> None:
        """Ask for a file and write it."""
        offer, name = self._offer, self.chosen
        if offer is None or offer.subject is None or not name:
            return
        subject, one = offer.subject, FORMATS[name]
        start = f"{subject.id}{'-' + name if one.ending == '.py' else ''}{one.ending}"
        path, _ = QFileDialog.getSaveFileName(
            self, "Export model", start, f"{one.title} (*{one.ending})"
        )
        if not path:
            return
        file = Path(path)
        file = file if file.suffix.lower() == one.ending else Path(f"{file}{one.ending}")
        self._go(f"Writing {file.name}…", lambda: write_to(subject, file, name),
                 lambda made: self._written(made, offer))  # fmt: skip

    def _written(self, file: Path, offer: Offer) -> None:
        self._rest(offer)
        self._ready()
        size = file.stat().st_size
        told = f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{max(size // 1000, 1)} kB"
        self._say(f"Written: {file} ({told}).", "ok")

    def _failed(self, reason: str) -> None:
        self._rest(None)
        self._say(reason, "error")
        for row in self.rows.values():
            row.offer("", False)
        self.write.setEnabled(False)

    def _say(self, text: str, role: str = "secondary") -> None:
        self.status.setText(text or " ")
        restyle(self.status, role=role)
        self.status.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
