"""The searchable menu of blocks that opens at the pointer."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from playground.core.block import Block, title_of
from playground.ui.block_search import FAMILY_TITLES, dot, found, grouped, tooltip
from playground.ui.theme import px

KIND = Qt.ItemDataRole.UserRole
TO_LIST = (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)


class BlockMenu(QFrame):
    """A list of blocks under a search field; typing narrows it, Enter takes the first.

    Parameters
    ----------
    catalogue
        All kinds of blocks.
    kinds
        Those on offer; None for all.

    Signals
    -------
    chosen(str)
        The kind of block that was picked; the menu has closed.
    """

    chosen = Signal(str)

    def __init__(
        self,
        catalogue: Mapping[str, type[Block]],
        kinds: Sequence[str] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAccessibleName("Blocks to add")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        offered = catalogue.keys() if kinds is None else set(kinds)
        self._catalogue = {k: cls for k, cls in catalogue.items() if k in offered}
        self.field = QLineEdit(placeholderText="Search blocks", clearButtonEnabled=True)
        self.field.setAccessibleName("Search blocks")
        self.field.setToolTip("Type a name, then press Enter")
        self.list = QListWidget(uniformItemSizes=False)
        self.list.setAccessibleName("Blocks")
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setIconSize(QSize(px(10), px(10)))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.none = QLabel("No block fits here under this name.", wordWrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(8), px(8), px(8), px(8))
        layout.setSpacing(px(6))
        for widget in (self.field, self.list, self.none):
            layout.addWidget(widget)
        self.field.textChanged.connect(self._fill)
        self.field.returnPressed.connect(self._take_current)
        self.field.installEventFilter(self)
        self.list.itemClicked.connect(self._take)
        self.list.itemActivated.connect(self._take)
        self.setFixedSize(px(250), px(340))
        self._fill("")

    def open_at(self, at: QPoint) -> None:
        """Show the menu at a point of the screen, moved so that all of it is seen."""
        screen = self.screen().availableGeometry()
        x = min(max(at.x(), screen.left()), screen.right() - self.width())
        y = min(max(at.y(), screen.top()), screen.bottom() - self.height())
        self.move(x, y)
        self.show()
        self.field.setFocus()

    def kinds(self) -> list[str]:
        """Return the kinds listed now, in order."""
        rows = (self.list.item(i) for i in range(self.list.count()))
        return [row.data(KIND) for row in rows if row.data(KIND)]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrow keys move in the list while the search field has the focus."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in TO_LIST:
                self._step(1 if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_PageDown) else -1)
                return True
            if event.key() == Qt.Key.Key_Tab:
                return True
        return super().eventFilter(watched, event)

    def _step(self, by: int) -> None:
        rows = [i for i in range(self.list.count()) if self.list.item(i).data(KIND)]
        if rows:
            here = rows.index(self.list.currentRow()) if self.list.currentRow() in rows else -by
            self.list.setCurrentRow(rows[(here + by) % len(rows)])

    def _fill(self, text: str) -> None:
        self.list.clear()
        if text.strip():
            for kind in found(self._catalogue, text):
                self._add(kind)
        else:
            for family, kinds in grouped(self._catalogue, self._catalogue).items():
                self._add_title(FAMILY_TITLES[family])
                for kind in kinds:
                    self._add(kind)
        any_kind = bool(self.kinds())
        self.list.setVisible(any_kind)
        self.none.setVisible(not any_kind)
        self.list.setCurrentRow(-1)
        self._step(1)

    def _add(self, kind: str) -> None:
        cls = self._catalogue[kind]
        row = QListWidgetItem(dot(cls.family), title_of(cls))
        row.setData(KIND, kind)
        row.setToolTip(tooltip(cls))
        self.list.addItem(row)

    def _add_title(self, title: str) -> None:
        row = QListWidgetItem(title.upper())
        row.setFlags(Qt.ItemFlag.NoItemFlags)
        font = row.font()
        font.setPixelSize(px(11))
        row.setFont(font)
        self.list.addItem(row)

    def _take_current(self) -> None:
        row = self.list.currentItem()
        if row is not None:
            self._take(row)

    def _take(self, row: QListWidgetItem) -> None:
        kind = row.data(KIND)
        if kind:
            self.close()
            self.chosen.emit(kind)
