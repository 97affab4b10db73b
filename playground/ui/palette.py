"""The palette: all blocks by family, to drag onto the canvas or to add where they fit."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QEvent, QMimeData, QModelIndex, QObject, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QDrag, QFont, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from playground.core.block import Block, title_of
from playground.ui.block_search import FAMILY_TITLES, dot, found, grouped, tooltip
from playground.ui.canvas.drops import packed
from playground.ui.canvas.ghost import ghost
from playground.ui.theme import px, theme, themes

KIND = Qt.ItemDataRole.UserRole
FAMILY = Qt.ItemDataRole.UserRole + 1
MOST_USED = 6
TO_TREE = (Qt.Key.Key_Down, Qt.Key.Key_PageDown)
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class BlockTree(QTreeWidget):
    """The list of blocks under their families.

    Signals
    -------
    added(str)
        A kind of block was chosen by double-click or Enter.
    """

    added = Signal(str)

    def __init__(self, catalogue: Mapping[str, type[Block]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._catalogue = catalogue
        self._unfolded: set[str] = set()
        self._text = ""
        self.setAccessibleName("Blocks")
        self.setHeaderHidden(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setRootIsDecorated(False)
        self.setExpandsOnDoubleClick(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.itemClicked.connect(self._click)
        self.itemDoubleClicked.connect(lambda row: self._take(row))
        self.restyle()

    def show_matching(self, text: str) -> None:
        """List what matches the words typed; for none, the families with their most used."""
        self._text = text.strip()
        self.clear()
        if self._text:
            for kind in found(self._catalogue, self._text):
                self.addTopLevelItem(self._row(kind))
            self.setCurrentItem(self.topLevelItem(0))
            return
        for family, kinds in grouped(self._catalogue, self._catalogue).items():
            self._add_family(family, kinds)

    def restyle(self) -> None:
        """Take the colours and sizes of the theme in use."""
        self.setIconSize(QSize(px(10), px(10)))
        self.setIndentation(px(6))
        self.show_matching(self._text)

    def kinds(self) -> list[str]:
        """Return the kinds listed now, in order."""
        tops = [self.topLevelItem(i) for i in range(self.topLevelItemCount())]
        rows = [r for top in tops for r in (top, *(top.child(i) for i in range(top.childCount())))]
        return [row.data(0, KIND) for row in rows if row.data(0, KIND)]

    def mimeData(self, rows: Any) -> QMimeData:
        """Return the block of the row that is dragged."""
        return packed(next((row.data(0, KIND) for row in rows if row.data(0, KIND)), ""))

    def startDrag(self, actions: Qt.DropAction) -> None:
        """Drag the current block, with the outline of its card under the pointer."""
        row = self.currentItem()
        kind = row.data(0, KIND) if row else None
        if kind:
            drag = QDrag(self)
            drag.setMimeData(packed(kind))
            picture = ghost(self._catalogue[kind])
            drag.setPixmap(picture)
            size = picture.deviceIndependentSize().toSize()
            drag.setHotSpot(QPoint(size.width() // 2, size.height() // 2))
            drag.exec(Qt.DropAction.CopyAction)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Add the current block on Enter; fold and unfold families."""
        if event.key() in ENTER and self.currentItem() is not None:
            self._take(self.currentItem())
        else:
            super().keyPressEvent(event)

    def _add_family(self, family: str, kinds: list[str]) -> None:
        head = QTreeWidgetItem([FAMILY_TITLES[family].upper()])
        font = QFont(self.font())
        font.setPixelSize(px(11))
        font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, 0.6)
        head.setFont(0, font)
        head.setForeground(0, theme().color("secondary"))
        head.setFlags(Qt.ItemFlag.ItemIsEnabled)
        head.setSizeHint(0, QSize(0, px(30)))
        self.addTopLevelItem(head)
        foldable = len(kinds) > MOST_USED + 1
        folded = foldable and family not in self._unfolded
        for kind in kinds[:MOST_USED] if folded else kinds:
            head.addChild(self._row(kind))
        if foldable:
            head.addChild(self._more(family, len(kinds) - MOST_USED))
        head.setExpanded(True)

    def _row(self, kind: str) -> QTreeWidgetItem:
        cls = self._catalogue[kind]
        row = QTreeWidgetItem([title_of(cls)])
        row.setIcon(0, dot(cls.family))
        row.setToolTip(0, tooltip(cls))
        row.setData(0, KIND, kind)
        row.setSizeHint(0, QSize(0, px(27)))
        return row

    def _more(self, family: str, count: int) -> QTreeWidgetItem:
        folded = family not in self._unfolded
        row = QTreeWidgetItem([f"{count} more" if folded else "fewer"])
        row.setToolTip(0, "Show all blocks of this family" if folded else "Show the most used")
        row.setForeground(0, theme().color("accent"))
        row.setData(0, FAMILY, family)
        row.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
        row.setSizeHint(0, QSize(0, px(27)))
        return row

    def _click(self, row: QTreeWidgetItem) -> None:
        if row.data(0, FAMILY):
            self._unfold(row.data(0, FAMILY))
        elif not row.data(0, KIND):
            row.setExpanded(not row.isExpanded())

    def _unfold(self, family: str) -> None:
        self._unfolded ^= {family}
        place = self.verticalScrollBar().value()
        self.show_matching(self._text)
        self.verticalScrollBar().setValue(place)

    def _take(self, row: QTreeWidgetItem) -> None:
        if row.data(0, KIND):
            self.added.emit(row.data(0, KIND))
        elif row.data(0, FAMILY):
            self._unfold(row.data(0, FAMILY))

    def first(self) -> QModelIndex:
        """Return the place of the first block listed."""
        top = self.topLevelItem(0)
        row = top.child(0) if top is not None and top.childCount() else top
        return self.indexFromItem(row) if row is not None else QModelIndex()


class Palette(QWidget):
    """All blocks, with a search field above.

    Signals
    -------
    added(str)
        Add this kind of block where it fits: it was double-clicked, or Enter was pressed.
    """

    added = Signal(str)

    def __init__(self, catalogue: Mapping[str, type[Block]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Palette")
        self.field = QLineEdit(placeholderText="Search blocks", clearButtonEnabled=True)
        self.field.setAccessibleName("Search blocks")
        self.field.setToolTip("Type a name; Enter adds the first block found")
        self.tree = BlockTree(catalogue)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(8), px(8), px(4), px(4))
        layout.setSpacing(px(6))
        layout.addWidget(self.field)
        layout.addWidget(self.tree)
        self.setMinimumWidth(px(150))
        self.field.textChanged.connect(self.tree.show_matching)
        self.field.returnPressed.connect(self._take_first)
        self.field.installEventFilter(self)
        self.tree.added.connect(self.added)
        themes().changed.connect(self._restyle)

    def sizeHint(self) -> QSize:
        """Return the width at which titles are not cut."""
        return QSize(px(190), px(560))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let Down move from the search field into the list, and Esc empty the field."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in TO_TREE:
                self.tree.setFocus()
                self.tree.setCurrentIndex(self.tree.first())
                return True
            if event.key() == Qt.Key.Key_Escape and self.field.text():
                self.field.clear()
                return True
        return super().eventFilter(watched, event)

    def _take_first(self) -> None:
        kinds = self.tree.kinds()
        if kinds and self.field.text().strip():
            self.added.emit(kinds[0])
            self.field.selectAll()

    def _restyle(self, _theme: object) -> None:
        self.tree.restyle()
