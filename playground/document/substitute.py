"""Another model in the place of one that cannot learn what the data holds."""

from msgspec.structs import replace

from playground.core.block import Block, title_of
from playground.core.shape import Signature
from playground.document.edits import Edit, add_block, new_id
from playground.document.graph import Catalogue
from playground.document.problem import Fix
from playground.document.project import Project


def counterpart(block: Block, signature: Signature, catalogue: Catalogue) -> str | None:
    """Return the kind most like a model that learns what the data holds, or None.

    One whose name ends alike comes first (logistic regression for linear regression), then the
    one used most.
    """
    own = type(block)
    if signature.target in getattr(own, "targets", (signature.target,)):
        return None
    fitting = [
        kind
        for kind, cls in catalogue.items()
        if cls is not own and cls.family == own.family and cls.inputs == own.inputs
        and signature.target in getattr(cls, "targets", ())
    ]  # fmt: skip
    last = title_of(own).split()[-1].lower()

    def order(kind: str) -> tuple[bool, int, str]:
        title = title_of(catalogue[kind])
        return title.split()[-1].lower() != last, catalogue[kind].rank, title

    return min(fitting, key=order, default=None)


def take_instead(id: str, kind: str) -> Edit:
    """Put a block of another kind, with its defaults, in the place and at the wires of a block."""

    def edit(project: Project) -> Project:
        old = project.block(id)
        name = new_id(project, kind)
        project = add_block(kind, old.position, id=name)(project)
        wires = tuple(
            replace(
                wire,
                source=name if wire.source == id else wire.source,
                target=name if wire.target == id else wire.target,
            )
            for wire in project.wires
        )
        *others, new = (placed for placed in project.blocks if placed.id != id)
        place = project.blocks.index(old)
        return replace(project, blocks=(*others[:place], new, *others[place:]), wires=wires)

    return edit


def substitute(
    id: str, block: Block, signature: Signature | None, catalogue: Catalogue
) -> Fix | None:
    """Offer the model that learns what the data holds, where this one does not."""
    kind = counterpart(block, signature, catalogue) if signature is not None else None
    if kind is None:
        return None
    return Fix(f"Take {title_of(catalogue[kind])} instead", take_instead(id, kind))
