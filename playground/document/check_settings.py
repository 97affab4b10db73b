"""Problems of single blocks: unknown kinds, ids used twice, settings out of their bounds."""

from typing import Any

from playground.core.block import Block
from playground.core.settings import Setting, SettingError
from playground.document.edits import rename_duplicate, reset_setting
from playground.document.flow import Flows, built
from playground.document.graph import Catalogue
from playground.document.problem import Fix, Problem
from playground.document.project import Placed, Project
from playground.document.settings import option_named, without_setting
from playground.document.wiring import remove


def setting_problems(project: Project, catalogue: Catalogue, flows: Flows) -> list[Problem]:
    """Return what is wrong with the blocks themselves, wires left aside."""
    found = []
    seen: set[str] = set()
    for placed in project.blocks:
        cls = catalogue.get(placed.kind)
        if placed.id in seen:
            fix = Fix("Give it a new name", rename_duplicate(placed.id))
            found.append(Problem(placed.id, None, f"Two blocks are called {placed.id}.", fix))
        elif cls is None:
            message = f"{placed.id}: this program has no block of the kind {placed.kind!r}."
            fix = Fix("Remove it", remove([placed.id], catalogue))
            found.append(Problem(placed.id, None, message, fix))
        elif (error := flows[placed.id].error) is not None:
            found.append(_refused(placed, cls, error, catalogue))
        seen.add(placed.id)
    return found


def _refused(
    placed: Placed, cls: type[Block], error: SettingError, catalogue: Catalogue
) -> Problem:
    name = error.setting.partition("[")[0]
    option = option_named(cls, placed.settings, name)
    reason = _in_words(error.reason, allowed_range(option) if option else "")
    message = f"{placed.id}: {error.setting}: {reason}."
    return Problem(placed.id, None, message, _reset(placed, catalogue, name), "error", name)


def _in_words(reason: str, allowed: str) -> str:
    """Say what a setting takes instead of what its type is, where bounds were passed."""
    expected, but, value = reason.partition(", not ")
    if not allowed:
        return reason
    if "<" in expected or ">" in expected:
        return f"it takes {allowed}{but}{value}"
    # A block that weighs settings against each other says all there is to say.
    return f"{reason} (it takes {allowed})" if expected.startswith("expected") else reason


def _reset(placed: Placed, catalogue: Catalogue, name: str) -> Fix | None:
    """Find the least change that makes the settings of a block acceptable, or acceptable there."""
    root = name.partition(".")[0]
    for part in (name, root, ""):
        left = without_setting(placed.settings, part)
        if left == placed.settings:
            continue
        result = built(Placed(placed.id, placed.kind, left), catalogue)
        if not isinstance(result, SettingError) or result.setting.partition(".")[0] != root:
            label = "Use the default" if part else "Use the defaults"
            return Fix(label, reset_setting(placed.id, part))
    return None


def allowed_range(option: Setting) -> str:
    """Write the bounds of a setting as people read them; "" where it has none.

    Examples
    --------
    >>> allowed_range(Setting("rate", "Rate", "", "float", 0.1, 0, 1, open_low=True))
    'more than 0 and at most 1'
    >>> allowed_range(Setting("width", "Width", "", "int", 8, 1, 1024))
    '1 to 1024'
    """
    low, high = _number(option.low), _number(option.high)
    if low and high and not option.open_low and not option.open_high:
        return f"{low} to {high}"
    parts = []
    if low:
        parts.append(f"{'more than' if option.open_low else 'at least'} {low}")
    if high:
        parts.append(f"{'less than' if option.open_high else 'at most'} {high}")
    return " and ".join(parts)


def _number(value: Any) -> str:
    return "" if value is None else f"{value:.12g}"
