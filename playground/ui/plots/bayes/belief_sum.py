"""The three rows of Bayes' rule: what is multiplied, and what comes of it."""

from playground.kernels.array import Array
from playground.ui.plots.bayes.belief_row import Row
from playground.ui.plots.bayes.believed import (
    Believed,
    belief_color,
    density,
    hypothesis_color,
    outcome_color,
    percent,
    second_color,
)
from playground.ui.plots.lettering import number
from playground.ui.theme import theme

HEADROOM = 1.08
"""How much higher than its highest curve a row is."""


def rows_of(believed: Believed, sketch: Array | None = None) -> list[Row]:
    """Return belief before, likelihood and belief after as rows to paint.

    Parameters
    ----------
    sketch
        Heights ``(h,)`` of a prior that is being drawn; they go before those that are believed.
    """
    beliefs = [believed.before, believed.after, *(believed.second or ())]
    if believed.curved:
        beliefs = [density(belief, believed.at) for belief in beliefs]
    before, after, *others = beliefs
    earlier, later = others or (None, None)
    top = _top(believed, beliefs)
    first_top = top
    if believed.span == "all":
        first_top = _top(believed, [b for b in (before, earlier) if b is not None])
    if sketch is not None and believed.curved:
        before, first_top = sketch, 1.0
    grey, theirs = theme().color("secondary"), second_color()
    seen = believed.newest >= 0
    color = outcome_color(believed.newest) if seen and believed.span == "newest" else grey
    first, second, third = titles(believed)
    likely = HEADROOM if believed.curved else 1.0
    named = () if believed.curved else tuple(
        hypothesis_color(believed, place) for place in range(len(believed.at))
    )
    return [
        Row(before, first_top, grey, first, earlier, theirs),
        Row(believed.likelihood, likely, color, second),
        Row(after, top, belief_color(), third, later, theirs, colors=named),
    ]


def titles(believed: Believed) -> tuple[str, str, str]:
    """Return what the three rows are, in words."""
    if believed.newest < 0:
        return "prior", "likelihood: nothing seen yet", "posterior: the prior as it was"
    if believed.span == "all":
        return (
            "prior",
            f"likelihood of {believed.weighed}, the largest as 1",
            "posterior: the product, divided by its sum",
        )
    return (
        "belief before",
        f"likelihood: how probable each makes “{believed.outcome}”",
        f"posterior: the product ÷ {evidence_told(believed.evidence)}, its sum",
    )


def evidence_told(evidence: float) -> str:
    """Write what a product is divided by."""
    return number(evidence, full=True) if 0 < evidence < 1 else percent(evidence)


def _top(believed: Believed, beliefs: list[Array]) -> float:
    """Return the value at the upper edge of a row."""
    if not believed.curved:
        return 1.0
    return HEADROOM * max(max(float(belief.max()) for belief in beliefs), 1e-12)
