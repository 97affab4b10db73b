"""What the program is, and what it runs on: to be copied into a report."""

import platform
import sys

from PySide6.QtCore import qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from playground import __version__
from playground.core.folders import folder
from playground.ui.labels import label, push
from playground.ui.on_screen import resize_on_screen
from playground.ui.theme import px

PACKAGES = ("PySide6-Essentials", "pyqtgraph", "numpy", "scipy", "scikit-learn", "msgspec",
            "cupy-cuda12x", "cupy-cuda13x")  # fmt: skip


def system() -> str:
    """Return versions and folders as lines of text."""
    # Imported here: every start imports this file, and few ask it anything.
    from importlib.metadata import PackageNotFoundError, version

    lines = [
        f"Neural Playground {__version__}",
        f"Python {sys.version.split()[0]} on {platform.platform()}",
        f"Qt {qVersion()}",
    ]
    for name in PACKAGES:
        try:
            lines.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            continue
    lines += [f"{kind}: {folder(kind)}" for kind in ("config", "log", "journal")]
    return "\n".join(lines)


class About(QDialog):
    """Name, version and system."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("About Neural Playground")
        text = QPlainTextEdit(system())
        text.setReadOnly(True)
        text.setAccessibleName("System")
        copy, close = push("Copy"), push("Close", accent=True)
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(text.toPlainText()))
        close.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(copy)
        row.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(20), px(16), px(20), px(16))
        column.setSpacing(px(10))
        column.addWidget(label("Neural Playground", "title"))
        words = "Build learners on a canvas, press play, watch them learn."
        column.addWidget(label(words, "secondary", wrap=True))
        column.addWidget(text)
        column.addLayout(row)
        resize_on_screen(self, 520, 380)
