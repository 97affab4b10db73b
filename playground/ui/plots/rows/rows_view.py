"""The view of a table of rows: fast, sorted by its header, with its own keys."""

from typing import Any

from PySide6.QtCore import QEvent, QItemSelection, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QToolTip, QWidget

from playground.ui.plots.rows.rows_model import RowsModel
from playground.ui.style import tabular
from playground.ui.theme import px, theme, themes

WIDE = 92


class RowsView(QTableView):
    """Shows a `RowsModel`.

    Signals
    -------
    chosen(list)
        Numbers of the rows of the table that are selected.
    delete_wanted()
        The selected rows are to go.
    scrolled()
        Other rows are seen.
    """

    chosen = Signal(object)
    delete_wanted = Signal()
    scrolled = Signal()

    def __init__(self, model: RowsModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self._sorted: tuple[int, bool] = (-1, False)
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
        self.horizontalHeader().setSectionsClickable(True)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().sectionClicked.connect(self._sort)
        self.horizontalHeader().setSortIndicatorShown(True)
        self.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.verticalScrollBar().valueChanged.connect(lambda _: self.scrolled.emit())
        self.installEventFilter(self)
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
        return sorted({int(row) for rows in found for row in rows})

    def arrange(self) -> None:
        """Put what is learned, what is predicted of it and the part before the features."""
        header = self.horizontalHeader()
        for place, column in enumerate(self._model.by_weight()):
            header.moveSection(header.visualIndex(column), place)

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

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Keep the keys of the table from the canvas."""
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Delete:
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                self.delete_wanted.emit()
                return True
        override = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride
        if override and event.matches(QKeySequence.StandardKey.SelectAll):
            event.accept()
            return True
        return False

    def _sort(self, column: int) -> None:
        """Sort by a column: rising, falling, then as the table has them."""
        if not self._model.sortable(column):
            return
        before, falling = self._sorted
        self._sorted = ((column, False) if before != column else
                        (column, True) if not falling else (-1, False))  # fmt: skip
        self._model.sort_by(*self._sorted)
        order = Qt.SortOrder.DescendingOrder if self._sorted[1] else Qt.SortOrder.AscendingOrder
        self.horizontalHeader().setSortIndicator(self._sorted[0], order)
        self.scrolled.emit()

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
        f"QTableView::corner {{ background: {colors.field}; border: none; }}"
        f"QTableCornerButton::section {{ background: {colors.panel}; border: none; }}"
    )
