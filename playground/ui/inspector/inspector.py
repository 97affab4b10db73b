"""The inspector on the right: the page of what is selected."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea

from playground.ui.actions import Actions
from playground.ui.inspector.pages import BlockPage, Page, ProjectPage, SeveralPage
from playground.ui.theme import px, themes
from playground.ui.timers import after


class Inspector(QScrollArea):
    """Shows the settings of the selection, or the project where nothing is selected.

    Parameters
    ----------
    bridge
        Joins the window to the project and its learners.
    actions
        What the window can do.
    """

    def __init__(self, bridge: Any, actions: Actions) -> None:
        super().__init__()
        self._bridge, self._actions = bridge, actions
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Inspector")
        self.page: Page | None = None
        self._later = after(self, 0, self._refresh)
        bridge.selection_changed.connect(self._rebuild)
        bridge.project_changed.connect(lambda _old, _new: self._later.start())
        bridge.problems_changed.connect(lambda _problems: self._later.start())
        themes().changed.connect(self._rebuild)
        self._rebuild()

    def _rebuild(self, _what: object = None) -> None:
        self.setMinimumWidth(px(232))
        ids = self._bridge.selection
        blocks = {placed.id: placed for placed in self._bridge.store.value.blocks}
        if len(ids) > 1:
            page: Page = SeveralPage(ids, self._actions)
        elif ids and ids[0] in blocks:
            page = BlockPage(self._bridge, blocks[ids[0]])
        else:
            page = ProjectPage(self._bridge)
        old, self.page = self.takeWidget(), page
        if old is not None:
            # The old page may be what sent the edit that brought us here.
            old.deleteLater()
        self.setWidget(page)

    def _refresh(self) -> None:
        if self.page is None or not self.page.refresh(self._bridge):
            place = self.verticalScrollBar().value()
            self._rebuild()
            self.verticalScrollBar().setValue(place)
