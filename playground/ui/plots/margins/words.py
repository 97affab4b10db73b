"""What is said about margins."""

from collections.abc import Sequence

from playground.kernels.array import Array
from playground.ui.plots.lettering import number
from playground.ui.plots.margins.street import Street

STAGE_NAMES = ("lift", "cut", "fall back")
"""What happens between the moments of the lifted picture."""

def problem_names(pairs: Array, classes: Sequence[str]) -> list[str]:
    """Return what the problems are called: pairs of classes, or outputs.

    Examples
    --------
    >>> import numpy as np
    >>> problem_names(np.array([[0, 1], [0, 2]]), ("red", "green", "blue"))
    ['red / green', 'red / blue']
    >>> problem_names(np.array([[-1, -1]]), ())
    ['output 1']
    """

    def name(label: int) -> str:
        return classes[label] if label < len(classes) else f"class {label + 1}"

    return [
        f"output {i + 1}" if low < 0 else f"{name(low)} / {name(high)}"
        for i, (low, high) in enumerate(pairs.tolist())
    ]


def caption(street: Street, brief: bool = False) -> str:
    """Return the numbers under the picture, fewer of them in `brief`."""
    _, _, _, beyond, wrong, rows = street.arrays["counts"].tolist()
    hinge = number(float(street.arrays["hinge"]), full=True)
    primal, dual = street.arrays["objectives"].tolist()
    if street.values:
        half = number(float(street.arrays["tube"]))
        told = f"{beyond} of {rows} rows lie outside of the tube of ± {half}"
    else:
        told = f"Of {rows} rows {beyond} lie inside of the margin, {wrong} on the wrong side"
    if brief:
        wrongly = "" if street.values else f", {wrong} wrong"
        where = "outside of the tube" if street.values else "inside of the margin"
        return f"{beyond} {where}{wrongly} · hinge {hinge}"
    short = number(max(primal - dual, 0.0), 2)
    return f"{told} · mean hinge loss {hinge} · cost at most {short} above the best"


def stage_words(t: float, exact: bool) -> str:
    """Say what is seen at a moment of the lift.

    Parameters
    ----------
    t
        0 flat, 1 lifted, 2 cut, 3 fallen back.
    exact
        Whether heights are decision values of a support vector machine, not log-odds.
    """
    height = "decision value" if exact else "log-odds"
    if t < 0.02:
        return "The plane of the inputs, as it is"
    if t <= 1:
        return f"Every place rises to its {height}"
    if t <= 2:
        return f"A flat cut at {height} 0"
    if t < 2.98:
        return "It falls back, and the cut with it"
    return "Fallen back: the cut is the boundary"
