"""The area that holds the panels: rows of resizable columns, kept in the project's view."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from playground.core.block import Block
from playground.document.edits import set_view
from playground.document.project import PanelView, Project
from playground.ui.panel import HIGH, PANELS, WIDE, Panel
from playground.ui.theme import px, themes

if TYPE_CHECKING:
    from playground.ui.bridge import Bridge

MOST = 6


class PanelGrid(QWidget):
    """Shows the panels of the project's view, one to six of them.

    Signals
    -------
    panels_changed(tuple)
        Names of the panels that are shown now.
    """

    panels_changed = Signal(object)

    def __init__(self, bridge: "Bridge", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bridge = bridge
        self.panels: list[Panel] = []
        self._view: tuple[PanelView, ...] = ()
        self._large: Panel | None = None
        self._rows = QSplitter(Qt.Orientation.Vertical, self)
        self._rows.setChildrenCollapsible(False)
        self.setStyleSheet("QSplitter::handle { background: transparent; }")
        column = QVBoxLayout(self)
        column.addWidget(self._rows)
        themes().changed.connect(self._space)
        self._space(None)
        bridge.project_changed.connect(self._on_project)
        self._show(shown_view(bridge.store.value, bridge.catalogue))

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the panels that are shown, in order."""
        return tuple(view.panel for view in self._view)

    def panel(self, name: str) -> Panel | None:
        """Return the first panel of that name, or None."""
        for view, panel in zip(self._view, self.panels, strict=True):
            if view.panel == name:
                return panel
        return None

    def add_panel(self, name: str) -> None:
        """Show one more panel; with six already the last one gives way.

        Raises
        ------
        KeyError
            If there is no such panel.
        """
        PANELS[name]
        self._apply("Add panel", (*self._view[: MOST - 1], PanelView(name)))

    def close_panel(self, panel: Panel) -> None:
        """Show a panel no more; the last one stays."""
        if len(self.panels) > 1 and panel in self.panels:
            place = self.panels.index(panel)
            self._apply("Close panel", (*self._view[:place], *self._view[place + 1 :]))

    def toggle_panel(self, name: str) -> None:
        """Show a panel, or close it when it is shown."""
        panel = self.panel(name)
        if panel is None:
            self.add_panel(name)
        else:
            self.close_panel(panel)

    def maximise(self, panel: Panel | None) -> None:
        """Let one panel fill the area, or None: show all again."""
        self._large = panel if panel is not self._large else None
        for other in self.panels:
            other.setVisible(self._large in (None, other))
        for i in range(self._rows.count()):
            row = self._rows.widget(i)
            holds = self._large is None or row.isAncestorOf(self._large)
            row.setVisible(holds)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Give equal shares back on a double click on a splitter's handle."""
        if event.type() == QEvent.Type.MouseButtonDblClick:
            self._even()
            return True
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Have panels become smaller than they like to be before they cover each other."""
        super().resizeEvent(event)
        self._squeeze()

    def _squeeze(self) -> None:
        lengths, gap = row_lengths(len(self.panels)), px(8)
        columns, rows = max(*lengths, 1), len(lengths)
        wide = (self.width() - gap * (columns + 1)) // columns
        high = (self.height() - gap * (rows + 1)) // rows
        least = max(min(wide, px(WIDE)), px(WIDE) // 2), max(min(high, px(HIGH)), px(HIGH) // 2)
        for panel in self.panels:
            panel.setMinimumSize(*least)

    def _apply(self, label: str, view: tuple[PanelView, ...], merge: Any = None) -> None:
        self.bridge.apply(label, set_view(view), merge)
        self._show(shown_view(self.bridge.store.value, self.bridge.catalogue))

    def _on_project(self, old: Project, new: Project) -> None:
        self._show(shown_view(new, self.bridge.catalogue))

    def _show(self, view: tuple[PanelView, ...]) -> None:
        if view == self._view:
            return
        same = self.names == tuple(v.panel for v in view)
        before, self._view = list(zip(self._view, self.panels, strict=True)), view
        if same:
            for panel, wanted in zip(self.panels, view, strict=True):
                panel.take_settings(wanted.settings)
            return
        self._large = None
        self.panels = [self._reused(before, wanted) or self._made(wanted) for wanted in view]
        for _, panel in before:
            panel.hide()
            panel.setParent(None)
            panel.deleteLater()
        self._lay_out()
        self.panels_changed.emit(self.names)

    def _reused(self, before: list[tuple[PanelView, Panel]], wanted: PanelView) -> Panel | None:
        for entry in before:
            if entry[0].panel == wanted.panel:
                before.remove(entry)
                entry[1].take_settings(wanted.settings)
                return entry[1]
        return None

    def _made(self, view: PanelView) -> Panel:
        panel = PANELS[view.panel](self.bridge, view.settings)
        panel.settings_changed.connect(lambda values: self._keep(panel, values))
        panel.close_wanted.connect(lambda: self.close_panel(panel))
        panel.maximise_wanted.connect(lambda: self.maximise(panel))
        return panel

    def _keep(self, panel: Panel, values: dict[str, Any]) -> None:
        place = self.panels.index(panel)
        changed = PanelView(self._view[place].panel, values)
        view = (*self._view[:place], changed, *self._view[place + 1 :])
        self._apply("Panel settings", view)

    @property
    def rows(self) -> int:
        """In how many rows the panels stand."""
        return len(row_lengths(len(self.panels)))

    def _lay_out(self) -> None:
        old = [self._rows.widget(i) for i in range(self._rows.count())]
        for i, count in enumerate(row_lengths(len(self.panels))):
            row = QSplitter(Qt.Orientation.Horizontal)
            row.setChildrenCollapsible(False)
            row.setHandleWidth(px(8))
            start = sum(row_lengths(len(self.panels))[:i])
            for panel in self.panels[start : start + count]:
                row.addWidget(panel)
                panel.show()
            self._rows.addWidget(row)
            for handle in range(1, row.count()):
                row.handle(handle).installEventFilter(self)
        for row in old:
            row.hide()
            row.setParent(None)
            row.deleteLater()
        self._squeeze()
        self._even()

    def _even(self) -> None:
        self._rows.setSizes([1000] * self._rows.count())
        for i in range(self._rows.count()):
            row = self._rows.widget(i)
            row.setSizes([1000] * row.count())

    def _space(self, _: object) -> None:
        gap = px(8)
        self.layout().setContentsMargins(gap, gap, gap, gap)
        self._rows.setHandleWidth(gap)
        self._squeeze()


def shown_view(project: Project, catalogue: Mapping[str, type[Block]]) -> tuple[PanelView, ...]:
    """Return the panels that a project shows: those it names and we know, or what suits it."""
    known = tuple(view for view in project.view if view.panel in PANELS)[:MOST]
    return known or tuple(PanelView(name) for name in first_panels(project, catalogue))


def first_panels(project: Project, catalogue: Mapping[str, type[Block]]) -> tuple[str, ...]:
    """Return the panels of a project that says nothing about them.

    Those are the boundary and the curves, or in its place the two most telling panels made for a
    block that learns without labels; labs are seen whole in their own panel. What a fit makes
    small without any data has no boundary: there is the panel of that function.
    """
    classes = [catalogue[p.kind] for p in project.blocks if p.kind in catalogue]
    families = {cls.family for cls in classes}
    own = [cls for cls in classes if cls.family in ("unsupervised", "lab", "objective")]
    others = bool(families & {"fit", "model", "ensemble"})
    predicts = others and ("data" in families or "objective" not in families)
    shown = ["boundary"] if predicts or not own else []
    made = [_panels_for(cls) for cls in own]
    shown += [name for place in range(2) for names in made for name in names[place : place + 1]]
    if not own or others or families & {"unsupervised", "objective"}:
        shown.append("curves")
    return tuple(dict.fromkeys(shown))[:MOST] or ("curves",)


def _panels_for(cls: type[Block]) -> list[str]:
    own = [name for name in getattr(cls, "shows", ()) if name in PANELS]
    return own or (["surface"] if cls.family == "objective" else [])


def row_lengths(count: int) -> list[int]:
    """Return how many panels stand in each row.

    Examples
    --------
    >>> [row_lengths(n) for n in range(1, 7)]
    [[1], [2], [3], [2, 2], [3, 2], [3, 3]]
    """
    if count <= 3:
        return [count]
    return [-(-count // 2), count // 2]
