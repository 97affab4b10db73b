"""What the inspector shows: the project, one block, or several."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QLineEdit, QVBoxLayout, QWidget

from playground.core.block import LEARNING, summary_of, title_of
from playground.document.edits import set_seed, set_title
from playground.document.project import Placed
from playground.ui.actions import Actions
from playground.ui.inspector.ending import Ending
from playground.ui.inspector.form import Form, structure
from playground.ui.inspector.number import Field
from playground.ui.inspector.scores import Scores
from playground.ui.inspector.undoing import Undoing
from playground.ui.labels import label, push, rule
from playground.ui.theme import px

LONG = 26
"""Letters of title and id that fit on one line."""


class Page(QWidget):
    """A column of headings and content."""

    def __init__(self) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(px(12), px(10), px(8), px(12))
        self.column.setSpacing(px(8))

    def refresh(self, bridge: Any) -> bool:
        """Show the project as it is now; False when another page is needed."""
        raise NotImplementedError


class ProjectPage(Page):
    """Title, seed and scores of the whole project."""

    def __init__(self, bridge: Any) -> None:
        super().__init__()
        self._bridge = bridge
        self.column.addWidget(label("Project", "heading"))
        self._title, self._seed = QLineEdit(), Field()
        Undoing(self._title)
        self._title.setAccessibleName("Title")
        self._title.setToolTip("The title in the window's bar and in the gallery")
        self._seed.setAccessibleName("Seed")
        self._seed.setToolTip("Where weights, mini-batches and dropout draw their chance from")
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(6))
        for line, (name, field) in enumerate((("Title", self._title), ("Seed", self._seed))):
            grid.addWidget(label(name, "secondary"), line, 0)
            grid.addWidget(field, line, 1)
        self.column.addLayout(grid)
        self.column.addWidget(rule())
        self.column.addWidget(label("Scores", "heading"))
        self.column.addWidget(Scores(bridge))
        self.column.addStretch()
        self._title.editingFinished.connect(self._rename)
        self._seed.editingFinished.connect(self._reseed)
        self._seed.nudged.connect(self._nudge)
        self.refresh(bridge)

    def _rename(self) -> None:
        title = self._title.text().strip() or "Untitled"
        self._bridge.apply("Rename the project", set_title(title))

    def _reseed(self) -> None:
        try:
            seed = abs(int(self._seed.text())) % 2**31
        except ValueError:
            seed = self._bridge.store.value.seed
        self._bridge.apply("Seed", set_seed(seed))
        self.refresh(self._bridge)

    def _nudge(self, steps: int) -> None:
        seed = max(self._bridge.store.value.seed + steps, 0)
        self._bridge.apply("Seed", set_seed(seed), merge="seed")

    def refresh(self, bridge: Any) -> bool:
        """Show title and seed as they are now."""
        project = bridge.store.value
        if not self._title.hasFocus():
            self._title.setText(project.title)
            self._title.setCursorPosition(0)
        self._seed.setText(str(project.seed))
        return True


class BlockPage(Page):
    """What one block is, its settings, and how it scores if it learns."""

    def __init__(self, bridge: Any, placed: Placed) -> None:
        super().__init__()
        self._id = placed.id
        self._cls = bridge.catalogue.get(placed.kind)
        title = title_of(self._cls) if self._cls else placed.kind
        head = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        head.addWidget(label(title, "heading"))
        if len(title) + len(placed.id) > LONG:
            head.setDirection(QBoxLayout.Direction.TopToBottom)
            head.setSpacing(px(2))
        else:
            head.addStretch()
        head.addWidget(label(placed.id, "secondary"))
        self.column.addLayout(head)
        if self._cls is None:
            words = "This kind of block is not known here. It is kept as it is in the file."
            self.column.addWidget(label(words, "warning", wrap=True))
            self.column.addStretch()
            self.form = None
            return
        self.column.addWidget(label(summary_of(self._cls), "secondary", wrap=True))
        self.form = Form(bridge, placed)
        self.column.addWidget(self.form)
        if self._cls.family in LEARNING:
            self.column.addWidget(rule())
            self.column.addWidget(label("Score", "heading"))
            self.column.addWidget(Scores(bridge, (placed.id,)))
            self.column.addWidget(Ending(bridge, placed.id))
        self.column.addStretch()

    def refresh(self, bridge: Any) -> bool:
        """Show the settings as they are now; False when other rows are needed."""
        placed = next((b for b in bridge.store.value.blocks if b.id == self._id), None)
        if placed is None:
            return False
        if self.form is None:
            return True
        if structure(placed, self._cls) != self.form.shape:
            return False
        self.form.refresh(placed)
        return True


class SeveralPage(Page):
    """What can be done with several blocks at once."""

    def __init__(self, ids: tuple[str, ...], actions: Actions) -> None:
        super().__init__()
        self.column.addWidget(label(f"{len(ids)} blocks", "heading"))
        names = label(", ".join(ids), "secondary", wrap=True)
        self.column.addWidget(names)
        for id in ("duplicate", "copy", "cut", "delete"):
            action = actions[id]
            button = push(action.text().replace("&", ""), action.toolTip())
            button.clicked.connect(action.trigger)
            self.column.addWidget(button, alignment=Qt.AlignmentFlag.AlignLeft)
        self.column.addStretch()

    def refresh(self, bridge: Any) -> bool:
        """Nothing of it changes with the project."""
        return True
