"""Dresses Qt's own widgets in the colour tokens: Fusion, a palette and one short style sheet."""

import re
from importlib.resources import as_file, files

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from playground.ui.button_words import name_buttons
from playground.ui.theme import DARK, LIGHT, Theme, mix, px, theme, themes

Role = QPalette.ColorRole


def dress(app: QApplication) -> None:
    """Give the application the theme in use now, and again whenever it changes."""
    app.setStyle(QStyleFactory.create("Fusion"))
    name_buttons(app)
    _wear(app, theme())
    themes().changed.connect(lambda chosen: _wear(app, chosen))


def theme_named(name: str, app: QApplication) -> Theme:
    """Return the theme of a preference: ``"dark"``, ``"light"`` or ``"system"``."""
    if name == "system":
        light = app.styleHints().colorScheme() == Qt.ColorScheme.Light
        return LIGHT if light else DARK
    return LIGHT if name == "light" else DARK


def tabular(font: QFont) -> QFont:
    """Return the font with figures of one width, so that changing numbers do not dance."""
    figures = QFont(font)
    figures.setFeature(QFont.Tag.fromString("tnum"), 1)
    return figures


def _wear(app: QApplication, chosen: Theme) -> None:
    font = app.font()
    font.setPixelSize(px(13))
    app.setFont(font)
    app.setPalette(palette(chosen))
    app.setStyleSheet(sheet(chosen))


def palette(chosen: Theme) -> QPalette:
    """Return Qt's palette made of a theme's tokens."""
    roles = {
        Role.Window: "window", Role.WindowText: "text", Role.Base: "field", Role.Text: "text",
        Role.AlternateBase: "panel", Role.Button: "raised", Role.ButtonText: "text",
        Role.BrightText: "error", Role.Highlight: "accent", Role.ToolTipBase: "raised",
        Role.ToolTipText: "text", Role.PlaceholderText: "secondary", Role.Link: "accent",
        Role.LinkVisited: "accent", Role.Light: "raised", Role.Midlight: "raised",
        Role.Mid: "border", Role.Dark: "border", Role.Shadow: "canvas", Role.Accent: "accent",
    }  # fmt: skip
    made = QPalette()
    for role, token in roles.items():
        made.setColor(role, chosen.color(token))
    made.setColor(Role.HighlightedText, on_accent(chosen))
    faint = mix(chosen.color("secondary"), chosen.color("panel"), 0.45)
    for role in (Role.Text, Role.WindowText, Role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, faint)
    return made


def on_accent(chosen: Theme) -> QColor:
    """Return the colour of text on the accent colour."""
    return QColor("#0B1220" if chosen.name == "dark" else "#FFFFFF")


def sheet(chosen: Theme) -> str:
    """Return the style sheet of a theme at the interface scale in use."""
    text = (files("playground.assets") / "style.qss").read_text("utf-8")
    faint = mix(chosen.color("secondary"), chosen.color("panel"), 0.45)
    hover = mix(chosen.color("raised"), chosen.color("text"), 0.07)
    pressed = mix(chosen.color("accent"), chosen.color("panel"), 0.15)
    words = {
        "window": chosen.window, "panel": chosen.panel, "raised": chosen.raised,
        "field": chosen.field, "canvas": chosen.canvas, "border": chosen.border,
        "text": chosen.text, "secondary": chosen.secondary, "accent": chosen.accent,
        "error": chosen.error, "warning": chosen.warning, "ok": chosen.ok,
        "onaccent": on_accent(chosen).name(), "faint": faint.name(), "hover": hover.name(),
        "pressed": pressed.name(), "arrow": _sign("arrow", chosen), "tick": _sign("tick", chosen),
        "select": mix(chosen.color("panel"), chosen.color("accent"), 0.28).name(),
    }  # fmt: skip
    for word in sorted(words, key=len, reverse=True):
        text = text.replace(f"@{word}", words[word])
    return _scaled(text)


def _sign(name: str, chosen: Theme) -> str:
    with as_file(files("playground.assets") / "icons" / f"{name}-{chosen.name}.svg") as path:
        return path.as_posix()


def _scaled(text: str) -> str:
    """Replace lengths written ``12u`` by pixels at the interface scale."""
    return re.sub(r"(?<=[\s:-])(\d+(?:\.\d+)?)u\b", lambda m: f"{px(float(m[1]))}px", text)
