"""The dialog that looks into a file, lets a person choose, and reads it beside the window."""

from pathlib import Path
from typing import Any

from msgspec.structs import replace
from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QHeaderView,
    QProgressBar,
    QSplitter,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from playground.tables.importing import Pasted, look
from playground.tables.preview import Choices, Preview
from playground.tables.trouble import TableError
from playground.ui.form import choice_box
from playground.ui.importing.choice_delegate import ChoiceDelegate
from playground.ui.importing.columns_model import NAME, USE, ColumnsModel
from playground.ui.importing.outcome import Brought, Wanted, bring
from playground.ui.importing.preview_table import PreviewTable
from playground.ui.importing.reading_options import ReadingOptions
from playground.ui.labels import label, push
from playground.ui.long_work import LongWork
from playground.ui.meanwhile import meanwhile
from playground.ui.on_screen import fit_height, resize_on_screen
from playground.ui.plots.rows.rows_view import table_sheet
from playground.ui.plots.wording import grouped
from playground.ui.theme import px

TASKS = {"automatic": "auto", "classes": "class", "values": "value"}
GAPS = {
    "fill in the mean": "mean", "fill in the median": "median", "fill in the most frequent": "mode",
    "leave the row out": "drop",
}  # fmt: skip
SCALE = "Standardise the features: mean 0 and spread 1, in a block of its own"
WHY_SCALE = (
    "Networks, nearest neighbours and support vector machines learn badly from columns of "
    "different sizes. The block stays in sight, and can be taken out."
)
NOTHING = "There is no column to learn from: set one to “learn from it”."
PICTURES = "picture"
LETTERS = (".csv", ".tsv", ".tab", ".txt")


class ImportDialog(QDialog):
    """Chooses how a file is read and what its columns are for.

    Parameters
    ----------
    window
        The main window.
    source
        A file, a folder of pictures, or pasted text.
    into
        Ids of data sets whose rows may be replaced, the one at hand first.

    Signals
    -------
    brought(Wanted, Brought)
        The rows are there.
    """

    brought = Signal(object, object)

    def __init__(self, window: Any, source: Any, into: dict[str, str]) -> None:
        super().__init__(window)
        self.setWindowTitle("Import data")
        self._source, self._work = source, None
        self._preview: Preview | None = None
        self.options = ReadingOptions(self)
        self.columns = ColumnsModel(self)
        self.list = _list(self.columns, self)
        self.rows = PreviewTable(self)
        self.task = choice_box("Learn", "Classes or values; automatic goes by the column", TASKS)
        self.missing = choice_box("Missing entries", "Found from the training part alone", GAPS)
        self.scaled = QCheckBox(SCALE)
        self.scaled.setChecked(True)
        self.scaled.setToolTip(WHY_SCALE)
        places = {f"the place of {title} ({id})": id for id, title in into.items()}
        self.into = choice_box("Goes into", "A project of its own, or the place of a data set",
                               {"a new project with a fitting network": ""} | places)  # fmt: skip
        self.facts = label("", "secondary", wrap=True)
        self.trouble = label("", "warning", wrap=True)
        self.bar = QProgressBar()
        self.bar.setAccessibleName("How far reading is")
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(px(4))
        self.bar.hide()
        self.take = push("Import", "Read the file (Enter)", accent=True)
        self.stop = push("Cancel", "Leave everything as it is (Esc)")
        self.take.setDefault(True)
        self._lay_out()
        self.options.changed.connect(self.look_again)
        self.columns.changed.connect(self._chosen)
        self.take.clicked.connect(self.read)
        self.stop.clicked.connect(self.reject)
        self.take.setFocus()
        self.look_again(first=True)

    @property
    def wanted(self) -> Wanted:
        """What is chosen now."""
        assert self._preview is not None
        choices = replace(self._preview.choices, columns=self.columns.columns)
        return Wanted(
            self._source, choices, self.task.currentData(), self.missing.currentData(),
            self.scaled.isChecked(), self.into.currentData(),
        )  # fmt: skip

    def look_again(self, first: bool = False) -> None:
        """Look into the file as it is to be read now."""
        try:
            choices = None if first else self.options.choices()
            preview = meanwhile(lambda: look(self._source, choices))
            self._say("")
        except TableError as error:
            self._say(str(error))
            self.take.setEnabled(False)
            if first:
                self.options.offer(Choices(), _may_be_text(self._source), pictures=False)
                self._show_body(False)
            return
        if self._preview is None:
            self._show_body(True)
        self._preview = preview
        self.options.offer(preview.choices, preview.text, PICTURES in preview.format.lower())
        self.columns.show_preview(preview)
        self.rows.show_preview(preview)
        self._chosen()

    def read(self) -> None:
        """Read the file beside the window."""
        if self._preview is None or self._work is not None:
            return
        wanted = self.wanted
        self.bar.setValue(0)
        self.bar.show()
        self._enable(False)
        self._say("")
        self._work = LongWork(lambda progress: bring(wanted, progress), self)
        self._work.progressed.connect(lambda share: self.bar.setValue(round(1000 * share)))
        self._work.done.connect(lambda found: self._done(wanted, found))
        self._work.failed.connect(self._failed)
        self._work.start()

    def reject(self) -> None:
        """Call reading off, or close."""
        if self._work is not None:
            self._work.cancel()
        else:
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Forget the reading, which ends with the dialog."""
        self._work = None
        super().closeEvent(event)

    def _done(self, wanted: Wanted, found: Brought) -> None:
        self._work = None
        self.accept()
        self.brought.emit(wanted, found)

    def _failed(self, why: str) -> None:
        """Say why nothing was read, or nothing where it was called off."""
        self._work = None
        self.bar.hide()
        self._enable(True)
        self._say(why or "Reading was called off; nothing has changed.")

    def _enable(self, on: bool) -> None:
        for widget in (self.options, self.list, self.task, self.missing, self.scaled, self.into,
                       self.take):  # fmt: skip
            widget.setEnabled(on)

    def _chosen(self) -> None:
        """Say what would be learned from what."""
        columns = self.columns.columns
        self.rows.show_roles(columns)
        target = next((c.name for c in columns if c.role == "target"), "")
        features = sum(c.role == "feature" for c in columns)
        total = self._preview.total if self._preview is not None else None
        many = "" if total is None else f"about {grouped(_rounded(total))} rows · "
        learns = f"“{target}” is learned from {grouped(features)} columns" if target else (
            f"nothing is learned: groups are looked for in {grouped(features)} columns"
        )
        kind = self._preview.format if self._preview is not None else ""
        self.facts.setText(f"{kind} · {many}{learns}.")
        self.task.setEnabled(bool(target))
        self.take.setEnabled(features > 0)
        if self._preview is not None:
            said = list(self._preview.trouble[:4])
            self._say("; ".join(said or ([] if features else [NOTHING])))

    def _show_body(self, shown: bool) -> None:
        """Show what there is to choose, or leave no more than why there is nothing."""
        self._body.setVisible(shown)
        if shown:
            resize_on_screen(self, 920, 600)
        else:
            self.resize(px(560), self.height())
            fit_height(self)

    def _say(self, text: str) -> None:
        self.trouble.setText(text)
        self.trouble.setVisible(bool(text))

    def _lay_out(self) -> None:
        name = "the clipboard" if isinstance(self._source, Pasted) else self._source.name
        column = QVBoxLayout(self)
        column.setContentsMargins(px(20), px(16), px(20), px(16))
        column.setSpacing(px(8))
        column.addWidget(label(f"Import {name}", "title"))
        column.addWidget(self.facts)
        column.addWidget(self.options)
        self._body = QWidget(self)
        column.addWidget(self._body, 1)
        column.addWidget(self.trouble)
        column.addLayout(self._foot())
        inner = QVBoxLayout(self._body)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(px(8))
        both = QSplitter(self)
        both.setStyleSheet(table_sheet())
        both.addWidget(self.list)
        both.addWidget(self.rows)
        self.list.setMinimumWidth(px(410))
        both.setSizes([px(430), px(430)])
        inner.addWidget(both, 1)
        form = QFormLayout()
        form.setContentsMargins(0, 0, 0, 0)
        form.setHorizontalSpacing(px(12))
        learn = QHBoxLayout()
        learn.setSpacing(px(10))
        for widget in (self.task, label("Missing entries"), self.missing):
            learn.addWidget(widget)
        learn.addStretch(1)
        form.addRow("Learn", learn)
        form.addRow("Goes into", self.into)
        inner.addLayout(form)
        inner.addWidget(self.scaled)

    def _foot(self) -> QHBoxLayout:
        """Return the row that tells how far reading is, with the buttons."""
        foot = QHBoxLayout()
        policy = self.bar.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.bar.setSizePolicy(policy)
        foot.addWidget(self.bar, 1)
        foot.addWidget(self.stop)
        foot.addWidget(self.take)
        return foot


def _list(model: ColumnsModel, parent: QWidget) -> QTableView:
    """Return the view of the columns."""
    view = QTableView(parent)
    view.setModel(model)
    view.setAccessibleName("Columns of the file")
    view.setItemDelegate(ChoiceDelegate(view))
    view.setEditTriggers(QAbstractItemView.EditTrigger.AllEditTriggers)
    view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    view.setWordWrap(False)
    view.verticalHeader().hide()
    view.verticalHeader().setDefaultSectionSize(px(26))
    view.horizontalHeader().setStretchLastSection(True)
    view.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
    for column, width in ((NAME, 110), (USE, 118), (USE + 1, 104), (USE + 2, 60)):
        view.setColumnWidth(column, px(width))
    return view


def _may_be_text(source: Path | Pasted) -> bool:
    return isinstance(source, Pasted) or source.suffix.lower() in LETTERS


def _rounded(total: int) -> int:
    """Return an estimate with the digits that it can be sure of."""
    return int(float(f"{total:.3g}")) if total > 1000 else total
