"""Edits of blocks, settings and of the project itself; every edit is a pure function.

A factory takes what the edit needs and returns the edit, a function from the project to the next
one. An edit that changes nothing returns its argument. Wires have theirs in `wiring`, copies in
`clipboard`.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeAlias, TypeVar

import msgspec
from msgspec.structs import replace

from playground.core.settings import settings_of
from playground.document.graph import Catalogue
from playground.document.project import PanelView, Placed, Project
from playground.document.settings import read_setting, with_setting, without_setting

Edit: TypeAlias = Callable[[Project], Project]
T = TypeVar("T", bound=msgspec.Struct)


def new_id(project: Project, kind: str, taken: Iterable[str] = ()) -> str:
    """Return the first free id of a kind, such as ``"dense-2"``.

    Parameters
    ----------
    taken
        Further ids that are not free.
    """
    used = {placed.id for placed in project.blocks} | set(taken)
    number = 1
    while f"{kind}-{number}" in used:
        number += 1
    return f"{kind}-{number}"


def in_turn(*edits: Edit) -> Edit:
    """Make one edit of several."""

    def edit(project: Project) -> Project:
        for part in edits:
            project = part(project)
        return project

    return edit


def add_block(
    kind: str,
    at: tuple[float, float] = (0.0, 0.0),
    settings: Mapping[str, Any] | None = None,
    id: str | None = None,
) -> Edit:
    """Add a block; without an `id`, or with one that is taken, it gets the first free one."""

    def edit(project: Project) -> Project:
        free = id is not None and all(placed.id != id for placed in project.blocks)
        name = id if free and id else new_id(project, kind)
        placed = Placed(name, kind, dict(settings or {}), (float(at[0]), float(at[1])))
        return replace(project, blocks=(*project.blocks, placed))

    return edit


def change_block(id: str, change: Callable[[Placed], Placed]) -> Edit:
    """Put what `change` makes of a block in its place.

    Raises
    ------
    KeyError
        By the edit, if the project has no such block.
    """

    def edit(project: Project) -> Project:
        placed = project.block(id)
        return _each(project, lambda other: change(placed) if other is placed else other)

    return edit


def move(positions: Mapping[str, tuple[float, float]]) -> Edit:
    """Put blocks, by id, at new positions."""

    def moved(placed: Placed) -> Placed:
        x, y = positions.get(placed.id, placed.position)
        return _changed(placed, position=(float(x), float(y)))

    return lambda project: _each(project, moved)


def set_setting(id: str, name: str, value: Any, catalogue: Catalogue) -> Edit:
    """Give one setting of a block a value; ``"optimizer.beta1"`` reaches into a choice.

    A choice that has settings of its own may be set by its name alone: ``"adam"`` becomes
    ``{"kind": "adam"}``. Nothing is refused here; `check` tells what is wrong with a value.

    Raises
    ------
    KeyError
        By the edit, if the project has no such block.
    """

    def changed(placed: Placed) -> Placed:
        cls = catalogue.get(placed.kind)
        options = {option.name: option for option in settings_of(cls)} if cls else {}
        if read_setting(placed.settings, name, options) == (value, True):
            return placed
        return _changed(placed, settings=with_setting(placed.settings, name, value, options))

    return change_block(id, changed)


def set_settings(id: str, values: Mapping[str, Any], catalogue: Catalogue) -> Edit:
    """Give several settings of a block values."""
    return in_turn(*(set_setting(id, name, value, catalogue) for name, value in values.items()))


def reset_setting(id: str, name: str) -> Edit:
    """Give a setting of a block its default again; "" stands for all of them.

    Raises
    ------
    KeyError
        By the edit, if the project has no such block.
    """
    return change_block(
        id, lambda placed: _changed(placed, settings=without_setting(placed.settings, name))
    )


def freeze(ids: Iterable[str], frozen: bool = True) -> Edit:
    """Keep learning from changing the weights of blocks, or let it again."""
    chosen = frozenset(ids)
    return lambda project: _each(
        project, lambda placed: _changed(placed, frozen=frozen) if placed.id in chosen else placed
    )


def rename_duplicate(id: str) -> Edit:
    """Give the last of several blocks of one id the first free id of its kind."""

    def edit(project: Project) -> Project:
        places = [i for i, placed in enumerate(project.blocks) if placed.id == id]
        if len(places) < 2:
            return project
        blocks = list(project.blocks)
        placed = blocks[places[-1]]
        blocks[places[-1]] = replace(placed, id=new_id(project, placed.kind))
        return replace(project, blocks=tuple(blocks))

    return edit


def set_seed(seed: int) -> Edit:
    """Set the seed of weights, mini-batches and dropout."""
    return lambda project: _changed(project, seed=int(seed))


def set_speed(speed: float | None) -> Edit:
    """Set the steps per second of Play; None is as fast as possible."""
    return lambda project: _changed(project, speed=speed)


def set_title(title: str) -> Edit:
    """Set the project's title."""
    return lambda project: _changed(project, title=title)


def set_view(view: Iterable[PanelView]) -> Edit:
    """Set the panels that the project shows, in order."""
    panels = tuple(view)
    return lambda project: _changed(project, view=panels)


def _changed(value: T, **fields: Any) -> T:
    if all(getattr(value, name) == new for name, new in fields.items()):
        return value
    return replace(value, **fields)


def _each(project: Project, change: Callable[[Placed], Placed]) -> Project:
    blocks = tuple(change(placed) for placed in project.blocks)
    same = all(new is old for new, old in zip(blocks, project.blocks, strict=True))
    return project if same else replace(project, blocks=blocks)
