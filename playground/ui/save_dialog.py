"""The dialog that saves a project: where, as what, and whether what was learned goes too."""

import os
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from playground.ui.file_asking import ask_for_folder, start_folder
from playground.ui.labels import label, push, restyle
from playground.ui.option_card import OptionCard
from playground.ui.plots.wording import grouped
from playground.ui.theme import px

ENDINGS = (".json", ".zip")


@dataclass(frozen=True)
class Saving:
    """Where a project is saved, and whether with what was learned."""

    path: Path
    learned: bool


@dataclass(frozen=True)
class Proposal:
    """What the dialog begins with.

    Attributes
    ----------
    path
        A file, or only a name.
    learned
        Whether what was learned goes too.
    rows
        Whether the project holds rows of one's own, which only a zip can take.
    step
        Step up to which there is something learned, or None.
    own
        The project's file, which may be replaced without a word.
    """

    path: Path
    learned: bool = False
    rows: bool = False
    step: int | None = None
    own: Path | None = None


class SaveDialog(QDialog):
    """Asks for name, folder and kind of file.

    Attributes
    ----------
    name, folder, plain, learned
        The fields, and the buttons of the two kinds.
    """

    def __init__(self, parent: QWidget, proposal: Proposal) -> None:
        super().__init__(parent)
        self.setWindowTitle("Save the project")
        self._proposal = proposal
        self.name = QLineEdit(_stem(proposal.path.name))
        own = proposal.path.parent if proposal.path.is_absolute() else start_folder(parent)
        self.folder = QLineEdit(str(own))
        for field, words in ((self.name, "Name"), (self.folder, "Folder")):
            field.setAccessibleName(words)
            field.textChanged.connect(self._judge)
        self.name.setToolTip("Name of the file; its ending follows from what is saved")
        self.folder.setToolTip("Where the file is put")
        plain, learned = _kinds(proposal)
        self.plain, self.learned = plain.button, learned.button
        self._told = label(" ", "warning", wrap=True)
        self._told.setMinimumHeight(2 * self._told.fontMetrics().height())
        self.save = push("Save", accent=True)
        self.save.setDefault(True)
        self.save.clicked.connect(self.accept)
        self._group = QButtonGroup(self)
        for kind in (plain, learned):
            self._group.addButton(kind.button)
            kind.picked.connect(self._judge)
        self._lay_out(plain, learned)
        (self.learned if proposal.learned else self.plain).setChecked(True)
        self._judge()
        self.name.setFocus()
        self.name.selectAll()

    def _lay_out(self, plain: OptionCard, learned: OptionCard) -> None:
        look, cancel = push("Choose\u2026", "Look for a folder"), push("Cancel")
        look.clicked.connect(self._look)
        cancel.clicked.connect(self.reject)
        place = QHBoxLayout()
        place.setSpacing(px(6))
        place.addWidget(self.folder, 1)
        place.addWidget(look)
        form = QFormLayout()
        form.setHorizontalSpacing(px(12))
        form.addRow("Name", self.name)
        form.addRow("Folder", place)
        buttons = QHBoxLayout()
        buttons.addWidget(self._told, 1)
        buttons.addWidget(cancel)
        buttons.addWidget(self.save)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(20), px(16), px(20), px(16))
        column.setSpacing(px(10))
        column.addWidget(label("Save the project", "title"))
        column.addLayout(form)
        column.addWidget(plain)
        column.addWidget(learned)
        column.addStretch()
        column.addLayout(buttons)
        self.setMinimumWidth(px(480))

    @property
    def chosen(self) -> Saving:
        """What is chosen now."""
        learned = self.learned.isChecked()
        name = _stem(self.name.text().strip()) + ENDINGS[learned or self._proposal.rows]
        return Saving(Path(self.folder.text().strip()).expanduser() / name, learned)

    def _judge(self) -> None:
        path = self.chosen.path
        trouble = _trouble(path, bool(_stem(self.name.text().strip())))
        replaces = not trouble and path != self._proposal.own and path.exists()
        note = f"There is a {path.name} here already: it will be replaced." if replaces else ""
        self._told.setText(trouble or note or f"Saves {path.name}")
        restyle(self._told, role="error" if trouble else "warning" if replaces else "secondary")
        self.save.setText("Replace" if replaces else "Save")
        self.save.setAccessibleName(self.save.text())
        self.save.setEnabled(not trouble)

    def _look(self) -> None:
        found = ask_for_folder(self, "Choose a folder", self.folder.text())
        if found is not None:
            self.folder.setText(str(found))


def ask(parent: QWidget, proposal: Proposal) -> Saving | None:
    """Ask where a project is to be saved and how; None when it is not."""
    dialog = SaveDialog(parent, proposal)
    done = dialog.exec() == QDialog.DialogCode.Accepted
    chosen = dialog.chosen
    dialog.deleteLater()
    return chosen if done else None


def _kinds(proposal: Proposal) -> tuple[OptionCard, OptionCard]:
    ending = "a .zip, as your rows travel along" if proposal.rows else "readable text, .json"
    plain = f"Blocks, wires, settings and panels ({ending}). Learners start anew."
    known = "Nothing has been learned yet; what is learned until you save next goes along"
    if proposal.step is not None:
        known = f"Weights, trees, centroids and so on at step {grouped(proposal.step)} go along"
    return (
        OptionCard("What you built", plain),
        OptionCard("What you built and what it has learned", f"{known} (a .zip)."),
    )


def _stem(name: str) -> str:
    return name[: -len(Path(name).suffix)] if Path(name).suffix.lower() in ENDINGS else name


def _trouble(path: Path, named: bool) -> str:
    """Say why nothing can be saved there, as far as can be told beforehand."""
    if not named:
        return "The file needs a name."
    try:
        if not path.parent.is_dir():
            return f"There is no folder {path.parent}."
        if not os.access(path.parent, os.W_OK):
            return f"You may not write to {path.parent}: choose another folder."
        if path.is_dir():
            return f"{path.name} is a folder here: choose another name."
        if path.exists() and not os.access(path, os.W_OK):
            return f"{path.name} is protected: choose another name."
    except (OSError, ValueError):
        return "A file cannot have this name."
    return ""
