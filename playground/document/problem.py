"""A problem of a project: what is wrong where, in one line, and the edit that mends it."""

from typing import Literal

import msgspec

from playground.document.edits import Edit
from playground.document.project import Wire


class Fix(msgspec.Struct, frozen=True):
    """A change that answers a problem.

    Attributes
    ----------
    label
        What its button says.
    edit
        The change, for ``store.apply(fix.label, fix.edit)``.
    """

    label: str
    edit: Edit


class Problem(msgspec.Struct, frozen=True):
    """One line about what is wrong.

    Attributes
    ----------
    block, wire
        Where to show it; a problem of a wire names its target block too.
    message
        One sentence that names the blocks and the setting.
    fix
        The change that a click makes, or None.
    severity
        An ``"error"`` keeps the learner from running, a ``"warning"`` does not. A ``"hint"`` does
        too, but nothing is wrong: something is still to come.
    setting
        Dotted name of the setting that is wrong, or None.
    """

    block: str | None
    wire: Wire | None
    message: str
    fix: Fix | None = None
    severity: Literal["error", "hint", "warning"] = "error"
    setting: str | None = None

    @property
    def stops(self) -> bool:
        """Whether the learner cannot run as long as this is so."""
        return self.severity != "warning"
