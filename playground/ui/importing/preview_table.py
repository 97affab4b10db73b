"""The first rows of a file, as they would be read."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QTableWidget, QTableWidgetItem, QWidget

from playground.tables.preview import Chosen, Preview
from playground.ui.theme import px, theme

MOST = 40
"""Columns that are shown; a picture has hundreds."""


class PreviewTable(QTableWidget):
    """Shows the beginning of a file; what is left out is faint, what is learned is coloured."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName("First rows of the file")
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().setDefaultSectionSize(px(22))
        self.horizontalHeader().setDefaultSectionSize(px(96))
        self.horizontalHeader().setHighlightSections(False)

    def show_preview(self, preview: Preview | None) -> None:
        """Show the rows that were found, or none."""
        self.clear()
        columns = preview.choices.columns[:MOST] if preview is not None else ()
        rows = preview.rows if preview is not None else ()
        self.setRowCount(len(rows))
        self.setColumnCount(len(columns))
        for place, row in enumerate(rows):
            for column, entry in enumerate(row[:MOST]):
                self.setItem(place, column, QTableWidgetItem(entry or "–"))
        self.show_roles(columns)

    def show_roles(self, columns: tuple[Chosen, ...]) -> None:
        """Show what the columns are called and used for."""
        tokens = {"feature": "text", "target": "accent", "part": "secondary",
                  "ignore": "secondary"}  # fmt: skip
        for place, chosen in enumerate(columns[:MOST]):
            color = theme().color(tokens[chosen.role], 0.55 if chosen.role == "ignore" else 1.0)
            heading = QTableWidgetItem(chosen.name)
            heading.setForeground(color)
            self.setHorizontalHeaderItem(place, heading)
            for row in range(self.rowCount()):
                item = self.item(row, place)
                if item is not None:
                    item.setForeground(color)
