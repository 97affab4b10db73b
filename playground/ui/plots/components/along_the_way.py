"""The blocks in front of a learner that lay its rows out in fewer dimensions."""

from typing import TYPE_CHECKING

from playground.engine.reducer import Reducer

if TYPE_CHECKING:
    from playground.ui.bridge import Bridge


def reducers_before(bridge: "Bridge", learner: str, kind: str = "") -> list[str]:
    """Return the ids of reducing transforms that a learner depends on, the nearest first.

    Parameters
    ----------
    kind
        Only those of this kind, where one is given.
    """
    project = bridge.store.value
    kinds = {placed.id: placed.kind for placed in project.blocks}
    found, seen, todo = [], set[str](), [learner]
    while todo:
        block = todo.pop(0)
        if block in seen:
            continue
        seen.add(block)
        cls = bridge.catalogue.get(kinds.get(block, ""))
        if cls is not None and issubclass(cls, Reducer) and kind in ("", kinds[block]):
            found.append(block)
        todo += [wire.source for wire in project.into(block)]
    return found
