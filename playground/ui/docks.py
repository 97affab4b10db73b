"""The docks around the middle: blocks, inspector, problems, lesson."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDockWidget, QMainWindow, QTabWidget, QVBoxLayout, QWidget

from playground.ui.dock_title import DockTitle
from playground.ui.theme import px

SMALLEST = 1280
"""Width of the smallest window that docks are measured for."""
LEFT, RIGHT = Qt.DockWidgetArea.LeftDockWidgetArea, Qt.DockWidgetArea.RightDockWidgetArea


def add_docks(window: Any) -> dict[str, QDockWidget]:
    """Make the docks of a window; `place_docks` puts them where they belong."""
    window.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, QTabWidget.TabPosition.North)
    option = QMainWindow.DockOption
    window.setDockOptions(
        option.AllowNestedDocks | option.AllowTabbedDocks | option.GroupedDragging
    )
    window.setCorner(Qt.Corner.TopLeftCorner, LEFT)
    window.setCorner(Qt.Corner.BottomLeftCorner, LEFT)
    window.setCorner(Qt.Corner.TopRightCorner, RIGHT)
    window.setCorner(Qt.Corner.BottomRightCorner, RIGHT)
    parts = {
        "blocks": ("Blocks", window.palette_),
        "inspector": ("Inspector", window.inspector),
        "problems": ("Problems", window.problems),
        "lesson": ("Lesson", window.lesson),
    }
    docks = {id: _dock(window, id, title, widget) for id, (title, widget) in parts.items()}
    window.bridge.problems_changed.connect(lambda problems: _count(docks["problems"], problems))
    _count(docks["problems"], window.bridge.problems)
    window.bridge.selection_changed.connect(lambda ids: ids and _settings_first(window))
    return docks


def _settings_first(window: Any) -> None:
    """Bring the settings of what was selected before the problems that share their place."""
    inspector = window.docks["inspector"]
    if window.docks["problems"] in window.tabifiedDockWidgets(inspector):
        inspector.raise_()


def place_docks(window: Any) -> None:
    """Put every dock of a window back where it belongs."""
    docks = window.docks
    for dock in docks.values():
        dock.setFloating(False)
        window.removeDockWidget(dock)
    window.addDockWidget(LEFT, docks["blocks"])
    window.addDockWidget(RIGHT, docks["inspector"])
    window.addDockWidget(RIGHT, docks["lesson"])
    window.tabifyDockWidget(docks["inspector"], docks["problems"])
    for dock in docks.values():
        dock.show()
    docks["inspector"].raise_()
    for id, wide, share in (("blocks", 190, 0.18), ("inspector", 264, 0.27)):
        # However large the interface, the middle has more than half of the window.
        most = round(share * max(window.width(), SMALLEST))
        window.resizeDocks([docks[id]], [min(px(wide), most)], Qt.Orientation.Horizontal)
    window.resizeDocks(
        [docks["inspector"], docks["lesson"]], [px(270), px(340)], Qt.Orientation.Vertical
    )


def _dock(window: QWidget, id: str, title: str, widget: QWidget) -> QDockWidget:
    dock = QDockWidget(title, window)
    dock.setObjectName(id)
    body = QWidget()
    body.setObjectName("dockBody")
    column = QVBoxLayout(body)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(widget)
    dock.setWidget(body)
    dock.setTitleBarWidget(DockTitle(dock))
    return dock


def _count(dock: QDockWidget, problems: list[object]) -> None:
    dock.setWindowTitle(f"Problems {len(problems)}" if problems else "Problems")
