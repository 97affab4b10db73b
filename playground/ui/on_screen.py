"""Sizes of windows that fit the screen, at any interface scale."""

from PySide6.QtWidgets import QWidget

from playground.ui.theme import px

AROUND = 24, 56
"""Pixels that the frame of a window and what stands on the desktop take, across and down."""


def fit_height(window: QWidget) -> None:
    """Make a window as high as what it holds, or as the screen has room for."""
    layout = window.layout()
    layout.activate()
    room = window.screen().availableGeometry().height() - AROUND[1]
    window.resize(window.width(), min(layout.totalHeightForWidth(window.width()), room))


def resize_on_screen(window: QWidget, width: int, height: int) -> None:
    """Give a window a size of the design, or as much of it as its screen has room for."""
    room = window.screen().availableGeometry()
    window.resize(min(px(width), room.width() - AROUND[0]),
                  min(px(height), room.height() - AROUND[1]))  # fmt: skip
