"""Colours, type and spacing: one table of tokens that reaches widgets, canvas and plots."""

from dataclasses import dataclass, field
from functools import cache, lru_cache

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor


@dataclass(frozen=True)
class Theme:
    """Colour tokens of one theme, as ``#RRGGBB``."""

    name: str
    window: str
    panel: str
    raised: str
    canvas: str
    field: str
    border: str
    grid: str
    text: str
    secondary: str
    accent: str
    ok: str
    warning: str
    error: str
    families: dict[str, str] = field(hash=False)
    classes: tuple[str, ...]

    def color(self, token: str, alpha: float = 1.0) -> QColor:
        """Return a token (``"accent"``), family or class number (``"class 3"``) as a colour."""
        if token.startswith("class "):
            value = self.classes[int(token[6:]) % len(self.classes)]
        else:
            value = self.families.get(token) or getattr(self, token)
        # A copy: whoever asks may change it.
        return QColor(_parsed(value, alpha))

    def tint(self, family: str, strength: float = 0.2) -> QColor:
        """Return the panel colour with `strength` of a family's colour mixed in."""
        return mix(self.color("panel"), self.color(family), strength)


@lru_cache(maxsize=512)
def _parsed(value: str, alpha: float) -> QColor:
    color = QColor(value)
    color.setAlphaF(alpha)
    return color


def mix(a: QColor, b: QColor, t: float) -> QColor:
    """Return the colour a fraction `t` of the way from `a` to `b`."""
    return QColor.fromRgbF(
        a.redF() + (b.redF() - a.redF()) * t,
        a.greenF() + (b.greenF() - a.greenF()) * t,
        a.blueF() + (b.blueF() - a.blueF()) * t,
    )


FAMILIES = (
    "data", "transform", "layer", "fit", "model", "unsupervised", "ensemble", "objective", "lab",
)  # fmt: skip

DARK = Theme(
    "dark", "#16181D", "#1D2026", "#252931", "#121419", "#14171C", "#2F343E", "#2A2F39",
    "#E8EAED", "#A6ADBA", "#6EA8FE", "#4CC38A", "#F5B83D", "#FF7B72",
    dict(zip(FAMILIES, ("#2EC4B6", "#45B7E8", "#8B7CF6", "#F2C14E", "#4CC38A",
                        "#F28F6B", "#E879B9", "#F2C14E", "#A6ADBA"), strict=True)),
    ("#4DA3FF", "#FF9D45", "#3DBE8B", "#CC79A7", "#F0E442", "#56B4E9", "#D55E00", "#9AA3AF"),
)  # fmt: skip
LIGHT = Theme(
    "light", "#F4F5F7", "#FFFFFF", "#EDEFF3", "#FAFBFC", "#FFFFFF", "#D5D9E0", "#E6E9EE",
    "#1B1E24", "#565E6C", "#1B62D1", "#13764A", "#8A5A00", "#C2302B",
    dict(zip(FAMILIES, ("#0E8F83", "#1579A8", "#5B4BD6", "#A87400", "#1E8A57",
                        "#B4501E", "#B8407F", "#A87400", "#565E6C"), strict=True)),
    ("#1F77D0", "#D9730D", "#008A62", "#A8527F", "#9A8700", "#2A86BD", "#B84A00", "#6B7280"),
)  # fmt: skip


class ThemeSource(QObject):
    """The theme in use.

    Signals
    -------
    changed(Theme)
        Another theme was chosen; whoever paints with tokens repaints.
    """

    changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._theme = DARK

    @property
    def theme(self) -> Theme:
        """The theme in use."""
        return self._theme

    def choose(self, theme: Theme) -> None:
        """Use another theme and tell everyone who paints."""
        if theme is not self._theme:
            self._theme = theme
            self.changed.emit(theme)


_source: list[ThemeSource] = []


def themes() -> ThemeSource:
    """Return the one source of the theme, made on first use."""
    if not _source:
        _source.append(ThemeSource())
    return _source[0]


def theme() -> Theme:
    """Return the theme in use."""
    return themes().theme


_scale = [1.0]


@cache
def px(size: float) -> int:
    """Return a length of the design (in px at scale 1) at the chosen interface scale."""
    return max(1, round(size * _scale[0]))


def set_scale(scale: float) -> None:
    """Choose the interface scale (1 = 13 px text); views are told through `themes().changed`."""
    _scale[0] = scale
    px.cache_clear()
    themes().changed.emit(theme())
