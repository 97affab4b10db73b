"""Pictures, films, numbers and reports that leave the window, asked for in its menus."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from playground.core.disk import FileError, write_atomic
from playground.ui.file_asking import ask_to_write
from playground.ui.panel import Panel
from playground.ui.plots.picture import pixels_of


def add_saving(window: Any) -> str:
    """Make the actions that save what the window shows; returns their ids, as menus take them."""
    add = window.actions_.add
    add("picture", "Save &picture of the window...", lambda: ask_picture(window, "playground"),
        "Ctrl+Shift+E", "picture", "export png svg pdf screenshot")  # fmt: skip
    add("canvas-picture", "Save picture of the can&vas...",
        lambda: ask_picture(window.canvas, "canvas"), "", "",
        "export png svg pdf blocks")  # fmt: skip
    add("copy-picture", "Cop&y picture", lambda: copy_seen(window), "Ctrl+Shift+C", "",
        "clipboard panel canvas screenshot paste")  # fmt: skip
    add("film", "Save ani&mation...", lambda: save_animation(window), "Ctrl+Shift+M", "",
        "video film gif mp4 export movie training timeline")  # fmt: skip
    add("report", "Save re&port...", lambda: save_report(window), "", "",
        "page html settings curves scores print share")  # fmt: skip
    return "picture canvas-picture copy-picture film report"


def save_animation(window: Any, panel: Panel | None = None) -> None:
    """Open the dialog that makes animations, of a panel first or of all that are shown."""
    from playground.ui.filming.film_dialog import FilmDialog

    shown = zip(window.panels.panels, window.panels.names, strict=True)
    dialog = FilmDialog(window, next((name for one, name in shown if one is panel), ""))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.show()


def ask_picture(widget: QWidget, name: str) -> None:
    """Open the dialog that saves a picture of a widget."""
    from playground.ui.picture_dialog import PictureDialog

    dialog = PictureDialog(widget, name)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()


def copy_picture(widget: QWidget) -> None:
    """Put a picture of a widget on the clipboard, twice as sharp as the screen."""
    QApplication.clipboard().setImage(pixels_of(widget, 2.0))


def copy_seen(window: Any) -> None:
    """Put a picture of the panel or canvas at hand on the clipboard, else of the window.

    At hand is what has the keyboard, else what is under the pointer.
    """
    under = QApplication.widgetAt(window.cursor().pos())
    for widget in (QApplication.focusWidget(), under):
        shown = _shown_around(widget, window)
        if shown is not None:
            break
    else:
        shown = window
    copy_picture(shown)
    name = "the window" if shown is window else shown.accessibleName()
    window.footer.told.tell(f"Copied a picture: {name}")


def _shown_around(widget: QWidget | None, window: Any) -> QWidget | None:
    while widget is not None and widget is not window:
        if isinstance(widget, Panel) or widget is window.canvas:
            return widget
        widget = widget.parentWidget()
    return None


def save_data(panel: Panel) -> None:
    """Ask for a file and write the numbers behind a panel's picture there, as CSV."""
    from playground.ui.panel_data import csv_of

    name = panel.accessibleName().lower()
    path = ask_to_write(panel, "Save data of this plot", f"{name}.csv", "Table (*.csv)")
    if path is None:
        return
    try:
        write_atomic(path, csv_of(panel).encode())
    except (ValueError, FileError) as error:
        QMessageBox.warning(panel.window(), "The data was not saved", str(error))


def save_report(window: Any) -> None:
    """Ask for a file and write a page about the run as it stands, made beside the window."""
    from playground.ui.filming.reporting import report_of

    path = ask_to_write(window, "Save report", "report.html", "Page (*.html)")
    if path is None:
        return
    window.banner.say(f"Writing {path.name}…", "accent", about="report")
    making = report_of(window, path)

    def failed(why: str) -> None:
        words = f"The report was not saved: {why}" if why else "The report was called off."
        window.banner.say(words, "warning" if why else "accent", about="report")

    making.done.connect(lambda: window.banner.say(
        f"Saved {path.name}: it opens in any browser.", "accent", about="report"
    ))  # fmt: skip
    making.failed.connect(failed)
