"""What the program remembers between starts."""

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

from playground.core.folders import folder
from playground.document.recent import forget_all

LAYOUT_VERSION = 1


def reset_settings() -> None:
    """Forget all that was remembered: theme, scale, layouts, recent files."""
    _file().unlink(missing_ok=True)
    forget_all()


def _file() -> Path:
    return folder("config") / "settings.ini"


class Preferences:
    """The remembered choices; a file that cannot be read is set aside and defaults are used."""

    def __init__(self) -> None:
        self._settings = QSettings(str(_file()), QSettings.Format.IniFormat)
        if self._settings.status() != QSettings.Status.NoError:
            bad = _file()
            bad.replace(bad.with_suffix(".bad"))
            self._settings = QSettings(str(bad), QSettings.Format.IniFormat)

    @property
    def theme(self) -> str:
        """``"dark"``, ``"light"`` or ``"system"``."""
        value = self._settings.value("theme", "dark")
        return value if value in ("dark", "light", "system") else "dark"

    @theme.setter
    def theme(self, name: str) -> None:
        self._settings.setValue("theme", name)

    @property
    def scale(self) -> float:
        """The interface scale, 0.8 to 2."""
        try:
            value = float(self._settings.value("scale", 1.0))
        except (TypeError, ValueError):
            return 1.0
        return min(max(value, 0.8), 2.0)

    @scale.setter
    def scale(self, value: float) -> None:
        self._settings.setValue("scale", value)

    @property
    def started_before(self) -> bool:
        """Whether the program has been started before."""
        return self._settings.value("started", "no") == "yes"

    @started_before.setter
    def started_before(self, value: bool) -> None:
        self._settings.setValue("started", "yes" if value else "no")

    @property
    def keep_learned(self) -> bool:
        """Whether a project is saved with what was learned, as it was chosen last."""
        return self._settings.value("learned", "no") == "yes"

    @keep_learned.setter
    def keep_learned(self, value: bool) -> None:
        self._settings.setValue("learned", "yes" if value else "no")

    @property
    def last_folder(self) -> str:
        """The folder of the file that was asked for last, or ""."""
        return str(self._settings.value("folder", ""))

    @last_folder.setter
    def last_folder(self, value: str) -> None:
        self._settings.setValue("folder", value)

    def save_layout(self, geometry: QByteArray, state: QByteArray) -> None:
        """Remember where the window is and how its docks are arranged."""
        self._settings.setValue(f"layout{LAYOUT_VERSION}/geometry", geometry)
        self._settings.setValue(f"layout{LAYOUT_VERSION}/state", state)
        self._settings.sync()

    def layout(self) -> tuple[QByteArray, QByteArray] | None:
        """Return geometry and dock state as saved, or None when there is nothing usable."""
        found = tuple(
            self._settings.value(f"layout{LAYOUT_VERSION}/{part}") for part in ("geometry", "state")
        )
        if all(isinstance(part, QByteArray) for part in found):
            return found
        return None
