"""The menu of a block: what can be done with the selection, and the fixes of its problems."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu

from playground.document.problem import Fix
from playground.document.weights import start_from
from playground.ui.canvas.block_item import BlockItem
from playground.ui.focus import Unit


def context_menu(view: Any, item: BlockItem, unit: Unit | None = None) -> QMenu:
    """Return the menu of a card, for the selection that it belongs to, and of a unit on it."""
    editing, facts = view.editing, item.facts
    menu = QMenu(view)
    menu.setToolTipsVisible(True)
    for problem in facts.problems:
        if problem.fix is not None:
            action = menu.addAction(f"Fix: {problem.fix.label}", _mend(view, problem.fix))
            action.setToolTip(problem.message)
    if not menu.isEmpty():
        menu.addSeparator()
    if unit is not None:
        view.neurons.fill_menu(menu, unit)
    menu.addAction("Duplicate", editing.duplicate)
    menu.addAction("Copy", editing.copy)
    menu.addAction("Cut", editing.cut)
    if facts.family == "layer":
        frozen = facts.frozen
        words = "Let weights learn again" if frozen else "Freeze weights"
        menu.addAction(words, lambda: editing.freeze(not frozen))
    _add_imported(menu, view, facts.id)
    if facts.family == "data":
        action = menu.addAction("Import data…", lambda: view.import_wanted.emit(facts.id))
        action.setToolTip("Put the rows of a file in its place")
    if facts.family in ("fit", "model", "unsupervised", "ensemble"):
        action = menu.addAction("Export model…", lambda: view.export_wanted.emit(facts.id))
        action.setToolTip("Write what it has learned to a file")
    menu.addSeparator()
    menu.addAction("Delete", editing.delete)
    return menu


def _add_imported(menu: QMenu, view: Any, id: str) -> None:
    """Offer to forget the weights of a file that a block starts from."""
    bridge = view.scene().bridge
    if bridge.store.value.block(id).weights is not None:
        words, edit = "Forget imported weights", start_from({id: None})
        action = menu.addAction(words, lambda: bridge.apply(words, edit))
        action.setToolTip("Start again from weights that are drawn")


def open_context_menu(
    view: Any, item: BlockItem, at: QPoint, unit: Unit | None = None
) -> None:
    """Select a card, unless it is selected, and open its menu at a point of the view."""
    scene = view.scene()
    if item.facts.id not in scene.selected_ids():
        scene.select((item.facts.id,))
    menu = context_menu(view, item, unit)
    menu.aboutToHide.connect(menu.deleteLater)
    menu.popup(view.viewport().mapToGlobal(at))


def _mend(view: Any, fix: Fix) -> Callable[[], None]:
    return lambda: view.scene().bridge.apply(fix.label, fix.edit)
