"""The main window: canvas and panels in the middle, docks around them, the transport on top."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QShowEvent
from PySide6.QtWidgets import QDockWidget, QMainWindow, QSplitter, QToolBar

from playground.core.block import title_of
from playground.document.auto_wire import auto_wire
from playground.document.edits import new_id
from playground.kernels.array import why_no_cuda
from playground.ui.actions import Actions
from playground.ui.banner import Banner
from playground.ui.canvas.view import CanvasView
from playground.ui.docks import add_docks, place_docks
from playground.ui.documents import Documents
from playground.ui.footer import Footer
from playground.ui.importing.drop_mark import DropMark
from playground.ui.inspector.inspector import Inspector
from playground.ui.layouts import LAYOUTS, arrange, share_middle
from playground.ui.lesson_dock import LessonDock
from playground.ui.look import Look
from playground.ui.meanwhile import waiting
from playground.ui.menus import add_actions, fill_menus
from playground.ui.notices import Notices
from playground.ui.openers import Openers
from playground.ui.palette import Palette
from playground.ui.panel_grid import PanelGrid
from playground.ui.panel_offer import PanelOffer
from playground.ui.pointing import Pointing
from playground.ui.preferences import Preferences
from playground.ui.problems import Problems
from playground.ui.runner import Runner
from playground.ui.theme import px, themes
from playground.ui.titles import undo_texts, window_title
from playground.ui.transport import Transport
from playground.ui.welcome import Welcome

NAME = "Neural Playground"


class MainWindow(QMainWindow):
    """The window.

    Parameters
    ----------
    bridge
        Joins it to the project and its learners; it is closed with the window.
    preferences
        What the program remembers.

    Attributes
    ----------
    bridge, preferences, documents, runner, look, actions_
        What it works with.
    canvas, panels, inspector, problems, lesson, transport, banner, offer, welcome, docks
        What it consists of.
    keeps_layout
        Whether its layout is remembered when it is closed.
    """

    def __init__(self, bridge: Any, preferences: Preferences) -> None:
        super().__init__()
        self.keeps_layout = True
        self.bridge, self.preferences = bridge, preferences
        self.setWindowTitle(NAME)
        self.setAcceptDrops(True)
        self.banner, self.offer = Banner(), Banner()
        self.canvas = CanvasView(bridge)
        self.panels = PanelGrid(bridge)
        self._panel_offer = PanelOffer(bridge, self.panels, self.banner)
        self.runner = Runner(bridge, self.banner, self.offer, self)
        self.documents = Documents(bridge, preferences, self)
        self.actions_ = Actions(self)
        self.look = Look(preferences, self.actions_, self)
        self.openers = Openers(self)
        self._set_middle()
        add_actions(self)
        self._set_around()
        self._drop_mark = DropMark(self)
        fill_menus(self)
        self.look.tick()
        self._connect()
        self._shown, self._rows = False, self.panels.rows
        self._measure()
        arrange(self, "learn")
        self._retitle()

    def _set_middle(self) -> None:
        self.middle = QSplitter(Qt.Orientation.Vertical)
        self.middle.setChildrenCollapsible(False)
        self.middle.setHandleWidth(1)
        self.middle.addWidget(self.canvas)
        self.notices = Notices(self.canvas, self.offer, self.banner)
        self.middle.addWidget(self.panels)
        self.middle.setStretchFactor(0, 2)
        self.middle.setStretchFactor(1, 3)
        self.setCentralWidget(self.middle)

    def _set_around(self) -> None:
        bridge = self.bridge
        self.transport = Transport(bridge, self.actions_)
        self.addToolBar(Qt.ToolBarArea.TopToolBarArea, self.transport)
        self.footer = Footer(bridge)
        bar = QToolBar("Timeline")
        bar.setObjectName("footer")
        bar.setMovable(False)
        bar.addWidget(self.footer)
        self.addToolBar(Qt.ToolBarArea.BottomToolBarArea, bar)
        for toolbar in (self.transport, bar):
            toolbar.toggleViewAction().setEnabled(False)
        self.palette_ = Palette(bridge.catalogue)
        self.inspector = Inspector(bridge, self.actions_)
        self.problems = Problems(bridge)
        self.lesson = LessonDock(bridge)
        self.docks: dict[str, QDockWidget] = add_docks(self)
        self.pointing = Pointing(self)
        self.welcome = Welcome(self, self.offer)

    def _connect(self) -> None:
        self.palette_.added.connect(self.add_block)
        self.problems.chosen.connect(self._show_problem)
        self.footer.problems_wanted.connect(self.openers.problems)
        self.transport.device_chosen.connect(self._choose_device)
        self.canvas.export_wanted.connect(self.openers.export_model)
        self.canvas.import_wanted.connect(self.openers.data.ask)
        self.lesson.pointed.connect(self.pointing.show)
        self.documents.opened.connect(self._opened)
        self.documents.named.connect(self._retitle)
        self.documents.told.connect(lambda text: self.banner.say(text, "warning", about="file"))
        self.documents.file.written.connect(self._tell_saved)
        self.bridge.store.changed.connect(self._changed)
        self.panels.panels_changed.connect(self._make_room)
        themes().changed.connect(self._measure)

    def add_block(self, kind: str) -> None:
        """Add a block where it continues what is selected, wired, and select it."""
        bridge = self.bridge
        id = new_id(bridge.store.value, kind)
        title = title_of(bridge.catalogue[kind])
        bridge.apply(f"Add {title}", auto_wire(kind, bridge.catalogue, bridge.selection))
        bridge.select((id,))

    def show_block(self, id: str) -> None:
        """Select a block and bring it to the middle of the canvas."""
        if id:
            self.bridge.select((id,))
            self.canvas.centre_on([id])

    def _show_problem(self, id: str) -> None:
        self.show_block(id)
        self.openers.problems()

    def dock_in_place(self) -> None:
        """Put every dock back where it belongs."""
        place_docks(self)

    def _choose_device(self, device: str) -> None:
        reason = why_no_cuda() if device == "cuda" else None
        if reason is not None:
            self.transport.show_device()
            self.banner.say(f"CUDA cannot be used here: {reason}.", "warning", about="device")
            return
        self.banner.dismiss("device")
        self.bridge.line.device = device
        self.bridge.reset(fresh=False)

    def _opened(self, _project: object) -> None:
        self.lesson.restart()
        self.docks["lesson"].setVisible(bool(self.lesson.pages))
        self.banner.dismiss()
        self.offer.dismiss()
        self.canvas.fit()

    def _make_room(self, _names: object) -> None:
        """Give panels in two rows more of the middle, and the canvas its part back after them."""
        if self._shown and self.panels.rows != self._rows:
            share_middle(self, LAYOUTS["learn"].canvas)
            self.canvas.fit()
        self._rows = self.panels.rows

    def _changed(self, _old: object, _new: object) -> None:
        undo_texts(self.actions_, self.bridge.store)

    def _tell_saved(self) -> None:
        if self.documents.path is not None:
            self.footer.told.tell(f"Saved {self.documents.path.name}")

    def _retitle(self) -> None:
        self.setWindowTitle(window_title(self.bridge.store, self.documents.path, NAME))
        self.setWindowModified(not self.bridge.store.clean)
        undo_texts(self.actions_, self.bridge.store)

    def _measure(self, _theme: object = None) -> None:
        self.palette_.setMinimumWidth(px(150))
        self.setMinimumSize(min(px(900), 1240), min(px(560), 680))

    # Qt's own ----------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        """Share the middle once its height is known."""
        super().showEvent(event)
        if not self._shown:
            self._shown = True
            share_middle(self, LAYOUTS["learn"].canvas)
            self.canvas.fit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take project files, and files of rows."""
        if waiting():
            return
        mime = event.mimeData()
        project = self.openers.dropped(mime)
        rows = self.openers.data.dropped(mime) if project is None else None
        self._drop_mark.offer(project, rows)
        if project or rows:
            _copy(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Open a project file, or look into a file of rows."""
        if waiting():
            return
        path = self.openers.dropped(event.mimeData())
        rows = self.openers.data.dropped(event.mimeData()) if path is None else None
        if path is not None:
            _copy(event)
            self.documents.open(path)
        elif rows is not None:
            _copy(event)
            self.openers.data.open(rows)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask about unsaved changes, remember the layout and end the worker."""
        if not self.documents.may_leave():
            event.ignore()
            return
        if self.keeps_layout:
            self._remember()
        self.bridge.store.changed.disconnect(self._changed)
        self.documents.close()
        self.bridge.close()
        event.accept()

    def _remember(self) -> None:
        self.preferences.save_layout(self.saveGeometry(), self.saveState())


def _copy(event: QDropEvent) -> None:
    """Take what is dropped as a copy: whoever moves a file would delete it."""
    event.setDropAction(Qt.DropAction.CopyAction)
    event.accept()
