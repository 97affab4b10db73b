"""Plain settings by dotted name: how edits reach a value inside a block's settings."""

from collections.abc import Mapping
from typing import Any

import msgspec

from playground.core.settings import Setting, plain, settings_of

Options = Mapping[str, Setting]


def read_setting(settings: Mapping[str, Any], name: str, options: Options) -> tuple[Any, bool]:
    """Return the value of a dotted name, and whether there is one, given or by default."""
    value: Any = settings
    for place, step in enumerate(name.split(".")):
        if isinstance(value, Mapping) and step in value:
            value = value[step]
        elif place == 0 and step in options:
            value = default_of(options[step])
        else:
            return None, False
    return value, value is not msgspec.NODEFAULT


def default_of(option: Setting) -> Any:
    """Return the plain default of a setting, or ``msgspec.NODEFAULT`` when it has none."""
    return plain(option.default) if isinstance(option.default, msgspec.Struct) else option.default


def with_setting(
    settings: Mapping[str, Any], name: str, value: Any, options: Options
) -> dict[str, Any]:
    """Return settings in which a dotted name has a value; a choice's name becomes the choice."""
    first, _, rest = name.partition(".")
    option = options.get(first)
    inner = settings.get(first)
    if inner is None and option is not None:
        inner = default_of(option)
    inner = dict(inner) if isinstance(inner, Mapping) else {}
    if rest:
        return {**settings, first: with_setting(inner, rest, value, _inside(option, inner))}
    if option is None or option.kind != "plugin" or not isinstance(value, str):
        return {**settings, first: value}
    return dict(settings) if inner.get("kind") == value else {**settings, first: {"kind": value}}


def without_setting(settings: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Return settings in which a dotted name is absent; "" leaves none."""
    if not name:
        return {}
    first, _, rest = name.partition(".")
    inner = settings.get(first)
    if rest and isinstance(inner, Mapping):
        return {**settings, first: without_setting(inner, rest)}
    return {key: value for key, value in settings.items() if key != first}


def option_named(
    cls: type[msgspec.Struct], settings: Mapping[str, Any], name: str
) -> Setting | None:
    """Return how a dotted setting of a class is described, or None when it is not."""
    options: Options = {option.name: option for option in settings_of(cls)}
    option = None
    inner: Any = settings
    for step in name.split("."):
        option = options.get(step)
        if option is None:
            return None
        inner = inner.get(step) if isinstance(inner, Mapping) else None
        inner = default_of(option) if inner is None else inner
        options = _inside(option, inner)
    return option


def _inside(option: Setting | None, value: Any) -> Options:
    if option is None or option.kind != "plugin":
        return {}
    tag = value.get("kind") if isinstance(value, Mapping) else None
    for cls in option.choices:
        if cls.__struct_config__.tag == tag:
            return {inner.name: inner for inner in settings_of(cls)}
    return {}
