"""Weights that were set by hand, written into the learners that hold them."""

from collections.abc import Iterable

from playground.document.project import Hand, Project
from playground.engine.landscape.planes import weights_at
from playground.engine.learner import Learner
from playground.engine.training.descending import Descending
from playground.runtime.messages import Jump


def start_by_hand(project: Project, learner: Learner) -> None:
    """Give a learner at its start the weights that belong to every new start."""
    if not isinstance(learner, Descending):
        return
    for placed in project.blocks:
        for hand in placed.hand:
            if hand.step == 0:
                _write(learner, placed.id, hand, hand.value)


def follow_by_hand(old: Project, new: Project, learners: Iterable[Learner]) -> bool:
    """Write what was set between two projects, and take back what was undone.

    Returns
    -------
    bool
        Whether anything was written.
    """
    before = {placed.id: placed.hand for placed in old.blocks}
    known = [learner for learner in learners if isinstance(learner, Descending)]
    changed = False
    for placed in new.blocks:
        was = before.get(placed.id, ())
        undone = [hand for hand in reversed(was) if hand not in placed.hand]
        done = [hand for hand in placed.hand if hand not in was]
        for learner in known:
            written = [_write(learner, placed.id, hand, hand.before) for hand in undone]
            written += [_write(learner, placed.id, hand, hand.value) for hand in done]
            if any(written):
                changed = True
                learner.mark()
    return changed


def jump(learner: Learner, message: Jump) -> None:
    """Have a learner go on from a place of its loss surface.

    Raises
    ------
    ValueError
        If it has none.
    """
    if not isinstance(learner, Descending):
        raise ValueError("this learner has no loss surface")
    learner.jump(weights_at(learner, message.plane, message.a, message.b).flat)


def _write(learner: Descending, block: str, hand: Hand, value: float) -> bool:
    """Give a weight of every member a value; False where there is no such weight."""
    array = learner.weights.views.get(block, {}).get(hand.name)
    shape = () if array is None else array.shape[1:]
    if array is None or len(hand.index) != len(shape):
        return False
    if any(not 0 <= i < n for i, n in zip(hand.index, shape, strict=True)):
        return False
    array[(slice(None), *hand.index)] = value  # type: ignore[index]
    return True
