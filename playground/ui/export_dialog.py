"""The dialog that writes a trained model to a file: which learner, which member, which format."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QButtonGroup, QDialog, QVBoxLayout, QWidget

from playground.core.progress import Progress
from playground.export.formats import FORMATS
from playground.ui.exporting import LearnersNow, Offer, exportable, write_to
from playground.ui.file_asking import ask_to_write
from playground.ui.form import choice_box, form_of
from playground.ui.labels import label, restyle
from playground.ui.long_work import LongWork
from playground.ui.on_screen import fit_height
from playground.ui.option_card import OptionCard
from playground.ui.scrolled import Scrolled
from playground.ui.theme import px
from playground.ui.work_foot import WorkFoot

NOTHING = "Nothing here learns yet. Add a data set, wire it to a model or a fit, and press Play."


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
        self._learners = LearnersNow(window.bridge)
        self._work: LongWork | None = None
        self._offer: Offer | None = None
        known = exportable(self._learners.project, window.bridge.catalogue)
        titles = {f"{title} ({id})": id for id, title in known.items()}
        self.learner = choice_box("Learner", "Whose model is written", titles)
        self.member = choice_box("Member", "Which of several that learn at once is written")
        self.facts = label(" ", "secondary", wrap=True)
        self.formats = {
            name: OptionCard(f"{one.title}  ({one.ending})", _sentence(one.purpose))
            for name, one in FORMATS.items()
        }
        self.foot = WorkFoot("Export…", "Working")
        self._lay_out()
        wanted = [learner, *window.bridge.selection]
        places = [self.learner.findData(id) for id in wanted if id]
        self.learner.setCurrentIndex(next((at for at in places if at >= 0), 0))
        self.learner.currentIndexChanged.connect(self._another)
        self.member.activated.connect(lambda _place: self._look(self.member.currentData()))
        self.foot.begin.clicked.connect(self._ask)
        self.foot.leave.clicked.connect(self.reject)
        self._another()

    def _lay_out(self) -> None:
        self._form = form_of(self.learner, self.member)
        group = QButtonGroup(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(20), px(16), px(20), px(16))
        column.setSpacing(px(8))
        column.addWidget(label("Export model", "title"))
        words = "What was learned, as a file that leaves the program and works without it."
        column.addWidget(label(words, "secondary", wrap=True))
        column.addLayout(self._form)
        column.addWidget(self.facts)
        cards = QWidget()
        rows = QVBoxLayout(cards)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(px(8))
        for card in self.formats.values():
            group.addButton(card.button)
            card.picked.connect(self._ready)
            rows.addWidget(card)
        column.addWidget(Scrolled(cards), 1)
        column.addWidget(self.foot)
        self.setFixedWidth(px(540))

    @property
    def chosen(self) -> str:
        """The name of the format that is chosen; "" for none."""
        chosen = (n for n, card in self.formats.items()
                  if card.button.isChecked() and card.button.isEnabled())  # fmt: skip
        return next(chosen, "")

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
        self._go(
            "Getting the model ready…",
            lambda progress: self._learners.offer(id, member, progress), self._show, self._failed,
        )  # fmt: skip

    def _go(
        self, words: str, act: Callable[[Progress], Any], done: Callable[[Any], None],
        failed: Callable[[str], None],
    ) -> None:  # fmt: skip
        """Do something apart, with nothing to be chosen meanwhile."""
        self._offer = None
        self.foot.say(words)
        self.foot.bar.setRange(0, 0)
        self.foot.bar.show()
        for widget in (self.learner, self.member, self.foot.begin, *self.formats.values()):
            widget.setEnabled(False)
        self._work = LongWork(act, self)
        self._work.progressed.connect(self._progress)
        self._work.done.connect(done)
        self._work.failed.connect(failed)
        self._work.start()

    def _progress(self, share: float) -> None:
        if share:  # what takes no time tells none
            self.foot.bar.setRange(0, 1000)
            self.foot.bar.setValue(round(1000 * share))

    def _show(self, offer: Offer) -> None:
        """Show what can be exported of the learner."""
        self._rest(offer)
        self.foot.say("")
        subject = offer.subject
        self.facts.setText(self._learners.facts(subject) if subject is not None else offer.reason)
        restyle(self.facts, role="secondary" if subject is not None else "warning")
        if offer.members and not self._form.isRowVisible(self.member):
            self.member.clear()
            for at, told in enumerate(offer.members):
                self.member.addItem(f"{told} (best)" if at == offer.best else told, at)
            self.member.setCurrentIndex(offer.best)
            self._form.setRowVisible(self.member, True)
        for name, reason in offer.refusals.items():
            self._offer_format(name, reason, subject is not None)
        if not self.chosen:
            free = [card.button for card in self.formats.values() if card.button.isEnabled()]
            for button in free[:1]:
                button.setChecked(True)
        self._ready()
        fit_height(self)

    def _offer_format(self, name: str, reason: str, enabled: bool) -> None:
        """Say what a format is for, or why it cannot be taken."""
        card, purpose = self.formats[name], _sentence(FORMATS[name].purpose)
        card.say(reason or purpose, "warning" if reason else "secondary")
        card.button.setEnabled(enabled and not reason)

    def _rest(self, offer: Offer | None) -> None:
        self._offer = offer
        self.foot.bar.hide()
        for widget in (self.learner, self.member, *self.formats.values()):
            widget.setEnabled(True)

    def _ready(self) -> None:
        self.foot.begin.setEnabled(self._offer is not None and bool(self.chosen))

    def _ask(self) -> None:
        """Ask for a file and write it."""
        offer, name = self._offer, self.chosen
        if offer is None or offer.subject is None or not name:
            return
        subject, one = offer.subject, FORMATS[name]
        start = f"{subject.id}{'-' + name if one.ending == '.py' else ''}{one.ending}"
        file = ask_to_write(self, "Export model", start, f"{one.title} (*{one.ending})")
        if file is not None:
            self._go(f"Writing {file.name}…", lambda _progress: write_to(subject, file, name),
                     lambda made: self._written(made, offer),
                     lambda why: self._not_written(why, offer))  # fmt: skip

    def _written(self, file: Path, offer: Offer) -> None:
        self._rest(offer)
        self._ready()
        self.foot.say_saved(file)

    def _not_written(self, reason: str, offer: Offer) -> None:
        """Say why; the model is still there, to be written elsewhere."""
        self._rest(offer)
        self._ready()
        self.foot.say(reason, "error")

    def _failed(self, reason: str) -> None:
        """Say why the model cannot be had."""
        self._rest(None)
        self.foot.say(reason, "error")
        for name in self.formats:
            self._offer_format(name, "", False)
        self._ready()


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."
