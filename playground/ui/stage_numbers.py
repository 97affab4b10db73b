"""Numbers of a chosen stage that the canvas shows at the blocks they belong to."""

from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal


class StageNumbers(QObject):
    """Short texts by block, with the colour of their phase.

    Attributes
    ----------
    texts, token
        What stands at each block, by id, and the colour token.

    Signals
    -------
    changed()
        There are other texts.
    """

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.texts: Mapping[str, str] = {}
        self.token = "text"

    def show(self, texts: Mapping[str, str], token: str) -> None:
        """Show other texts; an empty mapping takes them away."""
        if (dict(texts), token) != (self.texts, self.token):
            self.texts, self.token = dict(texts), token
            self.changed.emit()


def stage_numbers(bridge: QObject) -> StageNumbers:
    """Return the texts that all views of a bridge share, made on first use."""
    return bridge.findChild(StageNumbers) or StageNumbers(bridge)
