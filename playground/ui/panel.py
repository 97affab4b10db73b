"""The parent of every panel: header, menu, empty state, and watching only while seen."""

from typing import TYPE_CHECKING, Any, ClassVar

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QLabel, QStackedLayout, QVBoxLayout, QWidget

from playground.core.block import summary_of, title_of
from playground.core.registry import Registry
from playground.core.settings import SettingError, build
from playground.runtime.messages import Frame, LearnerInfo, Loaded, Request, Snapshot
from playground.ui.panel_header import PanelHeader
from playground.ui.panel_menu import fill_menu
from playground.ui.panel_rim import Rim
from playground.ui.theme import px, theme, themes

if TYPE_CHECKING:
    from playground.ui.bridge import Bridge


WIDE, HIGH = 180, 120
"""Size that a panel likes to have at least, in pixels at the scale of 1."""


class PanelSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Settings that every panel has.

    Attributes
    ----------
    learner
        Id of the learner shown; "" for the first that suits.
    """

    learner: str = ""


class Panel(QFrame):
    """One picture of what is being learned; a file in `panels` defines a subclass of its name.

    Parameters
    ----------
    bridge
        Where snapshots and curves come from.
    settings
        Plain values as the project keeps them; what is unknown or wrong is ignored.

    Signals
    -------
    settings_changed(dict)
        The person changed a setting; the values to be kept.
    close_wanted(), maximise_wanted()
        The person asked for it in the menu or by a double click on the header.
    """

    title: ClassVar[str] = ""
    settings_type: ClassVar[type[PanelSettings]] = PanelSettings
    nothing_yet: ClassVar[str] = (
        "Nothing to draw yet: press play once data are wired to a fit or a model."
    )
    unsuited: ClassVar[str] = (
        "Not applicable: nothing here learns from the rows of a data set. "
        "Wire one to a fit or a model."
    )

    settings_changed = Signal(object)
    close_wanted = Signal()
    maximise_wanted = Signal()

    def __init__(self, bridge: "Bridge", settings: dict[str, Any] | None = None) -> None:
        super().__init__()
        self.bridge = bridge
        self.settings = read_settings(self.settings_type, settings or {})
        self.snapshots: dict[Request, Snapshot] = {}
        self._requests: tuple[Request, ...] = ()
        self._seen = False
        name = title_of(type(self))
        self.setAccessibleName(name)
        self.header = PanelHeader(name, self)
        self.header.menu.aboutToShow.connect(lambda: fill_menu(self.header.menu, self))
        self.header.double_clicked.connect(self.maximise_wanted)
        self.body = QWidget(self)
        self.body.setAccessibleName(f"Picture of {name}")
        self.body.setAccessibleDescription(summary_of(type(self)))
        self._empty = QLabel(self.nothing_yet, self)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        self._empty.setContentsMargins(px(24), 0, px(24), px(16))
        self._stack = QStackedLayout()
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self.body)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addLayout(self._stack, 1)
        self._rim = Rim(self)
        self.setMinimumSize(px(WIDE), px(HIGH))
        bridge.frame.connect(self._receive)
        bridge.loaded.connect(self._on_loaded)
        self.header.tell_apart(len(self.learners()) > 1)
        themes().changed.connect(self._on_theme)
        self._dress()

    # what subclasses say -----------------------------------------------------

    def requests(self) -> tuple[Request, ...]:
        """Return what is to be measured while the panel is seen."""
        return ()

    def draw(self, snapshots: dict[Request, Snapshot]) -> None:
        """Show the newest snapshots, by request; called for every frame with something new."""

    def refresh(self) -> None:
        """Bring everything in line with the settings, the learners and the theme."""

    def suits(self, info: LearnerInfo) -> bool:
        """Say whether the panel can show this learner."""
        return True

    # what subclasses use -----------------------------------------------------

    def learners(self) -> dict[str, LearnerInfo]:
        """Return the learners that the panel can show, by id."""
        return {id: info for id, info in self.bridge.infos.items() if self.suits(info)}

    @property
    def learner(self) -> LearnerInfo | None:
        """The learner shown, or None while there is none."""
        chosen = self.bridge.infos.get(self.settings.learner)
        if chosen is not None and self.suits(chosen):
            return chosen
        return next(iter(self.learners().values()), None)

    @property
    def missing(self) -> str:
        """Why there is no learner to show: there is none, or none that suits."""
        return self.unsuited if self.bridge.infos else self.nothing_yet

    def change(self, **values: Any) -> None:
        """Change settings, tell whoever keeps them, and show the effect."""
        changed = msgspec.structs.replace(self.settings, **values)
        if changed == self.settings:
            return
        self.settings = changed
        fresh = msgspec.to_builtins(self.settings_type())
        plain = msgspec.to_builtins(self.settings)
        self.settings_changed.emit({k: v for k, v in plain.items() if v != fresh[k]})
        self.refresh()
        self.rewatch()

    def take_settings(self, values: dict[str, Any]) -> None:
        """Take over settings that the project holds, after an undo for instance."""
        settings = read_settings(self.settings_type, values)
        if settings != self.settings:
            self.settings = settings
            self.refresh()
            self.rewatch()

    def show_empty(self, text: str | None) -> None:
        """Say in words what is missing, or None: show the picture."""
        self._empty.setText(text or self.nothing_yet)
        self._stack.setCurrentWidget(self._empty if text is not None else self.body)
        self._rim.raise_()  # a stack raises what it shows

    def _show_missing(self) -> bool:
        """Say what is missing as long as there is nothing to draw, and tell whether that is so."""
        info = self.learner
        if info is not None and self.snapshots:
            return False
        self.header.describe("")
        self.show_empty(self.missing if info is None else "…")
        return True

    def _request_to(self, probe: str, info: LearnerInfo, **settings: Any) -> Request:
        """Return a request of a probe about a learner, and its member that is picked."""
        member = self.bridge.focus.member_of(info)
        if member is not None:
            settings["member"] = member
        return Request(probe, info.id, tuple(sorted(settings.items())))

    def rewatch(self) -> None:
        """Ask for what is wanted now; nothing while the panel is hidden."""
        self._requests = self.requests() if self._seen else ()
        self.snapshots = {r: s for r, s in self.snapshots.items() if r in self._requests}
        self.bridge.watch(self, self._requests)

    # Qt --------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Begin to watch."""
        super().showEvent(event)
        # Under another parent Qt brings back the palette of before the last theme.
        self._dress()
        self._seen = True
        self.refresh()
        self.rewatch()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """Stop watching: what is not seen costs nothing."""
        super().hideEvent(event)
        self._seen = False
        self.bridge.pacer.drop(self)
        self.rewatch()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Keep the rounded rim on top of everything."""
        super().resizeEvent(event)
        self._rim.setGeometry(self.rect())
        self._rim.raise_()

    def _receive(self, frame: Frame) -> None:
        fresh = [s for s in frame.snapshots if s.request in self._requests]
        if fresh:
            self.snapshots |= {s.request: s for s in fresh}
            self.bridge.pacer.ask(self, self._draw)

    def _draw(self) -> None:
        if self.snapshots:
            self.draw(self.snapshots)

    def _on_loaded(self, loaded: Loaded) -> None:
        self.header.tell_apart(len(self.learners()) > 1)
        if self._seen:
            self.refresh()
            self.rewatch()

    def _on_theme(self, _: object) -> None:
        self._dress()
        self.refresh()

    def _dress(self) -> None:
        colors = self.palette()
        colors.setColor(self.backgroundRole(), theme().color("panel"))
        colors.setColor(self.foregroundRole(), theme().color("text"))
        self.setPalette(colors)
        self.setAutoFillBackground(True)
        colors.setColor(self._empty.foregroundRole(), theme().color("secondary"))
        self._empty.setPalette(colors)
        self.update()


def read_settings(kind: type[PanelSettings], values: dict[str, Any]) -> PanelSettings:
    """Return a panel's settings, leaving out values that it does not know or cannot take."""
    good: dict[str, Any] = {}
    for name in kind.__struct_fields__:
        if name in values:
            try:
                build(kind, {name: values[name]})
            except SettingError:
                continue
            good[name] = values[name]
    return build(kind, good)


PANELS: Registry[Panel] = Registry("playground.ui.panels", Panel)
"""Every panel by the name of its file."""
