"""Which learner a block belongs to."""

from typing import TYPE_CHECKING

from playground.document.project import Project

if TYPE_CHECKING:
    from playground.ui.bridge import Bridge


def upstream(project: Project, id: str) -> set[str]:
    """Return the ids of all blocks that a block depends on, itself among them."""
    found, todo = set[str](), [id]
    while todo:
        block = todo.pop()
        if block not in found:
            found.add(block)
            todo += [wire.source for wire in project.into(block)]
    return found


def learner_of(bridge: "Bridge", block: str, wanted: str) -> str:
    """Return the learner that a block belongs to: the wanted one if that is one of them."""
    project = bridge.store.value
    for id in (wanted, *bridge.infos):
        if block in upstream(project, id):
            return id
    return wanted
