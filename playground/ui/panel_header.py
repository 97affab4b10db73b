"""The line on top of a panel: its name, what it shows, small controls, the menu."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QToolButton, QWidget

from playground.ui.elided import BETWEEN, Elided
from playground.ui.header_tool import HeaderTool
from playground.ui.plots.segments import Segments
from playground.ui.theme import px, theme, themes

HEIGHT = 30

def _sheet() -> str:
    """Return the style of controls that are flat and low enough for the header."""
    colors = theme()
    return f"""
        QToolButton {{ background: transparent; border: 1px solid transparent; color:
            {colors.secondary}; padding: 0 {px(5)}px; min-height: {px(20)}px;
            max-height: {px(20)}px; font-size: {px(11)}px; border-radius: {px(5)}px; }}
        QToolButton:hover, QToolButton:checked {{ background: {colors.raised};
            color: {colors.text}; }}
        QToolButton:focus {{ border: 1px solid {colors.accent}; }}
        QToolButton[brief="true"] {{ padding: 0; }}
        QToolButton#menu {{ padding: 0 {px(2)}px; font-size: {px(13)}px; }}
        QToolButton::menu-indicator {{ image: none; width: 0; }}
        QComboBox {{ padding: 0 {px(5)}px; min-height: {px(20)}px; max-height: {px(20)}px;
            font-size: {px(11)}px; }}
        QComboBox::drop-down {{ width: {px(14)}px; }}
        """


class PanelHeader(QWidget):
    """Name, description, controls and menu of a panel.

    Attributes
    ----------
    pictured
        Whether it leaves out what one can only press.

    Signals
    -------
    double_clicked()
        To maximise the panel, or put it back.
    """

    double_clicked = Signal()

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._title = Elided("text", 13, True, self)
        self._title.set_text(title)
        self._subtitle = Elided("secondary", 12, False, self)
        self._subtitle.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.menu = QMenu(self)
        # Whether a control applies is its panel's to say, whether controls are seen the header's.
        self._tools = QWidget(self)
        self._told, self.pictured = "", False
        self._button = QToolButton(self._tools)
        self._button.setObjectName("menu")
        self._button.setText("⋯")
        self._button.setAutoRaise(True)
        self._button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._button.setMenu(self.menu)
        self._button.setAccessibleName(f"Menu of {title}")
        self._button.setToolTip("What it shows, save as a picture, maximise, close")
        self._spare: list[QWidget] = []
        self._controls = QHBoxLayout()
        self._controls.setSpacing(px(4))
        tools = QHBoxLayout(self._tools)
        tools.setContentsMargins(0, 0, 0, 0)
        tools.setSpacing(px(6))
        tools.addLayout(self._controls)
        tools.addWidget(self._button)
        row = QHBoxLayout(self)
        row.setContentsMargins(px(12), 0, px(4), 0)
        row.setSpacing(px(6))
        row.addWidget(self._title)
        row.addWidget(self._subtitle, 1)
        row.addWidget(self._tools)
        themes().changed.connect(self._resize)
        self._resize(None)

    def rename(self, title: str) -> None:
        """Call the panel something else."""
        self._title.set_text(title)

    def describe(self, text: str) -> None:
        """Say what the panel shows at the moment, the most important part first."""
        wanted = self._subtitle.wanted
        self._told = text
        self._subtitle.set_text(self._in_words() if self.pictured else text)
        if self._subtitle.wanted != wanted:
            self._share()

    def tell_apart(self, needed: bool) -> None:
        """Say whether the first part of the description must stay: others look the same."""
        self._subtitle.keep_first(needed)
        self._share()

    def add_control(self, control: QWidget, spare: bool = False) -> None:
        """Put a small control before the menu; a spare one gives way where room is short."""
        control.installEventFilter(self)
        if not spare:
            self._controls.addWidget(control)
            return
        # Whether there is room is the header's to say, whether it applies is the panel's.
        holder = QWidget(self)
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(control)
        self._controls.addWidget(holder)
        self._spare.append(holder)

    def be_a_picture(self, pictured: bool = True) -> None:
        """Leave out what one can only press, or bring it back; words say what switches say."""
        self.pictured = pictured
        self.describe(self._told)
        self._tools.setHidden(pictured)
        self._share()
        self.layout().activate()

    def _in_words(self) -> str:
        """Return the description with what switches are set to, after its first part."""
        first, *others = parts = self._told.split(BETWEEN)
        switches = self._tools.findChildren(Segments)
        set_to = [s.choice for s in switches if not s.isHidden() and s.choice not in parts]
        return BETWEEN.join([first, *set_to, *others]) if first else ""

    def left_out(self) -> list[QMenu]:
        """Return the menus of controls that there is no room for, under their names."""
        hidden = [holder for holder in self._spare if holder.isHidden()]
        buttons = [button for holder in hidden for button in holder.findChildren(QToolButton)]
        menus = [(button.text(), button.menu()) for button in buttons if not button.isHidden()]
        for name, menu in menus:
            if menu is not None:
                menu.setTitle(name)
        return [menu for _, menu in menus if menu is not None]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Share the room anew when a control comes or goes."""
        if event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            self._share()
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Share the room."""
        super().resizeEvent(event)
        self._share()

    def _share(self) -> None:
        """Leave out spare controls, the first first, where the title would be cut for them."""
        if self.pictured:
            self._squeeze(self.width() - px(34))
            return
        items = [self._controls.itemAt(i).widget() for i in range(self._controls.count())]
        fixed = [w for w in items if w not in self._spare and not w.isHidden()]
        # Words that have an icon give way to the whole title, a choice to its beginning only.
        whole = self._title.sizeHint().width()
        self._fold([w for w in fixed if isinstance(w, HeaderTool)], fixed, whole)
        self._fold([w for w in fixed if isinstance(w, Segments)], fixed, px(48))
        need = sum(w.sizeHint().width() + px(4) for w in (*fixed, self._button))
        names = self.width() - need - px(34)
        self._squeeze(names)
        room = names - self._title.sizeHint().width() - px(4) - self._subtitle.minimumWidth()
        for holder in reversed(self._spare):
            room -= holder.sizeHint().width() + px(4)
            holder.setVisible(room >= 0)

    def _squeeze(self, names: int) -> None:
        """Share the room that the title and the description have."""
        # A name that is cut still says something, a button that is cut nothing.
        least = min(max(names - self._subtitle.wanted, px(48)), px(64))
        self._title.squeeze(least, 0)
        self._subtitle.squeeze(0, max(names - least, 0))

    def _fold(
        self, switches: Sequence[Segments | HeaderTool], fixed: Sequence[QWidget], title: int
    ) -> None:
        """Fold switches where there is no room for their words beside so much of the title."""
        others = sum(w.sizeHint().width() + px(4) for w in (*fixed, self._button)
                     if w not in switches)  # fmt: skip
        need = sum(switch.unfolded + px(4) for switch in switches)
        room = self.width() - others - px(34) - title
        for switch in switches:
            switch.fold(need > room)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Ask for the panel to be maximised."""
        self.double_clicked.emit()

    def _resize(self, _: object) -> None:
        self.setFixedHeight(px(HEIGHT))
        self.setStyleSheet(_sheet())
        self.update()
