"""The view of a table of rows: fast, sorted by its header, with its own keys."""

from collections.abc import Callable
from typing import Any

import numpy as np
from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QObject, Qt, Signal
from PySide6.QtGui import QFontMetrics, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QHeaderView,
    QTableView,
    QToolTip,
    QWidget,
)

from playground.ui.plots.lettering import font
from playground.ui.plots.rows.cells import copied, placed
from playground.ui.plots.rows.rows_model import RowsModel
from playground.ui.style import tabular
from playground.ui.theme import px, theme, themes

WIDE, WIDEST = 92, 180

MOST_FOLLOWED = 2000
"""Selected rows that stay so when rows are sorted: Qt's time for scattered ones is quadratic."""

Key = QKeySequence.StandardKey
CHORDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


class RowsView(QTableView):
    """Shows a `RowsModel`.

    Signals
    -------
    chosen(list)
        Numbers of the rows of the table that are selected.
    delete_wanted()
        The selected rows are to go.
    pasted(list)
        Row and column of the table, and text, of all cells that come from the clipboard.
    scrolled()
        Other rows are seen.
    """

    chosen = Signal(object)
    delete_wanted = Signal()
    pasted = Signal(object)
    scrolled = Signal()

    def __init__(self, model: RowsModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self._classes: tuple[str, ...] = ()
        self.setModel(model)
        self.setAccessibleName("Rows of the data set")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        # A header that measures its sections would look at every row.
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        # A header that knows of the selection asks every row whether it can be selected.
        across = self.horizontalHeader()
        across.setSelectionModel(QItemSelectionModel(model, across))
        self.horizontalHeader().setSectionsClickable(True)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().sectionClicked.connect(self._sort)
        self.horizontalHeader().setSortIndicatorShown(True)
        self._point_to_order()
        self.verticalScrollBar().valueChanged.connect(lambda _: self.scrolled.emit())
        self.installEventFilter(self)
        self._at = (0, 0)
        model.modelAboutToBeReset.connect(self._note)
        model.modelReset.connect(self._return)
        themes().changed.connect(self._dress)
        self._dress(None)

    def seen(self) -> list[int]:
        """Return the numbers of the rows of the table that are seen."""
        count = self._model.rowCount()
        if not count:
            return []
        first = max(self.rowAt(0), 0)
        last = self.rowAt(self.viewport().height() - 1)
        last = count - 1 if last < 0 else last
        return [int(row) for row in self._model.order[first : last + 1]]

    def selected(self) -> list[int]:
        """Return the numbers of the rows of the table that are selected."""
        ranges = self.selectionModel().selection()
        found = [self._model.order[part.top() : part.bottom() + 1] for part in ranges]
        rows = np.sort(np.concatenate([*found, np.arange(0)]))
        told: list[int] = rows[np.diff(rows, prepend=-1) > 0].tolist()
        return told

    def arrange(self) -> None:
        """Put what is learned, what is predicted of it and the part before the features."""
        header = self.horizontalHeader()
        for place, column in enumerate(self._model.by_weight()):
            header.moveSection(header.visualIndex(column), place)
        self._widen()

    def _widen(self) -> None:
        """Give classes and their predictions room for their names, once for each set of names."""
        own = self._model.own
        if own is None or own.aim is None or own.classes == self._classes:
            return
        self._classes = own.classes
        metrics = QFontMetrics(font(12))
        name = max((metrics.horizontalAdvance(each) for each in own.classes), default=0)
        share = metrics.horizontalAdvance(" 100 %")
        for column, more in ((own.aim, px(34)), (self._model.columnCount() - 1, share + px(14))):
            self.setColumnWidth(column, min(max(name + more, px(WIDE)), px(WIDEST)))

    def bring(self, row: int) -> None:
        """Scroll to a row of the table."""
        places = (self._model.order == row).nonzero()[0]
        if len(places):
            self.scrollTo(self._model.index(int(places[0]), 0))

    def tell(self, words: str) -> None:
        """Show words at the cell at hand for a while."""
        cell = self.visualRect(self.currentIndex())
        QToolTip.showText(self.viewport().mapToGlobal(cell.bottomLeft()), words, self)

    def selectionChanged(  # noqa: N802 - Qt's name
        self, selected: QItemSelection, deselected: QItemSelection
    ) -> None:
        """Tell which rows are selected."""
        super().selectionChanged(selected, deselected)
        self.chosen.emit(self.selected())

    def point_at(self, row: int) -> None:
        """Go to a row of the table: what is typed next is about it."""
        places = (self._model.order == row).nonzero()[0]
        if len(places):
            self.setCurrentIndex(self._model.index(int(places[0]), self._at[1]))

    def closeEditor(  # noqa: N802 - Qt's name
        self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint
    ) -> None:
        """Go on to the cell below after Enter."""
        super().closeEditor(editor, hint)
        if hint == QAbstractItemDelegate.EndEditHint.SubmitModelCache:
            current = self.currentIndex()
            below = current.siblingAtRow(current.row() + 1)
            if below.isValid():
                self.setCurrentIndex(below)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Keep the keys of the table from the canvas and from shortcuts of the window."""
        if not isinstance(event, QKeyEvent):
            return False
        act = self._meaning(event)
        if event.type() == QEvent.Type.ShortcutOverride:
            typed = event.text().strip().isprintable() and bool(event.text().strip())
            bare = not event.modifiers() & CHORDS
            if act is not None or (typed and bare) or event.matches(Key.SelectAll):
                event.accept()
                return True
        elif event.type() == QEvent.Type.KeyPress and act is not None:
            act()
            return True
        return False

    def _meaning(self, event: QKeyEvent) -> Callable[[], object] | None:
        """Return what a key does that Qt's own table knows nothing of."""
        if self.state() == QAbstractItemView.State.EditingState:
            return None  # it comes from the editor, which has taken it already
        if event.key() == Qt.Key.Key_Delete:
            return self.delete_wanted.emit
        if event.matches(Key.Copy):
            return self._copy
        if event.matches(Key.Paste):
            return self._paste
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return lambda: self.edit(self.currentIndex())
        return None

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(copied(self))

    def _paste(self) -> None:
        cells = placed(self, QGuiApplication.clipboard().text())
        own, order = self._model.own, self._model.order
        if own is not None:
            held = len(own.table.columns)
            told = [(int(order[row]), column, text) for row, column, text in cells if column < held]
            if told:
                self.pasted.emit(told)

    def _note(self) -> None:
        self._at = (self.currentIndex().row(), max(self.currentIndex().column(), 0))

    def _return(self) -> None:
        """Stay at the place that was at hand, be it that of another row now."""
        self._point_to_order()
        row = min(self._at[0], self._model.rowCount() - 1)
        index = self._model.index(row, min(self._at[1], self._model.columnCount() - 1))
        if index.isValid():
            flag = QItemSelectionModel.SelectionFlag
            selects = flag.ClearAndSelect | flag.Rows if self.hasFocus() else flag.NoUpdate
            self.selectionModel().setCurrentIndex(index, selects)

    def _sort(self, column: int) -> None:
        """Sort by a column: rising, falling, then as the table has them."""
        if not self._model.sortable(column):
            return
        before, falling = self._model.sorted
        wanted = ((column, False) if before != column else
                  (column, True) if not falling else (-1, False))  # fmt: skip
        if MOST_FOLLOWED < len(self.selected()) < self._model.rowCount():
            self.clearSelection()
        self._model.sort_by(*wanted)
        self._point_to_order()
        self.scrolled.emit()

    def _point_to_order(self) -> None:
        """Show in the header by which column rows are sorted."""
        column, falling = self._model.sorted
        order = Qt.SortOrder.DescendingOrder if falling else Qt.SortOrder.AscendingOrder
        self.horizontalHeader().setSortIndicator(column, order)

    def _dress(self, _theme: Any) -> None:
        self.setFont(tabular(self.font()))
        self.verticalHeader().setDefaultSectionSize(px(22))
        self.horizontalHeader().setDefaultSectionSize(px(WIDE))
        self.setStyleSheet(table_sheet())


def table_sheet() -> str:
    """Return the style of tables of rows: flat, in the colours of plots."""
    colors = theme()
    chosen = colors.window if colors.name == "dark" else "#FFFFFF"
    return (
        f"QTableView {{ background: {colors.field}; gridline-color: {colors.grid};"
        f" color: {colors.text}; font-size: {px(12)}px; border: none; }}"
        f"QTableView::item:selected {{ background: {colors.accent}; color: {chosen}; }}"
        f"QHeaderView::section {{ background: {colors.panel}; color: {colors.text};"
        f" border: none; border-right: 1px solid {colors.grid};"
        f" border-bottom: 1px solid {colors.border}; padding: {px(2)}px {px(6)}px;"
        f" font-size: {px(11)}px; }}"
        f"QHeaderView {{ background: {colors.panel}; }}"
        f"QTableView QLineEdit {{ background: {colors.raised}; color: {colors.text};"
        f" border: 1px solid {colors.accent}; border-radius: 0; padding: 0 {px(3)}px;"
        f" min-height: 0; font-size: {px(12)}px; }}"
        f"QTableView::corner {{ background: {colors.field}; border: none; }}"
        f"QTableCornerButton::section {{ background: {colors.panel}; border: none; }}"
    )
