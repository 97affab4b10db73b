"""What each voice of an ensemble says: over a plane, or at one place."""

from typing import Annotated

import numpy as np

from playground.core.settings import setting
from playground.engine.committees.committee import HasVoices
from playground.engine.committees.voices import OneVoice, voices_of
from playground.engine.metrics import score
from playground.engine.plane import View, extent_of, grid_of, laid_out, plane_of, rows_of
from playground.engine.probe import Probe, Watched
from playground.engine.probes.boundary import Boundary
from playground.engine.probes.members import small
from playground.engine.some_rows import at_most
from playground.kernels.array import Array

CELLS = 28
MOST_ROWS = 400
"""Rows that the score of a voice is measured on, at most."""


class Votes(Probe, frozen=True):
    """What each voice of an ensemble says: over a plane, at one place, or one voice alone.

    ``names`` ``(v,)`` and ``say`` ``(v,)`` of all voices, how much each counts, with ``count``,
    how many there are. Over a plane, of the first of them: ``fields`` ``(k, height, width, c)``
    of float16, lowest row first, over ``extent``, or for one input ``curves`` ``(k, width, c)``
    over ``grid``; ``range`` of the target values; ``score`` ``(k,)`` on the test rows, or on the
    training rows where there are none.

    With `spot` instead ``said`` ``(v, c)``, what each says there, and ``answer`` ``(c,)``.
    With `voice` instead what the boundary probe tells of that voice alone, and ``own``, the rows
    that it has learned from, repeats kept.
    """

    most: Annotated[int, setting("Voices", "How many are shown at most.", low=1)] = 49
    view: Annotated[View, setting("View", "Which plane of the features is shown.")] = "auto"
    spot: Annotated[tuple[float, ...], setting("Place", "All features of one place.")] = ()
    voice: Annotated[int, setting("Voice", "One voice alone; -1 for all.", low=-1)] = -1
    aspect: Annotated[float, setting("Aspect", "Of the picture of one voice.", low=0)] = 0.0

    def measure(self, learner: Watched, size: tuple[int, int]) -> dict[str, Array]:
        """Return what the voices say; see the class."""
        voices, data = voices_of(learner), getattr(learner, "source", None)
        if voices is None or data is None or not len(data.x) or not voices.voices:
            return {}
        if 0 <= self.voice < len(voices.voices):
            alone = OneVoice(voices, self.voice, data)
            shown = Boundary(aspect=self.aspect, view=self.view).measure(alone, size)
            return shown | {"own": voices.own_rows(self.voice)}
        names, say = voices.voices, np.asarray(voices.say(), float)
        arrays = {"names": np.array(names, np.str_), "say": say, "count": np.array(len(names))}
        if self.spot:
            if len(self.spot) != rows_of(data).shape[1]:
                return arrays
            x = np.array(self.spot).reshape(1, *data.x.shape[1:])
            answer = learner.decide(x)
            return arrays | {"said": voices.ballots(x)[:, 0], "answer": answer.mean(axis=0)[0]}
        return arrays | self._pictures(voices, learner, size)

    def _pictures(
        self, voices: HasVoices, learner: Watched, size: tuple[int, int]
    ) -> dict[str, Array]:
        data, arrays = learner.source, {}
        size = (max(size[0] or CELLS, 2), max(size[1] or CELLS, 2))
        only = range(min(self.most, len(voices.voices)))
        rows = at_most(np.unique(data.test if data.test.size else data.train), MOST_ROWS)
        with np.errstate(all="ignore"):
            said = voices.ballots(data.x[rows], only)
            arrays["score"] = score(data.target, np.nan_to_num(said), data.y[rows])
        if data.target == "value":
            values = laid_out(data).y[:, 0]
            arrays["range"] = np.array([values.min(), values.max()])
        if rows_of(data).shape[1] == 1:
            x = rows_of(laid_out(data))[:, 0]
            grid = np.linspace(x.min(), x.max(), 2 * size[0])
            curves = voices.ballots(grid.reshape(-1, *data.x.shape[1:]), only)
            return arrays | {"grid": grid, "curves": small(curves)}
        plane = plane_of(data, self.view, 0, 1)
        extent = extent_of(plane.project(rows_of(laid_out(data))), size[0] / size[1], margin=0.08)
        cells = plane.lift(grid_of(extent, size)).reshape(-1, *data.x.shape[1:])
        fields = small(voices.ballots(cells, only))
        fields = fields.reshape(len(fields), size[1], size[0], -1)
        return arrays | {"extent": np.array(extent), "fields": fields}
