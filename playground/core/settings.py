"""Settings from annotations: one source for files, inspector, command line and checks."""

import types
from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

import msgspec

from playground.core.block import kind_of, title_of

T = TypeVar("T")
Number = int | float

LONGEST = 80
"""Letters of a refused value that are shown."""

KINDS_IN_WORDS = {
    "float": "a number", "int": "a whole number", "bool": "true or false", "str": "text",
    "array of length >= 1": "at least one entry", "array": "a list", "object": "settings by name",
}  # fmt: skip


class Plugin(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, tag_field="kind"
):
    """A choice that has settings of its own (an optimizer, a schedule, an initialiser).

    In files it is an object whose ``"kind"`` names the class.
    """


def setting(
    title: str = "",
    help: str = "",
    *,
    low: Number | None = None,
    high: Number | None = None,
    above: Number | None = None,
    below: Number | None = None,
    scale: Literal["linear", "log"] = "linear",
    unit: str = "",
    section: str = "",
    tunable: bool = False,
    when: tuple[str, Any] | None = None,
    nothing: str = "",
) -> msgspec.Meta:
    """Describe a setting; goes into ``Annotated[float, setting(...)]``.

    Parameters
    ----------
    title, help
        Label and tooltip. The label defaults to the field's name.
    low, high, above, below
        Closed (low, high) and open (above, below) bounds.
    scale
        Whether a slider moves evenly in the value or in its logarithm.
    unit
        Written after the value.
    section
        Folded section of the inspector; "" is the open one.
    tunable
        Whether it can change while learning goes on, without a new start.
    when
        ``(other setting, value)``: shown only while the other has that value.
    nothing
        What a choice is called that is left open (None); "Automatic" unless said.
    """
    extra = {
        "title": title, "scale": scale, "unit": unit,
        "section": section, "tunable": tunable, "when": when, "nothing": nothing,
    }  # fmt: skip
    bounds: dict[str, Any] = {"ge": low, "le": high, "gt": above, "lt": below}
    return msgspec.Meta(description=help, extra=extra, **bounds)


class Setting(msgspec.Struct, frozen=True):
    """One setting as the inspector and the command line see it.

    Attributes
    ----------
    kind
        ``int float bool text choice plugin numbers entries names``: the last three are lists, of
        numbers, of structs and of texts.
    low, high
        Bounds or None; whether open ones are excluded, `open_low` and `open_high` say.
    choices
        Values of a ``choice``; classes of a ``plugin``.
    optional
        Whether None (written "none") is a value too.
    item
        Of a list: how each of its numbers is bounded, or the class of its structs.
    """

    name: str
    title: str
    help: str
    kind: str
    default: Any
    low: float | None = None
    high: float | None = None
    open_low: bool = False
    open_high: bool = False
    choices: tuple[Any, ...] = ()
    optional: bool = False
    scale: str = "linear"
    unit: str = ""
    section: str = ""
    tunable: bool = False
    when: tuple[str, Any] | None = None
    nothing: str = ""
    item: Any = None


@cache
def settings_of(cls: type[msgspec.Struct]) -> tuple[Setting, ...]:
    """Read the settings of a block or plug-in class from its annotations."""
    hints = get_type_hints(cls, include_extras=True)
    defaults = {f.name: f.default for f in msgspec.structs.fields(cls)}
    return tuple(
        _read(field.name, hints[field.name], defaults[field.name])
        for field in msgspec.structs.fields(cls)
    )


def _read(name: str, hint: Any, default: Any) -> Setting:
    hint, meta = _without_marks(hint)
    hint, optional = _without_none(hint)
    hint, inner = _without_marks(hint)
    meta = meta or inner or msgspec.Meta()
    kind, choices = _kind(hint)
    extra = dict(meta.extra or {})
    title = extra.pop("title", "") or name.replace("_", " ").capitalize()
    low, high = _either(meta.ge, meta.gt), _either(meta.le, meta.lt)
    return Setting(
        name, title, meta.description or "", kind, default, low, high,
        meta.gt is not None, meta.lt is not None, choices, optional,
        item=_item(name, hint), **extra,
    )  # fmt: skip


def _item(name: str, hint: Any) -> Any:
    """Return how the numbers of a tuple are set, or the class of its structs; else None."""
    if get_origin(hint) is not tuple or not get_args(hint):
        return None
    first = get_args(hint)[0]
    inner, _ = _without_marks(first)
    if isinstance(inner, type) and issubclass(inner, msgspec.Struct):
        return inner
    return _read(name, first, msgspec.NODEFAULT) if inner in (int, float) else None


def _without_marks(hint: Any) -> tuple[Any, msgspec.Meta | None]:
    if get_origin(hint) is not Annotated:
        return hint, None
    hint, *marks = get_args(hint)
    return hint, next((m for m in marks if isinstance(m, msgspec.Meta)), None)


def _either(closed: Any, opened: Any) -> Any:
    return closed if closed is not None else opened


def _without_none(hint: Any) -> tuple[Any, bool]:
    if get_origin(hint) in (Union, types.UnionType) and type(None) in get_args(hint):
        rest = tuple(a for a in get_args(hint) if a is not type(None))
        return (rest[0] if len(rest) == 1 else Union[rest]), True  # noqa: UP007
    return hint, False


def _kind(hint: Any) -> tuple[str, tuple[Any, ...]]:
    if get_origin(hint) is Literal:
        return "choice", get_args(hint)
    if get_origin(hint) is tuple and get_args(hint)[:1] == (str,):
        return "names", ()
    if get_origin(hint) is tuple:
        return ("entries" if isinstance(_item("", hint), type) else "numbers"), ()
    if get_origin(hint) in (Union, types.UnionType):
        return "plugin", get_args(hint)
    if isinstance(hint, type) and issubclass(hint, Plugin):
        return "plugin", (hint,)
    return {bool: "bool", int: "int", float: "float", str: "text"}[hint], ()


class SettingError(ValueError):
    """A setting's value is refused; the message names the setting and the reason."""

    def __init__(self, setting: str, reason: str) -> None:
        super().__init__(f"{setting}: {reason}")
        self.setting = setting
        self.reason = reason


def build(cls: type[T], values: Mapping[str, Any]) -> T:
    """Make a block or plug-in from plain values, checking every one.

    Raises
    ------
    SettingError
        For an unknown name, a wrong type or a value out of its bounds.
    """
    try:
        return msgspec.convert(dict(values), cls)
    except msgspec.ValidationError as error:
        own = error.__cause__
        told = own if isinstance(own, SettingError) else _explain(cls, values, str(error))
        raise told from None


def _steps(path: str) -> list[str | int]:
    """Split a path of msgspec.

    Examples
    --------
    >>> _steps("runners[0].rate")
    ['runners', 0, 'rate']
    """
    parts = path.replace("[", ".").replace("]", "").split(".") if path else []
    return [int(part) if part.isdecimal() else part for part in parts]


def _inside(values: Any, step: str | int) -> Any:
    if isinstance(step, int):
        found = isinstance(values, list | tuple) and step < len(values)
        return values[step] if found else None
    return values.get(step) if isinstance(values, Mapping) else None


def _chosen(cls: type, values: Any, path: str) -> tuple[type, Setting | None, Any]:
    """Follow a path into choices and lists that have settings of their own.

    Returns the class that the path leads to, the setting that it names last, and its value.
    """
    option: Setting | None = None
    for step in _steps(path):
        values = _inside(values, step)
        if isinstance(step, str):
            option = next((s for s in settings_of(cls) if s.name == step), option)
        elif option is not None and isinstance(option.item, type):
            cls = option.item
        for choice in option.choices if option else ():
            kind = values.get("kind") if isinstance(values, Mapping) else None
            if isinstance(choice, type) and tag_of_class(choice) == kind:
                cls = choice
    return cls, option, values


def tag_of_class(cls: type) -> Any:
    """Return the name that files give a plug-in with settings of its own."""
    config = getattr(cls, "__struct_config__", None)
    return getattr(config, "tag", None) or kind_of(cls)


def _shown(value: object) -> str:
    told = repr(value)
    return told if len(told) <= LONGEST else f"{told[:LONGEST]}…"


def _explain(cls: type, values: Mapping[str, Any], message: str) -> SettingError:
    reason, _, path = message.partition(" - at `$.")
    name = path.rstrip("`")
    owner, shown, value = _chosen(cls, values, name)
    if "unknown field" in reason:
        unknown = reason.partition("unknown field")[2].strip(" `")
        known = ", ".join(s.name for s in settings_of(owner)) or "none"
        where = f"{name}.{unknown}" if name else unknown
        return SettingError(where, f"{title_of(owner)} has no such setting; it has {known}")
    plain = value is not None and not isinstance(value, Mapping | list | tuple)
    got = f", not {_shown(value)}" if plain else ""
    if shown and shown.choices:
        names = (str(tag_of_class(c)) if isinstance(c, type) else str(c) for c in shown.choices)
        if _steps(name)[-1] == shown.name or "Invalid value" in reason:
            return SettingError(name, f"expected one of {', '.join(names)}{got}")
    reason = reason.partition(", got")[0].replace("`", "")
    for kind, words in KINDS_IN_WORDS.items():
        reason = reason.replace(f"Expected {kind}", f"expected {words}")
    reason = reason.replace(" | null", " or nothing")
    return SettingError(name or "settings", f"{reason[:1].lower()}{reason[1:]}{got}")


def plain(value: msgspec.Struct) -> dict[str, Any]:
    """Return a block's settings as plain values, the inverse of `build`."""
    result = msgspec.to_builtins(value)
    assert isinstance(result, dict)
    return result
