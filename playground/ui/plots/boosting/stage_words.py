"""What is to be seen of a stage, in words."""

from collections.abc import Mapping

from playground.kernels.array import Array
from playground.ui.plots.lettering import number

DIVERGED = "It has diverged: the numbers are no longer finite. Lower the learning rate."


def told_stage(arrays: Mapping[str, Array]) -> str:
    """Return a sentence or two about the stage that is looked at."""
    if "diverged" in arrays:
        return DIVERGED
    stage = int(arrays["stage"])
    if "weight" in arrays:
        return _told_vote(arrays, stage)
    if not stage:
        return "Before the first tree the answer is the best constant. Press play or one step."
    if "grid" in arrays:
        return (
            f"Tree {stage} was fitted to what {_before(stage)} left over; a share of it is added."
        )
    return "Each picture is the sum of all trees up to that stage."


def _before(stage: int) -> str:
    if stage == 1:
        return "the constant"
    return "the first tree" if stage == 2 else f"the first {stage - 1} trees"


def _told_vote(arrays: Mapping[str, Array], stage: int) -> str:
    if not stage:
        return "All rows weigh the same. Press play: the first copy is trained on them."
    wrong = arrays.get("wrong")
    count = int(wrong.sum()) if wrong is not None else 0
    error = float(arrays["error"][stage - 1])
    rows = "row" if count == 1 else "rows"
    return (
        f"Discs are as large as their rows weighed in stage {stage}. Its cut (yellow) got "
        f"{count} {rows} wrong (ringed), {number(100 * error, 2)} % of the weight: they grow."
    )
