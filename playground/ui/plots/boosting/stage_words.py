"""What is to be seen of a stage, in words."""

from collections.abc import Mapping, Sequence

from playground.kernels.array import Array
from playground.ui.plots.lettering import number

DIVERGED = "It has diverged: the numbers are no longer finite. Lower the learning rate."


def told_stage(
    arrays: Mapping[str, Array], inputs: Sequence[str] = (), classes: Sequence[str] = ()
) -> str:
    """Return a sentence or two about the stage that is looked at.

    Parameters
    ----------
    inputs, classes
        Names of features and classes.
    """
    if "diverged" in arrays:
        return DIVERGED
    stage = int(arrays["stage"])
    if "weight" in arrays:
        return _told_vote(arrays, stage) + _asked(arrays, inputs, classes)
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
        f"Discs are as large as their rows weighed in stage {stage}. It got {count} {rows} wrong "
        f"(ringed), {number(100 * error, 2)} % of the weight: they grow."
    )


def _asked(arrays: Mapping[str, Array], inputs: Sequence[str], classes: Sequence[str]) -> str:
    """Return what a stump asks, in words."""
    if "question" not in arrays:
        return ""
    feature, threshold, below, above = arrays["question"].tolist()
    name = inputs[int(feature)] if feature < len(inputs) else f"x{int(feature) + 1}"
    yes, no = (
        classes[int(label)] if label < len(classes) else f"class {int(label) + 1}"
        for label in (below, above)
    )
    if yes == no:
        return f" Its question: {name} ≤ {number(threshold)}? It says {yes} on both sides."
    return f" Its question (thick line): {name} ≤ {number(threshold)}? Yes: {yes}, no: {no}."
