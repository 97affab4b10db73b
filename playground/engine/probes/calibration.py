"""How often a classifier is right when it says how sure it is."""

from typing import Annotated, Literal

import numpy as np

from playground.core.settings import setting
from playground.engine.data import Part
from playground.engine.probe import Probe, Watched, member_of
from playground.engine.some_rows import at_most, rows_in
from playground.kernels.array import Array, to_host
from playground.kernels.reliability import brier, reliability, share_interval

MOST_ROWS = 4000


class Calibration(Probe, frozen=True):
    """How often a classifier is right when it says how sure it is.

    Probabilities are sorted into bins of equal width between the ``edges`` ``(bins + 1,)``: that
    of the second class where there are two, else that of the class that is chosen. ``count``,
    ``said`` and ``came`` ``(members, bins)`` are the rows, their mean probability and the share
    in which it came true; ``low`` and ``high`` the 95 % interval of that share. ``brier``,
    ``error`` (expected calibration error), ``sure`` (mean probability of the class chosen) and
    ``right`` (accuracy) are ``(members,)``. ``member`` is the one to show, ``rows`` how many were
    asked, ``part`` of which part, and ``parts`` those there are.
    """

    part: Annotated[
        Literal["train", "validation", "test"], setting("Rows", "Which rows are asked.")
    ] = "test"
    bins: Annotated[int, setting("Bins", "Number of bins.", low=2, high=50)] = 10
    member: Annotated[int, setting("Member", "Which one is shown; -1 for the best.", low=-1)] = -1

    def measure(self, learner: Watched, size: tuple[int, int]) -> dict[str, Array]:
        """Return the bins of every member; see the class."""
        data = getattr(learner, "source", None)
        if data is None or not len(data.x) or data.target != "class":
            return {}
        there = [name for name, index in data.parts.items() if index.size]
        part = self.part if self.part in there else there[0]
        rows, scores = _answers(learner, part)
        if scores.shape[-1] != data.outputs:
            return {}
        member = member_of(learner, self.member)
        arrays = {
            "member": np.array(member), "rows": np.array(rows.shape[1]), "part": np.array(part),
            "parts": np.array(there), "edges": np.linspace(0, 1, self.bins + 1),
        }  # fmt: skip
        good = np.asarray(np.isfinite(scores).all(axis=(1, 2)))
        if not good[member]:
            return arrays | {"diverged": np.array(True)}
        rows = rows[good] if len(rows) > 1 else rows
        told = self._told(scores[good], data.y[rows], data.targets()[rows])
        arrays["member"] = np.array(np.count_nonzero(good[:member]))
        return arrays | told

    def _told(self, scores: Array, labels: Array, truth: Array) -> dict[str, Array]:
        chosen = scores.argmax(axis=-1)
        right, sure = chosen == labels, scores.max(axis=-1)
        said, came = sure, right
        if scores.shape[-1] == 2:
            said, came = scores[..., 1], np.broadcast_to(labels == 1, right.shape)
        found = reliability(np.clip(said, 0, 1), came * 1.0, self.bins)
        low, high = share_interval(found.came, found.rows)
        return {
            "count": found.rows, "said": found.said, "came": found.came,
            "low": low, "high": high, "error": found.error,
            "brier": brier(scores, truth), "sure": sure.mean(axis=1), "right": right.mean(axis=1),
        }  # fmt: skip


def _answers(learner: Watched, part: Part) -> tuple[Array, Array]:
    """Return the rows of a part, and what all members say of them ``(members, n, c)``.

    Rows are ``(1, n)``, or ``(members, n)`` where members have rows of their own.
    """
    data = learner.source
    if data.parts[part].ndim == 1:
        rows = at_most(rows_in(data, part, 0), MOST_ROWS)
        return rows[None], to_host(learner.decide(data.x[rows])).astype(float)
    every = [rows_in(data, part, member) for member in range(learner.members)]
    # Replicas repeat some rows: members may have different numbers of others.
    most = min(MOST_ROWS, *(len(rows) for rows in every))
    own = np.stack([at_most(rows, most) for rows in every])
    said = [
        to_host(learner.decide(data.x[rows], slice(member, member + 1)))
        for member, rows in enumerate(own)
    ]
    return own, np.concatenate(said).astype(float)
