"""What a learner takes over from the one that it replaces."""

from collections.abc import Collection, Mapping

from playground.engine.committees.polling import Polling
from playground.engine.functions.minimiser import Minimiser
from playground.engine.learner import Learner
from playground.engine.modelling.stepping import Stepping
from playground.engine.training.descending import Descending
from playground.kernels.array import to_device

END = 1_000_000_000
"""A step that no model reaches: it is learned to its end."""


def adopt(new: Learner, old: Learner, anew: Collection[str] = ()) -> None:
    """Take over weights that still fit, same block, name and shape; some blocks start anew."""
    if not isinstance(new, Descending) or not isinstance(old, Descending):
        return
    if isinstance(new, Minimiser):
        return  # a point of another function, or before another start was chosen
    if old.members != new.members or old.labels != new.labels:
        return  # another race starts from the start
    for block, named in new.weights.views.items():
        if block in anew:
            continue
        known = old.weights.views.get(block, {})
        if all(n in known and known[n].shape == view.shape for n, view in named.items()):
            for name, view in named.items():
                view[...] = to_device(known[name], new.device)


def go_on(new: Learner, old: Learner) -> None:
    """Go on with other rows of the same data set: weights and steps of a network stay.

    Where the other rows make another network of it, the weights that still fit stay.
    """
    if not isinstance(new, Descending) or not isinstance(old, Descending):
        return
    if new.weights.flat.shape == old.weights.flat.shape and new.members == old.members:
        new.take_over(old)
    else:
        adopt(new, old)


def to_catch_up(new: Learner, old: Learner) -> int:
    """Return the step up to which a model that is learned anew catches up by itself.

    It goes as far as the old one had come, or to its end where that had come to it.
    """
    if not isinstance(new, Stepping) or not isinstance(old, Stepping):
        return 0
    if isinstance(new, Polling):
        return _of_vote(new, old)
    whole = old.finished and not getattr(new, "endless", False)
    return END if whole else old.step_number


def drawing_level(learners: Mapping[str, Learner], brought_back: Collection[str]) -> dict[str, int]:
    """Return the steps up to which models that were brought back catch up with those ahead.

    Networks stay where they were: what they had learned is what was asked for.
    """
    leading = max((learner.step_number for learner in learners.values()), default=0)
    goals = {}
    for id in learners.keys() & set(brought_back):
        learner = learners[id]
        if isinstance(learner, Polling):
            goals[id] = min([leading, *_waits_for(learner)])
        elif isinstance(learner, Stepping):
            goals[id] = leading
    return goals


def _of_vote(new: Polling, old: Stepping) -> int:
    """Return the step up to which a vote catches up, which waits for its parts.

    Models among them catch up themselves if they were there before; networks stay where they are,
    and whatever is wired in for the first time waits until learning goes on.
    """
    before = {part.id for part in old.parts} if isinstance(old, Polling) else set()
    if not {part.id for part in new.parts} <= before:
        return 0
    if old.finished and not new.endless:
        return END
    return min([old.step_number, *_waits_for(new)])


def _waits_for(vote: Polling) -> list[int]:
    """Return where the networks stand that a vote is made of and that have not ended."""
    networks = [part.learner for part in vote.parts if not isinstance(part.learner, Stepping)]
    return [learner.step_number for learner in networks if not learner.finished]
