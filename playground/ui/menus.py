"""Fills the registry with everything the window can do, and the menu bar from it."""

from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QKeySequence
from PySide6.QtWidgets import QMenu

from playground.core.block import title_of
from playground.core.folders import folder
from playground.ui.layouts import LAYOUTS, arrange
from playground.ui.panel import PANELS
from playground.ui.takeaway import add_saving

Key = QKeySequence.StandardKey
SCALES = (80, 90, 100, 110, 125, 150, 175, 200)
THEMES = {"dark": "Dark theme", "light": "Light theme", "system": "Theme of the system"}


def add_actions(window: Any) -> None:
    """Make every action of a window."""
    _file(window)
    _edit(window)
    _view(window)
    _run(window)
    _help(window)


def _file(w: Any) -> None:
    add, d = w.actions_.add, w.documents
    add("new", "&New", d.new, Key.New, "new", "empty project clear")
    add("paint-own", "Paint your own &data", w.openers.data.paint, "", "brush",
        "draw points new empty table mine")  # fmt: skip
    add("import-data", "&Import data...", w.openers.data.ask, "Ctrl+I", "table",
        "csv tsv npz npy idx mnist spreadsheet excel file rows mine load")  # fmt: skip
    add("import-pictures", "Import a folder of pict&ures...", w.openers.data.ask_folder, "", "",
        "images folder classes rows mine load")  # fmt: skip
    add("open", "&Open...", d.open, Key.Open, "open", "load file")
    add("recent", "Open &recent...", w.openers.recent, "Ctrl+Shift+O", "history",
        "last files projects thumbnails")  # fmt: skip
    add("gallery", "&Gallery...", w.openers.gallery, "Ctrl+G", "gallery", "presets demonstrations")
    add("save", "&Save", d.save, Key.Save, "save", "write")
    add("save-as", "Save &as...", d.save_as, Key.SaveAs, "", "write learned state zip")
    add("copy-text", "&Copy project as text", d.copy_text, "", "copy", "clipboard json share")
    add("paste-text", "Open project from clip&board", d.paste_text, "", "paste", "json text")
    add("export-model", "&Export model...", w.openers.export_model, "Ctrl+E", "export",
        "onnx safetensors npz python script pytorch weights file")  # fmt: skip
    add("import-weights", "Import &weights...", w.openers.import_weights, "", "import",
        "load safetensors npz start")  # fmt: skip
    w.saving = add_saving(w)
    add("quit", "&Quit", w.close, Key.Quit, "", "exit close")


def _edit(w: Any) -> None:
    add, store, editing = w.actions_.add, w.bridge.store, w.canvas.editing
    add("undo", "&Undo", store.undo, Key.Undo, "undo", "back revert")
    add("redo", "&Redo", store.redo, ["Ctrl+Y", "Ctrl+Shift+Z"], "redo", "again forward")
    add("cut", "Cu&t", editing.cut, Key.Cut, "cut")
    add("copy", "&Copy", editing.copy, Key.Copy, "copy")
    add("paste", "&Paste", lambda: w.openers.data.paste() or editing.paste(), Key.Paste, "paste")
    add("duplicate", "&Duplicate", editing.duplicate, "Ctrl+D", "duplicate", "clone copy")
    add("delete", "De&lete", editing.delete, ["Del", "Backspace"], "delete", "remove")
    add("select-all", "Select &all", editing.select_all, Key.SelectAll)
    add("arrange", "A&rrange blocks", editing.arrange, "Ctrl+Shift+A", "complete", "tidy layout")
    add("add-block", "Add a &block...", w.canvas.open_menu, "Ctrl+Space", "magic", "insert Tab")


def _view(w: Any) -> None:
    add = w.actions_.add
    add("fit", "&Fit to view", w.canvas.fit, "F", "fit", "zoom all")
    add("zoom-in", "Zoom &in", lambda: w.canvas.zoom_by(1.25), Key.ZoomIn, "zoom-in")
    add("zoom-out", "Zoom &out", lambda: w.canvas.zoom_by(0.8), Key.ZoomOut, "zoom-out")
    for id, layout in LAYOUTS.items():
        add(f"layout-{id}", f"{layout.title} layout", lambda id=id: arrange(w, id), "", "layout",
            "arrange docks panels")  # fmt: skip
    add("layout-reset", "Reset layout", lambda: arrange(w, "learn"), "", "reset", "docks default")
    for id, words in THEMES.items():
        add(f"theme-{id}", words, lambda id=id: w.look.choose_theme(id), "", "",
            "colours appearance mode", checkable=True)  # fmt: skip
    for scale in SCALES:
        add(f"scale-{scale}", f"Interface at {scale} %",
            lambda scale=scale: w.look.choose_scale(scale / 100), "", "", "size bigger smaller dpi",
            checkable=True)  # fmt: skip
    add("bigger", "Bigger interface", lambda: w.look.step_scale(1), "Ctrl+Alt++", "", "scale")
    add("smaller", "Smaller interface", lambda: w.look.step_scale(-1), "Ctrl+Alt+-", "", "scale")


def _run(w: Any) -> None:
    add, bridge = w.actions_.add, w.bridge
    add("play", "Play", w.runner.toggle, "Space", "", "start pause train run learn stop")
    add("step", "One step", w.runner.step, ".", "step", "single")
    add("reset", "Start again", bridge.reset, "Ctrl+R", "reset", "restart same start rewind")
    add("new-seed", "New seed", bridge.new_seed, "Ctrl+Shift+R", "seed", "random other start dice")
    add("slower", "Slower", lambda: w.transport.speed.nudge(-8), "[", "speed", "speed")
    add("faster", "Faster", lambda: w.transport.speed.nudge(8), "]", "speed", "speed")


def _help(w: Any) -> None:
    add = w.actions_.add
    add("palette", "Commands", w.openers.commands, "Ctrl+Shift+P", "command", "search everything")
    add("shortcuts", "&Keys and gestures", w.openers.shortcuts, ["F1", "?"], "help", "help sheet")
    add("lesson", "&Lesson", w.openers.lesson, "", "lesson", "help tutorial")
    add("about", "&About", w.openers.about, "", "info", "version info system")
    add("logs", "Open &log folder",
        _open_logs, "", "log", "errors report")  # fmt: skip


def fill_menus(w: Any) -> None:
    """Fill the menu bar from the registry."""
    bar, a = w.menuBar(), w.actions_
    file = _menu(bar.addMenu("&File"), a, "new open recent - gallery - paint-own import-data "
                 "import-pictures - save save-as - export-model "
                 "import-weights")  # fmt: skip
    _menu(file.addMenu("Pictures, &films and report"), a, w.saving)
    _menu(file, a, "- copy-text paste-text - quit")
    _menu(bar.addMenu("&Edit"), a, "undo redo - cut copy paste duplicate delete - select-all "
          "arrange add-block")  # fmt: skip
    view = _menu(bar.addMenu("&View"), a, "fit zoom-in zoom-out - layout-learn layout-compare "
                 "layout-present layout-reset -")  # fmt: skip
    docks = view.addMenu("&Docks")
    for dock in w.docks.values():
        docks.addAction(dock.toggleViewAction())
    panels = view.addMenu("&Panels")
    panels.aboutToShow.connect(lambda: _fill_panels(panels, w))
    _menu(view.addMenu("&Theme"), a, " ".join(f"theme-{id}" for id in THEMES))
    _menu(view.addMenu("Interface &size"), a,
          " ".join(f"scale-{s}" for s in SCALES) + " - bigger smaller")  # fmt: skip
    _menu(bar.addMenu("&Run"), a, "play step reset new-seed - slower faster")
    _menu(bar.addMenu("&Help"), a, "palette shortcuts lesson - logs about")


def _menu(menu: QMenu, actions: Any, ids: str) -> QMenu:
    for id in ids.split():
        if id == "-":
            menu.addSeparator()
        else:
            menu.addAction(actions[id])
    return menu


def _fill_panels(menu: QMenu, w: Any) -> None:
    menu.clear()
    for name, cls in PANELS.items():
        action = menu.addAction(title_of(cls))
        action.setCheckable(True)
        action.setChecked(name in w.panels.names)
        action.triggered.connect(lambda _checked=False, name=name: w.panels.toggle_panel(name))


def _open_logs() -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder("log"))))
