"""How learners, steps and curves are called in panels."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from playground.core.block import title_of
from playground.runtime.trace import Trace
from playground.ui.plots.goals import Goal, goal_of
from playground.ui.plots.lettering import number

if TYPE_CHECKING:
    from playground.ui.bridge import Bridge

SCORES = ("accuracy", "r2")
OWN_SCORES = ("ari", "silhouette")
"""Scores of learners that predict nothing."""
COUNTS = ("clusters",)
"""Metrics that count things."""


TITLES = {
    "r2": "R²", "ari": "ARI", "log_likelihood": "log-likelihood", "bic": "BIC", "aic": "AIC",
    "davies_bouldin": "Davies-Bouldin", "calinski_harabasz": "Calinski-Harabasz",
    "oob_accuracy": "out-of-bag accuracy", "oob_r2": "out-of-bag R²",
}  # fmt: skip


def learner_title(bridge: "Bridge", id: str) -> str:
    """Return what people call a learner: its block's title, with its number if there are more."""
    info = bridge.infos.get(id)
    if info is None or info.kind not in bridge.catalogue:
        return id
    title = title_of(bridge.catalogue[info.kind])
    same = [other for other in bridge.infos.values() if other.kind == info.kind]
    number = id.removeprefix(f"{info.kind}-")
    return f"{title} {number}" if len(same) > 1 and number != info.kind else title


def block_title(bridge: "Bridge", id: str) -> str:
    """Return what people call a block: its title, with its number if there are more."""
    blocks = {placed.id: placed.kind for placed in bridge.store.value.blocks}
    kind = blocks.get(id, "")
    if kind not in bridge.catalogue:
        return id
    title = title_of(bridge.catalogue[kind])
    same = sum(other == kind for other in blocks.values())
    return f"{title} {id.removeprefix(f'{kind}-')}" if same > 1 else title


def grouped(count: int) -> str:
    """Write a count with narrow gaps between thousands.

    Examples
    --------
    >>> grouped(12345)
    '12 345'
    """
    return f"{count:,}".replace(",", " ")


def stamp(bridge: "Bridge", id: str, step: int, what: str = "") -> str:
    """Write whose picture this is, of what, the score of the member it shows, and the step."""
    parts = [part for part in (learner_title(bridge, id), what) if part]
    curves = bridge.traces.get(id)
    for name in SCORES if curves is not None else ():
        values = curves.value_at(f"test_{name}", step)
        if len(values) and curves is not None:
            value = float(values[shown_member(bridge, curves, step)])
            if np.isfinite(value):
                parts.append(f"test {number(value, full=True)}")
            break
    else:
        parts += _own_score(bridge, curves, step)
    return " · ".join([*parts, f"step {grouped(step)}"])


def _own_score(bridge: "Bridge", curves: Trace | None, step: int) -> list[str]:
    """Write the first score there is of a learner that predicts nothing."""
    for name in OWN_SCORES if curves is not None else ():
        values = curves.value_at(name, step) if curves is not None else ()
        value = float(values[shown_member(bridge, curves, step)]) if len(values) else np.nan
        if np.isfinite(value):
            return [f"{score_title(name)} {number(value, full=True)}"]
    return []


def shown_member(bridge: "Bridge", curves: Trace, step: int) -> int:
    """Return the member that views show: the one picked, else the one that does best."""
    member, members = bridge.focus.member, curves.members
    if member is not None and member < members:
        return member
    goal = next((goal_of(bridge, id) for id, known in bridge.traces.items() if known is curves),
                Goal("train_loss"))  # fmt: skip
    losses = goal.standing(curves.value_at(goal.metric, step)[:members])
    return int(np.nanargmin(losses)) if np.isfinite(losses).any() else 0


def score_title(name: str) -> str:
    """Return what people call a metric.

    Examples
    --------
    >>> score_title("r2"), score_title("oob_accuracy"), score_title("explained_variance")
    ('R²', 'out-of-bag accuracy', 'explained variance')
    """
    return TITLES.get(name, name.replace("_", " "))


def live_value(name: str, value: float) -> str:
    """Write a value of a metric that changes while one looks; counts have no fraction.

    Examples
    --------
    >>> live_value("clusters", 27.0), live_value("ari", 0.5)
    ('27', '0.500')
    """
    whole = name in COUNTS and np.isfinite(value) and value == round(value)
    return grouped(round(value)) if whole else number(value, full=True)


def shortened(title: str, measure: Callable[[str], float], width: float) -> str:
    """Cut a learner's name to a width; what tells it from others of its kind stays.

    Parameters
    ----------
    measure
        Returns the width of a text.

    Examples
    --------
    >>> shortened("Gradient boosting 2", len, 13)
    'Gradient b… 2'
    >>> shortened("Naive Bayes", len, 8)
    'Naive B…'
    """
    if measure(title) <= width:
        return title
    kind, _, own = title.rpartition(" ")
    ending = f"… {own}" if " " in kind and measure(f"{kind[0]}… {own}") <= width else "…"
    start = kind if ending != "…" else title
    while len(start) > 1 and measure(start.rstrip() + ending) > width:
        start = start[:-1]
    return start.rstrip() + ending
