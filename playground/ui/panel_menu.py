"""The menu of a panel: its settings as they are declared, pictures, size, close."""

from pathlib import Path
from typing import Any

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu, QMessageBox

from playground.core.settings import Setting, settings_of


def fill_menu(menu: QMenu, panel: Any) -> None:
    """Fill a menu with everything that can be done with a panel now."""
    menu.clear()
    menu.setToolTipsVisible(True)
    _add_learners(menu, panel)
    for option in settings_of(panel.settings_type):
        when = option.when
        if option.help and (when is None or getattr(panel.settings, when[0]) == when[1]):
            _add_setting(menu, panel, option)
    for more in panel.header.left_out():
        menu.addMenu(more)
    menu.addSeparator()
    _add(menu, "Save picture…", "As PNG, SVG or PDF", lambda: ask_and_save(panel))
    _add(menu, "Copy picture", "To paste it elsewhere", lambda: copy_picture(panel))
    menu.addSeparator()
    large = "Fill the whole area, or go back; also a double click on the header"
    _add(menu, "Maximise or restore", large, panel.maximise_wanted.emit)
    _add(menu, "Close panel", "Can be undone", panel.close_wanted.emit)


def _add(menu: QMenu, text: str, tip: str, run: object) -> QAction:
    action = menu.addAction(text)
    action.setToolTip(tip)
    action.triggered.connect(lambda _=False: run())  # type: ignore[operator]
    return action


def _add_learners(menu: QMenu, panel: Any) -> None:
    known = panel.learners()
    if len(known) < 2 and not panel.settings.learner:
        return
    shown = panel.learner
    choice = menu.addMenu("Learner")
    group = QActionGroup(choice)
    for id in known:
        action = _add(choice, id, "", lambda id=id: panel.change(learner=id))
        action.setCheckable(True)
        action.setChecked(shown is not None and id == shown.id)
        group.addAction(action)


def _add_setting(menu: QMenu, panel: Any, option: Setting) -> None:
    value = getattr(panel.settings, option.name)
    if option.kind == "bool":
        action = _add(
            menu, option.title, option.help, lambda: panel.change(**{option.name: not value})
        )
        action.setCheckable(True)
        action.setChecked(value)
    elif option.kind == "choice":
        choice = menu.addMenu(option.title)
        choice.setToolTipsVisible(True)
        group = QActionGroup(choice)
        for item in option.choices:
            text = str(item).replace("-", " ").capitalize()
            change = {option.name: item}
            action = _add(choice, text, option.help, lambda c=change: panel.change(**c))
            action.setCheckable(True)
            action.setChecked(item == value)
            group.addAction(action)


def ask_and_save(panel: Any) -> None:
    """Ask for a file and save the panel's picture there."""
    name, _ = QFileDialog.getSaveFileName(
        panel, "Save picture", f"{panel.accessibleName().lower()}.png",
        "Pictures (*.png *.svg *.pdf)",
    )  # fmt: skip
    if not name:
        return
    try:
        panel.save(Path(name))
    except (OSError, ValueError) as error:
        QMessageBox.warning(panel, "The picture was not saved", str(error))


def copy_picture(panel: Any) -> None:
    """Put the panel's picture on the clipboard."""
    QApplication.clipboard().setPixmap(panel.grab())
