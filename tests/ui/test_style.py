import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QMessageBox

from playground.ui.app import application
from playground.ui.icons import icon, pixmap
from playground.ui.speed import TICKS, to_speed, to_tick
from playground.ui.style import on_accent, palette, sheet
from playground.ui.theme import DARK, LIGHT, set_scale


def luminance(color):
    parts = (color.redF(), color.greenF(), color.blueF())
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a, b):
    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda t: t.name)
def test_text_is_readable_on_every_surface(theme):
    for text in ("text", "secondary", "accent", "ok", "warning", "error"):
        for surface in ("window", "panel", "raised", "field", "canvas"):
            assert contrast(theme.color(text), theme.color(surface)) >= 4.5, (text, surface)
    assert contrast(on_accent(theme), theme.color("accent")) >= 4.5


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda t: t.name)
def test_the_sheet_leaves_no_token_open(qapp, theme):
    text = sheet(theme)
    assert "@" not in text
    assert theme.accent in text
    assert palette(theme).window().color() == QColor(theme.window)


def test_the_sheet_grows_with_the_scale(qapp):
    try:
        small = sheet(DARK)
        set_scale(2.0)
        assert "padding: 8px 16px" in sheet(DARK)
        assert "padding: 8px 16px" not in small
    finally:
        set_scale(1.0)


def test_icons_take_the_colour_of_a_token(qapp):
    image = pixmap("play", "error", 32).toImage()
    middle = image.pixelColor(image.width() // 2, image.height() // 2)
    assert middle.name() == DARK.color("error").name()
    assert not icon("pause").isNull()


def test_the_speed_slider_reaches_both_ends_and_comes_back():
    assert to_speed(0) == 1
    assert to_speed(TICKS) is None
    speeds = [to_speed(tick) for tick in range(TICKS)]
    assert speeds == sorted(speeds)
    for speed in (1, 10, 60, 300, 5000, None):
        back = to_speed(to_tick(speed))
        assert back == speed or back == pytest.approx(speed, rel=0.1)


def test_the_buttons_of_a_question_say_what_they_do_and_have_keys(qtbot):
    application()
    kinds = QMessageBox.StandardButton
    asked = kinds.Save | kinds.Discard | kinds.Cancel | kinds.Yes | kinds.Close
    box = QMessageBox(QMessageBox.Icon.Question, "", "", asked)
    qtbot.addWidget(box)
    words = {button.text() for button in box.buttons()}
    assert words == {"&Save", "&Throw away", "&Cancel", "&Yes", "Close"}
