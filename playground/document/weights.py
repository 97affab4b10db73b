"""Edits of the weights that blocks start from."""

from collections.abc import Mapping

from msgspec.structs import replace

from playground.document.edits import Edit
from playground.document.project import Placed, Project


def start_from(weights: Mapping[str, str | None]) -> Edit:
    """Have blocks start from kept weights, by content hash, or from their own start again (None).

    Single weights that were set by hand at the start give way to them.
    """

    def changed(placed: Placed) -> Placed:
        if placed.id not in weights or placed.weights == weights[placed.id]:
            return placed
        return replace(placed, weights=weights[placed.id], hand=())

    def edit(project: Project) -> Project:
        blocks = tuple(changed(placed) for placed in project.blocks)
        same = all(new is old for new, old in zip(blocks, project.blocks, strict=True))
        return project if same else replace(project, blocks=blocks)

    return edit
