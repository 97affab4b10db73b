"""The menu of a panel: its settings as they are declared, pictures, size, close."""

from typing import Any

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

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
    _add_takeaway(menu, panel)
    menu.addSeparator()
    large = "Fill the whole area, or go back; also a double click on the header"
    _add(menu, "Maximise or restore", large, panel.maximise_wanted.emit)
    _add(menu, "Close panel", "Can be undone", panel.close_wanted.emit)


def _add_takeaway(menu: QMenu, panel: Any) -> None:
    # Imported when a menu opens: what leaves the window knows the panels.
    from playground.ui.takeaway import ask_picture, copy_picture, save_animation, save_data

    name = panel.accessibleName().lower()
    _add(menu, "Save picture…", "As PNG, SVG or PDF", lambda: ask_picture(panel, name))
    _add(menu, "Copy picture", "To paste it elsewhere", lambda: copy_picture(panel))
    if hasattr(panel.window(), "panels"):
        _add(menu, "Save animation…", "As GIF or MP4",
             lambda: save_animation(panel.window(), panel))  # fmt: skip
    _add(menu, "Save data of this plot…", "Its numbers as CSV", lambda: save_data(panel))


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
