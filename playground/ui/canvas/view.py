"""The canvas that people see: zoom, pan, keys, the block menu and what lies in its corners."""

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QCursor, QPainter, QPen
from PySide6.QtWidgets import QFrame, QGraphicsView, QWidget

from playground.document.project import Project
from playground.ui.block_menu import BlockMenu
from playground.ui.canvas import geometry as g
from playground.ui.canvas.block_item import afar
from playground.ui.canvas.drops import Drops
from playground.ui.canvas.editing import Editing
from playground.ui.canvas.hint import Hint
from playground.ui.canvas.keyboard import Keyboard
from playground.ui.canvas.minimap import Minimap
from playground.ui.canvas.neurons import Neurons
from playground.ui.canvas.numbers import Numbers
from playground.ui.canvas.overlay import Overlay
from playground.ui.canvas.pointer import Pointer
from playground.ui.canvas.scene import CanvasScene
from playground.ui.canvas.wanted import wanted_of
from playground.ui.canvas.weight_views import WeightViews
from playground.ui.plots.polygon import polygon
from playground.ui.theme import px, theme, themes

LEAST, MOST = 0.2, 3.0
FARTHEST = 0.05
"""Zoom down to which a very long network is made to fit."""
SHARPEN_MS = 120


class CanvasView(QGraphicsView):
    """Shows the scene and takes what the person does to it.

    Parameters
    ----------
    bridge
        Joins the window to the project and its learners.

    Attributes
    ----------
    editing
        Copy, cut, paste, duplicate, delete, select all, arrange: for menus and shortcuts.
    neurons, weights
        What the pointer does with the thumbnails of units, and with single weights.

    Signals
    -------
    import_wanted(str)
        The person wants other rows in this data set.
    export_wanted(str)
        The model of this block is to be written to a file.
    """

    export_wanted = Signal(str)
    import_wanted = Signal(str)

    def __init__(self, bridge: Any, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._scene = CanvasScene(bridge)
        self._scene.setParent(self)
        self._overlay = Overlay()
        self._scene.addItem(self._overlay)
        self._numbers = Numbers(self._scene, bridge)
        self.setScene(self._scene)
        self._set_up()
        self.editing = Editing(self._scene)
        self.neurons = Neurons(self._scene, self)
        self.neurons.turned.connect(self._watch)
        self.weights = WeightViews(self, self._scene, self.neurons, self._overlay)
        self.pointer = Pointer(self, self._scene, self._overlay)
        self._drops = Drops(self)
        self._keyboard = Keyboard(self, self._resized, self._watch)
        self._hint, self._minimap = Hint(self), Minimap(self)
        self._menu: BlockMenu | None = None
        self._sharpen = QTimer(self, singleShot=True, interval=SHARPEN_MS)
        self._sharpen.timeout.connect(self._settle)
        self._zoom = 1.0
        self._touched = False
        self._covered = 0
        self._gave_way = False
        self._apply_zoom(1.0)
        self._scene.rearranged.connect(self._shifted)
        self._scene.touched.connect(self._close_menu)
        bridge.project_changed.connect(self._changed)
        bridge.focus.changed.connect(self._watch)
        themes().changed.connect(self._restyle)
        self._restyle()

    def _set_up(self) -> None:
        self.setAccessibleName("Canvas")
        self.setAccessibleDescription("Blocks and wires of the project. Tab adds a block.")
        self.setFrameShape(QFrame.Shape.NoFrame)
        off = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.setHorizontalScrollBarPolicy(off)
        self.setVerticalScrollBarPolicy(off)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setResizeAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.SmartViewportUpdate)
        self.setOptimizationFlag(QGraphicsView.OptimizationFlag.DontAdjustForAntialiasing)
        self.setOptimizationFlag(QGraphicsView.OptimizationFlag.DontSavePainterState)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAcceptDrops(True)
        self.viewport().setAcceptDrops(True)
        self.setMinimumSize(px(240), px(140))

    @property
    def zoom(self) -> float:
        """The zoom, 1 being the size of the design at the interface scale in use."""
        return self._zoom

    def fit(self) -> None:
        """Show every block, at most at full size."""
        self.centre_on(self._scene.blocks, shrink=True)

    def centre_on(self, ids: Iterable[str], shrink: bool = False) -> None:
        """Bring blocks to the middle of the view; `shrink` zooms so that all of them fit."""
        known = [id for id in ids if id in self._scene.blocks]
        # Where the first block comes.
        area = self._scene.outline(known) if known else QRectF(0, 0, g.WIDTH, g.WIDTH)
        if shrink:
            self._apply_zoom(self._fitting(area))
        self.centerOn(area.center())
        down = self.verticalScrollBar()
        down.setValue(down.value() + (self.viewport().rect().bottom() - self.room().bottom()) // 2)
        self._shifted()
        self._sharpen.start()

    def reveal(self, ids: Iterable[str]) -> None:
        """Bring blocks into sight, the whole project as long as nobody has moved the view."""
        known = [id for id in ids if id in self._scene.blocks]
        area = self._scene.outline(known if self._touched else None).adjusted(-16, -16, 16, 16)
        if not known or self.mapToScene(self.room()).boundingRect().contains(area):
            return
        if self._touched:
            self.ensureVisible(area, 0, 0)
        else:
            self.fit()

    def cover(self, height: int) -> None:
        """Keep cards out of so many pixels at the lower edge, where something lies over them.

        Cards that would lose their faces by giving way stay: what covers them can be closed.
        """
        self._covered, before = height, self._covered
        low = self.mapFromScene(self._scene.outline().bottomLeft()).y()
        hidden = height > before and low > self.room().bottom()
        fitting = self._fitting(self._scene.outline()) * px(100) / 100
        hidden = hidden and (self._far() or not afar(fitting))
        if not self._touched and (hidden or (height < before and self._gave_way)):
            self.fit()
            self._gave_way = hidden
        self._minimap.place()

    def zoom_by(self, factor: float, at: QPoint | None = None) -> None:
        """Zoom by a factor, between 20 and 300 %, keeping the point `at` where it is."""
        at = at if at is not None else self.viewport().rect().center()
        before = self.mapToScene(at)
        self._scene.hasty[0] = True
        self._apply_zoom(max(self._zoom * factor, min(self._zoom, LEAST)))
        shift = self.mapFromScene(before) - at
        self.pan(-shift.x(), -shift.y())
        self._sharpen.start()

    def pan(self, dx: float, dy: float) -> None:
        """Move what is seen by pixels of the screen."""
        self._touched = True
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        across.setValue(across.value() - round(dx))
        down.setValue(down.value() - round(dy))
        self._shifted()
        self._sharpen.start()

    def open_menu(self, at: QPoint | None = None) -> None:
        """Open the menu of all blocks at a point of the view; the choice is put there.

        Without a point it opens at the pointer, and while one block is selected the choice is
        wired behind that block instead.
        """
        point = self.mapToScene(at) if at is not None else self._pointed_at()
        behind = at is None and len(self._scene.selected_ids()) == 1
        place = None if behind else point
        self.choose(point, None, lambda kind: self.editing.add(kind, place))

    def choose(
        self, at: QPointF, kinds: list[str] | None, done: Callable[[str], None]
    ) -> None:
        """Let the person choose among kinds of blocks at a point of the scene."""
        self._close_menu()
        self._menu = BlockMenu(self._bridge.catalogue, kinds, self)
        self._menu.chosen.connect(done)
        self._menu.destroyed.connect(self._forget_menu)
        self._menu.open_at(self.viewport().mapToGlobal(self.mapFromScene(at)))

    def drawBackground(self, painter: QPainter, rect: QRectF) -> None:
        """Draw the dots of the grid, far enough apart at any zoom."""
        painter.fillRect(rect, theme().color("canvas"))
        step = 2 * g.GRID
        while step * self.transform().m11() < 20:
            step *= 2
        left, top = rect.left() // step * step, rect.top() // step * step
        across, down = int(rect.width() // step) + 2, int(rect.height() // step) + 2
        pen = QPen(theme().color("grid"), 2)
        pen.setCosmetic(True)
        painter.setPen(pen)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        dots = np.empty((across, down, 2))
        dots[..., 0] = left + step * np.arange(across)[:, None]
        dots[..., 1] = top + step * np.arange(down)
        painter.drawPoints(polygon(dots.reshape(-1, 2)))

    def room(self) -> QRect:
        """Return the part of the view that nothing lies over."""
        room = self.viewport().rect()
        covered = self._covered if self._covered < room.height() / 2 else 0
        return room.adjusted(0, 0, 0, -covered)

    def _fitting(self, area: QRectF) -> float:
        room = self.room()
        best = min(room.width() / (area.width() + 48), room.height() / (area.height() + 48))
        return min(1.0, best / (px(100) / 100))

    def _apply_zoom(self, zoom: float) -> None:
        was_far = self._far()
        self._zoom = min(max(zoom, FARTHEST), MOST)
        scale = self._zoom * px(100) / 100
        self.setTransform(self.transform().fromScale(scale, scale))
        if was_far != self._far():
            self._watch()

    def _far(self) -> bool:
        return afar(self._zoom * px(100) / 100)

    def _settle(self) -> None:
        self._scene.hasty[0] = False
        seen = self.mapToScene(self.viewport().rect()).boundingRect()
        for item in self._scene.blocks.values():
            if not item.sceneBoundingRect().intersects(seen):
                item.forget()
        self.viewport().update()

    def _resized(self) -> None:
        if not self._touched:
            self.fit()
        self._shifted()

    def _pointed_at(self) -> QPointF:
        at = self.viewport().mapFromGlobal(QCursor.pos())
        inside = self.viewport().rect().contains(at) and self.underMouse()
        return self.mapToScene(at if inside else self.viewport().rect().center())

    def _close_menu(self) -> None:
        if self._menu is not None:
            self._menu.close()

    def _forget_menu(self) -> None:
        self._menu = None

    def _changed(self, old: Project, new: Project) -> None:
        store = self._bridge.store
        # Only a project that was just opened has no history on either side.
        if not (store.can_undo() or store.can_redo()):
            self._touched = False
            self.fit()
        else:
            known = {placed.id for placed in old.blocks}
            self.reveal(placed.id for placed in new.blocks if placed.id not in known)
        self._watch()

    def _shifted(self) -> None:
        self._hint.place(not self._scene.blocks)
        self._minimap.place()

    def _watch(self) -> None:
        """Have measured what cards show live, unless nobody could see it."""
        cards = [card.facts for card in self._scene.blocks.values()] if self.isVisible() else []
        member = self._bridge.focus.member
        self._bridge.watch(self, wanted_of(cards, self.neurons.pages, member, self._far()))

    def _restyle(self, _theme: object = None) -> None:
        self._apply_zoom(self._zoom)
        self.setBackgroundBrush(theme().color("canvas"))
        self._hint.restyle()
        self._shifted()
        self.viewport().update()
