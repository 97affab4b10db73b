"""Puts the weights that blocks are to start from into learners."""

from playground.document.project import Project
from playground.engine.kept_weights import get_weights
from playground.engine.learner import Learner
from playground.engine.training.supervised import Supervised
from playground.kernels.array import to_device
from playground.runtime.blueprints import CompileError
from playground.tables.trouble import TableError


def start_from_kept(project: Project, learner: Learner) -> None:
    """Give a network at its start the weights that its blocks name.

    Raises
    ------
    CompileError
        In words that name the block, if they are lost or do not fit it.
    """
    if not isinstance(learner, Supervised):
        return
    for placed in project.blocks:
        views = learner.weights.views.get(placed.id)
        if placed.weights is None or not views:
            continue
        try:
            held = get_weights(placed.weights)
        except TableError as error:
            raise CompileError(placed.id, str(error)) from None
        for name, view in views.items():
            if name not in held:
                continue
            if held[name].shape != view.shape[1:]:
                told, wanted = (
                    " x ".join(map(str, shape)) for shape in (held[name].shape, view.shape[1:])
                )
                raise CompileError(
                    placed.id, f"its imported {name} is {told}, but {wanted} is wanted now: undo "
                    "the change, import weights that fit, or forget the imported ones"
                )  # fmt: skip
            view[...] = to_device(held[name], learner.device)


def note_start(project: Project, learner: Learner) -> None:
    """Have a network remember where it starts, if any of its weights were not drawn."""
    if isinstance(learner, Supervised):
        mine = [placed for placed in project.blocks if placed.id in learner.weights.views]
        if any(placed.weights or placed.hand for placed in mine):
            learner.start = learner.weights.flat.copy()


def started_anew(old: Project, new: Project) -> frozenset[str]:
    """Return the blocks that start from other weights than before."""
    before = {placed.id: placed.weights for placed in old.blocks}
    return frozenset(p.id for p in new.blocks if before.get(p.id, p.weights) != p.weights)
