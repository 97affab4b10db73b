"""What a learner takes over from the one that it replaces."""

from playground.engine.committees.polling import Polling
from playground.engine.functions.minimiser import Minimiser
from playground.engine.learner import Learner
from playground.engine.modelling.stepping import Stepping
from playground.engine.training.descending import Descending
from playground.kernels.array import to_device

END = 1_000_000_000
"""A step that no model reaches: it is learned to its end."""


def adopt(new: Learner, old: Learner) -> None:
    """Take over weights that still fit: same block, name and shape."""
    if not isinstance(new, Descending) or not isinstance(old, Descending):
        return
    if isinstance(new, Minimiser):
        return  # a point of another function, or before another start was chosen
    if old.members != new.members or old.labels != new.labels:
        return  # another race starts from the start
    for block, named in new.weights.views.items():
        known = old.weights.views.get(block, {})
        if all(n in known and known[n].shape == view.shape for n, view in named.items()):
            for name, view in named.items():
                view[...] = to_device(known[name], new.device)


def go_on(new: Learner, old: Learner) -> None:
    """Go on with other rows of the same data set: weights and steps of a network stay."""
    if isinstance(new, Descending) and isinstance(old, Descending):
        new.take_over(old)


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
    networks = [part.learner for part in new.parts if not isinstance(part.learner, Stepping)]
    waits = [learner.step_number for learner in networks if not learner.finished]
    return min([old.step_number, *waits])
