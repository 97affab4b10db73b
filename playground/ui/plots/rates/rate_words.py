"""What a learning rate and the local curvature mean for each other, in plain words."""

import math

from playground.ui.plots.lettering import number

CAPTION = "local, quadratic; crossing it makes the step bounce, not necessarily diverge"


def standing(ratio: float) -> str:
    """Say what a rate does that is so many times the local limit.

    Examples
    --------
    >>> standing(2.0), standing(0.5)
    ('steps bounce', 'steps are calm')
    """
    if ratio > 1.1:
        return "steps bounce"
    if ratio > 0.9:
        return "right at the edge"
    return "steps are calm" if ratio > 0.02 else "calm, and slow"


def verdict(
    rate: float, limit: float, rule: str, curvature: float = 1.0, waits: bool = False
) -> str:
    """Say where a rate stands against the local limit.

    Parameters
    ----------
    rate, limit
        In force, and the highest that is stable; NaN where there is no limit.
    rule
        Title of the update rule.
    curvature
        What the limit goes by; a valley that bends nowhere upwards has none.
    waits
        Whether the rule sizes its steps by gradients that it has not seen yet.

    Examples
    --------
    >>> verdict(0.1, 0.05, "SGD")
    'The rate 0.1 is 2 × the local limit 0.05: steps bounce.'
    >>> verdict(0.1, float("nan"), "Rprop")
    'Rprop sizes its steps otherwise: curvature sets its rate no limit.'
    """
    if not math.isfinite(limit):
        if curvature <= 0:
            return "The loss bends upwards nowhere here: there is no limit to mark."
        if waits:
            return f"{rule} sizes its steps by the gradients it meets: no limit before the first."
        return f"{rule} sizes its steps otherwise: curvature sets its rate no limit."
    ratio = rate / limit
    told = f"The rate {number(rate)} is {number(ratio, 2)} × the local limit {number(limit)}"
    return f"{told}: {standing(ratio)}."


def brief(rate: float, limit: float, curvature: float = 1.0, waits: bool = False) -> str:
    """Say the same where there is little room; see `verdict`.

    Examples
    --------
    >>> brief(0.1, 0.05)
    'Rate = 2 × limit: steps bounce.'
    """
    if not math.isfinite(limit):
        if curvature <= 0:
            return "No limit: nothing bends upwards here."
        return "No limit before the first step." if waits else "No limit for this rule."
    return f"Rate = {number(rate / limit, 2)} × limit: {standing(rate / limit)}."
