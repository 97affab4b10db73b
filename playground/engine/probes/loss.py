"""Where the training rows lie on the loss, and which of them make it large."""

from typing import Annotated, Any

import numpy as np

from playground.core.block import kind_of
from playground.core.settings import setting
from playground.engine.data import Data
from playground.engine.error_curve import error_curve, margins
from playground.engine.loss import Loss as Compared
from playground.engine.probe import Probe, Watched, member_of
from playground.engine.signals.excerpt import training_rows
from playground.engine.weights import Weights
from playground.kernels.array import Array, to_host

MOST_ROWS = 2000
POINTS = 601
REACHES = (3.0, 5.0, 8.0, 12.0, 20.0, 30.0, 50.0, 100.0, 200.0, 500.0, 1000.0)
"""Half-widths of the axis: few, so that it rarely moves while a network learns."""


class Loss(Probe, frozen=True):
    """Where the training rows lie on the loss, and which of them make it large.

    For up to 2000 training rows of one member: ``row`` ``(n,)``, their numbers in the data
    set; ``at`` ``(n,)``, the error (prediction minus truth, in the units the learner works in) or,
    for classes, the margin by which the right class is ahead (see `error_curve.margins`);
    ``loss`` ``(n,)``, what each costs; ``label`` ``(n,)`` for classes. With several target columns
    the errors are those of one. ``kind`` names the loss; ``grid``, ``curve`` and ``slope``
    ``(k,)`` draw it with its own settings, over all places or -3 to 3. Numbers that are not finite
    leave ``diverged``.
    """

    output: Annotated[int, setting("Output", "Which target of a regression.", low=0)] = 0
    member: Annotated[int, setting("Member", "Which one; -1 for the best.", low=-1)] = -1

    def measure(self, learner: Watched, size: tuple[int, int]) -> dict[str, Array]:
        """Return place and loss of each row; nothing where no loss compares rows."""
        objective: Any = getattr(learner, "objective", None)
        compared = getattr(objective, "compared", None)
        data = getattr(learner, "source", None)
        if not isinstance(compared, Compared) or not isinstance(data, Data):
            return {}
        member = member_of(learner, self.member)
        rows = training_rows(data, member, MOST_ROWS)
        z, y = compare(learner, rows, member)
        with np.errstate(all="ignore"):
            loss = compared.value(z, y)
            at = self._place(compared, data, z, y)
        finite = bool(np.isfinite(loss).all() and np.isfinite(at).all())
        found = {"row": rows, "kind": np.array(kind_of(type(compared)))}
        found |= _drawn(compared, data, at if finite else np.zeros(1))
        if not finite:
            return found | {"diverged": np.array(True)}
        if data.target == "class":
            found["label"] = data.y[rows]
        return found | {"at": at.astype(np.float32), "loss": loss.astype(np.float32)}

    def _place(self, compared: Compared, data: Data, z: Array, y: Array) -> Array:
        if data.target == "class":
            return margins(compared, z, y)
        column = min(self.output, z.shape[-1] - 1)
        error: Array = z[:, column] - y[:, column]
        return error


def _drawn(compared: Compared, data: Data, at: Array) -> dict[str, Array]:
    wide = float(np.abs(at).max())
    reach = next((r for r in REACHES if r >= wide), wide)
    grid = np.linspace(-reach, reach, POINTS)
    curve, slope = error_curve(compared, data.target, grid)
    return {"grid": grid, "curve": curve, "slope": slope}


def compare(learner: Any, rows: Array, member: int) -> tuple[Array, Array]:
    """Return outputs and targets ``(n, c)`` of some rows for one member, float64."""
    weights = Weights(learner.weights.layout, learner.weights.flat[member : member + 1])
    with np.errstate(all="ignore"):
        inputs = learner.feed.inputs(learner.source.x[rows], learner.device)
        z = to_host(learner.objective.predict(weights, inputs))[0].astype(np.float64)
    return z, learner.objective.compared.targets(learner.feed.targets()[rows])
